"""The forwarding loop alone: one layer, N receivers, real encryption and real sends on loopback.

`python -m tests.benchmarks.media_loop` prints microseconds of CPU for each forwarded packet.
"""

from __future__ import annotations

import json
import os
import socket
import struct
import time

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from signaling.forwarding.leg import Leg
from signaling.forwarding.link import Link
from signaling.forwarding.router import Router
from signaling.forwarding.rtp import MID_URI, TRANSPORT_SEQUENCE_URI
from signaling.forwarding.track import Track
from signaling.plane import Codec, IncomingTrack, Mid, OutgoingTrack, TrackSid
from signaling.transport.udp_port import BoundSocket

_VP8 = Codec("video/VP8", 96, 90000, 97)
_EXTENSIONS = {MID_URI: 1, TRANSPORT_SEQUENCE_URI: 3}
_PACKETS = 600
_KEY_FRAME = bytes((0x90, 0x80, 0x80, 0x01, 0x00, 0x00, 0x00, 0x9D, 0x01, 0x2A))


def _video_track(now: float) -> tuple[Track, Router]:
    track = Track(TrackSid("TR_video"))
    router = Router(lambda _ssrc: None)
    incoming = IncomingTrack(track.sid, Mid("0"), "video", (_VP8,), _EXTENSIONS, ssrcs=(1,))
    router.apply([incoming], lambda _sid: track, now)
    track.open_gate(True, now)
    return track, router


def measure(receivers: int, together: int = 1, size: int = 1100) -> float:
    """Microseconds of CPU, user and kernel, for each packet sent on; `together` packets arrive in one wake-up."""
    sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sink.bind(("127.0.0.1", 0))
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    sock.setblocking(False)
    port = BoundSocket(sock)
    marked: list[Link] = []
    track, router = _video_track(0.0)
    for number in range(receivers):
        link = Link(marked.append)
        link.is_open, link.seal = True, AESGCM(os.urandom(16)).encrypt
        link.send, link.address = port.send_all, sink.getsockname()
        link.keep_history()
        leg = Leg(
            OutgoingTrack(
                track.sid, Mid("1"), "video", (_VP8,), _EXTENSIONS, ssrc=100 + number, rtx_ssrc=10_000 + number
            ),
            link,
        )
        track.add(leg, 0.0)
    layer = router.sources[1].layer
    payload = bytearray(_KEY_FRAME + bytes(size - len(_KEY_FRAME)))
    began = time.process_time()
    for index in range(_PACKETS):
        struct.pack_into("!H", payload, 2, 0x8000 | index)
        layer.forward(96, 1000 + index, index * 3000, 0, bytes(payload), None, 1.0 + index / 150)
        if index % together == together - 1:
            for link in marked:
                link.flush()
            marked.clear()
    spent = time.process_time() - began
    sink.close()
    sock.close()
    return spent * 1e6 / (_PACKETS * receivers)


def main() -> None:
    figures = {
        f"{receivers}_receivers_us": {
            "single": round(measure(receivers), 2),
            "by_five": round(measure(receivers, 5), 2),
        }
        for receivers in (1, 5, 20, 50, 100)
    }
    print(json.dumps({"forwarding_loop": figures}, indent=1))


if __name__ == "__main__":
    main()
