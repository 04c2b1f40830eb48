"""The ports of the process: one for people, and one on loopback for the media server's own calls."""

import errno
import os
import socket
import ssl
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

from aiohttp import web

SHUTDOWN_SECONDS: Final = 2.0
"""How long requests that are being answered may take when we stop; sockets were told before."""
_LOOPBACK: Final = "127.0.0.1"


class PortTaken(Exception):
    """Another program listens on this port already."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.port = port


class NoSuchAddress(Exception):
    """The machine does not have the address that it should listen on."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen for people."""

    host: str
    port: int
    certificate: ssl.SSLContext | None = None


def certificate_of(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    """Read a certificate and its key; None without both."""
    if certificate is None or key is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return context


def loopback_socket() -> socket.socket:
    """Take a free port that nobody outside this machine reaches; its number is known before anything starts."""
    return socket.create_server((_LOOPBACK, 0))


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches an address that we listen on."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Listeners:
    """Serves one application on both ports."""

    def __init__(self, app: web.Application, limits: dict[str, Any]) -> None:
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS, **limits)
        self._sites: list[web.BaseSite] = []

    async def start(self, place: Place, internal: socket.socket) -> None:
        """Begin to listen; raises PortTaken or NoSuchAddress."""
        await self._runner.setup()
        public = web.TCPSite(
            self._runner, place.host, place.port, ssl_context=place.certificate, reuse_address=os.name == "posix"
        )
        try:
            await public.start()
        except OSError as error:
            raise _explained(error, place) from error
        inner = web.SockSite(self._runner, internal)
        await inner.start()
        self._sites = [public, inner]

    async def take_no_more(self) -> None:
        """Accept no new connections; those that are open stay."""
        for site in self._sites:
            await site.stop()
        self._sites = []

    async def close(self) -> None:
        """Close everything that is still open."""
        await self._runner.cleanup()


def _explained(error: OSError, place: Place) -> Exception:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(place.port)
    if error.errno in (errno.EADDRNOTAVAIL, errno.EACCES) or isinstance(error, socket.gaierror):
        return NoSuchAddress(f"{place.host}:{place.port}: {error.strerror}")
    return error
