"""Seats of clubs in series: who sits, and who leaves."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from roundtable.database import Connection, Database
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, Invalid, NotFound
from roundtable.kernel.ids import PersonId, SeatId, SeriesId, new_id
from roundtable.series.access import organizing, refuse_unmet, standing
from roundtable.series.announcing import announce
from roundtable.series.handover import seat_event
from roundtable.series.model import Seat
from roundtable.series.resources.seats import ClubName, SeatForm, SeatList, SeatView
from roundtable.series.service import Neighbours, known_person
from roundtable.series.showing import clubs_in, people_in, seat_event_view, seat_view
from roundtable.series.tables import people

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
        new = new_seat(id_, form, person, now.date())
        async with self._database.transaction() as connection:
            await organizing(connection, caller, id_, now)
            if form.person_id is not None:
                await refuse_unmet(connection, caller, id_, person)
            refuse_taken(await people.seats(connection, id_), new)
            await put_seats(connection, [new], caller, now)
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
            await people.record(connection, seat_event(seat, "left", caller, now, from_person=seat.person_id))
            await announce(connection, id_, now)


def new_seat(series: SeriesId, form: SeatForm, person: PersonId, today: date) -> Seat:
    """Return the seat that a form asks for; raises Invalid `term_backwards`."""
    since = form.since or today
    if form.until is not None and form.until < since:
        raise Invalid("term_backwards")
    return Seat(SeatId(new_id("seat")), series, form.club_id, person, form.kind, since, form.until)


async def put_seats(connection: Connection, new: Sequence[Seat], caller: Caller, now: datetime) -> None:
    """Write new seats, and on the record who gave them."""
    await people.add_seats(connection, new)
    for seat in new:
        await people.record(connection, seat_event(seat, "taken", caller, now, to_person=seat.person_id))


def refuse_taken(there: Sequence[Seat], new: Seat) -> None:
    """Refuse a second principal of a club, a second seat of somebody for one club, and more than fit."""
    seats = [one for one in there if one.ended_at is None]
    if len(seats) >= MOST_SEATS:
        raise Conflict("too_many_seats", most=MOST_SEATS)
    for other in seats:
        if other.club_id != new.club_id or not other.overlaps(new.since, new.until):
            continue
        if other.person_id == new.person_id:
            raise Conflict("seat_taken")
        if other.kind == new.kind == "principal":
            raise Conflict("principal_taken")
