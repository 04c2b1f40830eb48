"""Who comes next, and why: kinds, then fair shares, and nobody overtaken more often than the bound."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable.floor.ordering import arrange
from roundtable.floor.state import Entry, FloorState, Pace, Turn
from roundtable.floor.values import EntryId, TurnId
from roundtable.kernel.floor_settings import KINDS
from tests.roundtable.floor.standing import START, arrivals, floor, reasons, waiting


def test_kinds_come_by_priority() -> None:
    state = floor(waiting(number, kind=kind) for number, kind in enumerate(reversed(KINDS), start=1))
    assert arrivals(state) == [4, 3, 2, 1]
    assert reasons(state)[0] == "goes_first"


def test_fifo_is_arrival() -> None:
    state = floor([waiting(1, "A"), waiting(2, "A"), waiting(3, "B")], {"A": (900, 9)}, policy="fifo")
    assert arrivals(state) == [1, 2, 3]
    assert reasons(state) == ["arrival"] * 3


def test_the_club_with_the_fewest_seconds_on_this_item_comes_first() -> None:
    state = floor([waiting(1, "A"), waiting(2, "B"), waiting(3, "C")], {"A": (100, 1), "B": (40, 1)})
    assert arrivals(state) == [3, 2, 1]
    assert reasons(state) == ["club_not_spoken", "club_seconds", "club_seconds"]


def test_equal_seconds_go_by_turns_in_this_session_and_then_by_arrival() -> None:
    state = floor([waiting(1, "A"), waiting(2, "B"), waiting(3, "C")], {"A": (0, 2), "B": (0, 1)})
    assert arrivals(state) == [3, 2, 1]
    assert reasons(state) == ["club_not_spoken", "club_turns", "club_turns"]
    assert arrivals(floor([waiting(1, "A"), waiting(2, "B"), waiting(3, "C")])) == [1, 2, 3]


def test_the_second_of_a_club_waits_for_the_first_of_others() -> None:
    state = floor([waiting(1, "A"), waiting(2, "A"), waiting(3, "B"), waiting(4, "C")])
    assert arrivals(state) == [1, 3, 4, 2]
    assert reasons(state) == ["club_not_spoken", "club_not_spoken", "club_not_spoken", "club_ahead"]


def test_what_is_expected_of_those_ahead_counts_as_if_it_were_spoken() -> None:
    """B has spoken for 100 s; a topic takes 180 s: the second of A, who has spoken nothing, comes behind B."""
    entries = [waiting(1, "A"), waiting(2, "A"), waiting(3, "B")]
    assert arrivals(floor(entries, {"B": (100, 1)})) == [1, 3, 2]
    quick = replace(floor(entries, {"B": (100, 1)}), paces={"topic": Pace(turns=3, ms=90_000)})
    assert arrivals(quick) == [1, 2, 3]


def test_whoever_speaks_now_counts_with_what_their_turn_is_expected_to_take() -> None:
    entries = [waiting(1, "A"), waiting(2, "B")]
    speaker = waiting(9, "A").speaker
    turn = Turn(TurnId("trn_8"), "topic", "", False, speaker, limit_ms=180_000, called_at=START, ready_since=START)
    assert arrivals(replace(floor(entries), main=turn)) == [2, 1]
    assert arrivals(replace(floor(entries, {"B": (170, 1)}), main=turn)) == [2, 1]
    assert arrivals(replace(floor(entries, {"B": (190, 1)}), main=turn)) == [1, 2]


def test_a_pause_moves_nobody() -> None:
    """What a clock has counted is committed when it stands still; the expectation shrinks by as much."""
    entries = [waiting(1, "A"), waiting(2, "B")]
    speaker = waiting(9, "A").speaker
    turn = Turn(TurnId("trn_8"), "topic", "", False, speaker, limit_ms=180_000, called_at=START, ready_since=START)
    before = replace(floor(entries, {"B": (100, 1)}), main=turn)
    after = replace(floor(entries, {"A": (60, 0), "B": (100, 1)}), main=replace(turn, used_ms=60_000))
    assert arrivals(before) == arrivals(after) == [2, 1]


def test_nobody_is_overtaken_more_often_than_the_bound() -> None:
    entries = [waiting(1, "A"), *(waiting(number, letter) for number, letter in enumerate("BCDEF", start=2))]
    state = floor(entries, {"A": (900, 5)}, bound=3)
    assert arrivals(state) == [2, 3, 4, 1, 5, 6]
    assert arrivals(replace(state, overtaken={EntryId("ent_1"): 2})) == [2, 1, 3, 4, 5, 6]
    exhausted = replace(state, overtaken={EntryId("ent_1"): 3})
    assert arrivals(exhausted) == [1, 2, 3, 4, 5, 6]
    assert reasons(exhausted)[0] == "waited_long"
    assert arrivals(floor(entries, {"A": (900, 5)}, bound=0)) == [1, 2, 3, 4, 5, 6]
    assert arrivals(floor(entries, {"A": (900, 5)}, bound=50)) == [2, 3, 4, 5, 6, 1]


def test_who_waited_long_is_who_was_overtaken_not_who_will_be() -> None:
    """Such a reason would come and go with every entry that others make; this one comes once and stays."""
    entries = [waiting(1, "A"), *(waiting(number, letter) for number, letter in enumerate("BCDEF", start=2))]
    assert reasons(floor(entries, {"A": (900, 5)}, bound=3))[3] == "club_seconds"


def test_a_deferred_entry_stands_behind_those_it_went_behind_and_is_bound_like_any_other() -> None:
    behind = [waiting(2, "A"), waiting(3, "A"), waiting(4, "B", deferred=True)]
    assert arrivals(floor(behind, {"A": (500, 5)})) == [2, 3, 4]
    assert reasons(floor(behind, {"A": (500, 5)}))[2] == "deferred"
    later = [*behind, waiting(5, "C"), waiting(6, "D")]
    assert arrivals(floor(later, {"A": (500, 5)}, bound=3)) == [5, 6, 2, 3, 4]
    alone = [waiting(4, "B", deferred=True), waiting(5, "C")]
    assert arrivals(floor(alone)) == [4, 5]
    assert arrivals(floor(alone, {"B": (10, 1)})) == [5, 4]


def test_a_moved_entry_stands_where_it_was_put() -> None:
    entries = [waiting(1), waiting(2), waiting(3, moved=7, anchor=EntryId("ent_1")), waiting(4, moved=6, anchor=None)]
    state = floor(entries)
    assert arrivals(state) == [3, 1, 2, 4]
    assert reasons(state) == ["moved", "club_not_spoken", "club_not_spoken", "moved"]


def test_the_last_moved_stands_nearest_to_its_anchor() -> None:
    anchor = EntryId("ent_1")
    entries = [waiting(1), waiting(2, moved=8, anchor=anchor), waiting(3, moved=7, anchor=anchor)]
    assert arrivals(floor(entries)) == [3, 2, 1]
    chained = [*entries, waiting(4, moved=9, anchor=EntryId("ent_2")), waiting(5, moved=10, anchor=None)]
    assert arrivals(floor(chained)) == [3, 4, 2, 1, 5]


LETTERS = "ABCDE"


@st.composite
def floors(draw: st.DrawFn, most: int = 30) -> FloorState:
    """Any queue without moves, under any policy, in the middle of any session."""
    count = draw(st.integers(0, most))
    kinds = st.sampled_from(KINDS)
    entries = [
        waiting(number, draw(st.sampled_from(["", *LETTERS])), draw(kinds), deferred=draw(st.integers(0, 5)) == 0)
        for number in range(1, count + 1)
    ]
    spoken = {letter: (draw(st.integers(0, 300)), draw(st.integers(0, 3))) for letter in LETTERS}
    bound = draw(st.integers(0, 6))
    overtaken = {entry.id: draw(st.integers(0, bound)) for entry in entries}
    policy = draw(st.sampled_from(["fair", "fifo"]))
    state = replace(floor(entries, spoken, bound=bound, policy=policy), overtaken=overtaken)
    return replace(state, paces={"topic": Pace(turns=1, ms=draw(st.integers(0, 300_000)))})


def line(state: FloorState) -> list[Entry]:
    return [state.entries[entry] for entry in arrange(state)[0]]


@settings(max_examples=200, deadline=None)
@given(floors())
def test_everybody_has_one_place_and_a_reason(state: FloorState) -> None:
    order, why = arrange(state)
    assert sorted(order) == sorted(state.entries) == sorted(why)


@settings(max_examples=200, deadline=None)
@given(floors())
def test_no_kind_stands_above_a_higher_one(state: FloorState) -> None:
    ranks = [KINDS.index(entry.kind) for entry in line(state)]
    assert ranks == sorted(ranks)


@settings(max_examples=300, deadline=None)
@given(floors())
def test_the_order_itself_keeps_the_bound(state: FloorState) -> None:
    """Called from the top, nobody is overtaken by more later arrivals than the bound leaves them."""
    order = line(state)
    for place, entry in enumerate(order):
        above = sum(other.kind == entry.kind and other.arrival > entry.arrival for other in order[:place])
        assert above == 0 or state.overtaken[entry.id] + above <= state.settings.bound


@settings(max_examples=200, deadline=None)
@given(floors(), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_the_state_was_written_down(state: FloorState, chance: Random) -> None:
    entries = list(state.entries.values())
    chance.shuffle(entries)
    assert arrange(replace(state, entries={entry.id: entry for entry in entries})) == arrange(state)


@settings(max_examples=200, deadline=None)
@given(floors())
def test_a_deferred_entry_is_above_nobody_who_came_before_it(state: FloorState) -> None:
    order = line(state)
    for place, entry in enumerate(order):
        if entry.deferred:
            assert not any(other.kind == entry.kind and other.arrival < entry.arrival for other in order[place:])


@settings(max_examples=200, deadline=None)
@given(floors(most=14))
def test_it_is_what_the_rule_says_read_out_loud(state: FloorState) -> None:
    """The same as the rule, spelled out place by place without any care for speed."""
    assert [entry.arrival for entry in line(state)] == [entry.arrival for entry in spelled_out(state)]


def spelled_out(state: FloorState) -> list[Entry]:
    ms = {key: tally.item_ms for key, tally in state.by_group.items()}
    turns = {key: tally.turns for key, tally in state.by_group.items()}
    order: list[Entry] = []
    for kind in KINDS:
        left = sorted((entry for entry in state.entries.values() if entry.kind == kind), key=lambda one: one.arrival)
        if state.settings.policy == "fifo":
            order.extend(left)
            continue
        overtaken = dict(state.overtaken)
        while left:
            spent = [one.arrival for one in left if overtaken[one.id] >= state.settings.bound]
            candidates = [
                one
                for one in left
                if one.arrival <= min(spent, default=one.arrival) and (not one.deferred or one is left[0])
            ]
            chosen = min(candidates, key=lambda one: (ms.get(one.group, 0), turns.get(one.group, 0), one.arrival))
            ms[chosen.group] = ms.get(chosen.group, 0) + state.pace(kind)
            turns[chosen.group] = turns.get(chosen.group, 0) + 1
            for one in left:
                overtaken[one.id] += one.arrival < chosen.arrival
            left.remove(chosen)
            order.append(chosen)
    return order
