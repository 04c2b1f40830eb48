"""Several datagrams of one size to one address in one system call (UDP segmentation offload, Linux since 4.18).

The packets of a picture are of equal size, but for the last one or a byte, and most of what sending costs the kernel it
then does once for all of them: measured 2.5 us instead of 5.3 for each of four.
"""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Iterator, Sequence

_UDP_SEGMENT = 103  # linux/udp.h; Python has no name for it
_MAX_SEGMENTS = 40  # the kernel takes 64, and 65,507 bytes
_SIZE = struct.Struct("=H")


def can_segment(sock: socket.socket) -> bool:
    """Whether the kernel knows how."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        sock.getsockopt(socket.IPPROTO_UDP, _UDP_SEGMENT)
    except OSError:
        return False
    return True


def segments_of(size: int) -> list[tuple[int, int, bytes]]:
    """The ancillary data that asks for segments of so many bytes."""
    return [(socket.IPPROTO_UDP, _UDP_SEGMENT, _SIZE.pack(size))]


def runs(packets: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Packets in order, in runs of equal sizes whose last one may be smaller."""
    run: list[bytes] = []
    for packet in packets:
        if run and (len(packet) > len(run[0]) or len(run) >= _MAX_SEGMENTS):
            yield run
            run = []
        run.append(packet)
        if len(packet) < len(run[0]):
            yield run
            run = []
    if run:
        yield run
