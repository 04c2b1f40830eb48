"""Letters about accounts. People know them as their `Post`."""

from datetime import datetime
from typing import Final

from roundtable.database import Connection
from roundtable.kernel.addressees import Addressee
from roundtable.mail import words
from roundtable.mail.outbox import Outbox
from roundtable.mail.page import laid_out


class AccountLetters:
    """Writes letters whose links begin with the address of this server, never with what a request claims it to be."""

    def __init__(self, outbox: Outbox, origin: str, *, is_set_up: bool) -> None:
        self._outbox = outbox
        self._origin = origin
        self.is_set_up: Final = is_set_up

    async def welcome(
        self, connection: Connection, to: Addressee, inviter: str, *, path: str, expires_at: datetime
    ) -> None:
        """Invite somebody to set their password."""
        letter = laid_out(to, words.welcome(to, inviter, self._origin + path))
        await self._outbox.put(connection, letter, expires_at=expires_at)

    async def sign_in(self, connection: Connection, to: Addressee, *, path: str, expires_at: datetime) -> None:
        """Send somebody the link they asked for."""
        letter = laid_out(to, words.sign_in(to, self._origin + path))
        await self._outbox.put(connection, letter, expires_at=expires_at)

    async def password_set(self, connection: Connection, to: Addressee, *, expires_at: datetime) -> None:
        """Tell somebody that their password is another one now."""
        letter = laid_out(to, words.password_set(to, self._origin + "/sign-in"))
        await self._outbox.put(connection, letter, expires_at=expires_at)

    def wake(self) -> None:
        """Send what was written."""
        self._outbox.wake()
