"""Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01).

`Arrivals` is what we tell a publisher, so that its estimator finds the bandwidth there is; `parse_feedback` reads what
a receiver tells us.
"""

from __future__ import annotations

from struct import Struct
from typing import NamedTuple

from signaling.congestion.rtcp import OUR_SSRC, TRANSPORT_FEEDBACK, TRANSPORT_WIDE
from signaling.congestion.sequence import unwrap

_HEAD = Struct("!BBHIIHHI")
_BODY = Struct("!HHI")
_CHUNK = Struct("!H")
_LARGE = Struct("!h")
_TICK = 0.00025  # seconds, unit of a delta
_REFERENCE = 0.064  # seconds, unit of the reference time
_MAX_PENDING = 512  # arrivals waiting for the next feedback; at 20 feedbacks a second that is 80 Mbit/s
_MAX_SPAN = 1024  # sequence numbers in one feedback
_MAX_COUNT = 4096  # packets told of in one feedback; browsers tell of some hundred
_SMALL, _LARGE_DELTA = 1, 2
_RUN_LIMIT = 0x1FFF


class Arrivals:
    """Packets of one publisher by transport-wide sequence number, until the next feedback tells of them."""

    __slots__ = ("_base", "_count", "_media", "_pending")

    def __init__(self) -> None:
        self._pending: dict[int, float] = {}
        self._base = 0  # next number not told of yet
        self._count = 0
        self._media = 0

    def arrived(self, sequence: int, media: int, now: float) -> None:
        if len(self._pending) >= _MAX_PENDING:
            return
        near = next(reversed(self._pending)) if self._pending else self._base
        number = unwrap(sequence, near)
        if not self._pending and not self._count:
            self._base = number
        self._media = media
        self._pending.setdefault(number, now)

    @property
    def waiting(self) -> bool:
        return bool(self._pending)

    def feedback(self) -> bytes | None:
        """One feedback packet for what arrived since the last; None if nothing did."""
        if not self._pending:
            return None
        pending, self._pending = self._pending, {}
        last = max(pending)
        first = min(pending)
        if self._base < first and last - self._base < _MAX_SPAN:
            first = self._base  # what is missing since the last feedback is told as lost
        first = max(first, last - _MAX_SPAN + 1)
        self._base = last + 1
        packet = build_feedback(pending, first, last, media=self._media, count=self._count)
        self._count = (self._count + 1) & 0xFF
        return packet


def build_feedback(arrived: dict[int, float], first: int, last: int, *, media: int, count: int) -> bytes:
    """Feedback on every number from `first` to `last`; those not in `arrived` are reported lost."""
    earliest = arrived[next(number for number in range(first, last + 1) if number in arrived)]
    reference = int(earliest / _REFERENCE)
    ticks = int(reference * (_REFERENCE / _TICK))
    symbols: list[int] = []
    deltas = bytearray()
    for number in range(first, last + 1):
        at = arrived.get(number)
        if at is None:
            symbols.append(0)
            continue
        now = int(at / _TICK)
        delta = max(-0x8000, min(0x7FFF, now - ticks))
        ticks += delta
        if 0 <= delta <= 0xFF:
            symbols.append(_SMALL)
            deltas.append(delta)
        else:
            symbols.append(_LARGE_DELTA)
            deltas += _LARGE.pack(delta)
    body = _chunks(symbols) + bytes(deltas)
    padding = -len(body) % 4
    body += bytes(padding - 1) + bytes((padding,)) if padding else b""
    words = (len(body) + 16) // 4
    first_byte = 0x80 | TRANSPORT_WIDE | (0x20 if padding else 0)
    return (
        _HEAD.pack(
            first_byte,
            TRANSPORT_FEEDBACK,
            words,
            OUR_SSRC,
            media,
            first & 0xFFFF,
            len(symbols),
            (reference & 0xFFFFFF) << 8 | count,
        )
        + body
    )


def _chunks(symbols: list[int]) -> bytes:
    """Run lengths where symbols repeat, vectors of seven where they do not."""
    packed = bytearray()
    position, length = 0, len(symbols)
    while position < length:
        symbol, run = symbols[position], 1
        while position + run < length and symbols[position + run] == symbol and run < _RUN_LIMIT:
            run += 1
        if run >= 7 or position + run == length:
            packed += _CHUNK.pack(symbol << 13 | run)
            position += run
            continue
        vector = symbols[position : position + 7]
        word = 0xC000
        for place, value in enumerate(vector):
            word |= value << (12 - 2 * place)
        packed += _CHUNK.pack(word)
        position += 7
    return bytes(packed)


class Feedback(NamedTuple):
    """What one feedback says, summed up: an estimator needs no more, and a receiver sends ten a second."""

    base: int  # first sequence number told of
    packets: int  # how many numbers are told of
    received: int
    first: int  # offset of the first that arrived
    first_at: float  # when, in the receiver's seconds
    last: int
    last_at: float


def parse_feedback(body: bytes) -> Feedback:
    """Sum up what follows the first word of the RTCP packet; ValueError if it is malformed or tells of no arrival."""
    if len(body) < 18:
        raise ValueError("transport-wide feedback cut short")
    base, count, word = _BODY.unpack_from(body, 8)
    if not 0 < count <= _MAX_COUNT:
        raise ValueError("transport-wide feedback on too many packets or none")
    runs, position = _runs(body, 16, count)
    ticks = received = offset = last = first_ticks = 0
    first = -1
    length = len(body)
    for symbol, run in runs:
        if symbol in {_SMALL, _LARGE_DELTA}:
            end = position + run * symbol  # a small delta has one byte, a large one two
            if end > length:
                raise ValueError("transport-wide feedback cut short")
            if first < 0:
                first = offset
                first_ticks = body[position] if symbol == _SMALL else _LARGE.unpack_from(body, position)[0]
            if symbol == _SMALL:
                ticks += sum(body[position:end])
            else:
                ticks += sum(_LARGE.unpack_from(body, at)[0] for at in range(position, end, 2))
            position = end
            received += run
            last = offset + run - 1
        offset += run
    if first < 0:
        raise ValueError("transport-wide feedback tells of no arrival")
    reference = (word >> 8) * _REFERENCE
    return Feedback(base, count, received, first, reference + first_ticks * _TICK, last, reference + ticks * _TICK)


def _runs(body: bytes, position: int, count: int) -> tuple[list[tuple[int, int]], int]:
    """The status symbols as (symbol, how often in a row), and where the deltas begin."""
    runs: list[tuple[int, int]] = []
    left, length = count, len(body)
    while left > 0:
        if position + 2 > length:
            raise ValueError("transport-wide feedback cut short")
        word = body[position] << 8 | body[position + 1]
        position += 2
        if not word & 0x8000:
            run = min(word & _RUN_LIMIT, left)
            if not run:
                raise ValueError("empty run in transport-wide feedback")
            runs.append((word >> 13 & 3, run))
            left -= run
            continue
        if word & 0x4000:
            symbols = [(word >> shift & 3, 1) for shift in range(12, -1, -2)]
        else:
            symbols = [(word >> shift & 1, 1) for shift in range(13, -1, -1)]
        runs += symbols[:left]
        left -= len(symbols)
    return runs, position
