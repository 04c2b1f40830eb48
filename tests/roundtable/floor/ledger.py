"""Bookkeeping of the floor from its events alone, so simple that it can be checked by reading it.

It knows nothing of how the floor orders, counts or shows; it raises an `AssertionError` when a promise is broken.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from roundtable.floor.events import queue, turns
from roundtable.floor.state import FloorState
from roundtable.kernel.events import SessionEnded
from roundtable.kernel.floor_settings import KINDS, Kind
from roundtable.kernel.messages import Event

MILLISECOND = timedelta(milliseconds=1)


@dataclass
class Waiting:
    """Somebody who waits."""

    kind: Kind
    arrival: int
    is_moved: bool = False
    overtaken: int = 0


@dataclass
class Clock:
    """A turn that goes on."""

    holds: set[str] = field(default_factory=set)
    began: bool = False
    since: datetime | None = None
    ms: int = 0

    def run(self, at: datetime) -> None:
        if self.began and not self.holds and self.since is None:
            self.since = at

    def stop(self, at: datetime) -> None:
        if self.since is not None:
            assert at >= self.since, "a clock ran backwards"
            self.ms += (at - self.since) // MILLISECOND
            self.since = None


@dataclass
class Ledger:
    """Who waits, whose clock runs, and what was spoken, by what was told."""

    waiting: dict[str, Waiting] = field(default_factory=dict)
    going: dict[str, Clock] = field(default_factory=dict)
    over_ms: int = 0
    over: int = 0
    """Turns that are over and had begun."""
    told: int = 0
    latest: datetime | None = None

    def take(self, before: FloorState, event: Event) -> None:
        """Write an event down; `before` is the floor that its command was decided on."""
        self.told += 1
        at: datetime | None = getattr(event, "at", None)
        if at is not None and event.__class__.__module__.startswith("roundtable.floor"):
            assert self.latest is None or at >= self.latest, "something happened before what had happened"
        self.latest = max(filter(None, (self.latest, at)), default=None)
        self._take_queue(before, event)
        self._take_turns(event)

    def _take_queue(self, before: FloorState, event: Event) -> None:
        match event:
            case queue.EntryAdded():
                assert event.entry not in self.waiting
                self.waiting[event.entry] = Waiting(event.kind, self.told)
            case queue.EntryDeferred():
                self.waiting[event.entry] = Waiting(self.waiting[event.entry].kind, self.told)
            case queue.EntryMoved():
                self.waiting[event.entry].is_moved = True
            case queue.EntryRekinded():
                self.waiting[event.entry] = Waiting(event.kind, self.waiting[event.entry].arrival)
            case queue.EntryRemoved():
                del self.waiting[event.entry]
            case queue.QueueCleared():
                self.waiting.clear()
            case turns.TurnCalled() if event.entry is not None:
                self._overtake(before, event)
                del self.waiting[event.entry]

    def _overtake(self, before: FloorState, event: turns.TurnCalled) -> None:
        """Count whom the one who was called by order came before."""
        assert event.entry is not None
        called = self.waiting[event.entry]
        if event.out_of_order or event.last_word or called.is_moved:
            return
        for id_, other in self.waiting.items():
            if other.kind != called.kind or other.is_moved or other.arrival >= called.arrival:
                continue
            entry = next((entry for entry in before.entries.values() if entry.id == id_), None)
            if entry is not None and not before.is_away(entry):
                assert other.overtaken < before.settings.bound, "overtaken more often than the bound"
                other.overtaken += 1

    def _take_turns(self, event: Event) -> None:
        match event:
            case turns.TurnCalled():
                assert event.turn not in self.going
                self.going[event.turn] = Clock()
                assert len(self.going) <= 2
            case turns.TurnBegan(turn=turn, at=at):
                self.going[turn].began = True
                self.going[turn].run(at)
            case turns.TurnPaused(turn=turn, why=why, at=at):
                self.going[turn].stop(at)
                self.going[turn].holds.add(why)
            case turns.TurnResumed(turn=turn, why=why, at=at):
                self.going[turn].holds.discard(why)
                self.going[turn].run(at)
            case turns.TurnEnded(turn=turn, at=at):
                self._end(turn, at)
            case SessionEnded(at=at):
                for going in list(self.going):
                    self._end(going, at)

    def _end(self, turn: str, at: datetime) -> None:
        clock = self.going.pop(turn)
        clock.stop(at)
        self.over_ms += clock.ms
        self.over += clock.began

    def agree(self, state: FloorState) -> None:
        """Check that the floor says the same, and that its order is one it may have."""
        assert state.entries.keys() == self.waiting.keys() == state.ranks.keys() == state.reasons.keys()
        order = state.order
        ranks = [state.ranks[entry.id] for entry in order]
        assert all(low < high for low, high in pairwise(ranks)), "ranks do not ascend"
        by_order = [KINDS.index(entry.kind) for entry in order if not self.waiting[entry.id].is_moved]
        assert by_order == sorted(by_order), "above a higher kind without a logged move"
        assert {entry.id: entry.kind for entry in order} == {id_: one.kind for id_, one in self.waiting.items()}
        going = {turn.id for turn in (state.main, state.interposed) if turn is not None}
        assert going == self.going.keys()
        counted = self.over_ms + sum(clock.ms for clock in self.going.values())
        for tallies in (state.by_group.values(), state.by_person.values()):
            assert sum(tally.ms for tally in tallies) == counted, "the seconds of all turns do not add up"
            assert sum(tally.turns for tally in tallies) == self.over
