"""Keeps the history of sign-ins: what went well in the same transaction, what failed a moment later."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from roundtable.database import Connection, Database
from roundtable.kernel.addresses import normal_email
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Unavailable
from roundtable.kernel.ids import PersonId, new_id
from roundtable.people import tables as people
from roundtable.people.history import tables
from roundtable.people.history.model import KEPT, MOST_KEPT, SAME_WITHIN, Entry, How
from roundtable.people.model import Place

MOST_WAITING: Final = 500
"""Failures that are not yet written; more come only in a flood, of which the first tell enough."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Failure:
    how: How
    place: Place
    at: datetime
    email: str | None
    person: PersonId | None


class SignInHistory:
    """Everybody's history."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._failed: asyncio.Queue[_Failure] = asyncio.Queue(MOST_WAITING)

    async def succeeded(self, connection: Connection, person: PersonId, how: How, place: Place) -> None:
        """Note a sign-in, in its transaction."""
        await tables.add(connection, _entry(person, how, place, at=self._clock.now(), succeeded=True))
        await tables.trim(connection, person, succeeded=True, most=MOST_KEPT)

    def failed(self, how: How, place: Place, *, email: str | None = None, person: PersonId | None = None) -> None:
        """Note that somebody tried in vain.

        Whose address it was, if anybody's, is looked up later, so that no answer tells by its time who has an account.
        """
        failure = _Failure(how, place, self._clock.now(), email, person)
        try:
            self._failed.put_nowait(failure)
        except asyncio.QueueFull:
            log.warning("too many failed sign-ins at once to note them all")

    async def run(self) -> None:
        """Write down what failed, until cancelled."""
        while True:
            failure = await self._failed.get()
            try:
                await self._write(failure)
            except Unavailable:
                log.warning("a failed sign-in was not noted: no database")
            except Exception:
                log.exception("a failed sign-in was not noted")
            finally:
                self._failed.task_done()

    async def settled(self) -> None:
        """Wait until all failures are written."""
        await self._failed.join()

    async def _write(self, failure: _Failure) -> None:
        person = failure.person
        if person is None:
            person = await self._owner(failure.email or "")
        if person is None:
            return
        entry = _entry(person, failure.how, failure.place, at=failure.at, succeeded=False)
        async with self._database.transaction() as connection:
            if await tables.count_one_more(connection, entry, failure.at - SAME_WITHIN):
                return
            await tables.add(connection, entry)
            await tables.trim(connection, person, succeeded=False, most=MOST_KEPT)

    async def _owner(self, email: str) -> PersonId | None:
        async with self._database.reading() as connection:
            found = await people.person_by_email(connection, normal_email(email))
        return found.id if found else None

    async def page(self, caller: Caller, before: tables.Place | None, most: int) -> tuple[Sequence[Entry], bool]:
        """List the caller's own entries, the latest first, and say whether there are earlier ones."""
        since = self._clock.now() - KEPT
        async with self._database.reading() as connection:
            found = await tables.page(connection, caller.account, since=since, before=before, most=most + 1)
        return found[:most], len(found) > most

    async def purge(self) -> None:
        """Forget what is too old."""
        async with self._database.transaction() as connection:
            await tables.drop_before(connection, self._clock.now() - KEPT)


def _entry(person: PersonId, how: How, place: Place, *, at: datetime, succeeded: bool) -> Entry:
    return Entry(
        id=new_id("sie"),
        person_id=person,
        how=how,
        succeeded=succeeded,
        times=1,
        began_at=at,
        at=at,
        agent=place.agent,
        address=place.address,
    )
