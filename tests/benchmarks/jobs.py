"""How fast a worker gets through a thousand due jobs on SQLite: time, and CPU of the whole process."""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from roundtable.database import Database, migrate
from roundtable.jobs import tables
from roundtable.jobs.job import Job, NewJob
from roundtable.jobs.worker import Worker
from roundtable.kernel.clock import SystemClock

JOBS = 1000
LIMIT_MS = 8.0
"""CPU of one job. A thousand letters at once keep a core busy for some seconds only."""


async def measure(url: str) -> tuple[float, float]:
    """Return seconds and seconds of CPU for all jobs."""
    database, clock = Database(url), SystemClock()
    await migrate.upgrade(database)
    async with database.transaction() as connection:
        await tables.enqueue(connection, [NewJob("mail", f"{n}", {"to": "a@b.c"}) for n in range(JOBS)], clock.now())
    done, all_done = 0, asyncio.Event()

    async def do(_: Job) -> None:
        nonlocal done
        done += 1
        if done == JOBS:
            all_done.set()

    began, cpu = time.monotonic(), time.process_time()
    working = asyncio.create_task(Worker(database, {"mail": do}, clock).run())
    await all_done.wait()
    figures = time.monotonic() - began, time.process_time() - cpu
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await database.close()
    return figures


def main() -> int:
    with tempfile.TemporaryDirectory() as directory:
        seconds, cpu = asyncio.run(measure(f"sqlite:///{Path(directory) / 'bench.sqlite3'}"))
    each = cpu * 1000 / JOBS
    print(f"{JOBS} jobs in {seconds:.1f} s, {JOBS / seconds:.0f} a second; {each:.2f} ms CPU each (limit {LIMIT_MS})")
    return 0 if each <= LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
