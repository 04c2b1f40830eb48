"""An outbox on a database, with a worker that sends to the test's mail server, and a clock moved by hand."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

from roundtable.database import Database
from roundtable.jobs.worker import Worker
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock, ManualClock
from roundtable.kernel.ids import PersonId
from roundtable.kernel.pages import Window
from roundtable.mail.model import Letter
from roundtable.mail.outbox import Delivery, Entry, Outbox
from roundtable.mail.post import SmtpPost
from roundtable.mail.server import sender_of, server_at

KEY: Final = b"0123456789abcdef0123456789abcdef"
SENDER: Final = "圆桌 <noreply@example.org>"
ADA: Final = Caller("sgn_1", PersonId("per_ada"), "Ada", "", PersonId("per_ada"), administrator=True)


class Office:
    """Writes letters and has them sent."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self.database = database
        self.manual = ManualClock()
        self.clock: Clock = clock or self.manual
        self.outbox = Outbox(database, KEY, self.clock)

    async def write(
        self,
        to: str = "li@example.org",
        subject: str = "登录链接",
        *,
        lasts: timedelta | None = None,
        key: str | None = None,
    ) -> None:
        """Commit a letter to 李雷."""
        letter = Letter(to, "李雷", "zh-CN", subject, "你好，李雷\n", "<p>你好，李雷</p>\n")
        expires_at = self.clock.now() + lasts if lasts else None
        async with self.database.transaction() as connection:
            await self.outbox.put(connection, letter, key=key, expires_at=expires_at)
        self.outbox.wake()

    @asynccontextmanager
    async def sending(self, url: str, trust: ssl.SSLContext | None = None) -> AsyncIterator[None]:
        """Send meanwhile."""
        post = SmtpPost(server_at(url), trust=trust, seconds=5)
        delivery = Delivery(self.outbox, post, sender_of(SENDER), self.clock)
        worker = Worker(self.database, {"mail": delivery}, self.clock, poll_seconds=0.01)
        self.outbox.when_written(worker.wake)
        task = asyncio.create_task(worker.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def entries(self) -> Sequence[Entry]:
        """What an administrator sees."""
        return (await self.outbox.page(ADA, Window(None, 100)))[0]

    async def until(self, *expected: tuple[str, str | None]) -> None:
        """Wait until the letters, the newest first, have these states and notes (a note need only begin so)."""
        async with asyncio.timeout(30):
            while not _fits(await self.entries(), expected):
                await asyncio.sleep(0.01)


def _fits(entries: Sequence[Entry], expected: Sequence[tuple[str, str | None]]) -> bool:
    return len(entries) == len(expected) and all(
        entry.state == state and (entry.note or "").startswith(note or "") and (entry.note is None) == (note is None)
        for entry, (state, note) in zip(entries, expected, strict=True)
    )
