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
        if state.settings.policy == "fair" and state.settings.bound > 0:
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
    for entry in unmoved:
        if entry.id in followers:
            order.extend(_followed(entry.id, followers))
        order.append(entry.id)
    return order + _followed(None, followers)


def _followed(anchor: EntryId | None, followers: Mapping[EntryId | None, Sequence[EntryId]]) -> list[EntryId]:
    """Return who stands before an anchor because of it; those may be anchors themselves."""
    order: list[EntryId] = []
    waiting = list(reversed(followers.get(anchor, ())))
    seen: set[EntryId] = set()
    while waiting:
        entry = waiting[-1]
        if entry in seen or entry not in followers:
            order.append(waiting.pop())
        else:
            seen.add(entry)
            waiting.extend(reversed(followers[entry]))
    return order


class Shares:
    """What each group has spoken, with what it is expected to speak before whoever is placed next."""

    def __init__(self, state: FloorState) -> None:
        self._spoken = state.by_group
        self._shares: dict[GroupKey, tuple[int, int]] = {}
        self._ahead: set[GroupKey] = set()
        for turn in (state.main, state.interposed):
            if turn is not None:
                self.expect(turn.speaker.group, max(0, state.pace(turn.kind) - turn.used_ms))
        self._ahead.clear()

    def of(self, group: GroupKey) -> tuple[int, int]:
        """Return milliseconds on this item and turns in this session."""
        share = self._shares.get(group)
        if share is None:
            spoken = self._spoken.get(group)
            share = self._shares[group] = (0, 0) if spoken is None else (spoken.item_ms, spoken.turns)
        return share

    def expect(self, group: GroupKey, ms: int) -> Reason:
        """Count a turn that comes before the next place, and say why the group comes there.

        By the group alone: so what others do changes few reasons, and patches stay small.
        """
        spoken, turns = self.of(group)
        self._shares[group] = (spoken + ms, turns + 1)
        if group in self._ahead:
            return "club_ahead"
        self._ahead.add(group)
        if spoken > 0:
            return "club_seconds"
        return "club_turns" if turns else "club_not_spoken"


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
        self._bound, self._overtaken = state.settings.bound, state.overtaken
        self._slack = [self._bound - state.overtaken.get(entry.id, 0) for entry in waiting]
        """How often each may still be overtaken."""
        self._exhausted = [index for index, slack in enumerate(self._slack) if slack <= 0]
        """Who may not be overtaken any more; a heap, from which those who are placed are dropped when seen."""
        self._is_placed = [False] * len(waiting)
        self._front = 0
        """Who came first of those who are not placed."""
        self._own: dict[GroupKey, deque[int]] = {entry.group: deque() for entry in waiting}
        """The candidates of each group; the first of them has its claim among the claims."""
        for index, entry in enumerate(waiting):
            if not entry.deferred:
                self._own[entry.group].append(index)
        self._claims = [(*shares.of(group), own[0]) for group, own in self._own.items() if own]
        heapify(self._claims)

    def placed(self) -> list[Entry]:
        """Return the entries in their order, and note the reasons."""
        return [self._place(self._choose()) for _ in self._waiting]

    def _choose(self) -> int:
        """Return who comes next: the least claim, or somebody earlier if that would overtake them too often."""
        is_placed, exhausted, claims = self._is_placed, self._exhausted, self._claims
        while is_placed[self._front]:
            self._front += 1
        if self._waiting[self._front].deferred:
            self._admit_deferred(self._front)
        while exhausted and is_placed[exhausted[0]]:
            heappop(exhausted)
        if exhausted and exhausted[0] == self._front:
            return self._front
        while is_placed[claims[0][2]] or self._is_stale(claims[0]):
            heappop(claims)
        least = claims[0][2]
        return self._least_until(exhausted[0]) if exhausted and exhausted[0] < least else least

    def _place(self, index: int) -> Entry:
        """Give somebody the next place, and say why."""
        entry, is_placed, slack = self._waiting[index], self._is_placed, self._slack
        is_placed[index] = True
        for earlier in range(self._front, index):
            if not is_placed[earlier]:
                slack[earlier] -= 1
                if slack[earlier] == 0:
                    heappush(self._exhausted, earlier)
        reason = self._shares.expect(entry.group, self._pace)
        if entry.id in self._overtaken and self._overtaken[entry.id] >= self._bound:
            reason = "waited_long"
        self._reasons[entry.id] = _reason(entry, reason)
        own = self._own[entry.group]
        own.popleft()
        if own:
            heappush(self._claims, self._claim(own[0]))
        return entry

    def _admit_deferred(self, index: int) -> None:
        """Let a deferred entry take part, as nobody who came earlier waits."""
        own = self._own[self._waiting[index].group]
        if not own or own[0] != index:
            own.appendleft(index)
            heappush(self._claims, self._claim(index))

    def _is_stale(self, claim: Claim) -> bool:
        """Say whether its group got a place since: each place is a turn more."""
        return claim[1] != self._shares.of(self._waiting[claim[2]].group)[1]

    def _least_until(self, last: int) -> int:
        """Return the candidate with the least claim of those who came no later than somebody."""
        early = (index for index in range(self._front, last + 1) if not self._is_placed[index])
        candidates = (index for index in early if index == self._front or not self._waiting[index].deferred)
        return min(self._claim(index) for index in candidates)[2]

    def _claim(self, index: int) -> Claim:
        ms, turns = self._shares.of(self._waiting[index].group)
        return ms, turns, index
