"""The mail of one process: outbox, letters, and the way to the mail server if one was set."""

from collections.abc import Mapping
from email.headerregistry import Address
from typing import Final
from urllib.parse import urlsplit

from roundtable.announcement import address
from roundtable.calendars.invitations import Mailbox
from roundtable.database import Database
from roundtable.http.limits import Limits
from roundtable.http.peers import PeerOf
from roundtable.jobs.worker import Handler, Worker
from roundtable.kernel.clock import Clock
from roundtable.kernel.ids import PersonId
from roundtable.mail.accounts import AccountLetters
from roundtable.mail.api import MailApi, OneClick, StopApi
from roundtable.mail.model import Topic
from roundtable.mail.outbox import KIND, Delivery, Outbox, StillRight
from roundtable.mail.post import SmtpPost
from roundtable.mail.server import sender_of, server_at
from roundtable.mail.unsubscribing import Unsubscribing
from roundtable.notices.mailing import Mailing
from roundtable.notices.parts import Notices
from roundtable.people import tables as people
from roundtable.secrets import Secrets
from roundtable.settings import Settings

_COLUMNS: Final[Mapping[Topic, str]] = {"reminders": "mail_reminders", "invitations": "mail_invitations"}


class AccountWishes:
    """Which letters people want, as their accounts say."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, person: PersonId, topic: Topic) -> tuple[str, bool] | None:
        """Return somebody's address, and whether they want letters on a topic; None if there is nobody."""
        async with self._database.reading() as connection:
            found = await people.person(connection, person)
        return None if found is None else (found.email, bool(getattr(found, _COLUMNS[topic])))

    async def write(self, person: PersonId, topic: Topic, *, wanted: bool) -> None:
        """Note whether somebody wants letters on a topic."""
        async with self._database.transaction() as connection:
            await people.change_person(connection, person, {_COLUMNS[topic]: wanted})


class Correspondence:
    """Everything about mail that the settings decide."""

    def __init__(self, database: Database, settings: Settings, secrets: Secrets, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        origin = address(settings)
        self.outbox: Final = Outbox(database, secrets.key("letters"), clock)
        self._unsubscribing = Unsubscribing(secrets.key("unsubscribe"), origin, AccountWishes(database))
        self.letters: Final = AccountLetters(self.outbox, origin, is_set_up=self._is_set_up)
        self._mailing = Mailing(self.outbox, self._unsubscribing, origin, _organizer(self._sender, origin))
        self.apis: Final[tuple[object, ...]] = (
            MailApi(self.outbox, is_set_up=self._is_set_up),
            StopApi(self._unsubscribing),
        )

    @property
    def _is_set_up(self) -> bool:
        return self._settings.smtp_url is not None

    @property
    def _sender(self) -> Address | None:
        return sender_of(self._settings.mail_from) if self._settings.mail_from else None

    def one_click(self, limits: Limits, peer_of: PeerOf) -> OneClick:
        """Return what takes the requests of mail programs."""
        return OneClick(self._unsubscribing, limits, peer_of)

    def worker(self, others: Mapping[str, Handler]) -> Worker:
        """Return who does the jobs of this process, letters among them."""
        notices = Notices(self._database, self._mailing, self._clock)
        handlers = {**others, **notices.handlers, **self._delivery(notices.still_right)}
        worker = Worker(self._database, handlers, self._clock)
        self.outbox.when_written(worker.wake)
        return worker

    def _delivery(self, still_right: StillRight) -> Mapping[str, Handler]:
        """Return who sends letters: nobody as long as there is no mail server, so that they wait."""
        url, sender = self._settings.smtp_url, self._sender
        if not url or not sender:
            return {}
        post = SmtpPost(server_at(url.get_secret_value()))
        return {KIND: Delivery(self.outbox, post, sender, self._clock, still_right=still_right)}


def _organizer(sender: Address | None, origin: str) -> Mailbox:
    """Return who invites: who sends, or somebody at this host as long as nobody does."""
    if sender is None:
        return Mailbox("Roundtable", f"noreply@{urlsplit(origin).hostname or 'localhost'}")
    return Mailbox(sender.display_name or "Roundtable", sender.addr_spec)
