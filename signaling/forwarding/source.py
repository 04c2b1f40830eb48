"""One SSRC of a publisher: which layer its packets belong to, and how well they arrive."""

from __future__ import annotations

from signaling.congestion.reception import Reception
from signaling.congestion.sequence import unwrap
from signaling.forwarding.layer import Layer
from signaling.forwarding.levels import Loudness, packet_level
from signaling.forwarding.rtp import (
    AUDIO_LEVEL_URI,
    ORIENTATION_URI,
    SEND_TIME_URI,
    TRANSPORT_SEQUENCE_URI,
    RtpHeader,
    without_padding,
)
from signaling.plane import IncomingTrack

_OSN_SIZE = 2  # bytes of the original sequence number before a retransmitted payload (RFC 4588 §4)


class Source:
    """Media itself, or (`repairs` set) retransmissions of another source."""

    __slots__ = (
        "_clock_rate",
        "_level_id",
        "_orientation_id",
        "_original_types",
        "incoming",
        "layer",
        "loudness",
        "reception",
        "repairs",
        "send_time_id",
        "ssrc",
        "transport_sequence_id",
    )

    def __init__(self, ssrc: int, incoming: IncomingTrack, layer: Layer, loudness: Loudness) -> None:
        self.ssrc = ssrc
        self.layer = layer
        self.loudness = loudness
        self.repairs: Source | None = None
        self.reception: Reception | None = None
        self._clock_rate = layer.clock_rate
        self.configure(incoming)

    def configure(self, incoming: IncomingTrack) -> None:
        """Numbers as they stand in the newest negotiation."""
        extensions = incoming.extensions
        self.incoming = incoming
        self.transport_sequence_id = extensions.get(TRANSPORT_SEQUENCE_URI, -1)
        self.send_time_id = extensions.get(SEND_TIME_URI, -1)
        self._level_id = extensions.get(AUDIO_LEVEL_URI, -1)
        self._orientation_id = extensions.get(ORIENTATION_URI, -1)
        self._original_types = {
            codec.rtx_payload_type: codec.payload_type
            for codec in incoming.codecs
            if codec.rtx_payload_type is not None
        }

    @property
    def wants_retransmissions(self) -> bool:
        """Only where the publisher can send them apart from the media (RFC 4588)."""
        return self.repairs is None and bool(self._original_types)

    def receive(self, header: RtpHeader, index: int, payload: bytes, elements: dict[int, bytes], now: float) -> None:
        """One authentic packet."""
        if self.repairs is not None:
            self._recover(self.repairs, header, payload, now)
            return
        reception = self.reception
        if reception is None:
            reception = self.reception = Reception(index, self._clock_rate)
        reception.arrived(index, header.timestamp, now)
        if header.padded:
            payload = without_padding(payload)
        track = self.layer.track
        if not track.is_open:
            return
        if track.kind == "audio":
            self.loudness.heard(packet_level(elements.get(self._level_id)))
        turned = elements.get(self._orientation_id)
        self.layer.forward(
            header.payload_type,
            index,
            header.timestamp,
            header.marker,
            payload,
            turned[0] & 0x0F if turned else None,
            now,
        )

    def _recover(self, original: Source, header: RtpHeader, payload: bytes, now: float) -> None:
        """Unwrap a retransmission and treat it as the packet that was lost."""
        if header.padded:
            payload = without_padding(payload)
        payload_type = self._original_types.get(header.payload_type)
        reception = original.reception
        if len(payload) < _OSN_SIZE or payload_type is None or reception is None:
            return  # bandwidth probes are empty packets of this kind
        index = unwrap(int.from_bytes(payload[:_OSN_SIZE], "big"), reception.highest)
        if index < reception.first or not reception.recovered(index):
            return
        layer = original.layer
        if layer.track.is_open:
            layer.forward(payload_type, index, header.timestamp, header.marker, payload[_OSN_SIZE:], None, now)
