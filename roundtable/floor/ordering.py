"""The one function that orders the queue, on the server only. Clients draw what they get.

Kinds by priority; inside a kind the policy; then each moved entry directly before the entry it was put before.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from roundtable.floor.state import Entry, FloorState
from roundtable.floor.values import EntryId, GroupKey, Reason
from roundtable.kernel.floor_settings import KINDS

Claim = tuple[int, int, int]
"""Milliseconds of a group on this item, its turns in this session, and the place of its entry by arrival."""


def arrange(state: FloorState) -> tuple[Sequence[EntryId], Mapping[EntryId, Reason]]:
    """Return those who wait in the order in which they will speak, and why each stands where they stand."""
    reasons: dict[EntryId, Reason] = {}
    shares = Shares(state)
    by_arrival = sorted(state.entries.values(), key=lambda entry: entry.arrival)
    unmoved: list[Entry] = []
    for kind in KINDS:
        waiting = [entry for entry in by_arrival if entry.kind == kind and not entry.is_moved]
        if state.settings.policy == "fair":
            waiting = FairLine(state, waiting, shares, reasons).placed()
        else:
            reasons.update((entry.id, _reason(entry, "arrival")) for entry in waiting)
        unmoved.extend(waiting)
    moved = sorted((entry for entry in by_arrival if entry.is_moved), key=lambda entry: entry.moved)
    reasons.update((entry.id, "moved") for entry in moved)
    return _with_moved(unmoved, moved), reasons


def _reason(entry: Entry, otherwise: Reason) -> Reason:
    if entry.kind == "point_of_order":
        return "goes_first"
    return "deferred" if entry.deferred else otherwise


def _with_moved(unmoved: Iterable[Entry], moved: Iterable[Entry]) -> list[EntryId]:
    """Put each moved entry directly before its anchor, the last moved nearest to it; without one, to the end."""
    followers: dict[EntryId | None, list[EntryId]] = {}
    for entry in moved:
        followers.setdefault(entry.anchor, []).append(entry.id)
    if not followers:
        return [entry.id for entry in unmoved]
    order: list[EntryId] = []
    for root in (*(entry.id for entry in unmoved), None):
        stack: list[tuple[EntryId | None, bool]] = [(root, False)]
        while stack:
            entry_id, is_ready = stack.pop()
            if not is_ready:
                stack.append((entry_id, True))
                stack.extend((follower, False) for follower in reversed(followers.get(entry_id, ())))
            elif entry_id is not None:
                order.append(entry_id)
    return order


class Shares:
    """What each group has spoken, with what it is expected to speak before whoever is placed next."""

    def __init__(self, state: FloorState) -> None:
        self._spoken = state.by_group
        self._ms: dict[GroupKey, int] = {}
        self._turns: dict[GroupKey, int] = {}
        self.ahead: set[GroupKey] = set()
        """The groups of which somebody is placed already."""
        for turn in (state.main, state.interposed):
            if turn is not None:
                self.expect(turn.speaker.group, max(0, state.pace(turn.kind) - turn.used_ms))

    def of(self, group: GroupKey) -> tuple[int, int]:
        """Return milliseconds on this item and turns in this session."""
        spoken = self._spoken.get(group)
        ms, turns = self._ms.get(group, 0), self._turns.get(group, 0)
        return (ms, turns) if spoken is None else (ms + spoken.item_ms, turns + spoken.turns)

    def expect(self, group: GroupKey, ms: int) -> None:
        """Count a turn that comes before the next place."""
        self._ms[group] = self._ms.get(group, 0) + ms
        self._turns[group] = self._turns.get(group, 0) + 1


class FairLine:
    """Places the entries of one kind: the group with the least first, and nobody overtaken more often than the bound.

    Greedy: each place goes to the least claim. Placing somebody overtakes all who came earlier and still wait; once one
    of these was overtaken as often as the bound allows, only those who came no later are candidates. A deferred entry
    is a candidate only when nobody of its kind who came earlier waits. Each entry is overtaken at most `bound` times,
    so this takes time in proportion to entries × bound, not to their square.
    """

    def __init__(
        self, state: FloorState, waiting: Sequence[Entry], shares: Shares, reasons: dict[EntryId, Reason]
    ) -> None:
        self._waiting, self._shares, self._reasons = waiting, shares, reasons
        self._pace = state.pace(waiting[0].kind) if waiting else 0
        bound, overtaken = state.settings.bound, state.overtaken
        self._slack = [bound - overtaken.get(entry.id, 0) for entry in waiting]
        """How often each may still be overtaken."""
        self._is_placed = [False] * len(waiting)
        self._front = 0
        """Who came first of those who are not placed."""
        self._exhausted = [index for index, slack in enumerate(self._slack) if slack <= 0]
        self._own: dict[GroupKey, deque[int]] = {}
        for index, entry in enumerate(waiting):
            own = self._own.setdefault(entry.group, deque())
            if not entry.deferred:
                own.append(index)
        self._claims = [(*shares.of(group), own[0]) for group, own in self._own.items() if own]
        heapify(self._claims)

    def placed(self) -> list[Entry]:
        """Return the entries in their order, and note the reasons."""
        return [self._place(*self._choose()) for _ in self._waiting]

    def _choose(self) -> tuple[int, bool]:
        """Return who comes next, and whether only the bound puts them there."""
        self._admit_deferred()
        least = self._least()
        while self._exhausted and self._is_placed[self._exhausted[0]]:
            heappop(self._exhausted)
        if not self._exhausted or least <= self._exhausted[0]:
            return least, False
        early = range(self._front, self._exhausted[0] + 1)
        return min(self._claim(index) for index in early if self._is_candidate(index))[2], True

    def _admit_deferred(self) -> None:
        """Let a deferred entry take part when nobody who came earlier waits."""
        while self._is_placed[self._front]:
            self._front += 1
        entry = self._waiting[self._front]
        own = self._own[entry.group]
        if entry.deferred and (not own or own[0] != self._front):
            own.appendleft(self._front)
            heappush(self._claims, self._claim(self._front))

    def _least(self) -> int:
        """Return the candidate with the least claim, and drop claims that no longer hold."""
        while self._is_placed[self._claims[0][2]] or self._claims[0] != self._claim(self._claims[0][2]):
            heappop(self._claims)
        return self._claims[0][2]

    def _is_candidate(self, index: int) -> bool:
        return not self._is_placed[index] and (index == self._front or not self._waiting[index].deferred)

    def _claim(self, index: int) -> Claim:
        return (*self._shares.of(self._waiting[index].group), index)

    def _place(self, index: int, waited_long: bool) -> Entry:
        entry = self._waiting[index]
        self._reasons[entry.id] = _reason(entry, "waited_long" if waited_long else self._fair_reason(entry.group))
        self._is_placed[index] = True
        for earlier in range(self._front, index):
            if not self._is_placed[earlier]:
                self._slack[earlier] -= 1
                if self._slack[earlier] == 0:
                    heappush(self._exhausted, earlier)
        self._shares.expect(entry.group, self._pace)
        self._shares.ahead.add(entry.group)
        own = self._own[entry.group]
        own.popleft()
        if own:
            heappush(self._claims, self._claim(own[0]))
        return entry

    def _fair_reason(self, group: GroupKey) -> Reason:
        """Say it by the group alone, so that what others do changes few reasons and patches stay small."""
        if group in self._shares.ahead:
            return "club_ahead"
        ms, turns = self._shares.of(group)
        if ms > 0:
            return "club_seconds"
        return "club_turns" if turns else "club_not_spoken"
