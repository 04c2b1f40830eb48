"""The VP8 payload descriptor (RFC 7741 §4.2): read it, and number pictures on without a jump after a switch."""

from __future__ import annotations

from typing import NamedTuple

_EXTENDED = 0x80
_START = 0x10
_HAS_PICTURE = 0x80
_HAS_TL0 = 0x40
_HAS_TID_OR_KEY = 0x30
_LONG_PICTURE = 0x80


class Descriptor(NamedTuple):
    """Where the numbers of one packet stand; a position of 0 means that the field is absent."""

    size: int
    picture: int
    picture_at: int
    is_long: bool  # 15 bits instead of 7
    tl0: int
    tl0_at: int
    starts_key_frame: bool


def parse_descriptor(payload: bytes) -> Descriptor:
    """Read the descriptor; ValueError if it is cut short."""
    try:
        return _parse(payload)
    except IndexError:
        raise ValueError("VP8 descriptor cut short") from None


def _parse(payload: bytes) -> Descriptor:
    first, position = payload[0], 1
    picture = picture_at = tl0 = tl0_at = 0
    is_long = False
    if first & _EXTENDED:
        flags, position = payload[1], 2
        if flags & _HAS_PICTURE:
            picture_at, picture = position, payload[position]
            is_long = bool(picture & _LONG_PICTURE)
            position += 1
            if is_long:
                picture = (picture & 0x7F) << 8 | payload[position]
                position += 1
        if flags & _HAS_TL0:
            tl0_at, tl0 = position, payload[position]
            position += 1
        if flags & _HAS_TID_OR_KEY:
            position += 1
    starts_frame = bool(first & _START) and not first & 0x07
    is_key = starts_frame and len(payload) > position and not payload[position] & 0x01
    if position > len(payload):
        raise IndexError
    return Descriptor(position, picture, picture_at, is_long, tl0, tl0_at, is_key)


def renumber(payload: bytes, descriptor: Descriptor, picture_shift: int, tl0_shift: int) -> bytes:
    """The payload with its picture id and TL0PICIDX moved on; field widths stay as they are."""
    edited = bytearray(payload)
    at = descriptor.picture_at
    if at:
        picture = descriptor.picture + picture_shift
        if descriptor.is_long:
            edited[at] = _LONG_PICTURE | (picture >> 8) & 0x7F
            edited[at + 1] = picture & 0xFF
        else:
            edited[at] = picture & 0x7F
    if descriptor.tl0_at:
        edited[descriptor.tl0_at] = (descriptor.tl0 + tl0_shift) & 0xFF
    return bytes(edited)
