"""The seam between control (who sends and receives what) and media (how packets move).

Control is everything that knows rooms, tokens and messages; media is everything that knows sockets, ciphers and
packets. Control describes each connection as a whole; media works out the difference and moves packets by tables it
rebuilds only then. All calls are synchronous, cheap, and made from the event loop's thread; callbacks likewise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal, NewType, Protocol

TrackSid = NewType("TrackSid", str)
Mid = NewType("Mid", str)
Kind = Literal["audio", "video"]


@dataclass(frozen=True, slots=True)
class IceCredentials:
    """ICE user name fragment and password (RFC 8445 §5.3)."""

    ufrag: str
    password: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A host candidate of ours: one UDP address that answers connectivity checks (RFC 8839 §5.1)."""

    address: str
    port: int
    priority: int
    component: int = 1
    protocol: Literal["udp", "tcp"] = "udp"


@dataclass(frozen=True, slots=True)
class LocalTransport:
    """Our half of the transport, to be written into answers. The server is ICE-lite and DTLS-passive."""

    ice: IceCredentials
    fingerprint: str  # "AA:BB:…", SHA-256 of our certificate
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class RemoteTransport:
    """The client's half, from its offer."""

    ice: IceCredentials
    fingerprints: tuple[tuple[str, str], ...]  # (algorithm as in the SDP, hex with colons)


@dataclass(frozen=True, slots=True)
class Codec:
    """One negotiated payload type, numbers as in that client's offer."""

    mime: str  # "audio/opus", "video/VP8", "audio/red" …, compared case-insensitively
    payload_type: int
    clock_rate: int
    rtx_payload_type: int | None = None


@dataclass(frozen=True, slots=True)
class IncomingTrack:
    """An m-line on which the client sends one track. Found by SSRC if listed, else by MID and RID extensions."""

    track: TrackSid
    mid: Mid
    kind: Kind
    codecs: tuple[Codec, ...]
    extensions: Mapping[str, int]  # URI -> id in force on that connection
    ssrcs: tuple[int, ...] = ()
    rtx_ssrcs: Mapping[int, int] = field(default_factory=dict)  # media SSRC -> its retransmission SSRC
    rids: tuple[str, ...] = ()  # simulcast, lowest first ("q", "h", "f"); empty = one encoding


@dataclass(frozen=True, slots=True)
class OutgoingTrack:
    """An m-line on which the client receives `track`; `ssrc` and `rtx_ssrc` stand in the answer."""

    track: TrackSid
    mid: Mid
    kind: Kind
    codecs: tuple[Codec, ...]
    extensions: Mapping[str, int]
    ssrc: int
    rtx_ssrc: int | None = None


class Quality(IntEnum):
    """A simulcast layer, numbered as LiveKit's VideoQuality."""

    LOW = 0
    MEDIUM = 1
    HIGH = 2
    OFF = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one receiver wants of one track. Control derives it from track_setting and the layers' sizes."""

    paused: bool = False
    quality: Quality = Quality.HIGH  # highest layer worth sending to this receiver
    priority: int = 0


@dataclass(frozen=True, slots=True)
class LinkStatistics:
    """One connection since the last reading, for the quality of a connection (both directions)."""

    packets_expected: int
    packets_lost: int
    round_trip: float | None  # seconds
    jitter: float | None  # seconds


class PeerListener(Protocol):
    """What the media side tells control about one connection."""

    def on_connected(self) -> None:
        """DTLS is up for the first time, or ICE came back after `on_disconnected` (or after a restart)."""

    def on_disconnected(self, reason: str) -> None:
        """Nothing was heard from the client for the consent time (RFC 7675); the peer may still come back."""

    def on_closed(self) -> None:
        """The client ended DTLS or the transport failed for good. The peer is of no more use."""

    def on_data(self, label: str, payload: bytes) -> None:
        """A message on a data channel that the client opened (`_reliable`, `_lossy`)."""

    def on_track_started(self, track: TrackSid, mime: str) -> None:
        """The first media packet of an incoming track arrived."""

    def on_paused(self, track: TrackSid, paused: bool) -> None:
        """This receiver's bandwidth made the media side pause or resume a video it receives."""


class Peer(Protocol):
    """One client's connection."""

    @property
    def local(self) -> LocalTransport: ...

    @property
    def connected(self) -> bool: ...

    def restart_ice(self) -> LocalTransport:
        """New local credentials for an ICE restart. The old path stays alive until the new one is nominated."""

    def apply(
        self, remote: RemoteTransport, incoming: Sequence[IncomingTrack], outgoing: Sequence[OutgoingTrack]
    ) -> None:
        """Take the whole negotiated state. Idempotent; DTLS starts with the first call. Tracks left out are ended."""

    def want(self, track: TrackSid, wanted: Wanted) -> None:
        """What this receiver wants of a track it receives."""

    def send_data(self, label: str, payload: bytes) -> bool:
        """Queue on the client's channel; False if it is not open or more than the bound is waiting."""

    def statistics(self) -> LinkStatistics: ...

    async def close(self) -> None: ...


class MediaPlane(Protocol):
    """All connections of this process on one UDP port."""

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    def open_peer(self, listener: PeerListener) -> Peer: ...

    def admit(self, track: TrackSid, open_: bool) -> None:
        """Open or shut a published track at its entrance (permission and mute). Shut = not one more packet passes.

        Tracks begin shut.
        """

    def layers(self, track: TrackSid) -> Mapping[Quality, bool]:
        """Which layers of a track some receiver wants now (for subscribed_quality_update)."""

    def levels(self) -> Mapping[TrackSid, float]:
        """Loudness 0..1 of each open audio track that spoke since the last reading (RFC 6464 levels, smoothed)."""
