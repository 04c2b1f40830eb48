"""Two real clients through one UDP port."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from signaling.plane import Codec, IncomingTrack, Mid, OutgoingTrack, TrackSid
from signaling.transport.udp_plane import PlaneConfig, UdpMediaPlane
from tests.signaling.transport.client import WAIT, MediaClient

VOICE = TrackSid("TR_voice")
OPUS = Codec("audio/opus", 111, 48000)


@dataclass
class Heard:
    """A listener that writes everything down."""

    events: list[tuple[object, ...]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def _note(self, *event: object) -> None:
        self.events.append(event)
        self.changed.set()

    def on_connected(self) -> None:
        self._note("connected")

    def on_disconnected(self, reason: str) -> None:
        self._note("disconnected")

    def on_closed(self) -> None:
        self._note("closed")

    def on_data(self, label: str, payload: bytes) -> None:
        self._note("data", label, payload)

    def on_track_started(self, track: TrackSid, mime: str) -> None:
        self._note("started", track, mime)

    def on_paused(self, track: TrackSid, paused: bool) -> None:
        self._note("paused", track, paused)

    async def until(self, *event: object) -> None:
        async def wait() -> None:
            while event not in self.events:
                self.changed.clear()
                await self.changed.wait()

        await asyncio.wait_for(wait(), WAIT)


@pytest.fixture
async def plane() -> AsyncIterator[UdpMediaPlane]:
    plane = UdpMediaPlane(PlaneConfig(port=0, addresses=("127.0.0.1",)))
    await plane.start()
    yield plane
    await plane.close()


def voice_packet(sequence: int, payload: bytes) -> bytes:
    return struct.pack("!BBHII", 0x80, 111, sequence, sequence * 960, 0xAAAA) + payload


async def test_voice_and_data_between_two_clients(plane: UdpMediaPlane) -> None:
    alice_heard, bob_heard = Heard(), Heard()
    alice_peer, bob_peer = plane.open_peer(alice_heard), plane.open_peer(bob_heard)
    alice, bob = MediaClient(), MediaClient()
    voice = IncomingTrack(VOICE, Mid("0"), "audio", (OPUS,), {}, ssrcs=(0xAAAA,))
    alice_peer.apply(alice.description, [voice], [])
    bob_peer.apply(bob.description, [], [OutgoingTrack(VOICE, Mid("1"), "audio", (OPUS,), {}, ssrc=0xBBBB)])
    await asyncio.gather(alice.connect(alice_peer.local), bob.connect(bob_peer.local))
    await alice_heard.until("connected")
    await bob_heard.until("connected")
    channel = await alice.open_channel("_reliable")
    channel.send(b"hello")
    await alice_heard.until("data", "_reliable", b"hello")
    answers: list[bytes] = []
    (await bob.open_channel("_lossy", ordered=False)).on("message", answers.append)
    assert bob_peer.send_data("_lossy", b"to bob")
    assert not bob_peer.send_data("_reliable", b"never opened")

    await alice.send_rtp(voice_packet(1, b"shut"))
    await alice_heard.until("started", VOICE, "audio/opus")
    plane.admit(VOICE, True)
    for sequence in range(2, 5):
        await alice.send_rtp(voice_packet(sequence, b"word %d" % sequence))
    await bob.until(lambda: len(bob.dtls.rtp) == 3)
    headers = [struct.unpack("!BBHII", packet[:12]) for packet in bob.dtls.rtp]
    assert [packet[12:] for packet in bob.dtls.rtp] == [b"word 2", b"word 3", b"word 4"]
    assert [header[2] - headers[0][2] for header in headers] == [0, 1, 2]
    assert {header[4] for header in headers} == {0xBBBB}
    assert answers == [b"to bob"]
    await alice.close()
    await bob.close()
    await alice_heard.until("closed")
