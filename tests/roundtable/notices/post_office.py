"""A federation whose letters really go out: a worker, a mail server that keeps what it gets, a clock moved by hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import icalendar
from sqlalchemy import select

from roundtable.jobs.tables import JobRow
from roundtable.jobs.worker import Worker
from roundtable.kernel.ids import ClubId, PersonId, SeatId, SeriesId
from roundtable.mail.outbox import Delivery
from roundtable.mail.post import SmtpPost
from roundtable.mail.server import sender_of, server_at
from roundtable.people import tables as accounts
from roundtable.people.model import Person
from roundtable.series.announcing import SETTLED, announce
from roundtable.series.model import Seat
from roundtable.series.tables import people as seats
from tests.roundtable.mail.mailbox import Mailbox, mail_server
from tests.roundtable.mail.office import SENDER
from tests.roundtable.series.federation import Federation


@dataclass
class PostOffice:
    """Sends what the federation writes."""

    federation: Federation
    box: Mailbox
    _seen: int = field(default=0)

    @property
    def handlers(self) -> dict[str, Any]:
        """What a worker of the whole platform does that concerns letters."""
        house = self.federation.house
        post = SmtpPost(server_at(f"smtp://127.0.0.1:{self.box.port}"), seconds=20)
        delivery = Delivery(house.outbox, post, sender_of(SENDER), house.clock, still_right=house.notices.still_right)
        return {"mail": delivery, **house.notices.handlers, **house.series.handlers}

    @asynccontextmanager
    async def working(self, *kinds: str) -> AsyncIterator[None]:
        """Work meanwhile; of some kinds only."""
        house = self.federation.house
        mine = {kind: do for kind, do in self.handlers.items() if not kinds or kind in kinds}
        task = asyncio.create_task(Worker(house.database, mine, house.clock, poll_seconds=0.01).run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def work_off(self, *kinds: str) -> None:
        """Do whatever is due now, until nothing is."""
        async with self.working(*kinds), asyncio.timeout(60):
            while await self.is_busy(list(kinds or self.handlers)):
                await asyncio.sleep(0.01)

    async def is_busy(self, kinds: list[str]) -> bool:
        """Say whether a job of some kinds is due: in one statement, for a job leaves its letters before it is done."""
        house = self.federation.house
        waiting = select(JobRow.id).where(JobRow.kind.in_(kinds), JobRow.done_at.is_(None), JobRow.failed_at.is_(None))
        async with house.database.reading() as connection:
            found = await connection.scalar(select(waiting.where(JobRow.run_at <= house.clock.now()).exists()))
        return bool(found)

    async def settle(self) -> list[EmailMessage]:
        """Let changes come to rest, and return the letters that come of them."""
        self.federation.house.clock.advance(SETTLED.total_seconds())
        await self.work_off()
        return self.new()

    async def after(self, time: timedelta) -> list[EmailMessage]:
        """Let time pass, and return the letters that come."""
        self.federation.house.clock.advance(time.total_seconds())
        await self.work_off()
        return self.new()

    def new(self) -> list[EmailMessage]:
        """Return the letters that came since the last look, by reader and subject."""
        new, self._seen = self.box.letters[self._seen :], len(self.box.letters)
        return sorted(new, key=lambda one: (str(one["To"]), str(one["Subject"])))


@asynccontextmanager
async def post_office(federation: Federation) -> AsyncIterator[PostOffice]:
    """Open it."""
    async with mail_server(Mailbox()) as box:
        yield PostOffice(federation, box)


async def crowd(federation: Federation, series: str, readers: int, *, mail_invitations: bool = True) -> None:
    """Let so many people sit in a series."""
    now, id_ = federation.house.clock.now(), SeriesId(series)
    people = [
        Person(PersonId(f"per_{n:03}"), f"reader{n:03}@example.org", f"Reader {n}", "en", None,
               administrator=False, disabled=False, password=None, created_at=now, mail_invitations=mail_invitations)
        for n in range(readers)
    ]  # fmt: skip
    taken = [
        Seat(SeatId(f"seat_{one.id}"), id_, ClubId(federation.shenzhen), one.id, "alternate", now.date(), None)
        for one in people
    ]
    async with federation.house.database.transaction() as connection:
        for one in people:
            await accounts.add_person(connection, one)
        await seats.add_seats(connection, taken)
        await announce(connection, id_, now)


def reader(letter: EmailMessage) -> str:
    """Who got it."""
    return str(letter["To"].addresses[0].username)


def text(letter: EmailMessage) -> str:
    """What it says to people."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def calendar(letter: EmailMessage) -> bytes:
    """What it says to calendar programs."""
    [part] = [one for one in letter.iter_parts() if one.get_content_type() == "text/calendar"]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert f"METHOD:{part['Content-Type'].params['method']}\r\n".encode() in content
    return content


def events(letter: EmailMessage) -> list[Any]:
    """The events in it, as Python reads them."""
    found: Any = icalendar.Calendar.from_ical(calendar(letter))
    return list(found.walk("VEVENT"))


def told(letter: EmailMessage) -> tuple[str, str, int, str | None]:
    """What it tells a calendar: reader, method, sequence, and which single date it is about."""
    found: Any = icalendar.Calendar.from_ical(calendar(letter))
    event = found.walk("VEVENT")[0]
    single = event.get("RECURRENCE-ID")
    key = single.dt.strftime("%Y%m%dT%H%M") if single is not None else None
    return reader(letter), str(found["METHOD"]), int(event["SEQUENCE"]), key
