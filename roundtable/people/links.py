"""Signing in by a link in a letter: asked for by anybody, sent only to who has an account, good for one use."""

import asyncio
import logging
from datetime import timedelta
from typing import Final
from urllib.parse import quote

from roundtable.database import Connection, Database
from roundtable.kernel.addressees import Addressee
from roundtable.kernel.addresses import normal_email
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, NotFound, Unavailable
from roundtable.people import tables
from roundtable.people.model import Person
from roundtable.people.openid.model import local_path
from roundtable.people.ports import Post
from roundtable.people.tokens import digest_of, new_token

LINK_LIFE: Final = timedelta(minutes=15)
MOST_WAITING: Final = 100
"""Requests for links; each takes a few milliseconds."""

log = logging.getLogger(__name__)


class SignInLinks:
    """Makes links and takes them back."""

    def __init__(self, database: Database, post: Post, clock: Clock) -> None:
        self._database = database
        self._post = post
        self._clock = clock
        self._asked: asyncio.Queue[tuple[str, str]] = asyncio.Queue(MOST_WAITING)

    def ask(self, email: str, next_: str | None = None) -> None:
        """Have a link sent to an address if somebody has it here; it leads on to a path of ours.

        Whether that is so is looked up later, so that neither the answer nor its time tells.
        """
        if not self._post.is_set_up:
            raise Conflict("no_mail_server")
        try:
            self._asked.put_nowait((normal_email(email), local_path(next_)))
        except asyncio.QueueFull as error:
            raise Unavailable("too_busy") from error

    async def run(self) -> None:
        """Send the links that were asked for, until cancelled."""
        while True:
            email, next_ = await self._asked.get()
            try:
                await self._send(email, next_)
            except Unavailable:
                log.warning("a link to sign in was not sent: no database")
            except Exception:
                log.exception("a link to sign in was not sent")
            finally:
                self._asked.task_done()

    async def settled(self) -> None:
        """Wait until all that was asked for is written."""
        await self._asked.join()

    async def _send(self, email: str, next_: str) -> None:
        now, token = self._clock.now(), new_token()
        async with self._database.transaction() as connection:
            await tables.drop_links_before(connection, now - LINK_LIFE)
            person = await tables.person_by_email(connection, email)
            if person is None or person.disabled:
                return
            await tables.add_link(connection, digest_of(token), person.id, now)
            to = Addressee(person.email, person.name, person.language)
            path = f"/sign-in/link/{token}" + (f"?next={quote(next_, safe='/')}" if next_ != "/" else "")
            await self._post.sign_in(connection, to, path=path, expires_at=now + LINK_LIFE)
        self._post.wake()

    async def offered(self, token: str) -> Person:
        """Tell who would be signed in; an unknown, used and outdated link look the same."""
        async with self._database.reading() as connection:
            return await self._owner(connection, token)

    async def take(self, token: str) -> Person:
        """Use a link up, and with it every other link of that person. Of two who try at once, one succeeds."""
        async with self._database.transaction() as connection:
            person = await self._owner(connection, token)
            if not await tables.take_link(connection, digest_of(token)):
                raise NotFound("link_wrong")
            await tables.drop_links_of(connection, person.id)
        return person

    async def _owner(self, connection: Connection, token: str) -> Person:
        owner = await tables.link_owner(connection, digest_of(token), self._clock.now() - LINK_LIFE)
        person = await tables.person(connection, owner) if owner else None
        if person is None or person.disabled:
            raise NotFound("link_wrong")
        return person
