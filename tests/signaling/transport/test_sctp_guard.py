"""Chunks that would hurt the SCTP below are refused before it sees them."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signaling.transport.sctp_guard import check_packet
from signaling.transport.srtp import Refused

COMMON = struct.pack("!HHLL", 5000, 5000, 1, 0)


def chunk(kind: int, body: bytes, *, length: int | None = None) -> bytes:
    head = struct.pack("!BBH", kind, 3, len(body) + 4 if length is None else length)
    return head + body + bytes(-len(body) % 4)


def data(number: int, stream: int = 0, payload: bytes = b"x") -> bytes:
    return chunk(0, struct.pack("!LHHL", number, stream, 0, 53) + payload)


SACK = struct.pack("!LLHH", 1, 1000, 2, 0) + struct.pack("!HHHH", 2, 3, 5, 6)


@pytest.mark.parametrize(
    "sound",
    [
        data(11),
        data(11) + data(12),
        chunk(3, SACK),
        chunk(1, struct.pack("!LLHHL", 1, 1, 1, 1, 1) + struct.pack("!HH", 0xC000, 4)),
        chunk(192, struct.pack("!LHH", 12, 0, 1)),
        chunk(4, struct.pack("!HH", 1, 8) + b"beat"),
        chunk(10, b"cookie"),
        chunk(77, b"unknown kinds are skipped"),
    ],
)
def test_sound_packets_pass(sound: bytes) -> None:
    check_packet(COMMON + sound, 10)


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        chunk(0, b"", length=2),
        chunk(0, b"short"),
        data(11 + 5000),
        data(11, stream=60_000),
        chunk(3, struct.pack("!LLHH", 1, 1000, 1, 0) + struct.pack("!HH", 1, 65535)),
        chunk(3, struct.pack("!LLHH", 1, 1000, 2, 0) + struct.pack("!HHHH", 5, 6, 2, 3)),
        chunk(3, struct.pack("!LLHH", 1, 1000, 900, 900)),
        chunk(1, struct.pack("!LLHHL", 1, 1, 1, 1, 1) + struct.pack("!HH", 7, 0)),
        chunk(1, struct.pack("!LLHHL", 1, 1, 1, 1, 1)) * 2,
        chunk(130, struct.pack("!HHL", 13, 8, 1)),
        chunk(192, struct.pack("!LHH", 12, 60_000, 1)),
        chunk(192, struct.pack("!L", 12 + 100_000)),
        chunk(11, b"") * 100,
    ],
)
def test_hostile_packets_are_refused(hostile: bytes) -> None:
    with pytest.raises(Refused):
        check_packet(COMMON + hostile, 10)


def test_data_before_the_association_is_refused() -> None:
    with pytest.raises(Refused):
        check_packet(COMMON + data(1), None)


@given(st.binary(max_size=200), st.sampled_from([0, 1, 2, 3, 4, 6, 9, 130, 192]))
def test_rubbish_in_any_chunk_is_judged_not_crashed_on(rubbish: bytes, kind: int) -> None:
    try:
        check_packet(COMMON + chunk(kind, rubbish), 10)
    except Refused:
        return
