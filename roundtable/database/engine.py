"""Connections and transactions. Whoever writes holds the write lock from the beginning, on SQLite too.

Tried: 50 concurrent read-modify-writes over aiosqlite as it comes end at 2, without an error. With `BEGIN IMMEDIATE`
they end at 50.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy import event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from roundtable.database import sqlite
from roundtable.kernel.errors import Unavailable

log = logging.getLogger(__name__)

Connection = AsyncConnection
"""What `tables.py` functions take. Services pass it on and never look into it."""


class Database:
    """One database: `transaction()` to write, `reading()` to read."""

    def __init__(self, url: str, *, pool_size: int = 5) -> None:
        self.url = driver_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._file = sqlite.SqliteFile(self.url) if self.is_sqlite else None
        self.engine = self.new_engine(pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=not self.is_sqlite)
        self._writing = asyncio.Lock()
        self._writers: set[asyncio.Task[Any] | None] = set()
        self._in_use = 0
        self._unused = asyncio.Event()
        self._unused.set()
        self._closed = False
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", sqlite.prepare)
            event.listen(self.engine.sync_engine, "begin", sqlite.begin)

    def new_engine(self, **options: Any) -> AsyncEngine:
        """Return another engine for the same database; `close()` waits for the threads of its connections too."""
        if self._file:
            options["async_creator"] = self._file.open
        return create_async_engine(self.url, **options)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """Write: commit at the end, roll back on any exception.

        One inside another is a mistake, as SQLite has one writer. Raises Unavailable if the database is, or is closed.
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
            with self._used():
                async with connecting as connection:
                    if reading and self.is_sqlite:
                        await connection.execution_options(**{sqlite.READING: True})
                    async with connection.begin():
                        yield connection
        except (OperationalError, InterfaceError, PoolTimeout) as error:
            # The driver's own words: they hold no values of the statement.
            log.warning("database unavailable", extra={"reason": str(getattr(error, "orig", error))})
            raise Unavailable("unavailable") from error

    @contextmanager
    def _used(self) -> Iterator[None]:
        """Keep `close()` from closing. Connections given back to a closed pool would never be closed."""
        if self._closed:
            raise Unavailable("unavailable")
        self._in_use += 1
        self._unused.clear()
        try:
            yield
        finally:
            self._in_use -= 1
            if not self._in_use:
                self._unused.set()

    async def ping(self) -> None:
        """Ask the database for a sign of life; raises Unavailable if there is none."""
        async with self.reading() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Refuse what is new, wait for what has begun, and close all connections with their threads.

        Afterwards the event loop may be closed: nothing of the database speaks to it any more.
        """
        self._closed = True
        await self._unused.wait()
        await self.engine.dispose()
        if self._file:
            await self._file.ended()


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
