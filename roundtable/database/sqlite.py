"""SQLite's own ways: who begins to write has the write lock, and what is closed or cancelled lets go of everything.

aiosqlite works in one thread a connection. It drops the future of `stop()` where opening fails or is cancelled, and
stopping twice leaves the second one waiting for ever. Seen: the thread of a missing file spoke to an event loop that
was closed already; a process whose task was cancelled twice did not end; a task cancelled at a SELECT kept the write
lock, although its connection was closed, as long as its traceback was kept.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any
from weakref import WeakSet

import aiosqlite
from sqlalchemy.engine import URL
from sqlalchemy.engine import Connection as SyncConnection

BUSY_TIMEOUT_MS = 5000
"""How long another process may hold SQLite's write lock before we give up."""

READING = "roundtable_reading"
"""Execution option of a connection that only reads."""

ROWS_AT_ONCE = 64
"""How many rows aiosqlite fetches where one iterates over a cursor; we never do."""

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # what was acknowledged survives a power cut, not only a crash of the process
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA foreign_keys=ON",
)


class ClosedWhole(sqlite3.Connection):
    """A connection that takes its cursors along: with a statement half done, SQLite keeps it open, locks and all."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._cursors: WeakSet[sqlite3.Cursor] = WeakSet()

    def cursor(self, *arguments: Any, **options: Any) -> Any:
        cursor = super().cursor(*arguments, **options)
        self._cursors.add(cursor)
        return cursor

    def close(self) -> None:
        cursors, self._cursors = list(self._cursors), WeakSet()
        for cursor in cursors:  # none of them the second time, when closing a cursor would be an error
            cursor.close()
        super().close()


class SqliteConnection(aiosqlite.Connection):
    """A connection that stops once, whoever asks how often, and tells when its thread has done its last work."""

    def __init__(
        self, connector: Callable[[], sqlite3.Connection], when_stopping: Callable[[asyncio.Future[Any]], None]
    ) -> None:
        super().__init__(connector, ROWS_AT_ONCE)
        self._thread.daemon = True  # a statement that hangs does not keep the process
        self._when_stopping = when_stopping
        self._ended: asyncio.Future[Any] | None = None
        self._stopped = False

    def stop(self) -> asyncio.Future[Any] | None:
        """Stop after what was asked before. Whoever is cancelled while waiting for the end cancels only the waiting."""
        if not self._stopped:
            self._stopped = True
            self._ended = super().stop()
            if self._ended:
                self._when_stopping(self._ended)
        return asyncio.shield(self._ended) if self._ended else None


class SqliteFile:
    """Opens connections to one file, and knows which of their threads are still ending."""

    def __init__(self, url: URL) -> None:
        arguments, options = url.get_dialect()().create_connect_args(url)
        self._connect: Callable[[], sqlite3.Connection] = partial(
            sqlite3.connect, *arguments, **{**options, "factory": ClosedWhole}
        )
        self._ending: set[asyncio.Future[Any]] = set()

    async def open(self) -> aiosqlite.Connection:
        """Open a connection; raises sqlite3.OperationalError where there is no such file or place."""
        return await SqliteConnection(self._connect, self._remember)

    async def ended(self) -> None:
        """Wait until no stopped connection has anything left to say to the event loop."""
        if self._ending:
            await asyncio.wait(self._ending)

    def _remember(self, ending: asyncio.Future[Any]) -> None:
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)


def prepare(connection: Any, _record: object) -> None:
    """Set a new connection up."""
    connection.isolation_level = None  # the driver must not begin transactions by itself
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def begin(connection: SyncConnection) -> None:
    """Begin a transaction: with the write lock, unless it only reads."""
    reading = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
