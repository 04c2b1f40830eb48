"""Seats of clubs in series: who sits, who leaves, and handing over in one act."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from roundtable.database import Connection, Database
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, Invalid, NotFound
from roundtable.kernel.ids import ClubId, PersonId, SeatId, SeriesId, new_id
from roundtable.series.access import organizing, standing
from roundtable.series.announcing import announce
from roundtable.series.model import RoleHolder, Seat, SeatAct, SeatEvent
from roundtable.series.resources.seats import ClubName, HandoverForm, HandoverView, SeatForm, SeatList, SeatView
from roundtable.series.service import Neighbours, known_person, restaff
from roundtable.series.showing import clubs_in, people_in, seat_event_view, seat_view
from roundtable.series.tables import people
from roundtable.series.tables import series as rows

MOST_SEATS: Final = 500
"""Seats of one series that were not given up."""
MOST_RECORD: Final = 200
"""Entries of a record that are shown."""


class Seats:
    """The seats of all series."""

    def __init__(self, database: Database, around: Neighbours, clock: Clock) -> None:
        self._database = database
        self._around = around
        self._clock = clock

    async def read(self, caller: Caller, id_: SeriesId) -> SeatList:
        """List the seats of a series with its record of them."""
        now = self._clock.now()
        async with self._database.reading() as connection:
            await standing(connection, caller, id_, now)
            seats = await people.seats(connection, id_)
            events = await people.events(connection, id_, MOST_RECORD)
        names = await self._around.people.names(people_in(seats, events))
        clubs = await self._around.register.some(clubs_in(seats, events))
        return SeatList(
            items=[seat_view(one, names, now.date()) for one in seats if one.ended_at is None],
            clubs=[ClubName(id=one.id, name_zh=one.name_zh, name_en=one.name_en) for one in clubs],
            record=[seat_event_view(one, names) for one in events],
        )

    async def add(self, caller: Caller, id_: SeriesId, form: SeatForm) -> SeatView:
        """Give a club a seat. One principal at a time; nobody sits twice for one club."""
        now = self._clock.now()
        async with self._database.reading() as connection:
            (await standing(connection, caller, id_, now)).must_organize()
        if not await self._around.register.some([form.club_id]):
            raise Invalid("unknown_club")
        person = await known_person(self._around.people, caller, form)
        since = form.since or now.date()
        if form.until is not None and form.until < since:
            raise Invalid("term_backwards")
        new = Seat(SeatId(new_id("seat")), id_, form.club_id, person, form.kind, since, form.until)
        async with self._database.transaction() as connection:
            await organizing(connection, caller, id_, now)
            await _refuse_taken(connection, new)
            await people.add_seats(connection, [new])
            await people.record(connection, _event(new, "taken", caller, now, to_person=person))
            await announce(connection, id_, now)
        names = await self._around.people.names([person])
        return seat_view(new, names, now.date())

    async def remove(self, caller: Caller, id_: SeriesId, seat_id: SeatId) -> None:
        """Take a seat away, or leave one's own. What could be done by it cannot be done any more, at once."""
        now = self._clock.now()
        async with self._database.transaction() as connection:
            mine = await standing(connection, caller, id_, now, to_change=True)
            seat = next((one for one in await people.seats(connection, id_) if one.id == seat_id), None)
            if seat is None or seat.person_id != caller.account:
                mine.must_organize()
            if seat is None or seat.ended_at is not None:
                raise NotFound("not_found")
            await people.end_seat(connection, seat_id, now)
            await people.record(connection, _event(seat, "left", caller, now, from_person=seat.person_id))
            await announce(connection, id_, now)

    async def hand_over(self, caller: Caller, club: ClubId, form: HandoverForm) -> HandoverView:
        """Hand everything over that somebody holds for a club: at once, in one transaction, and on the record.

        People hand over their own seats, administrators anybody's, organizers those in their series. Who may not
        learns nothing, not even whether there is something.
        """
        now = self._clock.now()
        async with self._database.reading() as connection:
            if not await self._to_hand_over(connection, caller, club, form.from_person):
                raise NotFound("not_found")
        heir = await known_person(self._around.people, caller, form.to)
        if heir == form.from_person:
            raise Conflict("same_person")
        async with self._database.transaction() as connection:
            for series in sorted({one.series_id for one in await self._to_hand_over(
                connection, caller, club, form.from_person
            )}):  # fmt: skip
                await rows.find(connection, series, to_change=True)
            seats = await self._to_hand_over(connection, caller, club, form.from_person)
            if not seats:  # somebody else was quicker
                raise NotFound("not_found")
            given = [await _give(connection, seat, heir, caller=caller, now=now) for seat in seats]
            roles = 0
            for series in sorted({seat.series_id for seat in seats}):
                if form.with_roles:
                    roles += await self._give_roles(connection, series, form.from_person, heir)
                await announce(connection, series, now)
        names = await self._around.people.names([heir])
        return HandoverView(seats=[seat_view(one, names, now.date()) for one in given], roles=roles)

    async def _to_hand_over(self, connection: Connection, caller: Caller, club: ClubId, person: PersonId) -> list[Seat]:
        """Return the seats that the caller may hand over."""
        seats = await people.seats_to_hand_over(connection, club, person, self._clock.now().date())
        if caller.administrator or caller.account == person:
            return list(seats)
        organized = {
            series for series, role in await people.roles_of(connection, caller.account) if role == "organizer"
        }
        return [seat for seat in seats if seat.series_id in organized]

    async def _give_roles(self, connection: Connection, id_: SeriesId, before: PersonId, heir: PersonId) -> int:
        series = await rows.find(connection, id_)
        held = [one.role for one in await people.roles(connection, id_) if one.person_id == before]
        if series is None or not held:
            return 0
        for role in held:
            await people.give_role(connection, id_, RoleHolder(heir, role))
            await people.take_role(connection, id_, RoleHolder(before, role))
        await restaff(connection, self._around.rooms, series, dismissed={before})
        return len(held)


