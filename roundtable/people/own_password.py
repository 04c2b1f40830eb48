"""One's own password: the first one, another one, and a new one for somebody who forgot theirs."""

from datetime import timedelta
from typing import Final

from roundtable.database import Database
from roundtable.kernel.addressees import Addressee
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import NotFound
from roundtable.people import tables
from roundtable.people.confirming import Confirmation, Standing
from roundtable.people.passwords import Passwords, check_new
from roundtable.people.ports import Post
from roundtable.people.sign_ins import SignIns

NOTICE_LIFE: Final = timedelta(days=2)
"""A letter about a new password that has waited longer for a mail server frightens more than it helps."""


class OwnPassword:
    """Lets people set their own password, with or without one before."""

    def __init__(
        self, database: Database, passwords: Passwords, sign_ins: SignIns, *, confirmation: Confirmation, post: Post,
        clock: Clock,
    ) -> None:  # fmt: skip
        self._database = database
        self._passwords = passwords
        self._sign_ins = sign_ins
        self._confirmation = confirmation
        self._post = post
        self._clock = clock

    async def standing(self, caller: Caller) -> Standing:
        """Tell whether there is a password, and until when it need not be shown to set another."""
        return await self._confirmation.standing(caller)

    async def set(self, caller: Caller, current: str | None, new: str, network: str) -> None:
        """Set one's own password; every other sign-in ends, and so do links that are under way.

        It takes the password that is, or a sign-in of the last minutes, however that was done: so whoever has none
        yet or has forgotten theirs comes by a mailed link or from their provider, and needs no administrator. A
        browser that was left open is not enough. Whoever changes it, its owner is told by mail.
        """
        await self._confirmation.confirm(caller, current, network)
        async with self._database.reading() as connection:
            person = await tables.person(connection, caller.account)
        if person is None:
            raise NotFound("not_found")
        check_new(new, person.email)
        hashed = await self._passwords.hash(new)
        async with self._database.transaction() as connection:
            await tables.change_person(connection, person.id, {"password": hashed})
            await tables.drop_welcome(connection, person.id)
            await tables.drop_links_of(connection, person.id)
            to, until = Addressee(person.email, person.name, person.language), self._clock.now() + NOTICE_LIFE
            await self._post.password_set(connection, to, expires_at=until)
        await self._sign_ins.end_all(person.id, but=caller.sign_in)
        self._post.wake()
