"""The schema: up, down and up again, and then what the tables in the code say."""

import json
from datetime import UTC, datetime

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection as SyncConnection
from sqlalchemy import insert, inspect, select

import roundtable.tables
from roundtable.database import Base, Database, migrate
from roundtable.database.event_log import LiveSession, SessionEvent

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def test_up_down_and_up_again(empty_database_url: str) -> None:
    assert roundtable.tables.MODULES
    database = Database(empty_database_url)
    assert await migrate.current(database) is None
    await migrate.upgrade(database)
    assert await migrate.current(database) == migrate.newest()
    first = await _tables(database)
    await migrate.downgrade(database, "base")
    assert await _tables(database) == {"alembic_version"}
    await migrate.upgrade(database)
    assert await _tables(database) == first
    assert await _differences(database) == []
    await database.close()


async def test_every_revision_can_be_taken_back_alone(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    for _ in range(2):
        await migrate.upgrade(database, "+1")
    await migrate.upgrade(database)
    while await migrate.current(database) is not None:
        await migrate.downgrade(database, "-1")
    assert await _tables(database) == {"alembic_version"}
    await database.close()


async def test_who_was_in_sessions_before_is_read_from_their_logs(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    await migrate.upgrade(database, "0014")
    visitors = [("ses_1", "per_a"), ("ses_1", "per_a"), ("ses_1", None), ("ses_2", "per_a"), ("ses_2", "per_b")]
    events: list[tuple[str, dict[str, str]]] = []
    for session, person in visitors:
        events += [(session, {"person": person} if person else {}), (session, {"person": "per_of_no_arrival"})]
    async with database.transaction() as connection:
        for session in ("ses_1", "ses_2"):
            facts = {"id": session, "room_id": "room_1", "facts": "{}", "opened_at": NOON, "ended_at": NOON}
            await connection.execute(insert(LiveSession), facts)
        for version, (session, visitor) in enumerate(events):
            kind = "rooms.other" if version % 2 else "rooms.arrived"
            row = {"session_id": session, "version": version, "kind": kind, "at": NOON}
            payload = json.dumps({"type": kind, "visitor": visitor})
            await connection.execute(insert(SessionEvent), {**row, "payload": payload})
    await migrate.upgrade(database)
    async with database.reading() as connection:
        attendance = Base.metadata.tables["attendance"]
        found = (await connection.execute(select(attendance.c.session_id, attendance.c.person_id))).all()
    assert sorted(map(tuple, found)) == [("ses_1", "per_a"), ("ses_2", "per_a"), ("ses_2", "per_b")]
    await database.close()


async def _tables(database: Database) -> set[str]:
    async with database.reading() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def _differences(database: Database) -> list[object]:
    def compare(sync: SyncConnection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(sync, opts={"compare_type": True}), Base.metadata))

    async with database.reading() as connection:
        return await connection.run_sync(compare)
