"""A stage for forwarding tests: one publisher, receivers whose packets are kept instead of sent."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from signaling.congestion import rtcp
from signaling.forwarding.link import Link
from signaling.forwarding.publisher import Publisher
from signaling.forwarding.rtp import MID_URI, RID_URI, parse_header, read_extensions
from signaling.forwarding.subscriber import Subscriber
from signaling.forwarding.track import Track
from signaling.plane import Codec, IncomingTrack, Kind, Mid, OutgoingTrack, TrackSid

VP8 = Codec("video/VP8", 96, 90000, 97)
OPUS = Codec("audio/opus", 111, 48000)
RED = Codec("audio/red", 63, 48000)
SID = TrackSid("TR_stage")
RIDS = ("q", "h", "f")
MID_ID, RID_ID = 9, 10


class Packet(NamedTuple):
    """What a receiver got."""

    payload_type: int
    marker: bool
    sequence: int
    stamp: int
    ssrc: int
    payload: bytes
    extensions: dict[int, bytes]


@dataclass
class Wire:
    """Takes the place of socket and cipher: a receiver's packets and control packets in clear."""

    link: Link = field(default_factory=Link)
    packets: list[Packet] = field(default_factory=list)
    control: list[bytes] = field(default_factory=list)
    nonces: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.link.is_open = True
        self.link.seal = lambda nonce, payload, header: payload
        self.link.send = self._send
        self.link.protect_rtcp = lambda packet: b"\0" + packet

    def _send(self, packets: Sequence[bytes], _address: Any) -> int:
        for packet in packets:
            self._take(packet)
        return 0

    def _take(self, packet: bytes) -> None:
        if packet[0] == 0:
            self.control.append(packet[1:])
            return
        header = parse_header(packet)
        self.packets.append(
            Packet(
                header.payload_type,
                bool(header.marker),
                header.sequence,
                header.timestamp,
                header.ssrc,
                packet[header.size :],
                read_extensions(packet, header),
            )
        )

    def kinds(self) -> list[tuple[int, int]]:
        """(kind, format) of every control packet heard, empty reports left out."""
        told = [packet for compound in self.control for packet in rtcp.walk(compound)]
        return [(one.kind, one.format) for one in told if (one.kind, one.format) != (rtcp.RECEIVER_REPORT, 0)]


class Stage:
    """One published track and its receivers; time is moved by hand."""

    def __init__(self, kind: Kind, codecs: tuple[Codec, ...], *, simulcast: bool = False) -> None:
        self.now = 100.0
        self.track = Track(SID)
        self.publisher_wire = Wire()
        self.pauses: list[tuple[TrackSid, bool]] = []
        self.started: list[tuple[TrackSid, str]] = []
        self.publisher = Publisher(self.publisher_wire.link, lambda *event: self.started.append(event))
        self.incoming = IncomingTrack(
            SID,
            Mid("0"),
            kind,
            codecs,
            {MID_URI: MID_ID, RID_URI: RID_ID},
            () if simulcast else (1,),
            {},
            RIDS if simulcast else (),
        )
        self.publish()
        self.track.open_gate(True, self.now)

    def publish(self) -> None:
        self.publisher.router.apply([self.incoming], lambda _sid: self.track, self.now)

    def receiver(
        self, *codecs: Codec, ssrc: int = 1000, rtx: bool = True, extensions: Mapping[str, int] = MappingProxyType({})
    ) -> tuple[Wire, Subscriber]:
        wire = Wire()
        subscriber = Subscriber(wire.link, lambda *event: self.pauses.append(event))
        outgoing = OutgoingTrack(
            SID,
            Mid("m"),
            self.incoming.kind,
            codecs or self.incoming.codecs,
            extensions,
            ssrc=ssrc,
            rtx_ssrc=ssrc + 1 if rtx else None,
        )
        subscriber.apply([outgoing], lambda _sid: self.track, self.now)
        return wire, subscriber

    def send(
        self,
        sequence: int,
        payload: bytes,
        *,
        stamp: int = 0,
        ssrc: int = 1,
        payload_type: int | None = None,
        rid: str | None = None,
        marker: bool = False,
        element: tuple[int, bytes] | None = None,
    ) -> None:
        """One authentic packet from the publisher; `sequence` is its index."""
        number = self.incoming.codecs[0].payload_type if payload_type is None else payload_type
        elements = b""
        if rid is not None:
            elements = bytes((MID_ID << 4, ord("0"), RID_ID << 4 | len(rid) - 1)) + rid.encode()
        if element is not None:
            elements += bytes((element[0] << 4 | len(element[1]) - 1,)) + element[1]
        elements += bytes(-len(elements) % 4)
        extension = struct.pack("!HH", 0xBEDE, len(elements) // 4) + elements if elements else b""
        head = struct.pack(
            "!BBHII", 0x90 if extension else 0x80, number | marker << 7, sequence & 0xFFFF, stamp & 0xFFFFFFFF, ssrc
        )
        packet = head + extension + payload
        header = parse_header(packet)
        self.publisher.receive(header, sequence, payload, memoryview(packet), self.now)


def vp8(picture: int, tl0: int, *, key: bool = False, body: bytes = b"body") -> bytes:
    """The first packet of a VP8 picture with a 15-bit picture id."""
    return bytes((0x90, 0xC0, 0x80 | picture >> 8 & 0x7F, picture & 0xFF, tl0 & 0xFF, 0 if key else 1)) + body


def rtcp_packet(packet: bytes) -> rtcp.Rtcp:
    return next(iter(rtcp.walk(packet)))
