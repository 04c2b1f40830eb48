"""Real clients through one UDP port: STUN, DTLS, SRTP and SCTP on loopback."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass
from time import monotonic

import pytest
from aiortc.rtcdtlstransport import SRTP_AEAD_AES_256_GCM, SRTP_AES128_CM_SHA1_80, SRTPProtectionProfile

from signaling.congestion import rtcp
from signaling.forwarding.rtp import TRANSPORT_SEQUENCE_URI
from signaling.plane import Codec, IceCredentials, IncomingTrack, Mid, OutgoingTrack, Peer, RemoteTransport, TrackSid
from signaling.transport.udp_plane import PlaneConfig, UdpMediaPlane
from tests.signaling.transport.client import WAIT, MediaClient
from tests.signaling.transport.heard import Heard

VOICE = TrackSid("TR_voice")
OPUS = Codec("audio/opus", 111, 48000)
ALICE_SSRC, BOB_SSRC = 0xAAAA, 0xBBBB


@dataclass
class Person:
    """A client with its peer on the server and what that peer said."""

    client: MediaClient
    peer: Peer
    heard: Heard
    plane: UdpMediaPlane
    incoming: tuple[IncomingTrack, ...] = ()
    outgoing: tuple[OutgoingTrack, ...] = ()

    def apply(self) -> None:
        self.peer.apply(self.client.description, self.incoming, self.outgoing)

    async def connect(self) -> None:
        self.apply()
        await self.client.connect(self.peer.local)
        await self.heard.until("connected")


def person(plane: UdpMediaPlane, profiles: list[SRTPProtectionProfile] | None = None) -> Person:
    heard = Heard()
    return Person(MediaClient(profiles=profiles), plane.open_peer(heard), heard, plane)


@pytest.fixture
async def plane() -> AsyncIterator[UdpMediaPlane]:
    plane = UdpMediaPlane(PlaneConfig(port=0, addresses=("127.0.0.1",)))
    await plane.start()
    yield plane
    await plane.close()


@pytest.fixture
async def alice(plane: UdpMediaPlane) -> AsyncIterator[Person]:
    alice = person(plane)
    alice.incoming = (IncomingTrack(VOICE, Mid("0"), "audio", (OPUS,), {TRANSPORT_SEQUENCE_URI: 3}, (ALICE_SSRC,)),)
    yield alice
    await alice.client.close()


@pytest.fixture
async def bob(plane: UdpMediaPlane) -> AsyncIterator[Person]:
    bob = person(plane)
    bob.outgoing = (OutgoingTrack(VOICE, Mid("1"), "audio", (OPUS,), {}, BOB_SSRC),)
    yield bob
    await bob.client.close()


def word(sequence: int, payload: bytes) -> bytes:
    """A voice packet with a transport-wide sequence number."""
    head = struct.pack("!BBHII", 0x90, 111, sequence, sequence * 960, ALICE_SSRC)
    return head + struct.pack("!HHBHx", 0xBEDE, 1, 3 << 4 | 1, sequence) + payload


async def say(alice: Person, bob: Person, sequence: int) -> None:
    """Alice says one word and Bob hears it."""
    text = b"word %d" % sequence
    await alice.client.send_rtp(word(sequence, text))
    await bob.client.until(lambda: any(packet.endswith(text) for packet in bob.client.dtls.rtp))


async def test_a_voice_is_heard_once_it_is_admitted(plane: UdpMediaPlane, alice: Person, bob: Person) -> None:
    await asyncio.gather(alice.connect(), bob.connect())
    await alice.client.send_rtp(word(1, b"shut"))
    await alice.heard.until("started", VOICE, "audio/opus")
    plane.admit(VOICE, True)
    for sequence in range(2, 5):
        await say(alice, bob, sequence)
    headers = [struct.unpack("!BBHII", packet[:12]) for packet in bob.client.dtls.rtp]
    assert [packet[12:] for packet in bob.client.dtls.rtp] == [b"word 2", b"word 3", b"word 4"]
    assert [header[2] - headers[0][2] for header in headers] == [0, 1, 2]
    assert {header[4] for header in headers} == {BOB_SSRC}


async def test_the_publisher_is_told_what_arrived(alice: Person) -> None:
    await alice.connect()
    for sequence in range(1, 4):
        await alice.client.send_rtp(word(sequence, b"word"))
    await alice.client.until(lambda: any(rtcp.TRANSPORT_FEEDBACK in kinds(packet) for packet in alice.client.dtls.rtcp))
    assert all(kinds(packet)[0] == rtcp.RECEIVER_REPORT for packet in alice.client.dtls.rtcp)


def kinds(compound: bytes) -> list[int]:
    return [packet.kind for packet in rtcp.walk(compound)]


@pytest.mark.parametrize("profile", [SRTP_AEAD_AES_256_GCM, SRTP_AES128_CM_SHA1_80])
async def test_older_ciphers_are_served_too(
    plane: UdpMediaPlane, alice: Person, bob: Person, profile: SRTPProtectionProfile
) -> None:
    alice.client.dtls._srtp_profiles = bob.client.dtls._srtp_profiles = [profile]
    await asyncio.gather(alice.connect(), bob.connect())
    plane.admit(VOICE, True)
    for sequence in range(1, 4):
        await say(alice, bob, sequence)


async def test_data_channels_carry_messages_both_ways(alice: Person) -> None:
    await alice.connect()
    reliable = await alice.client.open_channel("_reliable")
    answers: list[bytes] = []
    (await alice.client.open_channel("_lossy", ordered=False)).on("message", answers.append)
    reliable.send(b"x" * 60_000)
    await alice.heard.until("data", "_reliable", b"x" * 60_000)
    assert alice.peer.send_data("_lossy", b"to alice")
    reliable.send(b"more")
    await alice.heard.until("data", "_reliable", b"more")
    assert answers == [b"to alice"]
    assert not alice.peer.send_data("_never_opened", b"")


async def test_what_waits_for_a_slow_client_is_bounded(alice: Person) -> None:
    await alice.connect()
    await alice.client.open_channel("_lossy", ordered=False)
    sent = 0
    while alice.peer.send_data("_lossy", bytes(10_000)):
        sent += 1
        assert sent < 100
    assert sent > 0


async def test_a_wrong_certificate_ends_the_connection(plane: UdpMediaPlane, alice: Person) -> None:
    forged = ":".join(["00"] * 32)
    alice.peer.apply(RemoteTransport(alice.client.credentials, (("sha-256", forged),)), alice.incoming, ())
    await alice.client.connect(alice.peer.local)
    await alice.heard.until("closed")
    assert not alice.peer.connected


async def test_a_client_that_changes_its_address_is_followed(plane: UdpMediaPlane, alice: Person, bob: Person) -> None:
    await asyncio.gather(alice.connect(), bob.connect())
    plane.admit(VOICE, True)
    await say(alice, bob, 1)
    for someone in (alice, bob):
        someone.client.move()
        await asyncio.wait_for(someone.client.check(), WAIT)
    await say(alice, bob, 2)


async def test_a_restart_of_ice_keeps_media_flowing(plane: UdpMediaPlane, alice: Person, bob: Person) -> None:
    await asyncio.gather(alice.connect(), bob.connect())
    plane.admit(VOICE, True)
    await say(alice, bob, 1)
    old = bob.peer.local.ice
    bob.client.remote = bob.peer.restart_ice()
    assert bob.client.remote.ice != old
    bob.client.credentials = IceCredentials("again", "q" * 22)
    bob.apply()
    await say(alice, bob, 2)  # over the old path
    bob.client.move()
    await asyncio.wait_for(bob.client.check(), WAIT)
    await say(alice, bob, 3)
    assert bob.heard.events == [("connected",), ("connected",)]
    assert len(plane._by_ufrag) == 2
    assert len(plane._by_address) == 2


async def test_silence_is_noticed_and_forgiven(plane: UdpMediaPlane, alice: Person) -> None:
    await alice.connect()
    late = monotonic() + plane.consent_timeout + 1
    for peer in plane._peers:
        peer.tend(late)
    await alice.heard.until("disconnected")
    assert not alice.peer.connected
    await asyncio.wait_for(alice.client.check(), WAIT)
    await alice.heard.until("connected", times=2)
    assert alice.peer.connected


async def test_a_client_that_leaves_is_noticed(alice: Person) -> None:
    await alice.connect()
    await alice.client.dtls.stop()
    await alice.heard.until("closed")


async def test_a_check_with_the_wrong_password_is_not_answered(plane: UdpMediaPlane, alice: Person) -> None:
    alice.apply()
    alice.client.remote = alice.peer.local
    forged = alice.client.check(password="x" * 24)
    await asyncio.wait_for(alice.client.check(), WAIT)
    assert not forged.done()
    assert plane.counters.forged == 1


async def test_nothing_is_kept_of_who_left(plane: UdpMediaPlane, alice: Person, bob: Person) -> None:
    await asyncio.gather(alice.connect(), bob.connect())
    plane.admit(VOICE, True)
    await say(alice, bob, 1)
    await alice.peer.close()
    await alice.peer.close()
    await bob.peer.close()
    plane.admit(VOICE, False)
    assert (plane._peers, plane._by_ufrag, plane._by_address, plane._tracks) == ({}, {}, {}, {})


async def test_ipv6_and_ipv4_share_the_port_number() -> None:
    plane = UdpMediaPlane(PlaneConfig(port=0, addresses=("127.0.0.1", "::1"), public_addresses=("192.0.2.7",)))
    await plane.start()
    candidates = plane.open_peer(Heard()).local.candidates
    assert [candidate.address for candidate in candidates] == ["127.0.0.1", "::1", "192.0.2.7"]
    assert len({candidate.port for candidate in candidates}) == 1
    assert [candidate.priority for candidate in candidates] == sorted(
        (candidate.priority for candidate in candidates), reverse=True
    )
    await plane.close()


async def test_statistics_count_both_directions(plane: UdpMediaPlane, alice: Person, bob: Person) -> None:
    await asyncio.gather(alice.connect(), bob.connect())
    plane.admit(VOICE, True)
    await say(alice, bob, 1)
    await say(alice, bob, 4)
    told = alice.peer.statistics()
    assert (told.packets_expected, told.packets_lost) == (4, 2)
    for lost in (0, 1):
        block = rtcp.ReportBlock(BOB_SSRC, 0, lost, 100 + 10 * lost, 0, 0, 0)
        await bob.client.dtls._send_rtp(rtcp.receiver_report([block]))
    await asyncio.wait_for(bob.client.check(), WAIT)  # answered after the reports were read
    told = bob.peer.statistics()
    assert (told.packets_expected, told.packets_lost) == (10, 1)
