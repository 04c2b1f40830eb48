"""Transport-wide feedback: what we build, and what we read, against the draft's text spelled out."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signaling.congestion.rtcp import walk
from signaling.congestion.transport_wide import Arrivals, build_feedback, parse_feedback


def spelled_out(packet: bytes) -> dict[int, float | None]:
    """Every number told of with its arrival: the draft read word for word, slowly."""
    body = next(iter(walk(packet))).body
    base, count, word = struct.unpack_from("!HHI", body, 8)
    symbols: list[int] = []
    position = 16
    while len(symbols) < count:
        chunk = struct.unpack_from("!H", body, position)[0]
        position += 2
        if chunk >> 15 == 0:
            symbols += [chunk >> 13 & 3] * (chunk & 0x1FFF)
        elif chunk >> 14 & 1:
            symbols += [chunk >> shift & 3 for shift in range(12, -1, -2)]
        else:
            symbols += [chunk >> shift & 1 for shift in range(13, -1, -1)]
    time = (word >> 8) * 0.064
    told: dict[int, float | None] = {}
    for offset, symbol in enumerate(symbols[:count]):
        if symbol == 1:
            time += body[position] * 0.00025
            position += 1
        elif symbol == 2:
            time += struct.unpack_from("!h", body, position)[0] * 0.00025
            position += 2
        told[(base + offset) & 0xFFFF] = time if symbol else None
    return told


ARRIVALS = st.dictionaries(st.integers(0, 300), st.floats(1000.0, 1005.0), min_size=1)


@given(ARRIVALS)
def test_every_packet_is_told_of_with_its_time(arrived: dict[int, float]) -> None:
    packet = build_feedback(arrived, min(arrived), max(arrived), media=7, count=3)
    assert len(packet) % 4 == 0
    told = spelled_out(packet)
    assert sorted(told) == list(range(min(arrived), max(arrived) + 1))
    for number, at in told.items():
        if number in arrived:
            assert at is not None
            assert abs(at - arrived[number]) < 0.001
        else:
            assert at is None


@given(ARRIVALS)
def test_what_we_read_sums_up_what_is_told(arrived: dict[int, float]) -> None:
    packet = build_feedback(arrived, min(arrived), max(arrived), media=7, count=3)
    told = spelled_out(packet)
    summary = parse_feedback(next(iter(walk(packet))).body)
    times = [at for at in told.values() if at is not None]
    assert (summary.base, summary.packets, summary.received) == (min(arrived), len(told), len(arrived))
    assert (summary.first, summary.last) == (0, len(told) - 1)
    assert (summary.first_at, summary.last_at) == pytest.approx((times[0], times[-1]))


def test_every_form_of_chunk_is_read() -> None:
    head = struct.pack("!IIHHI", 1, 2, 65530, 40, 100 << 8)
    run, ones, twos = struct.pack("!H", 1 << 13 | 5), 0x8000 | 0b10000000000001, 0xC000 | 0b10_00_01_00_00_00_00
    rest = struct.pack("!H", 14)
    deltas = bytes([4] * 5) + bytes([8, 8]) + struct.pack("!h", -8) + bytes([40])
    body = head + run + struct.pack("!HH", ones, twos) + rest + deltas
    told = parse_feedback(body)
    assert (told.base, told.packets, told.received, told.first, told.last) == (65530, 40, 9, 0, 21)
    assert (told.first_at, told.last_at) == pytest.approx((6.4 + 0.001, 6.4 + 0.00025 * 68))


def test_what_is_missing_between_two_feedbacks_is_told_as_lost() -> None:
    arrivals = Arrivals()
    for number in (65534, 65535):
        arrivals.arrived(number, 7, 10.0)
    first = arrivals.feedback()
    for number in (2, 3):
        arrivals.arrived(number, 7, 10.1)
    second = arrivals.feedback()
    assert first is not None
    assert second is not None
    assert sorted(spelled_out(first)) == [65534, 65535]
    assert [at is not None for at in spelled_out(second).values()] == [False, False, True, True]
    assert list(spelled_out(second)) == [0, 1, 2, 3]
    assert arrivals.feedback() is None


@given(st.lists(st.tuples(st.integers(0, 65535), st.floats(0, 1e6)), max_size=600))
def test_hostile_numbers_cost_little_and_raise_nothing(packets: list[tuple[int, float]]) -> None:
    arrivals = Arrivals()
    for number, now in packets:
        arrivals.arrived(number, 7, now)
    feedback = arrivals.feedback()
    assert feedback is None or len(feedback) < 4000


@given(st.binary(max_size=120))
def test_rubbish_is_refused_cleanly(rubbish: bytes) -> None:
    try:
        parse_feedback(rubbish)
    except ValueError:
        return


def test_a_tiny_packet_cannot_tell_of_endless_packets() -> None:
    with pytest.raises(ValueError, match="too many"):
        parse_feedback(struct.pack("!IIHHI", 1, 2, 0, 65535, 0) + struct.pack("!H", 0x3FFF) * 9)
