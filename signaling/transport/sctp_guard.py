"""A look at every SCTP packet before aiortc sees it.

aiortc trusts the peer it is connected to. Here that peer is anybody with a link to a room, so whatever would make it
loop for ever (a parameter of length 0), work for seconds (acknowledgement blocks of 65,535 chunks), grow without bound
(chunks far ahead of what is expected) or raise is refused first. RFC 9260 and RFC 3758 for the formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct

from signaling.transport.srtp import Refused

_CHUNK = Struct("!BBH")
_SACK = Struct("!LLHH")
_PAIR = Struct("!HH")
_WORD = Struct("!L")
_COMMON_HEADER = 12
DATA, INIT, INIT_ACK, SACK, HEARTBEAT, HEARTBEAT_ACK, ABORT = range(7)
SHUTDOWN, SHUTDOWN_ACK, ERROR, COOKIE_ECHO, COOKIE_ACK = range(7, 12)
SHUTDOWN_COMPLETE, RECONFIG, FORWARD_TSN = 14, 130, 192
_SMALLEST_BODY = {DATA: 13, INIT: 16, INIT_ACK: 16, SACK: 12, SHUTDOWN: 4, FORWARD_TSN: 4}
_PARAMETERS_AT = {INIT: 16, INIT_ACK: 16, HEARTBEAT: 0, HEARTBEAT_ACK: 0, ABORT: 0, ERROR: 0, RECONFIG: 0}
_RECONFIG_SIZES = {13: 12, 16: 8, 17: 8}  # smallest body of the parameters of RFC 6525 that are understood

MAX_CHUNKS = 64  # in one packet
MAX_GAP = 4096  # chunks beyond the acknowledged one; the largest window in use is a few hundred
MAX_AHEAD = 2048  # chunks a client may be ahead of the next one expected: 2 MB, twice the window we advertise
MAX_STREAM = 1024  # a LiveKit client uses three, and browsers number them from 0 or 1 in steps of two


def check_packet(packet: bytes, expected: int | None) -> None:
    """Refused unless every chunk is sound. `expected` is the last chunk number received in order, if any yet."""
    chunks = list(_chunks(packet))
    if not chunks:
        raise Refused("no SCTP chunk")
    for kind, body in chunks:
        if len(body) < _SMALLEST_BODY.get(kind, 0):
            raise Refused("SCTP chunk cut short")
        if kind == INIT and len(chunks) > 1:
            raise Refused("SCTP INIT is not alone")
        if kind in _PARAMETERS_AT:
            _check_parameters(kind, body[_PARAMETERS_AT[kind] :])
        elif kind == DATA:
            _check_data(body, expected)
        elif kind == SACK:
            _check_sack(body)
        elif kind == FORWARD_TSN:
            _check_forward(body, expected)


def _chunks(packet: bytes) -> Iterator[tuple[int, bytes]]:
    position, length = _COMMON_HEADER, len(packet)
    for _ in range(MAX_CHUNKS):
        if position > length - 4:
            return
        kind, _flags, size = _CHUNK.unpack_from(packet, position)
        if size < 4 or position + size > length:
            raise Refused("SCTP chunk of a wrong length")
        yield kind, packet[position + 4 : position + size]
        position += size + (-size & 3)
    raise Refused("too many SCTP chunks")


def _check_parameters(kind: int, body: bytes) -> None:
    position = 0
    while position <= len(body) - 4:
        parameter, size = _PAIR.unpack_from(body, position)
        if size < 4 or position + size > len(body):
            raise Refused("SCTP parameter of a wrong length")
        if kind == RECONFIG and (size - 4 < _RECONFIG_SIZES.get(parameter, 0) or (parameter == 13 and size % 2)):
            raise Refused("SCTP reconfiguration cut short")
        position += size + (-size & 3)


def _check_data(body: bytes, expected: int | None) -> None:
    if expected is None:
        raise Refused("SCTP data before the association")
    number, stream = _WORD.unpack_from(body)[0], _PAIR.unpack_from(body, 4)[0]
    _check_ahead(number, expected)
    if stream > MAX_STREAM:
        raise Refused("SCTP stream out of bounds")


def _check_ahead(number: int, expected: int) -> None:
    ahead = (number - expected) & 0xFFFFFFFF
    if MAX_AHEAD < ahead < 0x80000000:
        raise Refused("SCTP chunk too far ahead")


def _check_sack(body: bytes) -> None:
    gaps, duplicates = _PAIR.unpack_from(body, 8)
    if len(body) < 12 + 4 * (gaps + duplicates):
        raise Refused("SCTP acknowledgement cut short")
    previous = 0
    for number in range(gaps):
        start, end = _PAIR.unpack_from(body, 12 + 4 * number)
        if not previous < start <= end <= MAX_GAP:
            raise Refused("SCTP acknowledgement blocks out of order or bounds")
        previous = end


def _check_forward(body: bytes, expected: int | None) -> None:
    if expected is None:
        raise Refused("SCTP data before the association")
    _check_ahead(_WORD.unpack_from(body)[0], expected)
    if len(body) % 4:
        raise Refused("SCTP forward list cut short")
    for position in range(4, len(body), 4):
        if _PAIR.unpack_from(body, position)[0] > MAX_STREAM:
            raise Refused("SCTP stream out of bounds")
