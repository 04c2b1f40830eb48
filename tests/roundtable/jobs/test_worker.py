"""Jobs that are done once, whatever happens to the process, the clock or the database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from roundtable.database import Database
from roundtable.jobs import tables
from roundtable.jobs.job import MOST_ATTEMPTS, Dropped, Job, NewJob, Postponed
from roundtable.jobs.worker import LEASE, Worker
from roundtable.kernel.clock import Clock, ManualClock, SteadyClock


class Desk:
    """A database with jobs, and workers whose deeds are remembered."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = ManualClock()
        self.worker_clock: Clock = self.clock
        self.deeds: list[str] = []

    async def note(self, job: Job) -> None:
        """Do a job: remember its key."""
        self.deeds.append(job.key)

    async def write(self, *jobs: NewJob) -> int:
        """Commit some jobs."""
        async with self.database.transaction() as connection:
            return await tables.enqueue(connection, jobs, self.clock.now())

    async def counts(self) -> tuple[int, int, int]:
        """Return how many wait, are done, have failed."""
        async with self.database.reading() as connection:
            return await tables.counts(connection)

    @asynccontextmanager
    async def worker(self, handler: Callable[[Job], Awaitable[None]] | None = None) -> AsyncIterator[Worker]:
        """A worker that works meanwhile."""
        worker = Worker(self.database, {"mail": handler or self.note}, self.worker_clock, poll_seconds=0.01)
        task = asyncio.create_task(worker.run())
        try:
            yield worker
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def until(self, expected: tuple[int, int, int]) -> None:
        """Wait until so many jobs wait, are done, have failed."""
        async with asyncio.timeout(90):
            while await self.counts() != expected:
                await asyncio.sleep(0.005)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def mail(key: str, **more: Any) -> NewJob:
    return NewJob(kind="mail", key=key, **more)


async def test_a_job_is_written_once_for_its_key_and_done_once(desk: Desk) -> None:
    assert await desk.write(mail("a"), mail("b")) == 2
    assert await desk.write(mail("a")) == 0
    async with desk.worker():
        await desk.until((0, 2, 0))
    assert sorted(desk.deeds) == ["a", "b"]
    assert await desk.write(mail("a")) == 0


async def test_a_job_waits_for_its_time(desk: Desk) -> None:
    await desk.write(mail("later", run_at=desk.clock.now() + timedelta(hours=1)), mail("now"))
    async with desk.worker():
        await desk.until((1, 1, 0))
        desk.clock.advance(3600)
        await desk.until((0, 2, 0))
    assert desk.deeds == ["now", "later"]


async def test_two_workers_do_a_thousand_jobs_once_each(desk: Desk) -> None:
    await desk.write(*(mail(f"{n:04}") for n in range(1000)))
    async with desk.worker(), desk.worker():
        await desk.until((0, 1000, 0))
    assert sorted(desk.deeds) == [f"{n:04}" for n in range(1000)]


async def test_a_poison_job_blocks_nobody_and_is_given_up(desk: Desk) -> None:
    async def do(job: Job) -> None:
        if job.key == "poison":
            raise RuntimeError("no")
        await desk.note(job)

    await desk.write(mail("poison"), *(mail(str(n)) for n in range(20)))
    async with desk.worker(do):
        await desk.until((1, 20, 0))
        for _ in range(MOST_ATTEMPTS - 1):
            await _attempted(desk)
            desk.clock.advance(3600)
        await desk.until((0, 20, 1))
    async with desk.database.transaction() as connection:
        assert await tables.revive(connection, "mail", desk.clock.now()) == 1
    async with desk.worker():
        await desk.until((0, 21, 0))


async def _attempted(desk: Desk) -> None:
    """Wait until the poison was tried, and waits for the next try."""
    async with asyncio.timeout(20):
        while True:
            async with desk.database.reading() as connection:
                if not await tables.is_any_due(connection, desk.clock.now(), ["mail"]):
                    return
            await asyncio.sleep(0.005)


