"""Gaps and reports of one source, with a clock moved by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from signaling.congestion.reception import MAX_MISSING, Reception
from signaling.congestion.sequence import unwrap


def test_a_gap_is_asked_for_again_and_again_and_then_given_up() -> None:
    reception = Reception(65534, 90000)
    reception.arrived(65534, 0, 10.0)
    reception.arrived(65537, 3000, 10.0)
    assert reception.missing(10.0) == []  # it may merely be late
    assert reception.missing(10.02) == [65535, 0]
    assert reception.missing(10.05) == []
    assert reception.missing(10.11) == [65535, 0]
    reception.arrived(65536, 3000, 10.12)
    assert reception.missing(10.2) == [65535]
    assert reception.missing(12.0) == []
    assert not reception.recovered(65535)


def test_a_retransmission_is_taken_once() -> None:
    reception = Reception(1, 90000)
    reception.arrived(1, 0, 0.0)
    reception.arrived(3, 0, 0.0)
    assert reception.recovered(2)
    assert not reception.recovered(2)
    assert not reception.recovered(3)
    assert reception.read() == (3, 0)


def test_reports_tell_losses_and_round_trips() -> None:
    reception = Reception(1, 48000)
    for index in (1, 2, 3, 5, 6, 8, 9, 10):
        reception.arrived(index, index * 960, index * 0.02)
    reception.sender_reported(0x1234_5678_9ABC_DEF0, 1.0)
    block = reception.report(77, 1.5)
    assert (block.ssrc, block.fraction_lost, block.lost, block.highest) == (77, 51, 2, 10)
    assert (block.last_report, block.delay) == (0x5678_9ABC, 32768)
    assert reception.report(77, 2.0).fraction_lost == 0
    assert reception.read() == (10, 2)
    assert reception.read() == (0, 0)


def test_jitter_is_none_for_an_even_stream_and_grows_for_an_uneven_one() -> None:
    even, uneven = Reception(1, 48000), Reception(1, 48000)
    for index in range(1, 100):
        even.arrived(index, index * 960, index * 0.02)
        uneven.arrived(index, index * 960, index * 0.02 + (index % 2) * 0.01)
    assert even.jitter < 0.0001
    assert 0.008 < uneven.jitter < 0.011


@given(st.lists(st.integers(0, 1 << 20), max_size=50))
def test_whatever_arrives_what_is_owed_is_bounded(indices: list[int]) -> None:
    reception = Reception(0, 90000)
    for step, index in enumerate(indices):
        reception.arrived(index, 0, step * 0.001)
    assert len(reception.missing(1.0)) <= MAX_MISSING
    assert 0 <= reception.report(1, 1.0).fraction_lost <= 255


@given(st.integers(0, 1 << 30), st.integers(-0x8000, 0x7FFF))
def test_numbers_unwrap_to_the_nearest(near: int, distance: int) -> None:
    number = near + distance
    if number >= 0:
        assert unwrap(number & 0xFFFF, near) == number
    else:
        assert unwrap(number & 0xFFFF, near) >= 0
