"""A task is cancelled, or the database closed, wherever a task waits. Then nothing is left to speak to the loop.

Pytest itself fails a test whose threads raise or whose garbage warns; the tests here see to it that they would.
"""

import asyncio
import gc
import itertools
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator
from typing import Any, Literal

import pytest
from sqlalchemy import text

from roundtable.database import Database
from roundtable.kernel.errors import Unavailable

Kind = Literal["transaction", "reading"]

SLOW_SECONDS = 0.02
ENOUGH_SECONDS = 10
ALWAYS = 1000
OPENING = 3
"""Points that a use of an open connection has at least."""


class Watched:
    """Awaits something and, each time before it has to wait, calls a hook with the number of that point."""

    def __init__(self, awaited: Awaitable[None], hook: Callable[[int], None]) -> None:
        self.points = 0
        self._awaited = awaited
        self._hook = hook

    def __await__(self) -> Generator[Any, Any, None]:
        steps = self._awaited.__await__()
        error: BaseException | None = None
        while True:
            try:
                waited_for = steps.throw(error) if error else next(steps)
            except StopIteration:
                return
            self.points += 1
            self._hook(self.points)
            try:
                yield waited_for
            except BaseException as thrown:  # noqa: BLE001
                error = thrown
            else:
                error = None


@pytest.fixture
def slow_threads(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The threads of connections come late to each piece of work, as on a busy machine."""

    class Late(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if str(record.msg).startswith("executing"):
                time.sleep(SLOW_SECONDS)

    late = Late()
    with caplog.at_level(logging.DEBUG, "aiosqlite"):
        logging.getLogger("aiosqlite").addHandler(late)
        yield
        logging.getLogger("aiosqlite").removeHandler(late)


@pytest.fixture(autouse=True)
def nothing_left(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    gc.collect()
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            thread.join(ENOUGH_SECONDS)
            assert not thread.is_alive()
    complaints = [record for record in caplog.records if record.name.startswith(("sqlalchemy", "asyncio"))]
    assert [record.getMessage() for record in complaints if record.levelno >= logging.WARNING] == []


async def use(database: Database, kind: Kind) -> None:
    async with database.transaction() if kind == "transaction" else database.reading() as connection:
        await connection.execute(text("SELECT 1"))


async def opened(url: str, *, fresh: bool) -> Database:
    database = Database(url)
    if not fresh:
        await database.ping()
    return database


def task_of(awaited: Awaitable[None]) -> asyncio.Task[None]:
    async def run() -> None:
        await awaited

    return asyncio.create_task(run())


def at_every_point(run: Callable[[int], Coroutine[Any, Any, int]]) -> int:
    """Run for the first, the second, … point, each in a loop of its own, until there is no such point."""
    for point in itertools.count(1):
        if asyncio.run(run(point)) < point:
            return point - 1
    raise AssertionError


@pytest.mark.parametrize("fresh", [True, False], ids=["fresh", "open"])
@pytest.mark.parametrize("times", [1, 2, ALWAYS])
@pytest.mark.parametrize("kind", ["transaction", "reading"])
def test_cancelled_at_any_point(database_url: str, kind: Kind, times: int, fresh: bool) -> None:
    """Also more than once: where one waits for the end of what was cancelled. The database works on and closes."""

    async def cancelled(at: int) -> int:
        database = await opened(database_url, fresh=fresh)

        def cancel(point: int) -> None:
            task = asyncio.current_task()
            if task and at <= point < at + times:
                task.cancel()

        watched = Watched(use(database, kind), cancel)
        await asyncio.wait([task_of(watched)])
        async with asyncio.timeout(ENOUGH_SECONDS):
            await use(database, "transaction")
            await database.close()
        return watched.points

    assert at_every_point(cancelled) > OPENING


@pytest.mark.parametrize("fresh", [True, False], ids=["fresh", "open"])
@pytest.mark.parametrize("kind", ["transaction", "reading"])
def test_closing_waits_for_what_has_begun(database_url: str, kind: Kind, fresh: bool) -> None:
    async def closed_meanwhile(at: int) -> int:
        database = await opened(database_url, fresh=fresh)
        there = asyncio.Event()
        watched = Watched(use(database, kind), lambda point: there.set() if point == at else None)
        task = task_of(watched)
        task.add_done_callback(lambda _: there.set())
        await there.wait()
        await database.close()
        await task
        return watched.points

    assert at_every_point(closed_meanwhile) > OPENING


def test_a_file_that_is_not_there_leaves_no_thread(slow_threads: None) -> None:
    async def refused() -> None:
        database = Database("sqlite:////nonexistent/place/x.sqlite3")
        with pytest.raises(Unavailable):
            await database.ping()
        await database.close()

    asyncio.run(refused())


def test_opening_that_is_cancelled_leaves_no_thread(database_url: str, slow_threads: None) -> None:
    async def cancelled() -> None:
        database = Database(database_url)
        opening = task_of(database.ping())
        await asyncio.sleep(0)
        opening.cancel()
        await asyncio.wait([opening])
        await database.close()

    asyncio.run(cancelled())


async def test_a_closed_database_refuses(database: Database) -> None:
    await use(database, "transaction")
    await database.close()
    with pytest.raises(Unavailable):
        await use(database, "transaction")
    with pytest.raises(Unavailable):
        await use(database, "reading")
