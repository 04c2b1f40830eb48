"""Small pictures, made by arithmetic, with and without what should not be in them."""

import struct
import zlib


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG file."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *extra: bytes, after: bytes = b"") -> bytes:
    """A grey PNG with more chunks before its pixels, and something after its end."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress((b"\x00" + b"\x80" * width) * height))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + pixels + chunk(b"IEND", b"") + after


def segment(marker: int, body: bytes) -> bytes:
    """A segment of a JPEG file."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(width: int, height: int, *extra: bytes, after: bytes = b"") -> bytes:
    """What a JPEG's frame looks like; its pixels are not decoded by anybody here."""
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    tables = segment(0xDB, b"\x00" + b"\x01" * 64)
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\x34\xff\x00\x56"
    return b"\xff\xd8" + b"".join(extra) + tables + frame + scan + b"\xff\xd9" + after


def webp(width: int, height: int, *extra: tuple[bytes, bytes]) -> bytes:
    """A lossless WebP's container."""
    bits = (width - 1) | (height - 1) << 14
    chunks = [*extra, (b"VP8L", b"\x2f" + struct.pack("<I", bits) + b"\x00" * 5)]
    body = b"".join(name + struct.pack("<I", len(part)) + part + b"\x00" * (len(part) % 2) for name, part in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
