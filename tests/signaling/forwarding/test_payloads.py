"""Where pictures begin, how VP8 numbers them, and what RED wraps."""

from __future__ import annotations

import pytest
from aiortc.codecs.vpx import VpxPayloadDescriptor
from hypothesis import given
from hypothesis import strategies as st

from signaling.forwarding.payloads import red_primary, red_with_payload_type, starts_key_frame
from signaling.forwarding.vp8 import parse_descriptor, renumber


def described(picture: int | None, tl0: int | None, tid: int | None = None, *, start: int = 1) -> bytes:
    """A descriptor as aiortc writes it; picture ids above 127 take two bytes."""
    layer = None if tid is None else (tid, 0)
    return bytes(VpxPayloadDescriptor(start, 0, picture_id=picture, tl0picidx=tl0, tid=layer))


@given(
    st.none() | st.integers(0, 0x7FFF),
    st.none() | st.integers(0, 255),
    st.none() | st.integers(0, 3),
    st.integers(0, 0x7FFF),
    st.integers(0, 255),
)
def test_numbers_are_moved_and_nothing_else(
    picture: int | None, tl0: int | None, tid: int | None, picture_shift: int, tl0_shift: int
) -> None:
    payload = described(picture, tl0, tid) + b"\x01picture"
    descriptor = parse_descriptor(payload)
    assert payload[descriptor.size :] == b"\x01picture"
    moved, rest = VpxPayloadDescriptor.parse(renumber(payload, descriptor, picture_shift, tl0_shift))
    bits = 0x7FFF if descriptor.is_long else 0x7F
    assert moved.picture_id == (None if picture is None else (picture + picture_shift) & bits)
    assert moved.tl0picidx == (None if tl0 is None else (tl0 + tl0_shift) & 0xFF)
    assert rest == b"\x01picture"


def test_key_frames_of_vp8() -> None:
    assert starts_key_frame("video/vp8", described(5, 6) + b"\x00")
    assert not starts_key_frame("video/vp8", described(5, 6) + b"\x01")
    assert not starts_key_frame("video/vp8", described(5, 6, start=0) + b"\x00")
    assert not starts_key_frame("video/vp8", described(5, 6))


@pytest.mark.parametrize(
    ("mime", "payload", "is_key"),
    [
        ("video/h264", b"\x67sps", True),
        ("video/h264", b"\x65idr", True),
        ("video/h264", b"\x41slice", False),
        ("video/h264", b"\x78\x00\x04\x67sps", True),
        ("video/h264", b"\x78\x00\x04\x41abc", False),
        ("video/h264", b"\x7c\x85idr begins", True),
        ("video/h264", b"\x7c\x05idr goes on", False),
        ("video/vp9", b"\x8c\x80\x01", True),
        ("video/vp9", b"\xcc\x80\x01", False),
        ("video/vp9", b"\xac\x80\x01\x00", True),
        ("video/vp9", b"\xac\x80\x01\x02", False),
        ("video/av1", b"\x18", True),
        ("video/av1", b"\x10", False),
        ("video/unknown", b"anything", True),
        ("video/h264", b"", False),
    ],
)
def test_key_frames_of_other_codecs(mime: str, payload: bytes, is_key: bool) -> None:
    assert starts_key_frame(mime, payload) is is_key


@given(st.sampled_from(["video/vp8", "video/h264", "video/vp9", "video/av1"]), st.binary(max_size=12))
def test_rubbish_is_judged_without_an_error(mime: str, rubbish: bytes) -> None:
    assert starts_key_frame(mime, rubbish) in {True, False}


@given(st.binary(max_size=12))
def test_a_descriptor_of_rubbish_is_read_or_refused(rubbish: bytes) -> None:
    try:
        descriptor = parse_descriptor(rubbish)
    except ValueError:
        return
    assert len(renumber(rubbish, descriptor, 1, 1)) == len(rubbish)


def test_red_gives_its_newest_block() -> None:
    red = bytes((0xEF, 0x0F, 0xA0, 0x02, 0x6F)) + b"ol" + b"new"
    assert red_primary(red) == b"new"
    assert red_primary(b"\x6fonly") == b"only"
    assert red_with_payload_type(red, 100) == bytes((0xE4, 0x0F, 0xA0, 0x02, 0x64)) + b"olnew"


@pytest.mark.parametrize("broken", [b"", b"\xef", b"\xef\x00\x00\x05", b"\xef\x00\x03\xff\x6fshort"])
def test_broken_red_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="RED"):
        red_primary(broken)


@given(st.binary(max_size=40))
def test_rubbish_red_is_read_or_refused(rubbish: bytes) -> None:
    for read in (red_primary, lambda payload: red_with_payload_type(payload, 100)):
        try:
            read(rubbish)
        except ValueError:
            continue
