"""OpenID Connect as values: the provider, an attempt to sign in, what the provider says of somebody."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from roundtable.kernel.addresses import EMAIL_LENGTH, checked_email
from roundtable.kernel.errors import Invalid
from roundtable.kernel.ids import IdentityId, PersonId

CALLBACK: Final = "/sign-in/openid"
"""Page to which the provider sends people back; it must be registered there."""

ATTEMPT_LIFE: Final = timedelta(minutes=10)
"""How long somebody may take at the provider."""

NEXT_LENGTH: Final = 1000
ISSUER_LENGTH: Final = 255
SUBJECT_LENGTH: Final = 255
"""Longer ones are not valid (OpenID Connect Core, 2)."""

MOST_IDENTITIES: Final = 10
"""Of one person."""

_LOCAL_PATH: Final = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f\x7f]*")


@dataclass(frozen=True, slots=True)
class Client:
    """Us, as the provider knows us."""

    issuer: str
    id: str
    secret: str | None = field(repr=False)
    name: str
    """What people call the provider; it stands on the button."""
    scopes: tuple[str, ...] = ("openid", "email", "profile")
    links_by_email: bool = True
    """Whether somebody with a verified address finds the account that they have here."""
    takes_new_people: bool = False
    """Whether somebody without an account gets one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """With what a provider sent somebody back to us."""

    state: str
    code: str = ""
    issuer: str | None = None
    error: str | None = None
    """Instead of a code."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody is at the provider, from one browser; good for one answer."""

    token_digest: str
    person_id: PersonId | None
    """Who wants to link an identity; None for signing in."""
    next: str
    created_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Say whether it took too long."""
        return now - self.created_at > ATTEMPT_LIFE


@dataclass(frozen=True, slots=True)
class Identity:
    """A person's account at a provider."""

    id: IdentityId
    issuer: str
    subject: str
    person_id: PersonId
    email: str | None
    """As the provider told it last; only to be shown."""
    created_at: datetime
    used_at: datetime


@dataclass(frozen=True, slots=True)
class Claims:
    """What a provider says of somebody, after everything was checked."""

    subject: str
    email: str | None = None
    email_verified: bool = False
    name: str | None = None

    @property
    def proven_email(self) -> str | None:
        """Return the address in the form in which people are found, if the provider has verified it.

        An address whose normal form is another one, such as `ⓐda@example.org`, proves nothing about `ada@example.org`:
        whoever could get the first would be taken for the owner of the second.
        """
        if not self.email or not self.email_verified or len(self.email) > EMAIL_LENGTH:
            return None
        plain = self.email.strip()
        try:
            normal = checked_email(plain)
        except Invalid:
            return None
        return normal if plain.isascii() or plain == normal else None


def local_path(text: str | None) -> str:
    """Return a path of ours to go to afterwards; whatever could lead elsewhere becomes the first page."""
    if not text or len(text) > NEXT_LENGTH or not _LOCAL_PATH.fullmatch(text):
        return "/"
    return text


def issuer_of(text: str) -> str:
    """Check an issuer's address; raises ValueError unless it is https, or a provider on this machine."""
    if not is_safe_address(text, beside=text) or len(text) > ISSUER_LENGTH:
        raise ValueError("must look like https://id.example.org")
    parts = urlsplit(text)
    if parts.query or parts.fragment or "?" in text or "#" in text:
        raise ValueError("must have no query and no fragment")
    return text


def is_safe_address(text: str, *, beside: str) -> bool:
    """Say whether an address of a provider is https; plain http is for one on this machine with all its addresses."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    if not parts.hostname or parts.username is not None or any(letter.isspace() for letter in text):
        return False
    if parts.scheme == "https":
        return True
    return parts.scheme == "http" and _is_this_machine(parts.hostname) and beside.startswith("http://")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
