"""Ranks: numbers that ascend in the queue's order, of which a change of place changes as few as possible."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final

from roundtable.floor.values import EntryId

GAP: Final = 1 << 12
"""Between two neighbours at first: so many halvings until a neighbour must give way, and still few digits."""


def rerank(order: Sequence[EntryId], old: Mapping[EntryId, int]) -> Mapping[EntryId, int]:
    """Return a rank for each entry of the order; the same mapping if nothing has to change."""
    known = [old.get(entry) for entry in order]
    if len(order) == len(old) and _is_ascending(known):
        return old
    kept = _kept(known)
    ranks: list[int | None] = [rank if index in kept else None for index, rank in enumerate(known)]
    for index in range(len(order)):
        if ranks[index] is None:
            _fill(ranks, index)
    return {entry: rank for entry, rank in zip(order, ranks, strict=True) if rank is not None}


def _is_ascending(known: Sequence[int | None]) -> bool:
    """Say whether everybody has a rank already, and the order is theirs."""
    ranks = [rank for rank in known if rank is not None]
    return len(ranks) == len(known) and ranks == sorted(ranks)


def _kept(known: Sequence[int | None]) -> set[int]:
    """Return the places of a longest ascending run of known ranks, not necessarily of neighbours."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = [-1] * len(known)
    for index, rank in enumerate(known):
        if rank is None:
            continue
        length = bisect_left(tails, rank)
        if length == len(tails):
            tails.append(rank)
            at.append(index)
        else:
            tails[length], at[length] = rank, index
        before[index] = at[length - 1] if length else -1
    kept: set[int] = set()
    index = at[-1] if at else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept


def _fill(ranks: list[int | None], start: int) -> None:
    """Give ranks to a run that has none; neighbours on both sides give way where there is no room."""
    end = start
    while end < len(ranks) and ranks[end] is None:
        end += 1
    room = 1
    while start > 0 and end < len(ranks) and _between(ranks, start, end) <= room * (end - start):
        room = 2  # whoever gives way at all makes room for the next as well
        if end < len(ranks):
            end = _end_of_run(ranks, end + 1)
        start -= 1
    low = ranks[start - 1] if start else None
    high = ranks[end] if end < len(ranks) else None
    _spread(ranks, range(start, end), low, high)


def _between(ranks: Sequence[int | None], start: int, end: int) -> int:
    low, high = ranks[start - 1], ranks[end]
    return 0 if low is None or high is None else high - low - 1


def _end_of_run(ranks: Sequence[int | None], end: int) -> int:
    while end < len(ranks) and ranks[end] is None:
        end += 1
    return end


def _spread(ranks: list[int | None], run: range, low: int | None, high: int | None) -> None:
    step = GAP
    if low is not None and high is not None:
        step = (high - low) // (len(run) + 1)
    elif low is None:
        low = 0 if high is None else high - GAP * (len(run) + 1)
    for count, index in enumerate(run, start=1):
        ranks[index] = low + step * count
