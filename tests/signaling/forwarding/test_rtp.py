"""Headers and extensions as browsers write them, and as nobody should."""

from __future__ import annotations

import struct

import pytest
from aiortc import rtp
from hypothesis import given
from hypothesis import strategies as st

from signaling.forwarding.extensions import layout
from signaling.forwarding.rtp import (
    MID_URI,
    ORIENTATION_URI,
    SEND_TIME_URI,
    TRANSPORT_SEQUENCE_URI,
    is_rtcp,
    parse_header,
    read_extensions,
    without_padding,
)


def test_a_header_of_aiortc_is_read() -> None:
    packet = rtp.RtpPacket(payload_type=96, marker=1, sequence_number=7, timestamp=9, ssrc=11, payload=b"picture")
    packet.csrc = [1, 2]
    packet.extensions.mid = "camera"
    mapping = rtp.HeaderExtensionsMap()
    mapping._HeaderExtensionsMap__ids.mid = 5  # type: ignore[attr-defined]
    written = packet.serialize(mapping)
    header = parse_header(written)
    assert (header.marker, header.payload_type, header.sequence) == (0x80, 96, 7)
    assert (header.timestamp, header.ssrc) == (9, 11)
    assert read_extensions(written, header) == {5: b"camera"}
    assert written[header.size :] == b"picture"


def test_two_byte_extensions_are_read() -> None:
    elements = b"\x10\x00" + b"\x00" + b"\x11\x03abc"
    elements += bytes(-len(elements) % 4)
    packet = struct.pack("!BBHII", 0x90, 96, 1, 2, 3) + struct.pack("!HH", 0x1000, len(elements) // 4) + elements
    assert read_extensions(packet, parse_header(packet)) == {0x10: b"", 0x11: b"abc"}


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\x80" * 11,
        b"\x40" * 12,
        b"\x8f" + bytes(11),
        struct.pack("!BBHII", 0x90, 0, 0, 0, 0),
        struct.pack("!BBHIIHH", 0x90, 0, 0, 0, 0, 0xBEDE, 0xFFFF),
    ],
)
def test_what_is_cut_short_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="RTP"):
        parse_header(broken)


@given(st.binary(max_size=200))
def test_rubbish_is_read_or_refused(rubbish: bytes) -> None:
    packet = b"\x90" + rubbish
    try:
        header = parse_header(packet)
    except ValueError:
        return
    assert header.size <= len(packet)
    for value in read_extensions(packet, header).values():
        assert value in packet


def test_padding_is_taken_off() -> None:
    assert without_padding(b"payload\0\0\3") == b"payload"
    assert without_padding(b"\0\0\3") == b""
    assert without_padding(b"impossible\xff") == b""
    assert without_padding(b"impossible\0") == b""
    assert without_padding(b"") == b""


def test_rtcp_is_told_from_rtp() -> None:
    assert is_rtcp(struct.pack("!BBHI", 0x80, 200, 1, 1))
    assert not is_rtcp(struct.pack("!BBHI", 0x80, 0x80 | 111, 1, 1))


def test_the_layout_of_outgoing_extensions() -> None:
    everything = {MID_URI: 4, TRANSPORT_SEQUENCE_URI: 3, SEND_TIME_URI: 2, ORIENTATION_URI: 7}
    assert layout(everything, "1") == (1, 2, 0x31, b"\x401\0\0\0")
    assert layout(everything, "1", 3) == (1, 2, 0x31, b"\x401\x70\x03\0")
    assert layout({SEND_TIME_URI: 2}, "1") == (2, 1, 0x22, b"")
    assert layout({MID_URI: 4}, "12") == (0, 0, 0x90, b"\xbe\xde\0\1\x4112\0")
    assert layout({}, "1") == (0, 0, 0x80, b"")


@given(
    st.dictionaries(
        st.sampled_from([MID_URI, TRANSPORT_SEQUENCE_URI, SEND_TIME_URI, ORIENTATION_URI]), st.integers(0, 300)
    ),
    st.text("abc0", max_size=40),
    st.none() | st.integers(0, 15),
)
def test_any_layout_fills_whole_words(extensions: dict[str, int], mid: str, orientation: int | None) -> None:
    clock, words, _, tail = layout(extensions, mid, orientation)
    assert (len(tail) + {0: 0, 1: 3, 2: 4}[clock]) % 4 == 0
    assert clock == 0 or words * 4 == len(tail) + {1: 3, 2: 4}[clock]
