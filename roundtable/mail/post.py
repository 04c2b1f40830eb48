"""Hands letters over to a mail server. The one file that speaks SMTP."""

import asyncio
import ssl
from email.message import EmailMessage
from typing import Final

import aiosmtplib
from aiosmtplib import SMTP, SMTPException

from roundtable.mail.server import MailServer

SECONDS: Final = 30.0
"""For each step of the conversation."""
AT_ONCE: Final = 2
"""Mail servers count connections from one client."""
_PERMANENT: Final = 500


class NotTaken(Exception):
    """The server does not take this letter, and never will."""


class NotNow(Exception):
    """The server does not take this letter now; later it may."""


class NoServer(Exception):
    """There is no talking to the server at all: it is down, or the settings are wrong. No letter's fault."""


class SmtpPost:
    """Sends letters, each over a connection of its own."""

    def __init__(self, server: MailServer, *, trust: ssl.SSLContext | None = None, seconds: float = SECONDS) -> None:
        self._server = server
        self._trust = trust
        self._seconds = seconds
        self._free = asyncio.Semaphore(AT_ONCE)

    async def send(self, message: EmailMessage, sender: str, to: str) -> None:
        """Hand a letter over; raises NotTaken, NotNow or NoServer."""
        async with self._free:
            smtp = await self._connected()
            try:
                await _handed_over(smtp, message, sender, to)
            finally:
                await self._parted(smtp)

    async def _connected(self) -> SMTP:
        server = self._server
        smtp = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls == "wrapped",
            start_tls={"wrapped": False, "demanded": True, "if offered": None}[server.tls],
            tls_context=self._trust,
            timeout=self._seconds,
        )
        try:
            await smtp.connect()
        except (SMTPException, OSError, ssl.SSLError) as error:
            smtp.close()
            raise NoServer(f"{server.host}: {_said(error)}") from error
        return smtp

    async def _parted(self, smtp: SMTP) -> None:
        """Say goodbye; a letter that was taken stays taken, whatever comes of that."""
        try:
            await smtp.quit()
        except (SMTPException, OSError):
            smtp.close()


async def _handed_over(smtp: SMTP, message: EmailMessage, sender: str, to: str) -> None:
    try:
        await smtp.send_message(message, sender=sender, recipients=[to])
    except aiosmtplib.SMTPSenderRefused as error:
        raise NoServer(_said(error)) from error
    except aiosmtplib.SMTPRecipientsRefused as error:
        code = min(refused.code for refused in error.recipients)
        raise (NotTaken if code >= _PERMANENT else NotNow)(_said(error.recipients[0])) from error
    except aiosmtplib.SMTPResponseException as error:
        raise (NotTaken if error.code >= _PERMANENT else NotNow)(_said(error)) from error
    except aiosmtplib.SMTPNotSupported as error:
        raise NotTaken(_said(error)) from error
    except (SMTPException, OSError) as error:
        raise NotNow(_said(error)) from error


def _said(error: Exception) -> str:
    """Return the server's own words, for the administrator."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return f"{error.code} {error.message}"
    return f"{error}" or type(error).__name__
