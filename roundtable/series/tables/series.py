"""Queries on series themselves."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, insert, or_, select, update

from roundtable.database import Connection
from roundtable.kernel.ids import PersonId, RoomId, SeriesId
from roundtable.series.model import Series
from roundtable.series.schedule import Schedule
from roundtable.series.tables.people import held_on
from roundtable.series.tables.rows import ROLES, SEATS, SERIES


async def add(connection: Connection, series: Series) -> None:
    """Add a series."""
    values = {column.name: getattr(series, column.name) for column in SERIES.columns}
    await connection.execute(insert(SERIES).values({**values, "schedule": series.schedule.model_dump_json()}))


async def find(connection: Connection, id_: SeriesId, *, to_change: bool = False) -> Series | None:
    """Find a series; to change it, let nobody else change it until the transaction is over."""
    query = select(SERIES).where(SERIES.c.id == id_)
    row = (await connection.execute(query.with_for_update() if to_change else query)).one_or_none()
    return _series(row) if row else None


async def hold(connection: Connection, ids: Collection[SeriesId]) -> None:
    """Let nobody else change some series until the transaction is over: the oldest first, as everybody does.

    So nobody waits for another who waits for them, and whoever holds some may go on with those made since.
    """
    query = select(SERIES.c.id).where(SERIES.c.id.in_(ids)).order_by(SERIES.c.created_at, SERIES.c.id)
    (await connection.execute(query.with_for_update())).all()


async def some(connection: Connection, ids: Collection[SeriesId]) -> Sequence[Series]:
    """Return some series by title."""
    rows = await connection.execute(select(SERIES).where(SERIES.c.id.in_(ids)).order_by(SERIES.c.title, SERIES.c.id))
    return [_series(row) for row in rows]


async def change(connection: Connection, id_: SeriesId, changes: Mapping[str, object]) -> None:
    """Change some columns, and count the edit."""
    values = dict(changes)
    if isinstance(schedule := values.get("schedule"), Schedule):
        values["schedule"] = schedule.model_dump_json()
    edited = {**values, "sequence": SERIES.c.sequence + 1}
    await connection.execute(update(SERIES).where(SERIES.c.id == id_).values(edited))


async def followed_by(connection: Connection, id_: SeriesId) -> SeriesId | None:
    """Return the series that goes on from where this one was split."""
    query = select(SERIES.c.id).where(SERIES.c.preceded_by == id_).order_by(SERIES.c.created_at.desc()).limit(1)
    return (await connection.execute(query)).scalar()


async def count_made(connection: Connection, person: PersonId) -> int:
    """Count the series that a person has made and that are not ended."""
    mine = (SERIES.c.created_by == person) & SERIES.c.ended_at.is_(None)
    return await connection.scalar(select(func.count()).select_from(SERIES).where(mine)) or 0


async def ids_of(connection: Connection, person: PersonId, today: date) -> set[SeriesId]:
    """Return the series in which a person has a role or holds a seat today."""
    roles = select(ROLES.c.series_id).where(ROLES.c.person_id == person)
    seats = select(SEATS.c.series_id).where(SEATS.c.person_id == person, held_on(today))
    return set((await connection.execute(roles.union(seats))).scalars())


async def page(
    connection: Connection, person: PersonId | None, today: date, *, after: SeriesId | None, most: int
) -> Sequence[Series]:
    """Return series from the newest on, after one of them; those of one person, or all."""
    query = select(SERIES).order_by(SERIES.c.created_at.desc(), SERIES.c.id).limit(most)
    if person is not None:
        query = query.where(SERIES.c.id.in_(await ids_of(connection, person, today)))
    if after is not None:
        last = (await connection.execute(select(SERIES.c.created_at).where(SERIES.c.id == after))).scalar()
        if last is None:
            return []
        same = (SERIES.c.created_at == last) & (SERIES.c.id > after)
        query = query.where(or_(SERIES.c.created_at < last, same))
    return [_series(row) for row in await connection.execute(query)]


async def all_ids(connection: Connection) -> Sequence[SeriesId]:
    """Return every series that has not ended."""
    return list((await connection.execute(select(SERIES.c.id).where(SERIES.c.ended_at.is_(None)))).scalars())


async def all_rooms(connection: Connection) -> set[RoomId]:
    """Return the rooms that belong to series."""
    return set((await connection.execute(select(SERIES.c.room_id).distinct())).scalars())


async def in_room(connection: Connection, room: RoomId) -> Sequence[Series]:
    """Return the series that meet in a room."""
    return [_series(row) for row in await connection.execute(select(SERIES).where(SERIES.c.room_id == room))]


def _series(row: Any) -> Series:
    values = dict(row._mapping)  # noqa: SLF001 - the documented way to a row's columns
    return Series(**{**values, "schedule": Schedule.model_validate_json(values["schedule"])})
