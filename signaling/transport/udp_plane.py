"""The media plane of this process: every connection on one UDP port."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

from signaling.forwarding.link import Link
from signaling.forwarding.track import Track
from signaling.plane import Candidate, LocalTransport, Peer, PeerListener, Quality, TrackSid
from signaling.transport.config import PlaneConfig
from signaling.transport.dtls import Certificate, DatagramPipe, DtlsLink, new_certificate
from signaling.transport.peer import UdpPeer
from signaling.transport.stun import binding_success, parse_binding_request
from signaling.transport.udp_port import Address, BoundSocket, UdpPort, host_addresses

_TICK = 0.04  # seconds between two looks at what publishers must hear
_TICKS_A_SECOND = round(1 / _TICK)
_TICKS_A_CHOICE = 6  # layers are chosen anew four times a second

__all__ = ["PlaneConfig", "UdpMediaPlane"]


@dataclass(slots=True)
class PlaneCounters:
    """Datagrams thrown away, by reason. None of them leaves any state behind."""

    unknown: int = 0  # from an address that no client has shown to be its own
    malformed: int = 0
    forged: int = 0  # checks that are not signed with a password of ours


class UdpMediaPlane:
    """Implements `plane.MediaPlane`."""

    def __init__(self, config: PlaneConfig, certificate: Certificate | None = None) -> None:
        self.config = config
        self.consent_timeout = config.consent_timeout
        self._certificate = certificate or new_certificate()
        self._fingerprint = self._certificate.fingerprint
        self._port = UdpPort(self._receive, self._flush)
        self._marked: list[Link] = []  # links with packets that wait for the end of the wake-up
        self.mark = self._marked.append
        self._candidates: tuple[Candidate, ...] = ()
        self._peers: dict[UdpPeer, tuple[str, ...]] = {}  # with the user names they are found by
        self._publishing: dict[UdpPeer, None] = {}
        self._by_ufrag: dict[str, UdpPeer] = {}
        self._by_address: dict[Address, UdpPeer] = {}
        self._tracks: dict[TrackSid, Track] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._ticks = 0
        self.counters = PlaneCounters()

    # --- plane.MediaPlane

    async def start(self) -> None:
        self._port.open(self.config.addresses, self.config.port)
        self._candidates = self._our_candidates()
        self._tick()

    async def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for peer in list(self._peers):
            await peer.close()
        self._port.close()

    def open_peer(self, listener: PeerListener) -> Peer:
        peer = UdpPeer(self, listener)
        self._peers[peer] = ()
        self.renamed(peer)
        return peer

    def admit(self, track: TrackSid, open_: bool) -> None:
        self.track(track).open_gate(open_, monotonic())
        self.forget_idle((track,))

    def layers(self, track: TrackSid) -> Mapping[Quality, bool]:
        known = self._tracks.get(track)
        return known.wanted_layers() if known is not None else {}

    def levels(self) -> Mapping[TrackSid, float]:
        told: dict[TrackSid, float] = {}
        for peer in self._peers:
            for sid, loudness in peer.publisher.router.loudness.items():
                level = loudness.read()
                if level > 0.0 and sid in self._tracks and self._tracks[sid].is_open:
                    told[sid] = level
        return told

    # --- what peers need (peer.PeerHome)

    @property
    def udp_port(self) -> int:
        """The port in use, also when the configuration said 0."""
        return self._port.sockets[0].port if self._port.sockets else self.config.port

    def describe(self, peer: UdpPeer) -> LocalTransport:
        return LocalTransport(peer.ice.current.local, self._fingerprint, self._candidates)

    def dtls(self, pipe: DatagramPipe, peer: UdpPeer) -> DtlsLink:
        async def receive(packet: bytes) -> None:
            await peer.data.receive(packet)

        return DtlsLink(pipe, self._certificate, receive)

    def track(self, sid: TrackSid) -> Track:
        found = self._tracks.get(sid)
        if found is None:
            found = self._tracks[sid] = Track(sid)
        return found

    def forget_idle(self, tracks: Sequence[TrackSid]) -> None:
        for sid in tracks:
            if sid in self._tracks and self._tracks[sid].is_idle:
                del self._tracks[sid]

    def renamed(self, peer: UdpPeer) -> None:
        """The peer's credentials changed: find it by those it answers to now."""
        for ufrag in self._peers.get(peer, ()):
            self._by_ufrag.pop(ufrag, None)
        ufrags = tuple(generation.local.ufrag for generation in peer.ice.generations)
        self._peers[peer] = ufrags
        for ufrag in ufrags:
            self._by_ufrag[ufrag] = peer

    def publishes(self, peer: UdpPeer, whether: bool) -> None:
        """Whether the peer needs a tick: a table of listeners costs none."""
        if whether:
            self._publishing[peer] = None
        else:
            self._publishing.pop(peer, None)

    def left(self, peer: UdpPeer) -> None:
        self._publishing.pop(peer, None)
        for ufrag in self._peers.pop(peer, ()):
            self._by_ufrag.pop(ufrag, None)
        for bound, address in peer.ice.paths:
            del bound
            if self._by_address.get(address) is peer:
                del self._by_address[address]

    # --- datagrams

    def _receive(self, packet: memoryview, address: Address, bound: BoundSocket) -> None:
        """One datagram. The first byte tells what it is (RFC 7983)."""
        first = packet[0]
        if 127 < first < 192:
            peer = self._by_address.get(address)
            if peer is not None:
                peer.receive_media(packet, monotonic())
                return
        elif 19 < first < 64:
            peer = self._by_address.get(address)
            if peer is not None:
                peer.receive_dtls(bytes(packet))
                return
        elif first < 4:
            self._check(bytes(packet), address, bound)
            return
        self.counters.unknown += 1

    def _flush(self) -> None:
        for link in self._marked:
            link.flush()
        self._marked.clear()

    def _check(self, packet: bytes, address: Address, bound: BoundSocket) -> None:
        try:
            request = parse_binding_request(packet)
        except ValueError:
            self.counters.malformed += 1
            return
        peer = self._by_ufrag.get(request.local_ufrag)
        password = peer.ice.password_for(request) if peer is not None else None
        if peer is None or password is None:
            self.counters.forged += 1
            return
        bound.send(binding_success(request, (address[0], address[1]), password), address)
        self._by_address[address] = peer
        generations = len(peer.ice.generations)
        for _, forgotten in peer.checked(request, (bound, address), monotonic()):
            if self._by_address.get(forgotten) is peer:
                del self._by_address[forgotten]
        if len(peer.ice.generations) != generations:
            self.renamed(peer)

    # --- time

    def _tick(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(_TICK, self._tick)
        self._ticks += 1
        now = monotonic()
        for peer in self._publishing:
            peer.tick(now)
        if self._ticks % _TICKS_A_CHOICE == 0:
            for track in self._tracks.values():
                track.tend(now)
            for peer in self._peers:
                peer.choose(now)
        if self._ticks % _TICKS_A_SECOND == 0:
            for peer in list(self._peers):
                peer.tend(now)

    def _our_candidates(self) -> tuple[Candidate, ...]:
        """Host addresses, then public ones; earlier is preferred (RFC 8445 §5.1.2.1)."""
        addresses = [address for bound in self._port.sockets for address in host_addresses(bound.address)]
        addresses += [address for address in self.config.public_addresses if address not in addresses]
        return tuple(
            Candidate(address, self.udp_port, (126 << 24) + ((65535 - place) << 8) + 255)
            for place, address in enumerate(dict.fromkeys(addresses))
        )
