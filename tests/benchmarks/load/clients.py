"""The project's own load: receivers and publishers with real DTLS and SRTP, negotiated over a pipe.

It measures the media side alone. For the whole server, signalling included, `media.py` takes an external load
generator.
"""

from __future__ import annotations

import asyncio
import json
import struct
import sys
import time
from typing import Any

from signaling.plane import Candidate, IceCredentials, LocalTransport
from tests.signaling.transport.client import MediaClient

FRAME_RATE, VOICE_RATE = 30, 50  # pictures of five packets, and voice packets, a second
VIDEO, VOICE = "TR_video", "TR_voice"
VIDEO_SSRC, VOICE_SSRC = 1, 2
_VIDEO_SIZE, _VOICE_SIZE = 1100, 100
_FRAME_PACKETS = 5
_SAMPLED = 64  # one packet of so many is decrypted for its latency
_STAMP = struct.Struct("!d")


class Server:
    """The process under test."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls) -> Server:
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.benchmarks.load.process",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
        )

    async def ask(self, do: str, **arguments: object) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **arguments}).encode() + b"\n")
        answer: dict[str, Any] = json.loads(await self._process.stdout.readline())
        return answer

    async def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()


class Receiver(MediaClient):
    """Counts packets unread, but for the few it takes the latency of."""

    count = 0
    latencies: list[float]

    def _readable(self, sock: Any) -> None:
        if self.dtls.state != "connected":
            super()._readable(sock)
            return
        while True:
            try:
                packet = sock.recv(2048)
            except OSError:
                return
            if packet[0] < 128 or 192 <= packet[1] <= 223:
                continue
            self.count += 1
            if self.count % _SAMPLED == 0:
                clear = self.dtls._rx_srtp.unprotect(packet)
                self.latencies.append(time.monotonic() - _STAMP.unpack(clear[-8:])[0])


async def join(server: Server, number: int, client: MediaClient, **tracks: object) -> None:
    """Connect one client by the server's word."""
    opened = await server.ask("open", peer=number)
    remote = LocalTransport(
        IceCredentials(**opened["ice"]),
        opened["fingerprint"],
        tuple(Candidate(**candidate) for candidate in opened["candidates"]),
    )
    fingerprint = client.description.fingerprints[0][1]
    ice = [client.credentials.ufrag, client.credentials.password]
    await server.ask("apply", peer=number, ice=ice, fingerprint=fingerprint, **tracks)
    await client.connect(remote)


async def publish(client: MediaClient, first: int, seconds: float) -> int:
    """Send voice and video in real time, from picture `first` on; returns how many packets."""
    began, sent = time.monotonic(), 0
    for frame in range(first, first + round(seconds * FRAME_RATE)):
        await asyncio.sleep(max(0.0, began + (frame - first) / FRAME_RATE - time.monotonic()))
        for place in range(_FRAME_PACKETS):
            await client.send_rtp(_video(frame, place))
            sent += 1
        for voice in range(frame * VOICE_RATE // FRAME_RATE, (frame + 1) * VOICE_RATE // FRAME_RATE):
            await client.send_rtp(_voice(voice))
            sent += 1
    return sent


def _video(frame: int, place: int) -> bytes:
    sequence = (frame * _FRAME_PACKETS + place) & 0xFFFF
    marker = 0x80 if place == _FRAME_PACKETS - 1 else 0
    head = struct.pack("!BBHII", 0x80, 96 | marker, sequence, frame * 3000, VIDEO_SSRC)
    start = 0x10 if place == 0 else 0
    descriptor = struct.pack("!BBH", 0x80 | start, 0x80, 0x8000 | frame & 0x7FFF)
    body = bytes((frame % 30 != 0,)) + bytes(_VIDEO_SIZE - 13)
    return head + descriptor + body + _STAMP.pack(time.monotonic())


def _voice(number: int) -> bytes:
    head = struct.pack("!BBHII", 0x80, 111, number & 0xFFFF, number * 960, VOICE_SSRC)
    return head + bytes(_VOICE_SIZE - 8) + _STAMP.pack(time.monotonic())


async def measure(receivers: int, seconds: float) -> dict[str, float]:
    """One publisher, so many receivers: CPU of the media process for each packet and join, losses, latency."""
    server = await Server.start()
    publisher = MediaClient()
    tracks = {VIDEO: ("video", VIDEO_SSRC), VOICE: ("audio", VOICE_SSRC)}
    await join(server, 0, publisher, publishes=tracks)
    for track in tracks:
        await server.ask("admit", track=track)
    before = await server.ask("usage")
    clients = []
    for number in range(1, receivers + 1):
        client = Receiver()
        client.latencies = []
        clients.append(client)
        receives = {VIDEO: ("video", number * 10), VOICE: ("audio", number * 10 + 4)}
        await join(server, number, client, receives=receives)
    joined = await server.ask("usage")
    await publish(publisher, 0, 1.0)
    await asyncio.sleep(0.5)  # what is on its way arrives
    for client in clients:
        client.count = 0
        client.latencies.clear()
    began = await server.ask("usage")
    sent = await publish(publisher, FRAME_RATE, seconds)
    await asyncio.sleep(0.5)
    ended = await server.ask("usage")
    got = sum(client.count for client in clients)
    latencies = sorted(latency for client in clients for latency in client.latencies)
    await asyncio.gather(publisher.close(), *(client.close() for client in clients))
    await server.stop()
    return {
        "us_per_packet": round((ended["cpu"] - began["cpu"]) * 1e6 / max(got, 1), 2),
        "delivered": round(got / (sent * receivers), 5),
        "p50_ms": round(latencies[len(latencies) // 2] * 1e3, 2),
        "p99_ms": round(latencies[int(len(latencies) * 0.99)] * 1e3, 2),
        "join_cpu_ms": round((joined["cpu"] - before["cpu"]) * 1e3 / receivers, 2),
        "memory_mb_per_receiver": round((ended["memory_mb"] - before["memory_mb"]) / receivers, 3),
    }


async def soak(cycles: int) -> dict[str, float]:
    """Joins and leaves one after the other: what the process has more of at the end than after the first half."""
    server = await Server.start()
    marks = []
    for cycle in range(cycles):
        client = MediaClient()
        await join(server, cycle, client, receives={VOICE: ("audio", 10)})
        await client.open_channel("_reliable")
        await server.ask("close", peer=cycle)
        await client.close()
        if cycle in {cycles // 2, cycles - 1}:
            marks.append(await server.ask("usage"))
    await server.stop()
    first, last = marks
    return {f"{name}_grown": round(last[name] - first[name], 2) for name in ("memory_mb", "files", "tasks")}
