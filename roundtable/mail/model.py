"""Letters as values, and the message that a letter becomes. Nothing that people type can become a header."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import format_datetime
from typing import Any, Final, Literal, Self

from roundtable.kernel.text import one_line

Topic = Literal["reminders", "invitations"]
"""What people can have stopped. Letters about their account they get when somebody asked for one."""
TOPICS: Final[tuple[Topic, ...]] = ("reminders", "invitations")

SUBJECT_LENGTH: Final = 200
_ADDRESS: Final = re.compile(r"[^\s@<>(),;:\"\\\[\]]{1,64}@[^\s@<>(),;:\"\\\[\]]{1,190}")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, ready to be sent."""

    to: str
    name: str
    language: str
    subject: str
    text: str
    html: str
    unsubscribe: str | None = None
    """Address of the page that ends such letters, and that takes the one-click request of mail programs."""
    calendar: str = ""
    """An iCalendar object, for the reader's calendar program."""
    method: str = ""
    """What that shall do with it; the object names the same method."""
    reason: Mapping[str, str] | None = None
    """Why it was written, for whoever is asked just before it is sent whether that is still so."""

    def as_json(self) -> dict[str, Any]:
        """Return what the outbox keeps."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read what the outbox kept."""
        return cls(**kept)


@dataclass(frozen=True, slots=True)
class Postmark:
    """What makes a letter one and the same, however often it is sent."""

    sender: Address
    id: str
    """Of the job: a retry has the same Message-ID, so that mail programs can show one letter."""
    written_at: datetime


def mail_address(email: str, name: str = "") -> Address:
    """Return an address as mail headers have it, the domain in ASCII; raises ValueError for none, or a hostile one."""
    if not _ADDRESS.fullmatch(email) or not email.isprintable():
        raise ValueError("no_email")
    user, _, domain = email.rpartition("@")
    try:
        return Address(display_name=plain_header(name), username=user, domain=domain.encode("idna").decode("ascii"))
    except (UnicodeError, ValueError) as error:
        raise ValueError("no_email") from error


def plain_header(text: str) -> str:
    """Return text for a header: one line, no control characters, and nothing that reads as an encoded word."""
    return one_line(text).replace("=?", "= ?")[:SUBJECT_LENGTH]


def message_of(letter: Letter, mark: Postmark) -> EmailMessage:
    """Build the message: text, the same as HTML, and the headers that mail programs and lists of machines expect."""
    message = EmailMessage(policy=SMTPUTF8)
    message["From"] = mark.sender
    message["To"] = mail_address(letter.to, letter.name)
    message["Subject"] = plain_header(letter.subject)
    message["Date"] = format_datetime(mark.written_at)
    message["Message-ID"] = f"<{mark.id}@{mark.sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="base64")
    message.add_alternative(letter.html, subtype="html", cte="base64")
    if letter.calendar:
        message.add_alternative(letter.calendar, subtype="calendar", cte="base64", params={"method": letter.method})
    message["Content-Language"] = letter.language
    return message
