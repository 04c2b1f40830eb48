"""A worker in a process of its own that sends its letters, says so, and then takes for ever to come to the mark."""

import asyncio
import sys

from roundtable.database import Database
from roundtable.jobs.job import Job
from roundtable.jobs.worker import Worker
from roundtable.kernel.clock import SystemClock
from roundtable.mail.outbox import Delivery, Outbox
from roundtable.mail.post import SmtpPost
from roundtable.mail.server import sender_of, server_at
from tests.roundtable.mail.office import KEY, SENDER


async def main(url: str, server: str) -> None:
    database, clock = Database(url), SystemClock()
    delivery = Delivery(Outbox(database, KEY, clock), SmtpPost(server_at(server)), sender_of(SENDER), clock)

    async def send(job: Job) -> None:
        await delivery(job)
        print("sent", flush=True)
        await asyncio.Event().wait()

    await Worker(database, {"mail": send}, clock, poll_seconds=0.01).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
