"""The way to one receiver: where its packets go, how they are sealed, and what was sent when."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

Seal = Callable[[bytes, bytes, bytes], bytes]  # (nonce, payload, header) -> encrypted payload with its tag

HISTORY = 4096  # sent packets whose time is kept for transport-wide feedback: 2 s at 2,000 packets/s
HISTORY_MASK = HISTORY - 1


class Link:
    """Read by the forwarding loop, written by the transport. `seal` and `protect` are None until DTLS is up."""

    __slots__ = (
        "address",
        "dropped",
        "is_open",
        "protect",
        "protect_rtcp",
        "salt",
        "seal",
        "sendto",
        "sent_at",
        "sent_size",
        "transport_sequence",
    )

    def __init__(self) -> None:
        self.is_open = False
        self.sendto: Callable[[bytes, Any], int] | None = None
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
        protect, sendto = self.protect_rtcp, self.sendto
        if not self.is_open or protect is None or sendto is None:
            return
        try:
            sendto(protect(packet), self.address)
        except OSError:
            self.dropped += 1
