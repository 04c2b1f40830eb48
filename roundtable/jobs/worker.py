"""Takes due jobs on and does them, each under a lease that is renewed while the handler works."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Final

import structlog

from roundtable.database import Connection, Database
from roundtable.jobs import tables
from roundtable.jobs.job import MOST_ATTEMPTS, Dropped, Hopeless, Job, JobId, Postponed
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Unavailable
from roundtable.kernel.ids import new_id

Handler = Callable[[Job], Awaitable[None]]
"""Does a job. May be called twice for one job if the process died after the deed and before the mark."""

Mark = Callable[[Connection], Awaitable[bool]]
"""Writes what became of a job."""

LEASE: Final = timedelta(seconds=60)
RENEWAL_SECONDS: Final = 20.0
POLL_SECONDS: Final = 1.0
"""How soon a job is noticed that another process has written."""
AT_ONCE: Final = 8
LONGEST_ERROR: Final = 500
KEPT: Final = timedelta(days=30)
"""How long a job that is done still keeps its key from being used again."""

log = structlog.get_logger("jobs")


class Worker:
    """One of any number of workers on the same database. Jobs of kinds that it has no handler for it leaves alone."""

    def __init__(
        self, database: Database, handlers: Mapping[str, Handler], clock: Clock, *, poll_seconds: float = POLL_SECONDS
    ) -> None:
        self._database = database
        self._handlers = dict(handlers)
        self._clock = clock
        self._poll_seconds = poll_seconds
        self.name: Final = new_id("wrk")
        self._working: dict[JobId, asyncio.Task[None]] = {}
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look for jobs now: somebody on this node has committed some."""
        self._woken.set()

    async def run(self) -> None:
        """Work until cancelled. What was begun then is done by somebody when its lease is over."""
        renewing = asyncio.create_task(self._keep_leases())
        try:
            while True:
                self._woken.clear()
                full = await self._round()
                if not full:
                    await self._rest()
        finally:
            tasks = [renewing, *self._working.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(self._poll_seconds):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _round(self) -> bool:
        """Take on what there is room for; say whether there may be more for free hands."""
        free = AT_ONCE - len(self._working)
        if free <= 0:
            await asyncio.wait(self._working.values(), return_when=asyncio.FIRST_COMPLETED)
            return True
        try:
            jobs = await self._claim(free)
        except Unavailable:
            log.warning("jobs wait for the database")
            return False
        except Exception:
            log.exception("jobs wait")
            return False
        for job in jobs:
            task = asyncio.create_task(self._work(job))
            self._working[job.id] = task
            task.add_done_callback(lambda _, id_=job.id: self._put_down(id_))  # type: ignore[misc]
        return len(jobs) == free

    def _put_down(self, job: JobId) -> None:
        self._working.pop(job, None)

    async def _claim(self, most: int) -> list[Job]:
        """Read first: a worker without work must not keep the database's one writer busy."""
        now = self._clock.now()
        async with self._database.reading() as connection:
            if not await tables.is_any_due(connection, now, self._handlers):
                return []
        async with self._database.transaction() as connection:
            await tables.expire(connection, now)
            await tables.prune(connection, now - KEPT)
            until = now + LEASE
            claimed = tables.claim(connection, self.name, now, kinds=self._handlers, until=until, most=most)
            return list(await claimed)

    async def _work(self, job: Job) -> None:
        await self._mark(await self._outcome(job))

    async def _outcome(self, job: Job) -> Mark:
        """Do the job; return how to write down what became of it."""
        if tables.is_exhausted(job):
            return self._failed(job, f"its worker died {MOST_ATTEMPTS} times")
        try:
            await self._handlers[job.kind](job)
        except Dropped as dropped:
            return self._done(job, str(dropped))
        except Postponed as postponed:
            return partial(tables.postpone, worker=self.name, job=job, run_at=postponed.until, reason=postponed.reason)
        except Hopeless as hopeless:
            return self._failed(job, str(hopeless)[:LONGEST_ERROR])
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is one failed attempt
            return self._refused(job, f"{type(error).__name__}: {error}"[:LONGEST_ERROR])
        return self._done(job, None)

    def _done(self, job: Job, note: str | None) -> Mark:
        return partial(tables.finish, worker=self.name, job=job.id, now=self._clock.now(), note=note)

    def _refused(self, job: Job, said: str) -> Mark:
        if job.attempt >= MOST_ATTEMPTS:
            return self._failed(job, said)
        log.warning("a job failed and is tried again", kind=job.kind, job=job.id, error=said.partition(":")[0])
        run_at = self._clock.now() + job.retry_after
        return partial(tables.retry, worker=self.name, job=job, run_at=run_at, error=said)

    def _failed(self, job: Job, said: str) -> Mark:
        # What was said may hold addresses: it is in the table, for administrators, and not in a log.
        log.error("a job is given up", kind=job.kind, job=job.id)
        return partial(tables.give_up, worker=self.name, job=job.id, now=self._clock.now(), error=said)

    async def _mark(self, mark: Mark) -> None:
        """Write what became of a job, as soon as the database can be written."""
        while True:
            try:
                async with self._database.transaction() as connection:
                    await mark(connection)
                return
            except Unavailable:
                await asyncio.sleep(self._poll_seconds)

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(RENEWAL_SECONDS)
            held = list(self._working)
            if not held:
                continue
            try:
                async with self._database.transaction() as connection:
                    ours = await tables.renew(connection, self.name, held, self._clock.now() + LEASE)
            except Unavailable:
                continue
            for lost in set(held) - ours:
                if task := self._working.get(lost):
                    task.cancel()
