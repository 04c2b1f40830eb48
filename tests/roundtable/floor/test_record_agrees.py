"""Whatever happens on a floor: the record, made from the events alone, says what everybody saw live."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable.floor import clock
from roundtable.floor.events.items import ItemStarted
from roundtable.floor.events.queue import EntryAdded
from roundtable.floor.record import record_of
from roundtable.floor.resources import EntryLine, FloorRecord, Totals, TurnLine
from roundtable.floor.state import Tally
from roundtable.floor.values import Speaker
from roundtable.rooms.messages import End
from tests.roundtable.floor.lively import ALICE, Lively, lively

Sums = dict[str, tuple[int, int]]

seeds = st.integers(0, 10**9)


def record(meeting: Lively) -> FloorRecord:
    return record_of(meeting.facts, enumerate(meeting.events, start=1), meeting.clock.now())


def shown_live(meeting: Lively, tallies: Mapping[Any, Tally], key_of: Callable[[Speaker], str]) -> Sums:
    """What a client shows: the committed tallies, and on top what a clock counts that runs."""
    now = clock.moment(meeting.floor, meeting.clock.now())
    sums = {key: (tally.ms, tally.turns) for key, tally in tallies.items()}
    for turn in (meeting.floor.main, meeting.floor.interposed):
        if turn is not None:
            ms, turns = sums.get(key_of(turn.speaker), (0, 0))
            sums[key_of(turn.speaker)] = (ms + clock.used_ms(turn, now) - turn.used_ms, turns)
    return without_nothing(sums)


def without_nothing(sums: Sums) -> Sums:
    return {key: both for key, both in sums.items() if both != (0, 0)}


def told(totals: Totals) -> tuple[Sums, Sums]:
    return (
        {one.group: (one.spoken_ms, one.turns) for one in totals.clubs},
        {one.person: (one.spoken_ms, one.turns) for one in totals.people},
    )


@settings(max_examples=200, deadline=None)
@given(seed=seeds)
def test_totals_are_those_that_everybody_saw(seed: int) -> None:
    meeting = lively(seed)
    assert told(record(meeting).totals) == (
        shown_live(meeting, meeting.floor.by_group, lambda speaker: speaker.group),
        shown_live(meeting, meeting.floor.by_person, lambda speaker: speaker.key),
    )


@settings(max_examples=200, deadline=None)
@given(seed=seeds)
def test_totals_of_an_item_are_those_that_everybody_saw(seed: int) -> None:
    """Numbers of an item that is begun again start anew on the screen, and go on in the record."""
    meeting = lively(seed)
    state = meeting.floor
    begun = [event.item for event in meeting.events if isinstance(event, ItemStarted)]
    if state.item is None or state.turn is not None or begun.count(state.item) != 1:
        return
    item = next(item for item in record(meeting).items if item.item == state.item)
    live = [
        without_nothing({key: (tally.item_ms, tally.item_turns) for key, tally in tallies.items()})
        for tallies in (state.by_group, state.by_person)
    ]
    assert list(told(item.totals)) == live
    assert item.totals.spoken_ms == state.items[state.item].used_ms


@settings(max_examples=200, deadline=None)
@given(seed=seeds, is_over=st.booleans())
def test_everybody_who_asked_is_on_record_once(seed: int, is_over: bool) -> None:
    meeting = lively(seed)
    if is_over:
        meeting.do(End(), ALICE, 1)
    read = record(meeting)
    asked = Counter(event.entry for event in meeting.events if isinstance(event, EntryAdded))
    spoke = [line for line in read.lines if isinstance(line, TurnLine) and line.asked_at is not None]
    silent = [line for line in read.lines if isinstance(line, EntryLine)]
    assert len(asked) == sum(asked.values()) == len(spoke) + len(silent)
    assert (read.ended_at is not None) == is_over
    if is_over:
        assert all(line.ending is not None for line in read.lines if isinstance(line, TurnLine))
        assert "waiting" not in {line.gone for line in silent}
    else:
        assert {line.entry for line in silent if line.gone == "waiting"} == set(meeting.floor.entries)


@settings(max_examples=200, deadline=None)
@given(seed=seeds)
def test_time_adds_up_and_runs_forwards(seed: int) -> None:
    read = record(lively(seed))
    versions = [line.version for line in read.lines]
    turns = [line for line in read.lines if isinstance(line, TurnLine)]
    assert versions == sorted(versions)
    assert sum(line.spoken_ms for line in turns) == read.totals.spoken_ms
    assert read.totals.spoken_ms <= clock.elapsed_ms(read.started_at, read.as_of)
    for line in turns:
        ended = line.ended_at or read.as_of
        assert line.at <= (line.began_at or ended) <= ended
        assert line.spoken_ms <= clock.elapsed_ms(line.began_at or ended, ended)
        assert line.over_ms == max(0, line.spoken_ms - line.limit_ms)


@settings(max_examples=100, deadline=None)
@given(seed=seeds)
def test_items_are_those_of_the_floor(seed: int) -> None:
    meeting = lively(seed)
    assert [
        (item.item, item.title, item.budget_ms, item.started_at, item.ended_at) for item in record(meeting).items
    ] == [
        (id_, item.title, item.budget_ms, item.started_at, item.closed_at) for id_, item in meeting.floor.items.items()
    ]


@settings(max_examples=100, deadline=None)
@given(seed=seeds, lost=st.lists(st.integers(0, 120), max_size=20))
def test_a_log_with_gaps_can_be_read(seed: int, lost: list[int]) -> None:
    meeting = lively(seed)
    kept = [(place, event) for place, event in enumerate(meeting.events, start=1) if place not in lost]
    read = record_of(meeting.facts, kept, meeting.clock.now())
    assert read == FloorRecord.model_validate_json(read.model_dump_json(exclude_none=True))


@pytest.mark.parametrize("what", ["done", "moderator", "time", "cleared", "written", "carried", "last_word", "waiting"])
def test_the_meetings_are_lively(what: str) -> None:
    """A property over meetings in which nobody speaks would prove nothing."""
    seen: set[str | None] = set()
    for seed in range(60):
        for line in record(lively(seed)).lines:
            seen.add(getattr(line, "ending", None) or getattr(line, "gone", None))
        if what in seen:
            break
    assert what in seen
