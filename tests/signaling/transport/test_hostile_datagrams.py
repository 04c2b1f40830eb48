"""Whatever arrives at the port, nothing is raised, nothing is kept, and nobody else notices."""

from __future__ import annotations

import asyncio
import gc
import socket
import struct
from collections.abc import AsyncIterator

import pytest
from google_crc32c import value as crc32c
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signaling.congestion import rtcp
from signaling.plane import IncomingTrack, Mid, OutgoingTrack
from signaling.transport.udp_plane import UdpMediaPlane
from tests.signaling.transport.client import WAIT
from tests.signaling.transport.test_udp_plane import (
    ALICE_SSRC,
    BOB_SSRC,
    OPUS,
    VOICE,
    Person,
    person,
    plane,
    say,
    word,
)

__all__ = ["plane"]

FIRST_BYTES = [0, 1, 3, 20, 22, 23, 63, 64, 100, 128, 144, 176, 191, 192, 255]
RUBBISH = st.builds(lambda first, rest: bytes((first,)) + rest, st.sampled_from(FIRST_BYTES), st.binary(max_size=1500))
SLOW = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
async def pair(plane: UdpMediaPlane) -> AsyncIterator[tuple[Person, Person]]:
    """Alice speaks, Bob hears."""
    alice, bob = person(plane), person(plane)
    failures = plane._port.counters
    alice.incoming = (IncomingTrack(VOICE, Mid("0"), "audio", (OPUS,), {}, (ALICE_SSRC,)),)
    bob.outgoing = (OutgoingTrack(VOICE, Mid("1"), "audio", (OPUS,), {}, BOB_SSRC),)
    await asyncio.gather(alice.connect(), bob.connect())
    plane.admit(VOICE, True)
    yield alice, bob
    await alice.client.close()
    await bob.client.close()
    assert failures.failures == 0


def direct(plane: UdpMediaPlane, packet: bytes, address: tuple[str, int]) -> None:
    """Hand a datagram to the plane as its socket would."""
    plane._receive(memoryview(packet), address, plane._port.sockets[0])
    plane._flush()


async def test_strangers_leave_no_trace(plane: UdpMediaPlane, pair: tuple[Person, Person]) -> None:
    sizes = len(plane._peers), len(plane._by_address), len(plane._by_ufrag), len(plane._tracks)

    @SLOW
    @given(RUBBISH)
    def throw(packet: bytes) -> None:
        direct(plane, packet, ("127.0.0.1", 9))

    throw()
    assert (len(plane._peers), len(plane._by_address), len(plane._by_ufrag), len(plane._tracks)) == sizes
    await say(*pair, sequence=1)


async def test_rubbish_from_a_clients_own_address_hurts_nobody(
    plane: UdpMediaPlane, pair: tuple[Person, Person]
) -> None:
    alice, bob = pair
    address = alice.client.sock.getsockname()

    @SLOW
    @given(RUBBISH)
    def throw(packet: bytes) -> None:
        direct(plane, packet, address)

    throw()
    await say(alice, bob, 1)


