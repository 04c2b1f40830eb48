"""Where letters are handed over, as an operator writes it: `smtp://user:password@mail.example.org`."""

from dataclasses import dataclass, field
from email.headerregistry import Address
from email.utils import parseaddr
from ipaddress import ip_address
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from roundtable.kernel.text import one_line
from roundtable.mail.model import mail_address

Tls = Literal["wrapped", "demanded", "if offered"]
"""From the first byte; by STARTTLS or not at all; by STARTTLS where the server can."""

_PORTS: Final = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server that takes letters from us."""

    host: str
    port: int
    tls: Tls
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def server_at(url: str) -> MailServer:
    """Read the address of a mail server; raises ValueError with a sentence that repeats no password.

    A password never leaves the machine in the clear: with one, STARTTLS is demanded except on the machine itself.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("must look like smtp://user:password@mail.example.org:587") from None
    if parts.scheme not in _PORTS or not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("must look like smtp://user:password@mail.example.org:587, or begin with smtps://")
    if (parts.username is None) != (parts.password is None):
        raise ValueError("needs both a user and a password, or neither")
    user = unquote(parts.username) if parts.username is not None else None
    password = unquote(parts.password) if parts.password is not None else None
    return MailServer(
        parts.hostname, port or _PORTS[parts.scheme], _tls(parts.scheme, parts.hostname, user), user, password
    )


def _tls(scheme: str, host: str, user: str | None) -> Tls:
    if scheme == "smtps":
        return "wrapped"
    return "demanded" if scheme == "smtp+starttls" or (user and not _is_this_machine(host)) else "if offered"


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def sender_of(text: str) -> Address:
    """Read `Roundtable <noreply@example.org>`; raises ValueError if there is no address in it."""
    name, email = parseaddr(text)
    return mail_address(email, one_line(name))
