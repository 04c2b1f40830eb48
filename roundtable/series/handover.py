"""Officers change: everything that somebody holds for a club goes to the next, in one act and on the record."""

from dataclasses import dataclass, replace
from datetime import datetime

from roundtable.database import Connection, Database
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, NotFound
from roundtable.kernel.ids import ClubId, PersonId, SeatId, SeriesId, new_id
from roundtable.series.access import refuse_unmet
from roundtable.series.announcing import announce
from roundtable.series.model import RoleHolder, Seat, SeatAct, SeatEvent
from roundtable.series.ports import Belongings, Office
from roundtable.series.resources.seats import HandoverForm, HandoverPlan, HandoverView, PlannedRole, PlannedSeat
from roundtable.series.service import Neighbours, known_person, restaff
from roundtable.series.showing import named, seat_view
from roundtable.series.tables import people
from roundtable.series.tables import series as rows


@dataclass(frozen=True, slots=True)
class _Estate:
    """What the caller may hand over for somebody."""

    seats: list[Seat]
    office: Office

    @property
    def series(self) -> list[SeriesId]:
        return sorted({seat.series_id for seat in self.seats})

    @property
    def is_nothing(self) -> bool:
        return not self.seats and self.office == Office()


class Handover:
    """Handing over: one's own, as an administrator anybody's, as an organizer seats in one's own series.

    Who may not learns nothing, not even whether there is something.
    """

    def __init__(self, database: Database, around: Neighbours, belongings: Belongings, clock: Clock) -> None:
        self._database = database
        self._around = around
        self._belongings = belongings
        self._clock = clock

    async def plan(self, caller: Caller, club: ClubId, person: PersonId) -> HandoverPlan:
        """Tell what would be handed over."""
        async with self._database.reading() as connection:
            estate = await self._estate(connection, caller, club, person)
            if estate.is_nothing:
                raise NotFound("not_found")
            titles = {one.id: one.title for one in await rows.some(connection, estate.series)}
            roles = [
                PlannedRole(series_id=id_, title=titles[id_], role=one.role)
                for id_ in estate.series
                for one in await people.roles(connection, id_)
                if one.person_id == person
            ]
        seats = [
            PlannedSeat(
                series_id=one.series_id, title=titles[one.series_id], kind=one.kind, since=one.since, until=one.until
            )
            for one in estate.seats
        ]
        return HandoverPlan(seats=seats, roles=roles, office=estate.office.held, feeds=estate.office.feeds)

    async def hand_over(self, caller: Caller, club: ClubId, form: HandoverForm) -> HandoverView:
        """Hand everything over at once, in one transaction. An heir without an account may be invited by a letter."""
        now = self._clock.now()
        async with self._database.reading() as connection:
            if (await self._estate(connection, caller, club, form.from_person)).is_nothing:
                raise NotFound("not_found")
        heir, invited = await self._heir(caller, form)
        async with self._database.transaction() as connection:
            estate = await self._held_estate(connection, caller, club, form.from_person)
            if estate.is_nothing:  # somebody else was quicker
                raise NotFound("not_found")
            if form.to.person_id is not None:
                for series in estate.series:
                    await refuse_unmet(connection, caller, series, heir)
            given = [await _give(connection, seat, heir, caller=caller, now=now) for seat in estate.seats]
            roles = 0
            for series in estate.series:
                if form.with_roles:
                    roles += await self._give_roles(connection, series, form.from_person, heir)
                await announce(connection, series, now)
            if estate.office != Office():
                await self._belongings.give(connection, club, form.from_person, heir, by=caller.account, now=now)
        names = await self._around.people.names([heir])
        return HandoverView(
            seats=[seat_view(one, names, now.date()) for one in given],
            roles=roles,
            office=estate.office.held,
            feeds=estate.office.feeds,
            heir=named(heir, names),
            invited=invited,
        )

    async def _heir(self, caller: Caller, form: HandoverForm) -> tuple[PersonId, bool]:
        """Find who follows, and say whether they were invited just now."""
        known = form.to.email is None or await self._around.people.with_email(form.to.email) is not None
        heir = await known_person(self._around.people, caller, form.to)
        if heir == form.from_person:
            raise Conflict("same_person")
        return heir, not known

    async def _estate(self, connection: Connection, caller: Caller, club: ClubId, person: PersonId) -> _Estate:
        """Return what the caller may hand over; of the club itself only their own, or as an administrator."""
        seats = await people.seats_to_hand_over(connection, club, person, self._clock.now().date())
        if caller.administrator or caller.account == person:
            return _Estate(list(seats), await self._belongings.of(connection, club, person))
        organized = {
            series for series, role in await people.roles_of(connection, caller.account) if role == "organizer"
        }
        return _Estate([seat for seat in seats if seat.series_id in organized], Office())

    async def _held_estate(self, connection: Connection, caller: Caller, club: ClubId, person: PersonId) -> _Estate:
        """Return the estate while nobody else changes any of its series.

        Whoever waits for somebody who splits one finds the seats in both parts then, and holds the second part too.
        """
        held: set[SeriesId] = set()
        estate = await self._estate(connection, caller, club, person)
        while not held.issuperset(estate.series):
            await rows.hold(connection, estate.series)
            held.update(estate.series)
            estate = await self._estate(connection, caller, club, person)
        return estate

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
            await people.record(connection, seat_event(other, "left", caller, now, from_person=heir))
    new = replace(seat, id=SeatId(new_id("seat")), person_id=heir, since=since, ended_at=None)
    await people.add_seats(connection, [new])
    event = seat_event(new, "handed_over", caller, now, from_person=seat.person_id, to_person=heir)
    await people.record(connection, event)
    return new


def seat_event(
    seat: Seat,
    act: SeatAct,
    caller: Caller,
    now: datetime,
    *,
    from_person: PersonId | None = None,
    to_person: PersonId | None = None,
) -> SeatEvent:
    """Return what the record keeps of an act."""
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
