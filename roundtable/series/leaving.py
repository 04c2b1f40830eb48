"""What becomes of roles and seats when an account is deleted; in the transaction of whoever deletes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from roundtable.database import Connection
from roundtable.kernel.ids import PersonId, SeriesId
from roundtable.series.announcing import announce
from roundtable.series.model import RoleHolder, Seat, SeatEvent, Series
from roundtable.series.ports import SeriesRooms
from roundtable.series.service import restaff
from roundtable.series.tables import people
from roundtable.series.tables import series as rows


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody has in series."""

    alone: Sequence[Series]
    """Series that go on and have no other organizer: they must be handed over first."""
    roles: Sequence[Series]
    seats: Sequence[Series]


async def held(connection: Connection, person: PersonId, now: datetime, *, to_change: bool = False) -> Held:
    """Look at what somebody has; to change it, nobody else changes those series until the transaction is over."""
    taken: set[SeriesId] = set()
    while True:
        roles = await people.roles_of(connection, person)
        seats = await people.seats_ahead(connection, person, now.date())
        ids = {series for series, _ in roles} | {seat.series_id for seat in seats}
        if not to_change or ids <= taken:
            break
        await rows.hold(connection, ids)  # then look again: somebody may have split one of them meanwhile
        taken |= ids
    known = {one.id: one for one in await rows.some(connection, ids)}
    organized = [id_ for id_, role in roles if role == "organizer" and known[id_].ended_at is None]
    alone = [id_ for id_ in organized if await _is_alone(connection, known[id_], person)]
    return Held(
        alone=[known[id_] for id_ in alone],
        roles=[known[id_] for id_ in dict.fromkeys(id_ for id_, _ in roles)],
        seats=[known[id_] for id_ in dict.fromkeys(seat.series_id for seat in seats)],
    )


async def _is_alone(connection: Connection, series: Series, person: PersonId) -> bool:
    holders = await people.roles(connection, series.id)
    return {one.person_id for one in holders if one.role == "organizer"} == {person}


async def leave(connection: Connection, rooms: SeriesRooms, person: PersonId, *, now: datetime) -> None:
    """Lay down every role and leave every seat, on the record."""
    mine = await held(connection, person, now, to_change=True)
    for series_id, role in await people.roles_of(connection, person):
        await people.take_role(connection, series_id, RoleHolder(person, role))
    for seat in await people.seats_ahead(connection, person, now.date()):
        await people.end_seat(connection, seat.id, now)
        await people.record(connection, _left(seat, now))
    for series in mine.roles:
        await restaff(connection, rooms, series, dismissed={person})
    for series in {one.id: one for one in (*mine.roles, *mine.seats)}.values():
        await announce(connection, series.id, now)


def _left(seat: Seat, now: datetime) -> SeatEvent:
    return SeatEvent(
        seat_id=seat.id,
        series_id=seat.series_id,
        club_id=seat.club_id,
        act="left",
        kind=seat.kind,
        from_person=seat.person_id,
        to_person=None,
        by=seat.person_id,
        at=now,
    )
