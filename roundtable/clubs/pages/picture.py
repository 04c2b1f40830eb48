"""Reads PNG, JPEG and WebP strictly, and writes back only what draws the picture. Pure.

What a file carries besides (comments, EXIF with the place where a photo was taken, colour profiles, anything after its
end) is left behind; a file that is built otherwise than its format says is refused. SVG is a program, not a picture.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from roundtable.kernel.errors import Invalid

MOST_BYTES: Final = 512 * 1024
LEAST_SIDE: Final = 16
MOST_SIDE: Final = 2048

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND")
_JPEG_FRAMES: Final = (0xC0, 0xC1, 0xC2)
_JPEG_KEPT: Final = (0xC4, 0xDB, 0xDD, 0xE0, 0xEE, *_JPEG_FRAMES)
"""Huffman and quantisation tables, restart interval, JFIF, Adobe's colour transform, and the frame."""
_JPEG_LEFT: Final = (*range(0xE1, 0xEE), 0xEF, 0xFE)
_WEBP_ANIMATED: Final = 0x02
_WEBP_ALPHA: Final = 0x10


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept and sent."""

    media_type: str
    content: bytes
    width: int
    height: int


class _Broken(Exception):
    """It is built otherwise than its format says."""


def checked(content: bytes) -> Picture:
    """Return the picture; raises Invalid `picture_too_large`, `picture_wrong` or `picture_size`."""
    if len(content) > MOST_BYTES:
        raise Invalid("picture_too_large", most=MOST_BYTES // 1024)
    try:
        picture = _read(content)
    except (_Broken, struct.error, IndexError) as error:
        raise Invalid("picture_wrong") from error
    if not all(LEAST_SIDE <= side <= MOST_SIDE for side in (picture.width, picture.height)):
        raise Invalid("picture_size", least=LEAST_SIDE, most=MOST_SIDE)
    return picture


def _read(content: bytes) -> Picture:
    if content.startswith(_PNG):
        return _png(content)
    if content.startswith(b"\xff\xd8"):
        return _jpeg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp(content)
    raise _Broken


def _png(content: bytes) -> Picture:
    chunks = list(_png_chunks(content))
    names = [name for name, _ in chunks]
    header = chunks[0][1]
    if names[0] != b"IHDR" or names.count(b"IHDR") != 1 or len(header) != 13 or b"IDAT" not in names:
        raise _Broken
    width, height = struct.unpack(">II", header[:8])
    kept = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
        if name in _PNG_KEPT
    )
    return Picture("image/png", _PNG + kept, width, height)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_PNG)
    while True:
        (length,) = struct.unpack_from(">I", content, place)
        name, body = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        (checksum,) = struct.unpack_from(">I", content, place + 8 + length)
        if not name.isalpha() or checksum != zlib.crc32(name + body):
            raise _Broken
        if name[:1].isupper() and name not in _PNG_KEPT:
            raise _Broken  # a critical chunk that the standard does not know
        yield name, body
        place += 12 + length
        if name == b"IEND":
            return


def _jpeg(content: bytes) -> Picture:
    kept, place, size = bytearray(b"\xff\xd8"), 2, (0, 0)
    while (marker := _jpeg_marker(content, place)) != 0xDA:
        (length,) = struct.unpack_from(">H", content, place + 2)
        segment = content[place : place + 2 + length]
        if length < 2 or len(segment) != 2 + length or marker not in (*_JPEG_KEPT, *_JPEG_LEFT):
            raise _Broken
        if marker in _JPEG_FRAMES:
            if size != (0, 0):
                raise _Broken
            height, width = struct.unpack_from(">HH", segment, 5)
            size = (width, height)
        if marker in _JPEG_KEPT:
            kept += segment
        place += 2 + length
    end = content.rfind(b"\xff\xd9")
    if size == (0, 0) or end < place:
        raise _Broken
    return Picture("image/jpeg", bytes(kept) + content[place : end + 2], *size)


def _jpeg_marker(content: bytes, place: int) -> int:
    if content[place] != 0xFF:
        raise _Broken
    return content[place + 1]


def _webp(content: bytes) -> Picture:
    chunks = dict(_webp_chunks(content))
    drawn: list[bytes] = [name for name in (b"VP8 ", b"VP8L") if name in chunks]
    flags = chunks[b"VP8X"][0] if b"VP8X" in chunks else 0
    if len(drawn) != 1 or flags & _WEBP_ANIMATED or b"ANIM" in chunks:
        raise _Broken
    width, height = _webp_size(drawn[0], chunks[drawn[0]])
    parts: list[tuple[bytes, bytes]] = [(drawn[0], chunks[drawn[0]])]
    if drawn[0] == b"VP8 " and b"ALPH" in chunks:
        sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        parts = [(b"VP8X", bytes([_WEBP_ALPHA, 0, 0, 0]) + sides), (b"ALPH", chunks[b"ALPH"]), *parts]
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(part)) + part + b"\x00" * (len(part) % 2) for name, part in parts
    )
    return Picture("image/webp", b"RIFF" + struct.pack("<I", len(body)) + body, width, height)


def _webp_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    (length,) = struct.unpack_from("<I", content, 4)
    place, end = 12, 8 + length
    if end > len(content):
        raise _Broken
    while place < end:
        name = content[place : place + 4]
        (size,) = struct.unpack_from("<I", content, place + 4)
        if place + 8 + size > end:
            raise _Broken
        yield name, content[place + 8 : place + 8 + size]
        place += 8 + size + size % 2


def _webp_size(name: bytes, body: bytes) -> tuple[int, int]:
    if name == b"VP8L":
        (bits,) = struct.unpack_from("<I", body, 1)
        if body[0] != 0x2F:
            raise _Broken
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", body, 6)
    if body[3:6] != b"\x9d\x01\x2a":
        raise _Broken
    return width & 0x3FFF, height & 0x3FFF
