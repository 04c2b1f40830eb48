"""The parts of what follows from changes of series, put together for whoever runs them."""

from collections.abc import Mapping
from typing import Final

from roundtable.database import Connection, Database
from roundtable.jobs import tables as jobs
from roundtable.jobs.job import Dropped, Job
from roundtable.jobs.worker import Handler
from roundtable.kernel.clock import Clock
from roundtable.kernel.ids import PersonId, SeriesId
from roundtable.mail.model import Letter
from roundtable.notices.inviting import Inviting
from roundtable.notices.mailing import Mailing
from roundtable.notices.reminding import REMIND, Reminding
from roundtable.series.announcing import CHANGED
from roundtable.series.model import Series
from roundtable.series.tables import series as rows


class Notices:
    """Reminders and invitations on one database."""

    def __init__(self, database: Database, mailing: Mailing, clock: Clock) -> None:
        self._database = database
        self._mailing = mailing
        self._clock = clock
        self._reminding = Reminding(database, mailing, clock)
        self._inviting = Inviting(database, mailing, clock)
        self.handlers: Final[Mapping[str, Handler]] = {CHANGED: self.follow, REMIND: self._reminding.remind}
        """What a worker does for them, by kind of job."""

    async def follow(self, job: Job) -> None:
        """Do what a changed series calls for; raises Dropped while somebody is still at it: a later job does it.

        Letters are written to some people at a time. Whoever takes the job on again goes on where it ended, because
        those who know already are told nothing.
        """
        id_ = SeriesId(job.payload["series"])
        async with self._database.transaction() as connection:
            if await self._held(connection, id_) is not None:
                await self._reminding.plan(connection, id_)
        last: PersonId | None = None
        while True:
            async with self._database.transaction() as connection:
                series = await self._held(connection, id_)
                last = None if series is None else await self._inviting.follow(connection, series, after=last)
            self._mailing.outbox.wake()
            if last is None:
                return

    async def _held(self, connection: Connection, id_: SeriesId) -> Series | None:
        """Return a series that nobody is at any more, and hold it."""
        if await jobs.is_followed(connection, CHANGED, f"{id_}/", self._clock.now()):
            raise Dropped("it was changed again")
        return await rows.find(connection, id_, to_change=True)

    async def still_right(self, letter: Letter, key: str) -> bool:
        """Say just before a letter is sent whether the reason for it still stands."""
        reason = letter.reason or {}
        match reason.get("kind"):
            case "reminder":
                return await self._reminding.is_right(reason)
            case "invitation":
                return await self._inviting.is_right(letter, key, reason)
            case _:
                return True
