"""One client's WebSocket, and who may open one."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import web

from roundtable.gateway.limits import CONNECT_SECONDS, Bucket, SocketCounts, command_bucket, frame_bucket
from roundtable.gateway.outbox import Outbox


@dataclass(eq=False, slots=True)
class ClientSocket:
    """One open WebSocket. `is_connected` once its first packet was accepted."""

    request: web.Request
    address: str
    outbox: Outbox
    is_connected: bool = False
    malformed: int = 0
    frames: Bucket = field(default_factory=frame_bucket)
    commands: Bucket = field(default_factory=command_bucket)


@dataclass(frozen=True, slots=True)
class Door:
    """Who may open a socket at all."""

    origins: Callable[[web.Request], Collection[str]]
    """The exact origins whose pages may connect, `https://club.example`. Absent and `null` are never among them."""
    address_of: Callable[[web.Request], str]
    """The client's address, from behind listed proxies only."""
    counts: SocketCounts = field(default_factory=SocketCounts)
    connect_seconds: float = CONNECT_SECONDS


class Handlers(Protocol):
    """What is called for a socket: one call at a time, and nothing before `connect` has returned."""

    async def connect(self, socket: ClientSocket, auth: Mapping[str, object]) -> None:
        """Let the client in, or raise a `Refusal`."""
        ...

    async def greet(self, socket: ClientSocket) -> None:
        """The client has been told that it is connected; say what it needs to begin."""
        ...

    async def command(self, socket: ClientSocket, content: dict[str, object]) -> dict[str, object]:
        """Carry out a command and return its acknowledgement. Must not raise."""
        ...

    async def query(self, socket: ClientSocket, content: dict[str, object]) -> dict[str, object]:
        """Answer a question. Must not raise."""
        ...

    def answered(self, socket: ClientSocket) -> None:
        """The acknowledgement of the last command or query is on its way."""
        ...

    async def disconnect(self, socket: ClientSocket) -> None:
        """A client that was let in is gone. Called exactly once for each `connect` that returned."""
        ...
