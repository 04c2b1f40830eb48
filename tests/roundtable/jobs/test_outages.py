"""What a killed process and a database that is gone do to jobs."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from roundtable.database import Connection, Database
from roundtable.jobs import tables
from roundtable.jobs.job import Hopeless, Job, NewJob, Postponed
from roundtable.jobs.worker import LEASE, Worker
from roundtable.kernel.clock import ManualClock, SystemClock
from roundtable.kernel.errors import Unavailable
from tests.roundtable.process import ROOT


class Cable(Database):
    """A database that somebody can pull the cable of."""

    is_pulled = False
    refused = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        self._refuse()
        async with super().transaction() as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        self._refuse()
        async with super().reading() as connection:
            yield connection

    def _refuse(self) -> None:
        if self.is_pulled:
            self.refused += 1
            raise Unavailable("unavailable")


async def test_killed_between_the_deed_and_the_mark_a_job_is_done_once_more_under_the_same_id(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    now = SystemClock().now()
    async with database.transaction() as connection:
        await tables.enqueue(connection, [NewJob("mail", "letter")], now)
    deeds = tmp_path / "deeds"
    command = (sys.executable, "-m", "tests.roundtable.jobs.doer", database_url, str(deeds))
    doer = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE)
    assert doer.stdout is not None
    assert await asyncio.wait_for(doer.stdout.readline(), 60) == b"done\n"
    doer.send_signal(signal.SIGKILL)
    await doer.communicate()

    async def do(job: Job) -> None:
        with deeds.open("a") as file:
            file.write(f"{job.id} {job.attempt}\n")

    clock = ManualClock(SystemClock().now() + LEASE)
    await _work_until(database, Worker(database, {"mail": do}, clock, poll_seconds=0.01), (0, 1, 0))
    first, second = deeds.read_text().splitlines()
    assert (first.split()[0], first.split()[1], second.split()[1]) == (second.split()[0], "1", "2")


async def test_a_database_that_is_gone_for_half_a_minute_costs_no_job_and_doubles_none(
    database: Database, database_url: str
) -> None:
    cable, clock = Cable(database_url), ManualClock()
    deeds: list[str] = []

    async def do(job: Job) -> None:
        cable.is_pulled = not deeds
        deeds.append(job.key)

    async with database.transaction() as connection:
        await tables.enqueue(connection, [NewJob("mail", "begun")], clock.now())
    working = asyncio.create_task(Worker(cable, {"mail": do}, clock, poll_seconds=0.005).run())
    async with asyncio.timeout(30):
        while cable.refused < 6:
            await asyncio.sleep(0.005)
    clock.advance(30)
    async with database.transaction() as connection:
        await tables.enqueue(connection, [NewJob("mail", "written meanwhile")], clock.now())
    assert await _counts(database) == (2, 0, 0)
    cable.is_pulled = False
    async with asyncio.timeout(30):
        while await _counts(database) != (0, 2, 0):
            await asyncio.sleep(0.005)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await cable.close()
    assert deeds == ["begun", "written meanwhile"]


async def test_jobs_of_a_kind_that_nobody_here_does_wait_for_somebody_who_does(database: Database) -> None:
    clock = ManualClock()
    done: list[str] = []

    async def do(job: Job) -> None:
        done.append(job.key)

    soon = clock.now() + timedelta(hours=1)
    written = [NewJob("mail", "kept"), NewJob("mail", "stale", expires_at=soon), NewJob("other", "mine")]
    async with database.transaction() as connection:
        await tables.enqueue(connection, written, clock.now())
    await _work_until(database, Worker(database, {"other": do}, clock, poll_seconds=0.01), (2, 1, 0))
    clock.advance(7200)
    await _work_until(database, Worker(database, {"other": do}, clock, poll_seconds=0.01), (1, 2, 0))
    assert done == ["mine"]
    await _work_until(database, Worker(database, {"mail": do}, clock, poll_seconds=0.01), (0, 3, 0))
    assert done == ["mine", "kept"]


async def test_what_cannot_be_done_is_given_up_at_once_and_what_must_wait_says_why(database: Database) -> None:
    clock = ManualClock()

    async def do(job: Job) -> None:
        if job.key == "hopeless":
            raise Hopeless("550 no such mailbox")
        raise Postponed(clock.now() + timedelta(minutes=1), "the server does not answer")

    async with database.transaction() as connection:
        await tables.enqueue(connection, [NewJob("mail", "hopeless"), NewJob("mail", "waits")], clock.now())
    worker = Worker(database, {"mail": do}, clock, poll_seconds=0.01)
    await _work_until(database, worker, (1, 0, 1), notes={"550 no such mailbox", "the server does not answer"})
    async with database.transaction() as connection:
        hopeless = next(job for job in await tables.latest(connection, "mail", 9) if job.key == "hopeless")
        assert hopeless.attempts == 1
        assert await tables.revive_one(connection, "other", hopeless.id, clock.now()) is False
        assert await tables.revive_one(connection, "mail", hopeless.id, clock.now()) is True
    assert await _counts(database) == (2, 0, 0)


async def _counts(database: Database) -> tuple[int, int, int]:
    async with database.reading() as connection:
        return await tables.counts(connection)


async def _work_until(
    database: Database, worker: Worker, expected: tuple[int, int, int], notes: set[str] | None = None
) -> None:
    working = asyncio.create_task(worker.run())
    try:
        async with asyncio.timeout(30):
            while await _counts(database) != expected or (notes and await _notes(database) != notes):
                await asyncio.sleep(0.005)
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


async def _notes(database: Database) -> set[str | None]:
    async with database.reading() as connection:
        return {job.note for job in await tables.latest(connection, "mail", 9)}
