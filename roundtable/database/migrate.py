"""Brings the schema of a database up to date, or back."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection as SyncConnection
from sqlalchemy import event, text
from sqlalchemy.pool import NullPool

from roundtable.database.engine import Database

MIGRATIONS = Path(__file__).parent / "migrations"

ADVISORY_LOCK = 7_236_514
"""Any number: nodes that start together migrate one after the other on PostgreSQL."""


async def upgrade(database: Database, revision: str = "head") -> None:
    """Apply what is missing up to a revision, all of it or nothing."""
    await _run(database, revision, backwards=False)


async def downgrade(database: Database, revision: str) -> None:
    """Take back everything after a revision; `base` empties the database."""
    await _run(database, revision, backwards=True)


async def current(database: Database) -> str | None:
    """Return the revision the database is at, None for an empty one."""
    async with database.reading() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


def newest() -> str | None:
    """Return the revision the program wants."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


async def _run(database: Database, revision: str, *, backwards: bool) -> None:
    """Use a connection of its own: on SQLite, rebuilding a table must not run into foreign keys."""
    engine = database.new_engine(poolclass=NullPool)
    if database.is_sqlite:
        event.listen(engine.sync_engine, "connect", _without_foreign_keys)
        event.listen(engine.sync_engine, "begin", lambda sync: sync.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_migrate, revision, backwards)
    finally:
        await engine.dispose()


def _without_foreign_keys(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def _migrate(connection: SyncConnection, revision: str, backwards: bool) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
    (command.downgrade if backwards else command.upgrade)(config, revision)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("the migration would leave rows that refer to nothing")
