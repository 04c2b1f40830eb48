"""Queries on roles, seats, and the record of seats."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select, update

from roundtable.database import Connection
from roundtable.kernel.ids import ClubId, PersonId, RoomId, SeatId, SeriesId, new_id
from roundtable.series.model import Role, RoleHolder, Seat, SeatEvent
from roundtable.series.tables.rows import ROLES, SEAT_EVENTS, SEATS, SERIES


def held_on(today: date) -> Any:
    """Select the seats whose person speaks for the club on a day; see `Seat.is_held`."""
    in_term = (SEATS.c.since <= today) & or_(SEATS.c.until.is_(None), SEATS.c.until >= today)
    return SEATS.c.ended_at.is_(None) & in_term


def not_over(today: date) -> Any:
    """Select the seats that are held on a day, or begin later."""
    return SEATS.c.ended_at.is_(None) & or_(SEATS.c.until.is_(None), SEATS.c.until >= today)


async def roles(connection: Connection, series: SeriesId) -> Sequence[RoleHolder]:
    """Return everybody with a role."""
    query = select(ROLES.c.person_id, ROLES.c.role).where(ROLES.c.series_id == series)
    rows = await connection.execute(query.order_by(ROLES.c.role, ROLES.c.person_id))
    return [RoleHolder(person, role) for person, role in rows]


async def roles_in_room(connection: Connection, room: RoomId) -> Sequence[RoleHolder]:
    """Return everybody with a role in one of the series that meet in a room."""
    query = (
        select(ROLES.c.person_id, ROLES.c.role)
        .join(SERIES, SERIES.c.id == ROLES.c.series_id)
        .where(SERIES.c.room_id == room)
        .order_by(SERIES.c.created_at.desc(), ROLES.c.role, ROLES.c.person_id)
    )
    return [RoleHolder(person, role) for person, role in await connection.execute(query)]


async def roles_of(connection: Connection, person: PersonId) -> Sequence[tuple[SeriesId, Role]]:
    """Return the roles that somebody has, in all series."""
    query = select(ROLES.c.series_id, ROLES.c.role).where(ROLES.c.person_id == person)
    return [(series, role) for series, role in await connection.execute(query.order_by(ROLES.c.series_id))]


async def give_role(connection: Connection, series: SeriesId, holder: RoleHolder) -> None:
    """Give somebody a role; doing it twice is the same as once."""
    await take_role(connection, series, holder)
    await connection.execute(insert(ROLES).values(series_id=series, person_id=holder.person_id, role=holder.role))


async def take_role(connection: Connection, series: SeriesId, holder: RoleHolder) -> None:
    """Take a role from somebody; doing it twice is the same as once."""
    this = (ROLES.c.series_id == series) & (ROLES.c.person_id == holder.person_id) & (ROLES.c.role == holder.role)
    await connection.execute(delete(ROLES).where(this))


async def seats(connection: Connection, series: SeriesId) -> Sequence[Seat]:
    """Return the seats of a series, those that were left or have run out too."""
    return await _seats(connection, SEATS.c.series_id == series)


async def seats_of(connection: Connection, person: PersonId, today: date) -> Sequence[Seat]:
    """Return the seats that somebody holds today."""
    return await _seats(connection, (SEATS.c.person_id == person) & held_on(today))


async def clubs_in_room(connection: Connection, room: RoomId, person: PersonId, today: date) -> Sequence[ClubId]:
    """Return the clubs for which somebody sits today in a series that meets in a room: as principal first."""
    mine = (SERIES.c.room_id == room) & (SEATS.c.person_id == person) & held_on(today)
    query = select(SEATS.c.club_id, SEATS.c.kind).join(SERIES, SERIES.c.id == SEATS.c.series_id).where(mine)
    found = await connection.execute(query.order_by(SEATS.c.kind.desc(), SEATS.c.since, SEATS.c.id))
    return list(dict.fromkeys(club for club, _ in found))


async def seats_ahead(connection: Connection, person: PersonId, today: date) -> Sequence[Seat]:
    """Return the seats that somebody holds, or will hold."""
    return await _seats(connection, (SEATS.c.person_id == person) & not_over(today))


async def seats_for(connection: Connection, clubs: Collection[ClubId], today: date) -> Sequence[Seat]:
    """Return the seats that are held for some clubs today, in all series."""
    return await _seats(connection, SEATS.c.club_id.in_(clubs) & held_on(today))


async def seats_to_hand_over(connection: Connection, club: ClubId, person: PersonId, today: date) -> Sequence[Seat]:
    """Return somebody's seats for a club that are held or begin later."""
    return await _seats(connection, (SEATS.c.club_id == club) & (SEATS.c.person_id == person) & not_over(today))


async def clubs_of(
    connection: Connection, series: Collection[SeriesId], today: date
) -> Sequence[tuple[SeriesId, ClubId]]:
    """Return which clubs have a seat in which series today."""
    query = select(SEATS.c.series_id, SEATS.c.club_id).where(SEATS.c.series_id.in_(series), held_on(today)).distinct()
    return [(one, club) for one, club in await connection.execute(query)]


async def series_of_clubs(connection: Connection, clubs: Collection[ClubId], today: date) -> set[SeriesId]:
    """Return the series in which one of the clubs has a seat today."""
    query = select(SEATS.c.series_id).where(SEATS.c.club_id.in_(clubs), held_on(today)).distinct()
    return set((await connection.execute(query)).scalars())


async def clubs_with_seats(connection: Connection, clubs: Collection[ClubId], today: date) -> frozenset[ClubId]:
    """Return those of some clubs for which somebody holds a seat today, in whatever series."""
    query = select(SEATS.c.club_id).where(SEATS.c.club_id.in_(clubs), held_on(today)).distinct()
    return frozenset((await connection.execute(query)).scalars())


async def add_seats(connection: Connection, new: Iterable[Seat]) -> None:
    """Add seats."""
    if rows := [asdict(seat) for seat in new]:
        await connection.execute(insert(SEATS), rows)


async def end_seat(connection: Connection, id_: SeatId, now: datetime) -> None:
    """Take a seat away, at once."""
    await connection.execute(update(SEATS).where(SEATS.c.id == id_).values(ended_at=now))


async def record(connection: Connection, event: SeatEvent) -> None:
    """Keep what became of a seat."""
    await connection.execute(insert(SEAT_EVENTS).values(id=new_id("sev"), **asdict(event)))


async def events(connection: Connection, series: SeriesId, limit: int) -> Sequence[SeatEvent]:
    """Return what became of the seats of a series, the latest first."""
    columns = [column for column in SEAT_EVENTS.columns if column.name != "id"]
    query = select(*columns).where(SEAT_EVENTS.c.series_id == series)
    rows = await connection.execute(query.order_by(SEAT_EVENTS.c.at.desc(), SEAT_EVENTS.c.id).limit(limit))
    return [SeatEvent(**row) for row in rows.mappings()]


async def _seats(connection: Connection, condition: Any) -> Sequence[Seat]:
    query = select(SEATS).where(condition).order_by(SEATS.c.club_id, SEATS.c.kind.desc(), SEATS.c.since, SEATS.c.id)
    return [Seat(**row) for row in (await connection.execute(query)).mappings()]
