"""The data channels of one client, on aiortc's SCTP: opened by the client, bounded in both directions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiortc.rtcdatachannel import RTCDataChannel
from aiortc.rtcsctptransport import RTCSctpCapabilities, RTCSctpTransport

from signaling.transport.dtls import DtlsLink
from signaling.transport.sctp_guard import check_packet
from signaling.transport.srtp import Refused

PORT = 5000  # both sides, as every browser writes it
MAX_MESSAGE = 262_144  # bytes we take and send in one message, as aiortc and browsers do
MAX_CHANNELS = 16
_WAITING = {"_lossy": 65_536, "_data_track": 65_536}  # bytes waiting per channel before a message is refused
_WAITING_RELIABLE = 2 << 20


class _PassiveSctp(RTCSctpTransport):
    """SCTP that waits for the client's INIT: the client always sends one, and two crossing ones cost both twice."""

    async def _init(self) -> None:
        """Send nothing; the association begins with the client's chunk."""


class DataChannels:
    """Made with the client's first SCTP packet; before that there is nothing to keep."""

    def __init__(self, dtls: DtlsLink, receive: Callable[[str, bytes], None]) -> None:
        self._dtls = dtls
        self._receive = receive
        self._sctp: RTCSctpTransport | None = None
        self._channels: dict[str, RTCDataChannel] = {}
        self.refused = 0  # packets that were malformed or beyond a bound

    async def receive(self, packet: bytes) -> None:
        """One SCTP packet. Whatever is in it, no exception leaves here: it would end the client's DTLS."""
        try:
            sctp = self._sctp or await self._start()
            check_packet(packet, getattr(sctp, "_last_received_tsn", None))
            if sctp._advertised_rwnd > 0 or packet[12] != 0:
                await sctp._handle_data(packet)
        except ConnectionError:
            raise
        except Exception:  # noqa: BLE001 - a hostile packet may reach any assertion of the library
            self.refused += 1

    async def _start(self) -> RTCSctpTransport:
        sctp = _PassiveSctp(self._dtls, PORT)
        sctp.on("datachannel", self._opened)
        await sctp.start(RTCSctpCapabilities(maxMessageSize=MAX_MESSAGE), PORT)
        self._sctp = sctp
        return sctp

    def _opened(self, channel: RTCDataChannel) -> None:
        label = channel.label
        if len(self._channels) >= MAX_CHANNELS and label not in self._channels:
            raise Refused("too many data channels")
        self._channels[label] = channel

        def message(payload: Any) -> None:
            self._receive(label, payload if isinstance(payload, bytes) else str(payload).encode())

        channel.on("message", message)

    def send(self, label: str, payload: bytes) -> bool:
        """Queue one message; False if the channel is not open or more than its bound is waiting."""
        channel = self._channels.get(label)
        if channel is None or channel.readyState != "open" or len(payload) > MAX_MESSAGE:
            return False
        if channel.bufferedAmount + len(payload) > _WAITING.get(label, _WAITING_RELIABLE):
            return False
        channel.send(payload)
        return True

    async def close(self) -> None:
        if self._sctp is not None:
            await self._sctp.stop()
        self._channels.clear()