async def test_a_job_that_kills_its_worker_every_time_is_given_up(desk: Desk) -> None:
    await desk.write(mail("killer"))
    for _ in range(MOST_ATTEMPTS):
        now = desk.clock.now()
        async with desk.database.transaction() as connection:
            assert len(await tables.claim(connection, "dead", now, kinds=["mail"], until=now + LEASE, most=1)) == 1
        desk.clock.advance(LEASE.total_seconds())
    async with desk.worker():
        await desk.until((0, 0, 1))
    assert desk.deeds == []


async def test_what_a_dead_worker_had_begun_is_done_after_its_lease(desk: Desk) -> None:
    await desk.write(mail("a"))
    now = desk.clock.now()
    async with desk.database.transaction() as connection:
        await tables.claim(connection, "dead", now, kinds=["mail"], until=now + LEASE, most=1)
    async with desk.worker():
        desk.clock.advance(LEASE.total_seconds() - 1)
        await desk.write(mail("b"))
        await desk.until((1, 1, 0))
        desk.clock.advance(1)
        await desk.until((0, 2, 0))
    assert desk.deeds == ["b", "a"]


async def test_after_a_day_off_nobody_gets_yesterday_s_reminders(desk: Desk) -> None:
    soon = desk.clock.now() + timedelta(hours=1)
    await desk.write(*(mail(str(n), run_at=soon, expires_at=soon + timedelta(hours=1)) for n in range(5)))
    await desk.write(mail("letter", run_at=soon))
    desk.clock.advance(24 * 3600)
    async with desk.worker():
        await desk.until((0, 6, 0))
    assert desk.deeds == ["letter"]


async def test_a_job_whose_reason_is_gone_is_dropped_and_one_that_must_wait_waits(desk: Desk) -> None:
    later = desk.clock.now() + timedelta(minutes=5)

    async def do(job: Job) -> None:
        if job.key == "moved":
            raise Dropped("the session was moved")
        if desk.clock.now() < later:
            raise Postponed(later)
        desk.deeds.append(f"{job.key} {job.attempt}")

    await desk.write(mail("moved"), mail("busy"))
    async with desk.worker(do):
        await desk.until((1, 1, 0))
        await _attempted(desk)
        desk.clock.advance(300)
        await desk.until((0, 2, 0))
    assert desk.deeds == ["busy 1"]


async def test_a_job_that_was_withdrawn_is_not_done(desk: Desk) -> None:
    await desk.write(mail("a", run_at=desk.clock.now() + timedelta(hours=1)))
    async with desk.database.transaction() as connection:
        said = [await tables.withdraw(connection, "mail", key, desk.clock.now()) for key in ("a", "a", "none")]
    assert said == ["untouched", "settled", "settled"]
    desk.clock.advance(7200)
    async with desk.worker():
        await desk.write(mail("b"))
        await desk.until((0, 2, 0))
    assert desk.deeds == ["b"]


async def test_a_rolled_back_transaction_leaves_no_job(desk: Desk) -> None:
    async def write_and_fail() -> None:
        async with desk.database.transaction() as connection:
            await tables.enqueue(connection, [mail("a")], desk.clock.now())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()
    assert await desk.counts() == (0, 0, 0)


async def test_an_hour_that_the_machine_s_clock_is_set_back_holds_nothing_up(desk: Desk) -> None:
    """The worker's clock is a steady one, as `composition.py` gives it."""
    machine, pace = desk.clock, [100.0]
    desk.worker_clock = SteadyClock(machine, lambda: pace[0])
    await desk.write(mail("soon", run_at=machine.now() + timedelta(seconds=5)))
    async with desk.worker():
        machine.advance(-3600)
        pace[0] += 5
        await desk.until((0, 1, 0))
    assert desk.deeds == ["soon"]