async def test_authentic_but_malformed_media_hurts_nobody(plane: UdpMediaPlane, pair: tuple[Person, Person]) -> None:
    """A hostile client holds real keys: what it encrypts is arbitrary."""
    alice, bob = pair
    protect, protect_rtcp = alice.client.dtls._tx_srtp.protect, alice.client.dtls._tx_srtp.protect_rtcp
    address = alice.client.sock.getsockname()
    numbers = iter(range(1, 60_000))

    @SLOW
    @given(st.binary(max_size=1100), st.sampled_from([0x80, 0x90, 0xA0, 0xB0]), st.sampled_from([1, ALICE_SSRC, 77]))
    def media(body: bytes, first: int, ssrc: int) -> None:
        extension = struct.pack("!HH", 0xBEDE, 1) + body[:4].ljust(4, b"\0") if first & 0x10 else b""
        packet = struct.pack("!BBHII", first, 111, next(numbers), 5, ssrc) + extension + body
        direct(plane, protect(packet), address)

    @SLOW
    @given(st.binary(max_size=300), st.sampled_from(range(192, 224)), st.integers(0, 31))
    def control(body: bytes, kind: int, count: int) -> None:
        body += bytes(-len(body) % 4)
        packet = struct.pack("!BBH", 0x80 | count, kind, len(body) // 4 + 1) + struct.pack("!I", ALICE_SSRC) + body
        direct(plane, protect_rtcp(packet), address)

    media()
    control()
    await say(alice, bob, next(numbers))


async def test_hostile_feedback_of_a_receiver_hurts_nobody(plane: UdpMediaPlane, pair: tuple[Person, Person]) -> None:
    alice, bob = pair
    await say(alice, bob, 1)
    protect_rtcp = bob.client.dtls._tx_srtp.protect_rtcp
    address = bob.client.sock.getsockname()

    @SLOW
    @given(
        st.binary(max_size=200),
        st.sampled_from([(205, 1), (205, 15), (206, 1), (206, 4), (206, 15), (201, 1), (200, 1)]),
        st.sampled_from([BOB_SSRC, 0, 0xFFFFFFFF]),
    )
    def control(body: bytes, kind: tuple[int, int], target: int) -> None:
        body = struct.pack("!II", 1, target) + body + bytes(-len(body) % 4)
        direct(plane, protect_rtcp(struct.pack("!BBH", 0x80 | kind[1], kind[0], len(body) // 4) + body), address)

    control()
    await say(alice, bob, 2)


async def test_hostile_sctp_of_a_client_hurts_nobody(plane: UdpMediaPlane, pair: tuple[Person, Person]) -> None:
    alice, bob = pair
    channel = await alice.client.open_channel("_reliable")
    sctp = alice.client.sctp
    assert sctp is not None
    receive = next(peer for peer in plane._peers if peer is alice.peer).data.receive
    tag = sctp._remote_verification_tag
    packets: list[bytes] = []

    @SLOW
    @given(st.binary(max_size=300), st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 14, 130, 192, 77]))
    def collect(body: bytes, kind: int) -> None:
        chunk = struct.pack("!BBH", kind, 3, len(body) + 4) + body + bytes(-len(body) % 4)
        head = struct.pack("!HHL", 5000, 5000, tag if kind != 1 else 0)
        packets.append(head + struct.pack("<L", crc32c(head + bytes(4) + chunk)) + chunk)

    collect()
    for packet in packets:
        await asyncio.wait_for(receive(packet), 1.0)
    del channel
    await say(alice, bob, 1)


async def test_oversized_datagrams_are_dropped_unread(plane: UdpMediaPlane, pair: tuple[Person, Person]) -> None:
    alice, bob = pair
    stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for size in (2048, 9000, 60_000):
        stranger.sendto(b"\x80" * size, ("127.0.0.1", plane.udp_port))
    stranger.close()
    await asyncio.wait_for(alice.client.check(), WAIT)
    assert plane._port.counters.oversized == 3
    await say(alice, bob, 1)


async def test_after_the_gate_is_shut_not_one_packet_leaves(plane: UdpMediaPlane, pair: tuple[Person, Person]) -> None:
    alice, bob = pair
    await say(alice, bob, 1)
    for sequence in range(2, 200):
        await alice.client.send_rtp(word(sequence, b"secret"))
    plane.admit(VOICE, False)
    await asyncio.wait_for(alice.client.check(), WAIT)  # everything sent before was read by now
    plane.admit(VOICE, True)
    await say(alice, bob, 200)
    assert not any(packet.endswith(b"secret") for packet in bob.client.dtls.rtp)


async def visit(plane: UdpMediaPlane) -> None:
    """Join, open a channel, leave."""
    someone = person(plane)
    someone.outgoing = (OutgoingTrack(VOICE, Mid("1"), "audio", (OPUS,), {}, BOB_SSRC),)
    await someone.connect()
    await someone.client.open_channel("_reliable")
    await someone.peer.close()
    await someone.client.close()


async def test_many_joins_and_leaves_leave_nothing(plane: UdpMediaPlane) -> None:
    tasks = len(asyncio.all_tasks())
    for _ in range(20):
        await visit(plane)
    await asyncio.wait_for(_settled(tasks), WAIT)
    gc.collect()
    assert (plane._peers, plane._by_ufrag, plane._by_address, plane._tracks) == ({}, {}, {}, {})
    assert not [kept for kept in gc.get_objects() if type(kept).__name__ in {"UdpPeer", "DtlsLink", "_PassiveSctp"}]


async def _settled(tasks: int) -> None:
    while len(asyncio.all_tasks()) > tasks + 1:
        await asyncio.sleep(0)


async def test_a_receiver_with_a_report_for_nobody_is_ignored(pair: tuple[Person, Person]) -> None:
    alice, bob = pair
    await bob.client.dtls._send_rtp(rtcp.receiver_report([rtcp.ReportBlock(12345, 255, 9, 9, 9, 9, 9)]))
    await say(alice, bob, 1)
    assert bob.peer.statistics().packets_expected == 0
