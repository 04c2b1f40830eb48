"""RTP on the wire (RFC 3550, header extensions RFC 8285): read only what a forwarder needs."""

from __future__ import annotations

from struct import Struct
from typing import NamedTuple

ONE_BYTE_PROFILE = 0xBEDE
TWO_BYTE_PROFILE = 0x1000

MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid"
RID_URI = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
REPAIRED_RID_URI = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
AUDIO_LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
ORIENTATION_URI = "urn:3gpp:video-orientation"
SEND_TIME_URI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
TRANSPORT_SEQUENCE_URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"

_FIXED = Struct("!BBHII")
_EXTENSION = Struct("!HH")
FIXED_SIZE = 12


class RtpHeader(NamedTuple):
    """The parts of a header that are read once for each incoming packet."""

    marker: int  # 0x80 or 0, ready to be joined with a payload type
    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    profile: int  # of the header extension, 0 without one
    extension: int  # where the extension's elements begin
    size: int  # of the whole header
    padded: bool


def parse_header(packet: memoryview | bytes) -> RtpHeader:
    """Read the header of one RTP packet; ValueError if it is cut short or not RTP."""
    length = len(packet)
    if length < FIXED_SIZE:
        raise ValueError("RTP packet shorter than its fixed header")
    first, second, sequence, timestamp, ssrc = _FIXED.unpack_from(packet)
    if first >> 6 != 2:
        raise ValueError("not RTP version 2")
    size = FIXED_SIZE + 4 * (first & 0x0F)
    profile, start = 0, size
    if first & 0x10:
        if length < size + 4:
            raise ValueError("RTP header extension cut short")
        profile, words = _EXTENSION.unpack_from(packet, size)
        start = size + 4
        size = start + 4 * words
    if length < size:
        raise ValueError("RTP header cut short")
    return RtpHeader(second & 0x80, second & 0x7F, sequence, timestamp, ssrc, profile, start, size, bool(first & 0x20))


def read_extensions(packet: memoryview | bytes, header: RtpHeader) -> dict[int, bytes]:
    """The extension elements by id. A malformed rest is left out: an extension is never a reason to lose media."""
    if header.profile == ONE_BYTE_PROFILE:
        return _one_byte_elements(packet, header.extension, header.size)
    if header.profile & 0xFFF0 == TWO_BYTE_PROFILE:
        return _two_byte_elements(packet, header.extension, header.size)
    return {}


def _one_byte_elements(packet: memoryview | bytes, position: int, end: int) -> dict[int, bytes]:
    elements: dict[int, bytes] = {}
    while position < end:
        first = packet[position]
        position += 1
        if first == 0:
            continue
        number, length = first >> 4, (first & 0x0F) + 1
        if number == 15 or position + length > end:
            break
        elements[number] = bytes(packet[position : position + length])
        position += length
    return elements


def _two_byte_elements(packet: memoryview | bytes, position: int, end: int) -> dict[int, bytes]:
    elements: dict[int, bytes] = {}
    while position < end:
        number = packet[position]
        position += 1
        if number == 0:
            continue
        if position >= end:
            break
        length = packet[position]
        position += 1
        if position + length > end:
            break
        elements[number] = bytes(packet[position : position + length])
        position += length
    return elements


def without_padding(payload: bytes) -> bytes:
    """The payload of a packet with the padding bit. A padding count that cannot be right empties it."""
    if not payload:
        return payload
    count = payload[-1]
    if count == 0 or count > len(payload):
        return b""
    return payload[:-count]


def is_rtcp(packet: memoryview | bytes) -> bool:
    """RTP and RTCP on one port are told apart by the second byte (RFC 5761 §4)."""
    return len(packet) >= 8 and 192 <= packet[1] <= 223
