"""Letters that wait, were sent or could not be: jobs of kind `mail`, their words sealed.

Who reads the database without the server's secret reads no link in them.
"""

import base64
import json
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from typing import Final, Literal

from cryptography.fernet import Fernet, InvalidToken

from roundtable.database import Connection, Database
from roundtable.jobs import tables
from roundtable.jobs.job import Dropped, Hopeless, Job, JobId, NewJob, Postponed, Withdrawal, WrittenJob
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, NotFound
from roundtable.kernel.ids import new_id
from roundtable.kernel.pages import Window, cut
from roundtable.kernel.text import one_line
from roundtable.mail.model import Letter, Postmark, message_of, plain_header
from roundtable.mail.post import NoServer, NotTaken, SmtpPost

KIND: Final = "mail"
SERVER_PAUSE: Final = timedelta(minutes=2)
"""After how long a server that cannot be talked to is tried again."""

State = Literal["waiting", "sent", "failed", "dropped"]
StillRight = Callable[[Letter, str], Awaitable[bool]]
"""Says of a letter and its key whether the reason for it still stands."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A letter as administrators see it: not what it says."""

    id: JobId
    to: str
    subject: str
    state: State
    written_at: datetime
    next_at: datetime | None
    done_at: datetime | None
    attempts: int
    note: str | None


class Outbox:
    """Takes letters in, and sends them if there is a server."""

    def __init__(self, database: Database, key: bytes, clock: Clock) -> None:
        self._database = database
        self._seal = Fernet(base64.urlsafe_b64encode(key))
        self._clock = clock
        self._wake: Callable[[], None] = lambda: None

    def when_written(self, wake: Callable[[], None]) -> None:
        """Tell somebody of new letters."""
        self._wake = wake

    def wake(self) -> None:
        """Send what was written; called after the commit."""
        self._wake()

    async def put(
        self, connection: Connection, letter: Letter, *, key: str | None = None, expires_at: datetime | None = None
    ) -> bool:
        """Write a letter in the caller's transaction; False if there was one of that key already."""
        now = self._clock.now()
        sealed = self._seal.encrypt(json.dumps(letter.as_json()).encode()).decode()
        payload = {
            "to": letter.to,
            "subject": plain_header(letter.subject),
            "at": now.isoformat(),
            "sealed": sealed,
        }
        job = NewJob(KIND, key or new_id("let"), payload, expires_at=expires_at)
        return await tables.enqueue(connection, [job], now) == 1

    async def written(self, connection: Connection, keys: Collection[str]) -> set[str]:
        """Return those of some keys by which there is a letter already, so that nobody writes it in vain."""
        return await tables.written(connection, KIND, keys)

    async def withdraw(self, connection: Connection, key: str) -> Withdrawal:
        """Take a letter back; one that somebody has tried to send may have arrived all the same."""
        return await tables.withdraw(connection, KIND, key, self._clock.now())

    def letter_of(self, job: Job) -> Letter:
        """Open a letter; one that was sealed with another secret is lost."""
        try:
            return Letter.from_json(json.loads(self._seal.decrypt(job.payload["sealed"])))
        except (InvalidToken, KeyError, TypeError, ValueError) as error:
            raise Hopeless("it was sealed with another secret") from error

    async def page(self, caller: Caller, window: Window) -> tuple[Sequence[Entry], str | None]:
        """List letters from the newest on, for administrators; and return after which one the next page begins."""
        caller.must_be_administrator()
        async with self._database.reading() as connection:
            return cut([_entry(job) for job in await tables.page_of(connection, KIND, window)], window)

    async def retry(self, caller: Caller, id_: JobId) -> None:
        """Try a letter again at once."""
        caller.must_be_administrator()
        now = self._clock.now()
        async with self._database.transaction() as connection:
            if await tables.find(connection, KIND, id_) is None:
                raise NotFound("not_found")
            if not await tables.revive_one(connection, KIND, id_, now):
                raise Conflict("letter_settled")
        self.wake()


class Delivery:
    """Does the jobs of kind `mail`."""

    def __init__(
        self, outbox: Outbox, post: SmtpPost, sender: Address, clock: Clock, *, still_right: StillRight | None = None
    ) -> None:
        self._outbox = outbox
        self._post = post
        self._sender = sender
        self._clock = clock
        self._still_right = still_right

    async def __call__(self, job: Job) -> None:
        """Send a letter. Sent twice after a crash, it has the same Message-ID and Date."""
        letter = self._outbox.letter_of(job)
        if letter.reason and self._still_right and not await self._still_right(letter, job.key):
            raise Dropped("reason_gone")
        try:
            mark = Postmark(self._sender, job.id.replace("_", "."), datetime.fromisoformat(job.payload["at"]))
            message = message_of(letter, mark)
        except ValueError as error:
            raise Hopeless(str(error)) from error
        (to,) = message["To"].addresses
        try:
            await self._post.send(message, self._sender.addr_spec, to.addr_spec)
        except NotTaken as refused:
            raise Hopeless(one_line(str(refused))) from refused
        except NoServer as trouble:
            raise Postponed(self._clock.now() + SERVER_PAUSE, one_line(str(trouble))) from trouble


def _entry(job: WrittenJob) -> Entry:
    state: State = "waiting"
    if job.failed_at:
        state = "failed"
    elif job.done_at:
        state = "dropped" if job.note else "sent"
    return Entry(
        id=job.id,
        to=str(job.payload.get("to", "")),
        subject=str(job.payload.get("subject", "")),
        state=state,
        written_at=job.created_at,
        next_at=job.run_at if state == "waiting" else None,
        done_at=job.done_at or job.failed_at,
        attempts=job.attempts,
        note=job.note,
    )
