"""Connections and transactions. Whoever writes holds the write lock from the beginning, on SQLite too.

Tried: 50 concurrent read-modify-writes over aiosqlite as it comes end at 2, without an error. With `BEGIN IMMEDIATE`
they end at 50.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from sqlalchemy import event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.engine import Connection as SyncConnection
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from roundtable.kernel.errors import Unavailable

log = logging.getLogger(__name__)

Connection = AsyncConnection
"""What `tables.py` functions take. Services pass it on and never look into it."""

BUSY_TIMEOUT_MS = 5000
"""How long another process may hold SQLite's write lock before we give up."""

_READING = "roundtable_reading"

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # what was acknowledged survives a power cut, not only a crash of the process
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA foreign_keys=ON",
)


class Database:
    """One database: `transaction()` to write, `reading()` to read."""

    def __init__(self, url: str, *, pool_size: int = 5) -> None:
        self.url = driver_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine: AsyncEngine = create_async_engine(
            self.url, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=not self.is_sqlite
        )
        self._writing = asyncio.Lock()
        self._writers: set[asyncio.Task[Any] | None] = set()
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """Write: commit at the end, roll back on any exception.

        One inside another is a mistake, as SQLite has one writer. Raises Unavailable if the database is.
        """
        task = asyncio.current_task()
        if task in self._writers:
            raise RuntimeError("a transaction inside a transaction")
        async with AsyncExitStack() as stack:
            if self.is_sqlite:
                await stack.enter_async_context(self._writing)
            connection = await stack.enter_async_context(self._begun(self.engine.connect()))
            self._writers.add(task)
            stack.callback(self._writers.discard, task)
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """Read one consistent state without waiting for a writer. Raises Unavailable if the database is."""
        async with self._begun(self.engine.connect(), reading=True) as connection:
            yield connection

    @asynccontextmanager
    async def _begun(self, connecting: AsyncConnection, *, reading: bool = False) -> AsyncIterator[Connection]:
        try:
            async with connecting as connection:
                if reading and self.is_sqlite:
                    await connection.execution_options(**{_READING: True})
                async with connection.begin():
                    yield connection
        except (OperationalError, InterfaceError, PoolTimeout) as error:
            # The driver's own words: they hold no values of the statement.
            log.warning("database unavailable", extra={"reason": str(getattr(error, "orig", error))})
            raise Unavailable("unavailable") from error

    async def ping(self) -> None:
        """Ask the database for a sign of life; raises Unavailable if there is none."""
        async with self.reading() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


def driver_url(url: str) -> URL:
    """Name the asynchronous driver: `sqlite:///x` and `postgresql://…` are enough for people to write."""
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            if not parsed.database or parsed.database == ":memory:":
                raise ValueError("SQLite needs a file")
            return parsed.set(drivername="sqlite+aiosqlite")
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise ValueError(f"neither SQLite nor PostgreSQL: {other}")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: SyncConnection) -> None:
    reading = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
