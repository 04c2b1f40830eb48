"""A worker in a process of its own that does one kind of job, says so, and then takes for ever to come to the mark."""

import asyncio
import sys
from datetime import datetime

from roundtable.calendars.invitations import Mailbox
from roundtable.correspondence import AccountWishes
from roundtable.database import Database
from roundtable.jobs.job import Job
from roundtable.jobs.worker import Handler, Worker
from roundtable.kernel.clock import ManualClock
from roundtable.mail.outbox import Delivery, Outbox
from roundtable.mail.post import SmtpPost
from roundtable.mail.server import sender_of, server_at
from roundtable.mail.unsubscribing import Unsubscribing
from roundtable.notices.mailing import Mailing
from roundtable.notices.parts import Notices
from tests.roundtable.house import LETTERS_KEY, ORIGIN, UNSUBSCRIBE_KEY
from tests.roundtable.mail.office import SENDER


async def main(url: str, kind: str, server: str, moment: str) -> None:
    database, clock = Database(url), ManualClock(datetime.fromisoformat(moment))
    outbox = Outbox(database, LETTERS_KEY, clock)
    unsubscribing = Unsubscribing(UNSUBSCRIBE_KEY, ORIGIN, AccountWishes(database))
    mailing = Mailing(outbox, unsubscribing, ORIGIN, Mailbox("圆桌", "noreply@example.org"))
    notices = Notices(database, mailing, clock)
    post = SmtpPost(server_at(server))
    delivery = Delivery(outbox, post, sender_of(SENDER), clock, still_right=notices.still_right)
    handlers: dict[str, Handler] = {**notices.handlers, "mail": delivery}

    async def do(job: Job) -> None:
        await handlers[kind](job)
        print("done", flush=True)
        await asyncio.Event().wait()

    await Worker(database, {kind: do}, clock, poll_seconds=0.01).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
