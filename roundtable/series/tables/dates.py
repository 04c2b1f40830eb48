"""Queries on single dates: what is different about them, the window, answers, and sessions that were held."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from roundtable.database import Connection
from roundtable.database.event_log import LiveSession
from roundtable.kernel.ids import ClubId, SeriesId, SessionId
from roundtable.series.model import Held, Plan, PlannedDate, Response, Series, original_of
from roundtable.series.schedule import Occurrence, Override, Overrides
from roundtable.series.tables.rows import DATES, HELD, OVERRIDES, RESPONSES

_live: Any = LiveSession.__table__


async def plan(connection: Connection, series: Series) -> Plan:
    """Return a series with all that is known of its dates."""
    rows = await connection.execute(select(OVERRIDES.c.key, OVERRIDES.c.changed).where(_of(OVERRIDES, series.id)))
    overrides: Overrides = {original_of(key): Override.model_validate_json(changed) for key, changed in rows}
    opened = (await connection.execute(select(HELD).where(_of(HELD, series.id)).order_by(HELD.c.opened_at))).all()
    return Plan(series, overrides, {original_of(row.key): _as_it_was(row) for row in reversed(opened)})


def _as_it_was(row: Any) -> Occurrence:
    return Occurrence(
        original=original_of(row.key),
        zone=row.zone,
        start=row.start_at,
        end=row.end_at,
        moved=row.moved,
        title=row.title,
    )


async def sequences(connection: Connection, series: SeriesId) -> Mapping[str, int]:
    """Return how often single dates were edited, by key."""
    rows = await connection.execute(select(OVERRIDES.c.key, OVERRIDES.c.sequence).where(_of(OVERRIDES, series)))
    return {key: sequence for key, sequence in rows}  # noqa: C416 - rows are no pairs for mypy


async def put_override(connection: Connection, series: SeriesId, key: str, override: Override) -> None:
    """Write what is different about a date, and count the edit."""
    this = _of(OVERRIDES, series) & (OVERRIDES.c.key == key)
    before = (await connection.execute(select(OVERRIDES.c.sequence).where(this))).scalar()
    changed = override.model_dump_json(exclude_defaults=True)
    if before is None:
        await connection.execute(insert(OVERRIDES).values(series_id=series, key=key, changed=changed, sequence=1))
    else:
        await connection.execute(update(OVERRIDES).where(this).values(changed=changed, sequence=before + 1))


async def answered(connection: Connection, series: SeriesId) -> set[str]:
    """Return the keys of the dates that some club has answered."""
    return set((await connection.execute(select(RESPONSES.c.key).where(_of(RESPONSES, series)).distinct())).scalars())


async def rekey(
    connection: Connection, series: SeriesId, becomes: Mapping[str, str | None], *, in_series: SeriesId | None = None
) -> None:
    """Give overrides and answers the key that their date has now, maybe in another series; None takes them away."""
    for table in (OVERRIDES, RESPONSES):
        mine = _of(table, series) & table.c.key.in_(list(becomes))
        rows = [dict(row) for row in (await connection.execute(select(table).where(mine))).mappings()]
        await connection.execute(delete(table).where(mine))
        moved = [{**row, "series_id": in_series or series, "key": becomes[row["key"]]} for row in rows]
        if kept := [row for row in moved if row["key"] is not None]:
            await connection.execute(insert(table), kept)


async def put_window(connection: Connection, series: SeriesId, found: Iterable[Occurrence]) -> None:
    """Write the dates near to now in place of those that are there."""
    await connection.execute(delete(DATES).where(_of(DATES, series)))
    rows = [
        {
            "series_id": series,
            "key": one.key,
            "start_at": one.start,
            "end_at": one.end,
            "zone": one.zone,
            "cancelled": one.cancelled,
            "moved": one.moved,
            "title": one.title,
        }
        for one in found
    ]
    if rows:
        await connection.execute(insert(DATES), rows)


async def window(
    connection: Connection, series: Collection[SeriesId], begin: datetime, end: datetime, *, most: int
) -> Sequence[PlannedDate]:
    """Return dates of some series that lie at least partly between two moments, in order."""
    near = (DATES.c.start_at < end) & (DATES.c.end_at > begin)
    query = select(DATES).where(DATES.c.series_id.in_(series), near)
    ordered = query.order_by(DATES.c.start_at, DATES.c.series_id, DATES.c.key).limit(most)
    return [PlannedDate(**row) for row in (await connection.execute(ordered)).mappings()]


async def responses(
    connection: Connection, series: Collection[SeriesId], keys: Collection[str]
) -> Sequence[tuple[SeriesId, Response]]:
    """Return what clubs have said about some dates."""
    wanted = RESPONSES.c.series_id.in_(series) & RESPONSES.c.key.in_(keys)
    query = select(RESPONSES).where(wanted).order_by(RESPONSES.c.key, RESPONSES.c.at, RESPONSES.c.club_id)
    rows = [dict(row) for row in (await connection.execute(query)).mappings()]
    return [(SeriesId(row.pop("series_id")), Response(**row)) for row in rows]


async def put_response(connection: Connection, series: SeriesId, response: Response) -> None:
    """Write what a club says; its last word counts."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    values = {"series_id": series, **asdict(response)}
    statement: Any = dialect.insert(RESPONSES).values(values)
    changed = {name: values[name] for name in ("answer", "note", "person_id", "at")}
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["series_id", "key", "club_id"], set_=changed)
    )


async def forget_response(connection: Connection, series: SeriesId, key: str, club: ClubId) -> None:
    """Take a club's answer back."""
    this = _of(RESPONSES, series) & (RESPONSES.c.key == key) & (RESPONSES.c.club_id == club)
    await connection.execute(delete(RESPONSES).where(this))


async def held(
    connection: Connection, series: Collection[SeriesId], keys: Collection[str]
) -> dict[tuple[SeriesId, str], list[Held]]:
    """Return the live sessions that were held on some dates, the first one first."""
    columns = (HELD.c.series_id, HELD.c.key, HELD.c.session_id, HELD.c.opened_at)
    query = select(*columns).where(HELD.c.series_id.in_(series), HELD.c.key.in_(keys)).order_by(HELD.c.opened_at)
    found: dict[tuple[SeriesId, str], list[Held]] = {}
    for id_, key, session, opened_at in await connection.execute(query):
        found.setdefault((id_, key), []).append(Held(key, session, opened_at))
    return found


async def live_now(connection: Connection, sessions: Collection[SessionId]) -> set[SessionId]:
    """Return which of some sessions go on."""
    query = select(_live.c.id).where(_live.c.id.in_(sessions), _live.c.ended_at.is_(None))
    return set((await connection.execute(query)).scalars())


def _of(table: Any, series: SeriesId) -> Any:
    return table.c.series_id == series
