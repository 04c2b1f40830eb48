"""A process with nothing but a media plane, told over stdin what a signalling server would tell it.

Each line in is a JSON command, each line out its JSON answer: `open` a connection, `apply` its description,
`admit` a track, `close` a connection, or `usage` of CPU and memory.
"""

from __future__ import annotations

import asyncio
import dataclasses
import gc
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from signaling.plane import (
    Codec,
    IceCredentials,
    IncomingTrack,
    Kind,
    Mid,
    OutgoingTrack,
    Peer,
    RemoteTransport,
    TrackSid,
)
from signaling.transport.udp_plane import PlaneConfig, UdpMediaPlane

CODECS: dict[Kind, Codec] = {"audio": Codec("audio/opus", 111, 48000), "video": Codec("video/VP8", 96, 90000, 97)}
EXTENSIONS = {
    "urn:ietf:params:rtp-hdrext:sdes:mid": 1,
    "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01": 3,
}


class Silent:
    """A listener that has nothing to say."""

    def on_connected(self) -> None: ...

    def on_disconnected(self, reason: str) -> None: ...

    def on_closed(self) -> None: ...

    def on_data(self, label: str, payload: bytes) -> None: ...

    def on_track_started(self, track: TrackSid, mime: str) -> None: ...

    def on_paused(self, track: TrackSid, paused: bool) -> None: ...


class Commands:
    """Carries out one command after the other."""

    def __init__(self, plane: UdpMediaPlane) -> None:
        self._plane = plane
        self._peers: dict[int, Peer] = {}

    async def run(self, command: dict[str, Any]) -> object:
        number = command.get("peer", 0)
        match command["do"]:
            case "open":
                self._peers[number] = self._plane.open_peer(Silent())
                return dataclasses.asdict(self._peers[number].local)
            case "apply":
                self._apply(self._peers[number], command)
            case "admit":
                self._plane.admit(TrackSid(command["track"]), True)
            case "close":
                await self._peers.pop(number).close()
            case "usage":
                gc.collect()
                return usage()
        return {}

    @staticmethod
    def _apply(peer: Peer, command: dict[str, Any]) -> None:
        remote = RemoteTransport(IceCredentials(*command["ice"]), (("sha-256", command["fingerprint"]),))
        publishes, receives = command.get("publishes", {}), command.get("receives", {})
        incoming = [
            IncomingTrack(TrackSid(sid), Mid(f"{place}"), kind, (CODECS[kind],), EXTENSIONS, (ssrc,))
            for place, (sid, (kind, ssrc)) in enumerate(publishes.items())
        ]
        outgoing = [
            OutgoingTrack(TrackSid(sid), Mid(f"{place}"), kind, (CODECS[kind],), EXTENSIONS, ssrc, ssrc + 1)
            for place, (sid, (kind, ssrc)) in enumerate(receives.items())
        ]
        peer.apply(remote, incoming, outgoing)


def usage() -> dict[str, float]:
    """CPU seconds of this process so far, resident memory in MB, open files and tasks."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return {
        "cpu": spent.ru_utime + spent.ru_stime,
        "memory_mb": pages * resource.getpagesize() / 1e6,
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "tasks": len(asyncio.all_tasks()),
        "at": time.monotonic(),
    }


async def main() -> None:
    plane = UdpMediaPlane(PlaneConfig(port=0, addresses=("127.0.0.1",)))
    await plane.start()
    commands = Commands(plane)
    reader = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        answer = await commands.run(json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    await plane.close()


if __name__ == "__main__":
    asyncio.run(main())
