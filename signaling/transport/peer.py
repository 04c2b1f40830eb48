"""One client's connection: ICE, DTLS, data channels and both halves of its media, put together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import Protocol

from signaling.congestion import rtcp
from signaling.forwarding.link import Link
from signaling.forwarding.publisher import Publisher
from signaling.forwarding.rtp import is_rtcp, parse_header
from signaling.forwarding.subscriber import Subscriber
from signaling.forwarding.track import Track
from signaling.plane import (
    IncomingTrack,
    LinkStatistics,
    LocalTransport,
    OutgoingTrack,
    PeerListener,
    RemoteTransport,
    TrackSid,
    Wanted,
)
from signaling.transport.data_channels import DataChannels
from signaling.transport.dtls import DatagramPipe, DtlsLink
from signaling.transport.ice import IceLite
from signaling.transport.srtp import Refused, SrtpSession, srtp_session
from signaling.transport.stun import BindingRequest
from signaling.transport.udp_port import Address, BoundSocket

Path = tuple[BoundSocket, Address]


class PeerHome(Protocol):
    """What a peer needs of the plane it lives in."""

    consent_timeout: float

    def mark(self, link: Link) -> None: ...

    def describe(self, peer: UdpPeer) -> LocalTransport: ...

    def dtls(self, pipe: DatagramPipe, peer: UdpPeer) -> DtlsLink: ...

    def track(self, sid: TrackSid) -> Track: ...

    def forget_idle(self, tracks: Sequence[TrackSid]) -> None: ...

    def renamed(self, peer: UdpPeer) -> None: ...

    def publishes(self, peer: UdpPeer, whether: bool) -> None: ...

    def left(self, peer: UdpPeer) -> None: ...


class UdpPeer:
    """Implements `plane.Peer`. `bad` counts what was thrown away because it was not authentic or not well-formed."""

    def __init__(self, home: PeerHome, listener: PeerListener) -> None:
        self._home = home
        self._listener = listener
        self.ice: IceLite[Path] = IceLite(monotonic())
        self.link = Link(home.mark)
        self.publisher = Publisher(self.link, listener.on_track_started)
        self.subscriber = Subscriber(self.link, listener.on_paused)
        self._pipe = DatagramPipe(self._send)
        self._dtls = home.dtls(self._pipe, self)
        self._dtls.on_state(self._dtls_changed)
        self.data = DataChannels(self._dtls, listener.on_data)
        self._session: SrtpSession | None = None
        self._handshake: asyncio.Task[None] | None = None
        self._closed = False
        self.bad = 0

    # --- plane.Peer

    @property
    def local(self) -> LocalTransport:
        return self._home.describe(self)

    @property
    def connected(self) -> bool:
        return self._session is not None and not self.ice.silent and not self._closed

    def restart_ice(self) -> LocalTransport:
        self.ice.restart()
        self._home.renamed(self)
        return self.local

    def apply(
        self, remote: RemoteTransport, incoming: Sequence[IncomingTrack], outgoing: Sequence[OutgoingTrack]
    ) -> None:
        if self._closed:
            return
        now = monotonic()
        self.ice.describe_remote(remote.ice)
        if self._handshake is None:
            self._handshake = asyncio.get_running_loop().create_task(self._connect(remote.fingerprints))
        ended = self.publisher.router.apply(incoming, self._home.track, now)
        self.publisher.ended(ended)
        self._home.publishes(self, self.publisher.is_active)
        ended += self.subscriber.apply(outgoing, self._home.track, now)
        self._home.forget_idle(ended)

    def want(self, track: TrackSid, wanted: Wanted) -> None:
        self.subscriber.want(track, wanted, monotonic())

    def send_data(self, label: str, payload: bytes) -> bool:
        return self.connected and self.data.send(label, payload)

    def statistics(self) -> LinkStatistics:
        expected, lost, jitter = self.publisher.statistics()
        expected_down, lost_down = self.subscriber.statistics()
        return LinkStatistics(expected + expected_down, lost + lost_down, self.subscriber.round_trip, jitter)

    async def close(self) -> None:
        """End everything at once; the client is told by DTLS."""
        if self._closed:
            return
        self._closed = True
        await self.data.close()
        await self._dtls.stop()
        self.link.is_open = False
        self._pipe.close()
        if self._handshake is not None:
            self._handshake.cancel()
        tracks = self.publisher.router.apply((), self._home.track, monotonic())
        tracks += tuple(one.track for one, _, _ in self.subscriber.legs.values())
        self.subscriber.close()
        self._home.forget_idle(tracks)
        self._home.left(self)

    # --- connection

    async def _connect(self, fingerprints: tuple[tuple[str, str], ...]) -> None:
        if not await self._dtls.connect(fingerprints) or self._dtls.keys is None:
            if not self._closed:
                self._listener.on_closed()
            return
        session = srtp_session(self._dtls.keys)
        self._session, link = session, self.link
        link.seal, link.salt = session.seal, session.salt
        link.protect, link.protect_rtcp = session.protect, session.protect_rtcp
        self._open(monotonic())

    def _open(self, now: float) -> None:
        """The way to the client is there (again)."""
        self.ice.silent = False
        self.ice.heard(now)
        self.link.is_open = True
        self.subscriber.changed()
        self._listener.on_connected()

    def _dtls_changed(self) -> None:
        """After the handshake only: the client ended DTLS."""
        if self._dtls.is_over and self._session is not None and not self._closed:
            self.link.is_open = False
            self.subscriber.changed()
            self._session = None
            self._listener.on_closed()

    def _send(self, datagram: bytes) -> None:
        silent = self._session is not None and self.ice.silent  # no consent to send (RFC 7675 §5.1)
        if self.ice.selected is not None and not silent:
            bound, address = self.ice.selected
            bound.send(datagram, address)

    # --- datagrams, already known to come from one of this client's addresses

    def checked(self, request: BindingRequest, path: Path, now: float) -> list[Path]:
        """An authentic check arrived on `path`; returns the paths that are over."""
        generations = len(self.ice.generations)
        changed, forgotten = self.ice.checked(request, path, now)
        if changed:
            bound, address = path
            self.link.send, self.link.address = bound.send_all, address
            self.subscriber.changed()
        restarted = len(self.ice.generations) < generations
        if self._session is not None and (self.ice.silent or restarted):
            self._open(now)
        return forgotten

    def receive_dtls(self, datagram: bytes) -> None:
        self._pipe.feed(datagram)

    def receive_media(self, packet: memoryview, now: float) -> None:
        """SRTP or SRTCP. Never raises: whatever is wrong with a packet is that packet's end."""
        session = self._session
        if session is None:
            return
        try:
            if is_rtcp(packet):
                self._control(session.open_rtcp(packet), now)
            else:
                header = parse_header(packet)
                index, payload = session.open(header, packet)
                self.publisher.receive(header, index, payload, packet, now)
        except (Refused, ValueError):
            self.bad += 1
            return
        self.ice.heard_at = now

    def _control(self, compound: bytes, now: float) -> None:
        for packet in rtcp.walk(compound):
            if packet.kind == rtcp.SENDER_REPORT:
                self.publisher.sender_reported(packet, now)
            self.subscriber.control(packet, now)

    # --- time

    def tick(self, now: float) -> None:
        """Every few tens of milliseconds, for those who publish."""
        if self._session is not None:
            self.publisher.tick(now)

    def choose(self, now: float) -> None:
        """A few times a second, for receivers."""
        if self.link.is_open:
            self.subscriber.tick(now)

    def tend(self, now: float) -> None:
        """Once a second."""
        self.subscriber.reset()
        if self._session is not None and self.ice.became_silent(now, self._home.consent_timeout):
            self.link.is_open = False
            self.subscriber.changed()
            self._listener.on_disconnected("nothing heard for the consent time")
