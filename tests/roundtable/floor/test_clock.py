"""The arithmetic of a turn's clock: it counts what ran, never backwards, and says when something is due."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.floor import clock
from roundtable.floor.state import FloorState, Turn
from roundtable.floor.values import PauseReason, Speaker, TurnId
from roundtable.kernel.floor_settings import FloorSettings

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SETTINGS = FloorSettings()
CALLED = Turn(
    id=TurnId("trn_1"),
    kind="topic",
    text="",
    text_turn=False,
    speaker=Speaker(name="Alice"),
    limit_ms=180_000,
    called_at=NOON,
    ready_since=NOON,
)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def running(since: float = 0, used_ms: int = 0) -> Turn:
    return replace(CALLED, began=True, running_since=after(since), used_ms=used_ms)


def test_a_clock_that_runs_counts_and_one_that_stands_still_does_not() -> None:
    turn = running(used_ms=5_000)
    assert clock.used_ms(turn, after(10)) == 15_000
    stopped = clock.stand_still(turn, after(10))
    assert (stopped.used_ms, stopped.running_since) == (15_000, None)
    assert clock.used_ms(stopped, after(1_000)) == 15_000
    assert clock.stand_still(stopped, after(1_000)) is stopped


def test_the_clock_goes_on_beyond_the_limit() -> None:
    assert clock.used_ms(running(), after(195.5)) == running().limit_ms + 15_500


def test_a_clock_runs_only_when_nothing_holds_it() -> None:
    began = replace(CALLED, began=True)
    assert clock.run(CALLED, NOON) is CALLED
    assert clock.run(replace(began, paused=frozenset({"absent"})), NOON).running_since is None
    assert clock.run(began, NOON).running_since == NOON
    assert clock.run(running(), after(9)) == running()


def test_whole_milliseconds_are_counted_and_never_less_than_none() -> None:
    assert clock.elapsed_ms(NOON, NOON + timedelta(microseconds=1_999)) == 1
    assert clock.elapsed_ms(NOON, after(-3600)) == 0


def test_time_on_the_floor_stands_still_while_the_machines_clock_is_behind() -> None:
    state = FloorState(settings=SETTINGS, latest=NOON)
    assert clock.moment(state, after(-3600)) == NOON
    assert clock.moment(state, after(1)) == after(1)


@pytest.mark.parametrize(
    ("turn", "due"),
    [
        (CALLED, after(10)),
        (replace(CALLED, ready_since=after(40)), after(50)),
        (replace(CALLED, paused=frozenset({"moderator"})), None),
        (running(), None),
    ],
)
def test_a_called_turn_begins_by_itself_after_the_grace(turn: Turn, due: datetime | None) -> None:
    assert clock.begins_by_itself_at(turn, SETTINGS) == due


@pytest.mark.parametrize(
    ("turn", "due"),
    [
        (running(), None),
        (replace(CALLED, absent_since=after(5), paused=frozenset({"absent"})), after(35)),
        (replace(CALLED, absent_since=after(5), paused=frozenset({"absent"}), is_missed=True), None),
    ],
)
def test_an_absent_speaker_is_missed_after_the_grace_once(turn: Turn, due: datetime | None) -> None:
    assert clock.is_missed_at(turn, SETTINGS) == due


def test_a_hard_stop_comes_when_the_time_is_used_up_and_only_if_it_is_set() -> None:
    strict = SETTINGS.model_copy(update={"hard_stop": True})
    assert clock.time_is_up_at(running(since=20, used_ms=60_000), SETTINGS) is None
    assert clock.time_is_up_at(running(since=20, used_ms=60_000), strict) == after(140)
    assert clock.time_is_up_at(running(since=20, used_ms=190_000), strict) == after(20)
    assert clock.time_is_up_at(clock.stand_still(running(), after(9)), strict) is None


REASONS: tuple[PauseReason, ...] = ("moderator", "absent", "interposed")
Act = tuple[str, PauseReason]
acts = st.tuples(st.sampled_from(["begin", "pause", "resume"]), st.sampled_from(REASONS))
steps = st.lists(st.tuples(st.integers(-7_200_000, 7_200_000), acts), max_size=40)
"""How far the machine's clock has moved since the step before, in milliseconds, and what is done then."""


def acted(turn: Turn, act: Act, at: datetime) -> Turn:
    """Do one thing to a clock as the folds of events do it."""
    verb, why = act
    if verb == "begin":
        return clock.run(replace(turn, began=True), at)
    if verb == "pause":
        return replace(clock.stand_still(turn, at), paused=turn.paused | {why})
    return clock.run(replace(turn, paused=turn.paused - {why}), at)


@given(steps)
def test_whatever_is_done_the_clock_is_the_sum_of_what_ran_and_never_goes_back(steps: list[tuple[int, Act]]) -> None:
    state, turn, machine, expected, shown = FloorState(settings=SETTINGS, latest=NOON), CALLED, NOON, 0, 0
    for moved, act in steps:
        machine += timedelta(milliseconds=moved)
        at = clock.moment(state, machine)
        runs = turn.began and not turn.paused
        assert (turn.running_since is not None) == runs
        expected += clock.elapsed_ms(state.latest, at) if runs else 0
        assert clock.used_ms(turn, at) == expected
        turn, state = acted(turn, act, at), replace(state, latest=at)
        assert clock.used_ms(turn, at) == expected >= shown
        assert clock.used_ms(turn, machine) <= expected  # who looks with a clock that was set back sees no jump ahead
        shown = expected
