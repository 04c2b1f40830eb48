"""The way out to one client: everything said to it leaves through here, in the order in which it was said.

The library would put each packet into a queue that a task per socket empties. Writing to the transport at once costs
less, and makes the order between the library's packets (acknowledgements, pings) and shared frames trivial.
"""

import asyncio
from collections.abc import Callable
from typing import Final, Protocol

from roundtable.gateway.frames import text_frame

MAX_UNSENT_BYTES: Final = 512 * 1024
"""Past this the client reads too slowly to keep up: it is cut, and asks for a snapshot when it is back."""
MAX_WAITING_FRAMES: Final = 16
"""Before the handshake is over only the library's own greeting waits here."""
NORMAL_CLOSE: Final = 1000
_ENGINE_CLOSE: Final = "1"


class Encodable(Protocol):
    """An Engine.IO packet."""

    def encode(self) -> str | bytes:
        """Return the packet's text."""
        ...


class Outbox:
    """One socket's outgoing side. Also stands in for the library's packet queue (`put`, `join`)."""

    __slots__ = ("_hang_up", "_transport", "_waiting", "cut_for", "is_finished")

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._hang_up: Callable[[int], None] | None = None
        self._waiting: list[bytes] = []
        self.is_finished = False
        """Nothing more will be said to this client."""
        self.cut_for: str | None = None
        """Why the server gave this client up, when it did."""

    def open(self, transport: asyncio.Transport, hang_up: Callable[[int], None]) -> None:
        """The handshake is over: send what waited, and write at once from now on.

        `hang_up` takes a close code and starts the closing handshake.
        """
        self._transport = transport
        self._hang_up = hang_up
        waiting, self._waiting = self._waiting, []
        for frame in waiting:
            self.write(frame)

    def write(self, frame: bytes) -> None:
        """Send finished WebSocket bytes. Never blocks and never raises; a client that does not read is cut."""
        if self.is_finished:
            return
        transport = self._transport
        if transport is None:
            self._wait(frame)
            return
        if transport.is_closing():
            return
        try:
            transport.write(frame)
            unsent = transport.get_write_buffer_size()
        except (OSError, RuntimeError):  # some event loops raise for a transport that has just gone
            self.cut("gone")
            return
        if unsent > MAX_UNSENT_BYTES:
            self.cut("too slow")

    def finish(self, code: int) -> None:
        """Close with this code after everything said so far; what is said later is dropped."""
        if not self.is_finished and self._hang_up is not None:
            self._hang_up(code)
        self.is_finished = True

    def cut(self, reason: str) -> None:
        """Give this client up at once, dropping what it has not read."""
        self.is_finished = True
        self.cut_for = self.cut_for or reason
        if self._transport is not None:
            self._transport.abort()

    async def put(self, packet: Encodable) -> None:
        """The library's way to send a packet. Text only: nothing we send is binary."""
        encoded = packet.encode()
        if not isinstance(encoded, str):
            raise TypeError("the gateway sends no binary packets")
        self.write(text_frame(encoded.encode()))
        if encoded == _ENGINE_CLOSE:
            self.finish(NORMAL_CLOSE)

    async def join(self) -> None:
        """The library waits here until its queue is empty; ours always is."""

    def _wait(self, frame: bytes) -> None:
        if len(self._waiting) >= MAX_WAITING_FRAMES:
            self.cut("too slow")
            return
        self._waiting.append(frame)
