"""The schema: up, down and up again, and then what the tables in the code say."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection as SyncConnection
from sqlalchemy import inspect

import roundtable.tables
from roundtable.database import Base, Database, migrate


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


async def _tables(database: Database) -> set[str]:
    async with database.reading() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def _differences(database: Database) -> list[object]:
    def compare(sync: SyncConnection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(sync, opts={"compare_type": True}), Base.metadata))

    async with database.reading() as connection:
        return await connection.run_sync(compare)
