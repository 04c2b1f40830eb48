"""A real mail server that keeps what it gets, and refuses what a test wants it to."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.roundtable.certificates import certificate


@dataclass
class Mailbox:
    """Takes letters; `answers` are given to the next of them instead of taking them."""

    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    users: list[bytes] = field(default_factory=list)
    port: int = 0
    password: bytes = b"s3cret"

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers and self.answers[0].startswith("RCPT "):
            return self.answers.pop(0).removeprefix("RCPT ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        content = cast(bytes, envelope.content)
        self.raw.append(content)
        self.letters.append(message_from_bytes(content, policy=default))
        self.recipients.extend(envelope.rcpt_tos)
        self.encrypted.append(session.ssl is not None)
        return "250 taken"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """Know one password."""
        if isinstance(data, LoginPassword) and data.password == self.password:
            self.users.append(data.login)
            return AuthResult(success=True)
        return AuthResult(success=False, handled=False)


@asynccontextmanager
async def mail_server(
    mailbox: Mailbox, *, tls: ssl.SSLContext | None = None, wrapped: bool = False, **options: Any
) -> AsyncIterator[Mailbox]:
    """A server on a port of its own."""
    starttls = None if wrapped else tls
    protocol: Callable[[], SMTP] = lambda: SMTP(mailbox, tls_context=starttls, **options)  # noqa: E731
    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=tls if wrapped else None)
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        server.close()
        await server.wait_closed()


def tls_of(directory: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server on this machine proves itself with, and a client that trusts it."""
    cert, key = certificate(directory)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(cert, key)
    return server, ssl.create_default_context(cafile=str(cert))
