"""What a forwarder must know of payloads: where a key frame begins, and how RED wraps Opus (RFC 2198).

Nothing is decoded. A codec that is not known here passes unread, and every packet of it is a place to begin.
"""

from __future__ import annotations

from collections.abc import Callable

from signaling.forwarding.vp8 import parse_descriptor

_H264_STAP_A, _H264_FU_A = 24, 28
_H264_KEY_TYPES = (5, 7)  # IDR slice, sequence parameter set
_AV1_NEW_SEQUENCE = 0x08
_VP9_PICTURE, _VP9_PREDICTED, _VP9_LAYERS, _VP9_START = 0x80, 0x40, 0x20, 0x08


def _is_vp8_key(payload: bytes) -> bool:
    try:
        return parse_descriptor(payload).starts_key_frame
    except ValueError:
        return False


def _is_h264_key(payload: bytes) -> bool:
    kind = payload[0] & 0x1F
    if kind == _H264_STAP_A:
        return len(payload) > 3 and payload[3] & 0x1F in _H264_KEY_TYPES
    if kind == _H264_FU_A:
        return len(payload) > 1 and bool(payload[1] & 0x80) and payload[1] & 0x1F in _H264_KEY_TYPES
    return kind in _H264_KEY_TYPES


def _is_vp9_key(payload: bytes) -> bool:
    first = payload[0]
    if first & _VP9_PREDICTED or not first & _VP9_START:
        return False
    if not first & _VP9_LAYERS:
        return True
    position = 1
    if first & _VP9_PICTURE:
        position += 2 if len(payload) > 1 and payload[1] & 0x80 else 1
    return len(payload) > position and payload[position] & 0x0E == 0  # spatial layer 0


def _is_av1_key(payload: bytes) -> bool:
    return bool(payload[0] & _AV1_NEW_SEQUENCE)


_KEY_FRAMES: dict[str, Callable[[bytes], bool]] = {
    "video/vp8": _is_vp8_key,
    "video/h264": _is_h264_key,
    "video/vp9": _is_vp9_key,
    "video/av1": _is_av1_key,
}


def starts_key_frame(mime: str, payload: bytes) -> bool:
    """Whether a receiver can begin with this packet. `mime` in lower case."""
    probe = _KEY_FRAMES.get(mime)
    return probe is None or (bool(payload) and probe(payload))


def red_primary(payload: bytes) -> bytes:
    """The newest block of a RED packet, which is what a receiver without RED gets; ValueError if malformed."""
    position, skipped = 0, 0
    while position < len(payload):
        if not payload[position] & 0x80:
            start = position + 1 + skipped
            if start > len(payload):
                break
            return payload[start:]
        if position + 4 > len(payload):
            break
        skipped += (payload[position + 2] & 0x03) << 8 | payload[position + 3]
        position += 4
    raise ValueError("RED packet cut short")


def red_with_payload_type(payload: bytes, payload_type: int) -> bytes:
    """The RED packet with every block's payload type as the receiver knows Opus; ValueError if malformed."""
    edited = bytearray(payload)
    position = 0
    while position < len(edited):
        more = edited[position] & 0x80
        edited[position] = more | payload_type
        if not more:
            return bytes(edited)
        position += 4
    raise ValueError("RED packet cut short")
