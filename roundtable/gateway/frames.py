"""Outgoing frames: Socket.IO packets as finished WebSocket bytes.

The server never masks and never compresses, so the bytes of one message are the same for every receiver and can be
made once (RFC 6455, 5.2).
"""

import struct
from collections.abc import Mapping
from typing import Final, TypeAlias

import orjson

JsonObject: TypeAlias = Mapping[str, object]

_FINAL_TEXT: Final = 0x81
_SEVEN_BIT_LIMIT: Final = 126
_SIXTEEN_BIT_LIMIT: Final = 1 << 16
# Engine.IO "message" (4) around Socket.IO "event" (2).
_EVENT_PREFIX: Final = b"42"


def event_frame(name: str, content: JsonObject) -> bytes:
    """One event with one argument, in the default namespace, ready to be written to any number of sockets."""
    return text_frame(_EVENT_PREFIX + orjson.dumps([name, content]))


def text_frame(payload: bytes) -> bytes:
    """A whole, unmasked text message. `payload` is UTF-8."""
    return _header(_FINAL_TEXT, len(payload)) + payload


def _header(first: int, length: int) -> bytes:
    if length < _SEVEN_BIT_LIMIT:
        return struct.pack("!BB", first, length)
    if length < _SIXTEEN_BIT_LIMIT:
        return struct.pack("!BBH", first, 126, length)
    return struct.pack("!BBQ", first, 127, length)
