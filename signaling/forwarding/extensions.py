"""The header extension of outgoing packets: what changes from packet to packet first, the constant rest after it."""

from __future__ import annotations

from collections.abc import Mapping
from struct import Struct
from typing import NamedTuple

from signaling.forwarding.emit import NO_CLOCK, SEQUENCED, TIMED
from signaling.forwarding.rtp import (
    MID_URI,
    ONE_BYTE_PROFILE,
    ORIENTATION_URI,
    SEND_TIME_URI,
    TRANSPORT_SEQUENCE_URI,
)

_HEAD = Struct("!HH")


class Layout(NamedTuple):
    """See `emit.Entry`: the four fields that describe a header extension."""

    clock: int
    words: int
    tag: int
    tail: bytes


def layout(extensions: Mapping[str, int], mid: str, orientation: int | None = None) -> Layout:
    """What a receiver that negotiated `extensions` (URI -> id) gets on the m-line `mid`."""
    constant = _element(extensions.get(MID_URI), mid.encode())
    if orientation is not None:
        constant += _element(extensions.get(ORIENTATION_URI), bytes((orientation,)))
    sequence, time = extensions.get(TRANSPORT_SEQUENCE_URI), extensions.get(SEND_TIME_URI)
    if _fits(sequence):
        return _filled(SEQUENCED, int(sequence or 0) << 4 | 1, 3, constant)
    if _fits(time):
        return _filled(TIMED, int(time or 0) << 4 | 2, 4, constant)
    if not constant:
        return Layout(NO_CLOCK, 0, 0x80, b"")
    padded = constant + bytes(-len(constant) % 4)
    return Layout(NO_CLOCK, 0, 0x90, _HEAD.pack(ONE_BYTE_PROFILE, len(padded) // 4) + padded)


def _filled(clock: int, tag: int, size: int, constant: bytes) -> Layout:
    tail = constant + bytes(-(size + len(constant)) % 4)
    return Layout(clock, (size + len(tail)) // 4, tag, tail)


def _fits(number: int | None) -> bool:
    """Ids 1 to 14 fit the one-byte form (RFC 8285 §4.2); no browser uses others for these extensions."""
    return number is not None and 0 < number < 15


def _element(number: int | None, value: bytes) -> bytes:
    if not _fits(number) or not 0 < len(value) <= 16:
        return b""
    return bytes((int(number or 0) << 4 | len(value) - 1,)) + value