async def _give(connection: Connection, seat: Seat, heir: PersonId, *, caller: Caller, now: datetime) -> Seat:
    """Let somebody sit in another's place; a lesser seat of theirs for the same club goes with that."""
    await people.end_seat(connection, seat.id, now)
    since = max(seat.since, now.date())
    for other in await people.seats(connection, seat.series_id):
        same = other.club_id == seat.club_id and other.person_id == heir
        if same and other.overlaps(since, seat.until):
            await people.end_seat(connection, other.id, now)
            await people.record(connection, _event(other, "left", caller, now, from_person=heir))
    new = replace(seat, id=SeatId(new_id("seat")), person_id=heir, since=since, ended_at=None)
    await people.add_seats(connection, [new])
    event = _event(new, "handed_over", caller, now, from_person=seat.person_id, to_person=heir)
    await people.record(connection, event)
    return new


async def _refuse_taken(connection: Connection, new: Seat) -> None:
    seats = [one for one in await people.seats(connection, new.series_id) if one.ended_at is None]
    if len(seats) >= MOST_SEATS:
        raise Conflict("too_many_seats", most=MOST_SEATS)
    for other in seats:
        if other.club_id != new.club_id or not other.overlaps(new.since, new.until):
            continue
        if other.person_id == new.person_id:
            raise Conflict("seat_taken")
        if other.kind == new.kind == "principal":
            raise Conflict("principal_taken")


def _event(
    seat: Seat,
    act: SeatAct,
    caller: Caller,
    now: datetime,
    *,
    from_person: PersonId | None = None,
    to_person: PersonId | None = None,
) -> SeatEvent:
    return SeatEvent(
        seat_id=seat.id,
        series_id=seat.series_id,
        club_id=seat.club_id,
        act=act,
        kind=seat.kind,
        from_person=from_person,
        to_person=to_person,
        by=caller.account,
        at=now,
    )
