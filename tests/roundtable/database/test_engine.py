"""Transactions that lose nothing, moments that keep their zone, a database that is gone."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from roundtable.database import Connection, Database, UtcDateTime
from roundtable.database.engine import driver_url
from roundtable.kernel.errors import Unavailable

tables = MetaData()
counter = Table("counter", tables, Column("id", Integer, primary_key=True), Column("value", Integer))
moments = Table("moment", tables, Column("id", Integer, primary_key=True), Column("at", UtcDateTime()))


@pytest.fixture
async def with_tables(database: Database) -> Database:
    async with database.transaction() as connection:
        await connection.run_sync(tables.create_all)
        await connection.execute(insert(counter), {"id": 1, "value": 0})
    return database


async def count_up(connection: Connection) -> None:
    wanted = select(counter.c.value).where(counter.c.id == 1).with_for_update()
    value = (await connection.execute(wanted)).scalar_one()
    await asyncio.sleep(0)
    await connection.execute(update(counter).values(value=value + 1))


async def test_fifty_writers_at_once_lose_nothing(with_tables: Database, database_url: str) -> None:
    """Through two connection pools, as two processes would."""
    other = Database(database_url)

    async def once(database: Database) -> None:
        async with database.transaction() as connection:
            await count_up(connection)

    await asyncio.gather(*(once((with_tables, other)[number % 2]) for number in range(50)))
    async with other.reading() as connection:
        assert (await connection.execute(select(counter.c.value))).scalar_one() == 50
    await other.close()


async def test_reading_does_not_wait_for_a_writer_and_sees_no_half_transaction(with_tables: Database) -> None:
    async with with_tables.transaction() as writing:
        await count_up(writing)
        async with with_tables.reading() as connection:
            assert (await connection.execute(select(counter.c.value))).scalar_one() == 0


async def test_an_exception_takes_everything_back(with_tables: Database) -> None:
    async def count_and_fail() -> None:
        async with with_tables.transaction() as connection:
            await count_up(connection)
            raise LookupError

    with pytest.raises(LookupError):
        await count_and_fail()
    async with with_tables.reading() as connection:
        assert (await connection.execute(select(counter.c.value))).scalar_one() == 0


async def test_a_broken_constraint_is_no_broken_database(with_tables: Database) -> None:
    with pytest.raises(IntegrityError):
        async with with_tables.transaction() as connection:
            await connection.execute(insert(counter), {"id": 1, "value": 2})


SHANGHAI = timezone(timedelta(hours=8))


async def test_moments_come_back_in_utc(with_tables: Database) -> None:
    local = datetime(2026, 11, 1, 18, 0, 0, 123456, tzinfo=SHANGHAI)
    async with with_tables.transaction() as connection:
        await connection.execute(insert(moments), {"id": 1, "at": local})
        back = (await connection.execute(select(moments.c.at).where(moments.c.at == local))).scalar_one()
    assert (back, back.tzinfo) == (datetime(2026, 11, 1, 10, 0, 0, 123456, tzinfo=UTC), UTC)


async def test_a_moment_without_a_zone_is_refused(with_tables: Database) -> None:
    naive = datetime(2026, 11, 1, 18, 0)  # noqa: DTZ001
    with pytest.raises(StatementError, match="time zone"):
        async with with_tables.transaction() as connection:
            await connection.execute(insert(moments), {"id": 1, "at": naive})


async def test_a_transaction_inside_a_transaction_is_refused_and_not_waited_for(database: Database) -> None:
    async def nested() -> None:
        async with database.transaction(), database.transaction():
            pass

    with pytest.raises(RuntimeError, match="inside"):
        await nested()
    async with database.transaction() as connection:
        await connection.execute(text("SELECT 1"))


async def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction() as connection:
            await connection.execute(
                text(
                    "INSERT INTO session_event (session_id, version, kind, payload, at)"
                    " VALUES ('ses_none', 1, 'x', '{}', '2026-11-22 12:00:00')"
                )
            )


@pytest.mark.parametrize(
    "url", ["postgresql://nobody@127.0.0.1:1/none?connect_timeout=1", "sqlite:////nonexistent/place/x.sqlite3"]
)
async def test_a_database_that_is_not_there_is_one_clean_refusal(url: str, caplog: pytest.LogCaptureFixture) -> None:
    database = Database(url)
    with pytest.raises(Unavailable):
        await database.ping()
    with pytest.raises(Unavailable):
        async with database.transaction():
            pass
    assert "database unavailable" in caplog.text
    await database.close()


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("sqlite:////data/x.db", "sqlite+aiosqlite:////data/x.db"),
        ("postgresql://a:b@db/x", "postgresql+psycopg://a:b@db/x"),
        ("postgres://a:b@db/x", "postgresql+psycopg://a:b@db/x"),
        ("postgresql+asyncpg://a:b@db/x", "postgresql+psycopg://a:b@db/x"),
    ],
)
def test_people_need_not_name_the_driver(written: str, used: str) -> None:
    assert driver_url(written).render_as_string(hide_password=False) == used


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"SQLite|PostgreSQL"):
        driver_url(url)
