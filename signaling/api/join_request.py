"""The `join_request` of a v1 connection: base64url, a wrapper, perhaps gzip, and the JoinRequest within."""

from __future__ import annotations

import base64
import binascii
import zlib

from google.protobuf.message import DecodeError
from livekit.protocol.rtc import JoinRequest, WrappedJoinRequest

from signaling.errors import Refusal

MAX_ENCODED = 96 * 1024  # characters of the query value; a browser's compressed offer has 5,000
MAX_DECODED = 512 * 1024  # bytes after decompression: a whole offer and some metadata


def parse_join_request(encoded: str) -> JoinRequest:
    """Raises Refusal, and nothing else, for whatever is not a join request of a sensible size."""
    if len(encoded) > MAX_ENCODED:
        raise Refusal("join_request is too long")
    try:
        padded = encoded.replace("+", "-").replace("/", "_").rstrip("=")
        raw = base64.b64decode(padded + "=" * (-len(padded) % 4), altchars=b"-_", validate=True)
        wrapped = WrappedJoinRequest()
        wrapped.ParseFromString(raw)
        inner = wrapped.join_request
        if wrapped.compression == WrappedJoinRequest.GZIP:
            inner = gunzip(inner)
        request = JoinRequest()
        request.ParseFromString(inner)
    except (DecodeError, binascii.Error, zlib.error, ValueError) as error:
        raise Refusal("join_request cannot be read") from error
    return request


def gunzip(data: bytes) -> bytes:
    """Decompress one gzip member and stop at the bound: a bomb costs no more memory than that."""
    reader = zlib.decompressobj(wbits=31)
    plain = reader.decompress(data, MAX_DECODED)
    if reader.unconsumed_tail:
        raise Refusal("join_request is too long")
    if not reader.eof:
        raise Refusal("join_request is truncated")
    return plain
