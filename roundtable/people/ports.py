"""What people need of the mail. The composition root gives it."""

from datetime import datetime
from typing import Protocol

from roundtable.database import Connection
from roundtable.kernel.addressees import Addressee


class Post(Protocol):
    """Writes letters about accounts, in the transaction of whoever asks."""

    @property
    def is_set_up(self) -> bool:
        """Say whether letters go out, or wait for a mail server."""
        ...

    async def welcome(
        self, connection: Connection, to: Addressee, inviter: str, *, path: str, expires_at: datetime
    ) -> None:
        """Invite somebody to set their password."""
        ...

    async def sign_in(self, connection: Connection, to: Addressee, *, path: str, expires_at: datetime) -> None:
        """Send somebody the link they asked for."""
        ...

    async def password_set(self, connection: Connection, to: Addressee, *, expires_at: datetime) -> None:
        """Tell somebody that their password is another one now."""
        ...

    def wake(self) -> None:
        """Send what was written; called after the commit."""
        ...
