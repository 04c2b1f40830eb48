"""By what letters about sessions are written."""

from dataclasses import dataclass

from roundtable.calendars.invitations import Mailbox
from roundtable.mail.outbox import Outbox
from roundtable.mail.unsubscribing import Unsubscribing


@dataclass(frozen=True, slots=True)
class Mailing:
    """The parts of the mail that letters about sessions need."""

    outbox: Outbox
    unsubscribing: Unsubscribing
    origin: str
    """Where the pages are that links lead to."""
    organizer: Mailbox
    """Who invites: the sender of all letters."""
