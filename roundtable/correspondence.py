"""The mail of one process: outbox, letters, and the way to the mail server if one was set."""

from collections.abc import Mapping
from typing import Final

from roundtable.announcement import address
from roundtable.database import Database
from roundtable.jobs.worker import Handler
from roundtable.kernel.clock import Clock
from roundtable.mail.accounts import AccountLetters
from roundtable.mail.api import MailApi
from roundtable.mail.outbox import KIND, Delivery, Outbox
from roundtable.mail.post import SmtpPost
from roundtable.mail.server import sender_of, server_at
from roundtable.settings import Settings


class Correspondence:
    """Everything about mail that the settings decide."""

    def __init__(self, database: Database, settings: Settings, key: bytes, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self.outbox: Final = Outbox(database, key, clock)
        self.letters: Final = AccountLetters(self.outbox, address(settings), is_set_up=self._is_set_up)
        self.api: Final = MailApi(self.outbox, is_set_up=self._is_set_up)

    @property
    def _is_set_up(self) -> bool:
        return self._settings.smtp_url is not None

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """Return who sends letters: nobody as long as there is no mail server, so that they wait."""
        url, sender = self._settings.smtp_url, self._settings.mail_from
        if not url or not sender:
            return {}
        post = SmtpPost(server_at(url.get_secret_value()))
        return {KIND: Delivery(self.outbox, post, sender_of(sender), self._clock)}
