"""The way to one receiver: where its packets go, how they are sealed, and what was sent when."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

Seal = Callable[[bytes, bytes, bytes], bytes]  # (nonce, payload, header) -> encrypted payload with its tag

HISTORY = 4096  # sent packets whose time is kept for transport-wide feedback: 2 s at 2,000 packets/s
HISTORY_MASK = HISTORY - 1


Send = Callable[[Sequence[bytes], Any], int]  # (packets, address) -> how many were dropped


class Link:
    """Read by the forwarding loop, written by the transport. `seal` and `protect` are None until DTLS is up.

    Packets gather in `pending` until the link is flushed, so that what one wake-up of the loop brings can leave in one
    system call. `mark` is called with the first of them and sees to the flush; without one, that is at once.
    """

    __slots__ = (
        "address",
        "dropped",
        "is_open",
        "mark",
        "pending",
        "protect",
        "protect_rtcp",
        "salt",
        "seal",
        "send",
        "sent_at",
        "sent_size",
        "transport_sequence",
    )

    def __init__(self, mark: Callable[[Link], None] | None = None) -> None:
        self.is_open = False
        self.mark = mark or Link.flush
        self.pending: list[bytes] = []
        self.send: Send | None = None
        self.address: Any = None
        self.seal: Seal | None = None
        self.salt = 0
        self.protect: Callable[[bytes], bytes] | None = None
        self.protect_rtcp: Callable[[bytes], bytes] | None = None
        self.transport_sequence = 0
        self.sent_at = array("d", [0.0])
        self.sent_size = array("H", [0])
        self.dropped = 0

    def keep_history(self) -> None:
        """Make room for send times; only a receiver of media needs it."""
        if len(self.sent_at) < HISTORY:
            self.sent_at = array("d", bytes(8 * HISTORY))
            self.sent_size = array("H", bytes(2 * HISTORY))

    def send_rtcp(self, packet: bytes) -> None:
        """Send control packets, or drop them if there is no way now."""
        protect, send = self.protect_rtcp, self.send
        if self.is_open and protect is not None and send is not None:
            self.dropped += send((protect(packet),), self.address)

    def flush(self) -> None:
        """Let go what gathered. A full kernel buffer costs this receiver packets and nobody else anything."""
        if self.is_open and self.send is not None:
            self.dropped += self.send(self.pending, self.address)
        self.pending.clear()  # the forwarding tables hold this very list
