"""A worker in a process of its own that does its deed, says so, and then takes for ever to come to the mark."""

import asyncio
import sys
from pathlib import Path

from roundtable.database import Database
from roundtable.jobs.job import Job
from roundtable.jobs.worker import Worker
from roundtable.kernel.clock import SystemClock


async def main(url: str, deeds: Path) -> None:
    async def do(job: Job) -> None:
        with deeds.open("a") as file:
            file.write(f"{job.id} {job.attempt}\n")
        print("done", flush=True)
        await asyncio.Event().wait()

    await Worker(Database(url), {"mail": do}, SystemClock(), poll_seconds=0.01).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
