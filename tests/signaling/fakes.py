"""A media plane without packets, and a reporter that remembers: a test reads back what control asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from livekit.protocol.models import ParticipantInfo
from livekit.protocol.models import Room as RoomInfo

from signaling.plane import (
    Candidate,
    IceCredentials,
    IncomingTrack,
    LinkStatistics,
    LocalTransport,
    OutgoingTrack,
    PeerListener,
    Quality,
    RemoteTransport,
    TrackSid,
    Wanted,
)
from signaling.rooms.tracks import Track

FINGERPRINT = ":".join(["AB"] * 32)


@dataclass
class FakePeer:
    """Remembers what it was last told; a test calls its listener."""

    plane: FakePlane
    listener: PeerListener
    number: int
    restarts: int = 0
    connected: bool = False
    remote: RemoteTransport | None = None
    incoming: tuple[IncomingTrack, ...] = ()
    outgoing: tuple[OutgoingTrack, ...] = ()
    wanted: dict[TrackSid, Wanted] = field(default_factory=dict)
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    link: LinkStatistics = field(default_factory=lambda: LinkStatistics(0, 0, None, None))
    closed: bool = False

    @property
    def local(self) -> LocalTransport:
        ice = IceCredentials(f"ufrag{self.number}x{self.restarts}", "p" * 24)
        return LocalTransport(ice, FINGERPRINT, (Candidate("127.0.0.1", 7882, 2130706431),))

    def restart_ice(self) -> LocalTransport:
        self.restarts += 1
        return self.local

    def apply(
        self, remote: RemoteTransport, incoming: Sequence[IncomingTrack], outgoing: Sequence[OutgoingTrack]
    ) -> None:
        self.remote, self.incoming, self.outgoing = remote, tuple(incoming), tuple(outgoing)

    def want(self, track: TrackSid, wanted: Wanted) -> None:
        self.wanted[track] = wanted

    def send_data(self, label: str, payload: bytes) -> bool:
        self.sent.append((label, payload))
        return True

    def statistics(self) -> LinkStatistics:
        return self.link

    async def close(self) -> None:
        self.closed = True

    def connect(self) -> None:
        self.connected = True
        self.listener.on_connected()


@dataclass
class FakePlane:
    """Opens fake peers; `open_tracks` is what may flow at this moment."""

    peers: list[FakePeer] = field(default_factory=list)
    open_tracks: set[TrackSid] = field(default_factory=set)
    wanted_layers: dict[TrackSid, dict[Quality, bool]] = field(default_factory=dict)
    loudness: dict[TrackSid, float] = field(default_factory=dict)
    running: bool = False

    async def start(self) -> None:
        self.running = True

    async def close(self) -> None:
        self.running = False

    def open_peer(self, listener: PeerListener) -> FakePeer:
        peer = FakePeer(self, listener, len(self.peers))
        self.peers.append(peer)
        return peer

    def admit(self, track: TrackSid, open_: bool) -> None:
        (self.open_tracks.add if open_ else self.open_tracks.discard)(track)

    def layers(self, track: TrackSid) -> Mapping[Quality, bool]:
        return self.wanted_layers.get(track, {})

    def levels(self) -> Mapping[TrackSid, float]:
        return dict(self.loudness)


@dataclass
class FakeReporter:
    """What would have been posted as webhooks."""

    events: list[tuple[str, str]] = field(default_factory=list)  # (event, identity)

    def report(
        self, event: str, room: RoomInfo, participant: ParticipantInfo | None = None, track: Track | None = None
    ) -> None:
        self.events.append((event, participant.identity if participant else ""))
