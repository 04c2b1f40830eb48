"""Queries on live sessions and the dates they are held on."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from roundtable.database import Connection
from roundtable.kernel.events import (
    ParticipantAway,
    ParticipantBack,
    ParticipantJoined,
    ParticipantKnocked,
    ParticipantLeft,
    SessionEnded,
)
from roundtable.kernel.ids import RoomId, SeriesId, SessionId
from roundtable.kernel.ports import Batch
from roundtable.series.doors import LATE, LONGEST_DOORS, DoorDate, opened_date
from roundtable.series.model import Held, PlannedDate
from roundtable.series.tables.rows import DATES, HELD, SERIES

_COMING_AND_GOING = (ParticipantKnocked, ParticipantJoined, ParticipantAway, ParticipantBack, ParticipantLeft)


async def dates_in_room(connection: Connection, room: RoomId, begin: datetime, end: datetime) -> Sequence[DoorDate]:
    """Return the dates of all series of a room that lie at least partly between two moments, in order."""
    near = (DATES.c.start_at < end) & (DATES.c.end_at > begin)
    columns = (SERIES.c.title.label("series_title"), SERIES.c.doors_minutes)
    query = select(DATES, *columns).join(SERIES, SERIES.c.id == DATES.c.series_id)
    rows = await connection.execute(query.where(SERIES.c.room_id == room, near).order_by(DATES.c.start_at))
    return [_door_date(dict(row)) for row in rows.mappings()]


def _door_date(row: dict[str, Any]) -> DoorDate:
    title, doors_minutes = row.pop("series_title"), row.pop("doors_minutes")
    return DoorDate(PlannedDate(**row), title, doors_minutes)


async def is_held(connection: Connection, session: SessionId) -> bool:
    """Say whether a live session is one of a series."""
    query = select(HELD.c.key).where(HELD.c.session_id == session).limit(1)
    return (await connection.execute(query)).first() is not None


async def latest(
    connection: Connection, series: Collection[SeriesId], most: int
) -> Sequence[tuple[SeriesId, Held, str | None]]:
    """Return the sessions that were opened last in some series, the latest first, and what their dates were called."""
    columns = (HELD.c.series_id, HELD.c.key, HELD.c.session_id, HELD.c.opened_at, HELD.c.title)
    query = select(*columns).where(HELD.c.series_id.in_(series)).order_by(HELD.c.opened_at.desc(), HELD.c.key)
    rows = await connection.execute(query.limit(most))
    return [(SeriesId(id_), Held(key, session, opened_at), title) for id_, key, session, opened_at, title in rows]


async def note_opened(connection: Connection, batch: Batch) -> None:
    """Link a live session with the date it is held on, in the batch's transaction.

    Somebody has to be in while the doors are open; a test call the day before is none of the series' sessions. Who
    came earlier to prepare need not come again: others coming, going or ending it show that they are still there.
    """
    if not _somebody_is_in(batch):
        return
    await _wait_for_changes(connection, batch.facts.room)
    near = await dates_in_room(connection, batch.facts.room, batch.at - LATE, batch.at + LONGEST_DOORS)
    if not near:
        return
    goes_on = await is_held(connection, batch.facts.session)
    if (found := opened_date(near, batch.at, goes_on=goes_on)) is not None:
        await _link(connection, found.date, batch)


async def _wait_for_changes(connection: Connection, room: RoomId) -> None:
    """Let whoever changes these dates at the same moment finish: a date is linked as it has become, never half so."""
    query = select(SERIES.c.id).where(SERIES.c.room_id == room).order_by(SERIES.c.created_at, SERIES.c.id)
    await connection.execute(query.with_for_update(read=True))


def _somebody_is_in(batch: Batch) -> bool:
    if any(isinstance(event, SessionEnded) and event.reason == "ended" for event in batch.events):
        return True
    return bool(batch.presence.people) and any(isinstance(event, _COMING_AND_GOING) for event in batch.events)


async def _link(connection: Connection, date: PlannedDate, batch: Batch) -> None:
    this = (HELD.c.series_id == date.series_id) & (HELD.c.key == date.key) & (HELD.c.session_id == batch.facts.session)
    if (await connection.execute(select(HELD.c.key).where(this))).first() is not None:
        return
    kept = {name: getattr(date, name) for name in ("series_id", "key", "start_at", "end_at", "zone", "moved", "title")}
    await connection.execute(insert(HELD).values(**kept, session_id=batch.facts.session, opened_at=batch.at))
