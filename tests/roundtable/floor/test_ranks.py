"""Ranks ascend in the order, and a change of place changes few of them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable.floor.ranks import GAP, rerank
from roundtable.floor.values import EntryId


def ids(letters: str) -> list[EntryId]:
    return [EntryId(letter) for letter in letters]


def changed(before: str, after: str) -> set[str]:
    """Which of those who stay get another rank."""
    old = rerank(ids(before), {})
    new = rerank(ids(after), old)
    return {entry for entry in after if entry in before and new[EntryId(entry)] != old[EntryId(entry)]}


def test_the_first_ranks_leave_room() -> None:
    assert list(rerank(ids("abc"), {}).values()) == [GAP, 2 * GAP, 3 * GAP]


def test_nothing_changes_when_nobody_moves() -> None:
    ranks = rerank(ids("abc"), {})
    assert rerank(ids("abc"), ranks) is ranks


def test_only_who_moves_gets_another_rank() -> None:
    assert changed("abcdef", "abdefc") == {"c"}
    assert changed("abcdef", "fabcde") == {"f"}
    assert changed("abcdef", "bcdef") == set()
    assert changed("abcdef", "abcxdef") == set()
    assert changed("abcdef", "abcdefxy") == set()
    assert changed("abcdef", "xyabcdef") == set()
    assert len(changed("abcdef", "fedcba")) == 5


def test_a_full_gap_makes_its_neighbours_give_way_and_nobody_far_from_it() -> None:
    order = ids("abcdefghij")
    ranks = rerank(order, {})
    most = 0
    for number in range(500):
        order.insert(5, EntryId(f"x{number}"))
        new = rerank(order, ranks)
        most = max(most, sum(new[entry] != rank for entry, rank in ranks.items()))
        ranks = new
        assert [ranks[entry] for entry in order] == sorted(set(ranks.values()))
    assert most < 60


orders = st.permutations("abcdefghijkl").flatmap(lambda order: st.integers(0, 12).map(lambda size: order[:size]))


@settings(max_examples=300, deadline=None)
@given(st.lists(orders, max_size=12))
def test_ranks_ascend_whatever_happens(changes: list[list[str]]) -> None:
    ranks = rerank([], {})
    for order in changes:
        entries = [EntryId(entry) for entry in order]
        ranks = rerank(entries, ranks)
        assert list(ranks) == entries
        assert list(ranks.values()) == sorted(set(ranks.values()))
