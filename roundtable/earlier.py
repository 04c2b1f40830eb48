"""A server at another time, with a clock that is set by hand: so that demo data has a past that really happened.

It is the whole platform, reached by the same HTTP API and gateway as ever; only what time it is comes from outside.
"""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Final

from roundtable.composition import Roundtable
from roundtable.demo.server_process import free_port
from roundtable.kernel.clock import ManualClock
from roundtable.serving import secrets_of
from roundtable.settings import Settings

LOOPBACK: Final = "127.0.0.1"


class EarlierServer:
    """A running server at a moment that `be` sets."""

    def __init__(self, roundtable: Roundtable, url: str, clock: ManualClock) -> None:
        self.url = url
        self._roundtable = roundtable
        self._clock = clock

    def now(self) -> datetime:
        """Tell what time it is there."""
        return self._clock.now()

    def be(self, moment: datetime) -> None:
        """Let it be a moment. Time does not run backwards."""
        self._clock.advance(max(0.0, (moment - self._clock.now()).total_seconds()))

    async def first_start_token(self) -> str:
        """Return the token of the link that a first start prints; empty once there is an account."""
        return await self._roundtable.people.first_start_token() or ""


@asynccontextmanager
async def at_another_time(data: Path, moment: datetime) -> AsyncIterator[EarlierServer]:
    """Serve a data directory for this machine alone, on ports of its own; of the settings only the secret counts.

    It believes a proxy on this machine, so that each of its visitors can have an address of their own.
    """
    port = free_port(socket.SOCK_STREAM)
    ours: dict[str, object] = {
        **{name: field.default for name, field in Settings.model_fields.items() if name != "secret"},
        "data": data,
        "port": port,
        "udp_port": free_port(socket.SOCK_DGRAM),
        "trusted_proxies": (ip_network(LOOPBACK),),
        "client": data / "no-client",
    }
    settings = Settings().model_copy(update=ours)
    clock = ManualClock(moment)
    roundtable = Roundtable(settings, secrets_of(settings), clock)
    try:
        await roundtable.start()
        yield EarlierServer(roundtable, f"http://{LOOPBACK}:{port}", clock)
    finally:
        await roundtable.stop()
