"""Clocks: the one of a session never runs backwards, whatever somebody does to the machine's."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from roundtable.kernel.clock import SMALL_STEP, ManualClock, SteadyClock, as_text

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Machine:
    """A machine with a clock that can be set, and a counter of seconds that cannot."""

    def __init__(self) -> None:
        self.clock = ManualClock(NOON)
        self.seconds = 0.0
        self.steady = SteadyClock(self.clock, lambda: self.seconds)

    def passes(self, seconds: float) -> datetime:
        """Let time pass; return what the steady clock shows then."""
        self.clock.advance(seconds)
        self.seconds += seconds
        return self.steady.now()


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_it_shows_what_the_machine_shows() -> None:
    machine = Machine()
    assert [machine.passes(seconds) for seconds in (0, 10, 5.5)] == [after(0), after(10), after(15.5)]


def test_set_back_an_hour_it_goes_on_as_if_nothing_had_happened() -> None:
    machine = Machine()
    machine.passes(50)
    machine.clock.advance(-3600)
    assert [machine.passes(seconds) for seconds in (0, 10, 600)] == [after(50), after(60), after(660)]


def test_it_agrees_again_when_the_machine_is_set_right() -> None:
    machine = Machine()
    machine.clock.advance(-3600)
    machine.passes(10)
    machine.clock.advance(3600)
    assert machine.passes(5) == after(15)


def test_set_forward_it_follows() -> None:
    """A machine that slept for an hour is one too."""
    machine = Machine()
    machine.clock.advance(3600)
    assert machine.passes(1) == after(3601)


def test_a_small_step_back_is_waited_for() -> None:
    machine = Machine()
    machine.passes(10)
    machine.clock.advance(-0.4)
    assert [machine.passes(seconds) for seconds in (0, 0.3, 0.3)] == [after(10), after(10), after(10.2)]


@given(st.lists(st.tuples(st.integers(-7_200_000, 7_200_000), st.integers(0, 600_000)), max_size=30))
def test_however_the_machine_is_set_it_never_runs_backwards_nor_slower_than_time(steps: list[tuple[int, int]]) -> None:
    machine, shown = Machine(), NOON
    for is_set, passes in steps:
        before = machine.passes(0)
        machine.clock.advance(is_set / 1000)
        assert machine.passes(0) >= before
        now = machine.passes(passes / 1000)
        assert now >= shown
        assert now - before >= timedelta(milliseconds=passes) - SMALL_STEP
        shown = now


def test_moments_go_over_the_wire_in_utc_with_milliseconds() -> None:
    assert as_text(NOON + timedelta(microseconds=1_999)) == "2026-11-22T12:00:00.001Z"
