"""The queue: how the state follows. Pure, and never refuses. Places and reasons are found anew afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import takewhile
from typing import Any, Final, TypeVar

from roundtable.floor.deciding import counted_to
from roundtable.floor.events.queue import (
    EntryAdded,
    EntryDeferred,
    EntryEdited,
    EntryMoved,
    EntryRekinded,
    EntryRemoved,
    LastCallAnnounced,
    QueueCleared,
    QueueClosed,
    QueueReopened,
)
from roundtable.floor.events.turns import TurnCalled
from roundtable.floor.presence import with_club
from roundtable.floor.state import Entry, FloorState, LastWithdrawal
from roundtable.floor.values import EntryId
from roundtable.kernel.messages import Event

T = TypeVar("T")


def added(state: FloorState, event: EntryAdded) -> FloorState:
    """Somebody waits."""
    number = counted_to(state, (event.entry,))
    entry = Entry(
        id=event.entry,
        kind=event.kind,
        text=event.text,
        text_turn=event.text_turn,
        speaker=event.speaker,
        by=event.by,
        at=event.at,
        arrival=number,
    )
    state = replace(state, entries={**state.entries, entry.id: entry}, counted=number)
    return state if event.speaker.club is None else with_club(state, event.speaker.club)


def edited(state: FloorState, event: EntryEdited) -> FloorState:
    """It says something else."""
    return _changed(state, event.entry, text=event.text, text_turn=event.text_turn)


def deferred(state: FloorState, event: EntryDeferred) -> FloorState:
    """It arrives anew, behind all of its kind."""
    state = _let_go(state, event.entry)
    number = state.counted + 1
    state = _changed(state, event.entry, arrival=number, deferred=True, moved=0, anchor=None)
    return replace(state, counted=number, overtaken=_without(state.overtaken, event.entry))


def moved(state: FloorState, event: EntryMoved) -> FloorState:
    """It stands directly before another, or at the end."""
    if event.before is not None and event.before not in state.entries:
        return state
    state = _let_go(state, event.entry)
    number = state.counted + 1
    return replace(_changed(state, event.entry, moved=number, anchor=event.before), counted=number)


def rekinded(state: FloorState, event: EntryRekinded) -> FloorState:
    """It stands where the order of the other kind puts it, with the arrival it has."""
    state = _let_go(state, event.entry)
    state = _changed(state, event.entry, kind=event.kind, deferred=False, moved=0, anchor=None)
    return replace(state, overtaken=_without(state.overtaken, event.entry))


def removed(state: FloorState, event: EntryRemoved) -> FloorState:
    """It is gone; whose it was is remembered for a moment, if they were next and went by themselves."""
    entry = state.entries.get(event.entry)
    if entry is None:
        return state
    if event.why in ("withdrawn", "left") and _is_next(state, entry):
        state = replace(state, withdrawn=LastWithdrawal(name=entry.speaker.name, at=event.at))
    return _taken_off(state, entry.id)


def _is_next(state: FloorState, entry: Entry) -> bool:
    """Say whether `next` would have called it. Whoever has just left is away already: that does not count here."""
    return all(state.is_away(other) for other in takewhile(lambda other: other is not entry, state.order))


def called(state: FloorState, event: TurnCalled) -> FloorState:
    """It has its turn. Called by order, it overtakes all of its kind who came earlier and could have been called."""
    entry = None if event.entry is None else state.entries.get(event.entry)
    if entry is None:
        return state
    if not event.out_of_order and not entry.is_moved:
        overtaken = dict(state.overtaken)
        for other in state.entries.values():
            if other.kind == entry.kind and other.arrival < entry.arrival and _could_be_called(state, other):
                overtaken[other.id] = overtaken.get(other.id, 0) + 1
        state = replace(state, overtaken=overtaken)
    return _taken_off(state, entry.id)


def _could_be_called(state: FloorState, entry: Entry) -> bool:
    return not entry.is_moved and not state.is_away(entry)


def cleared(state: FloorState, _event: QueueCleared) -> FloorState:
    """Nobody waits."""
    return replace(state, entries={}, overtaken={})


def closed(state: FloorState, _event: QueueClosed) -> FloorState:
    """Nobody new is accepted."""
    return replace(state, closed=True, closes_at=None)


def reopened(state: FloorState, _event: QueueReopened) -> FloorState:
    """Entries are accepted."""
    return replace(state, closed=False, closes_at=None)


def last_called(state: FloorState, event: LastCallAnnounced) -> FloorState:
    """The list will close."""
    return replace(state, closes_at=event.closes_at)


def _changed(state: FloorState, wanted: EntryId, **changes: Any) -> FloorState:
    entry = state.entries.get(wanted)
    return state if entry is None else replace(state, entries={**state.entries, wanted: replace(entry, **changes)})


def _taken_off(state: FloorState, wanted: EntryId) -> FloorState:
    state = _let_go(state, wanted)
    return replace(state, entries=_without(state.entries, wanted), overtaken=_without(state.overtaken, wanted))


def _let_go(state: FloorState, anchor: EntryId) -> FloorState:
    """Entries that were put before this one stand from now on before the one that stood directly after it.

    They count as moved anew, in the order they stand in: so they stay where they are among others put there.
    """
    if not any(entry.is_moved and entry.anchor == anchor for entry in state.entries.values()):
        return state
    order = [entry.id for entry in state.order]
    after = order[order.index(anchor) + 1 :]
    entries, counted = dict(state.entries), state.counted
    for entry in state.order:
        if entry.is_moved and entry.anchor == anchor:
            counted += 1
            entries[entry.id] = replace(entry, moved=counted, anchor=after[0] if after else None)
    return replace(state, entries=entries, counted=counted)


def _without(entries: Mapping[EntryId, T], wanted: EntryId) -> Mapping[EntryId, T]:
    return entries if wanted not in entries else {entry: value for entry, value in entries.items() if entry != wanted}


FOLDS: Final[dict[type[Event], Callable[[FloorState, Any], FloorState]]] = {
    EntryAdded: added,
    EntryEdited: edited,
    EntryDeferred: deferred,
    EntryMoved: moved,
    EntryRekinded: rekinded,
    EntryRemoved: removed,
    QueueCleared: cleared,
    QueueClosed: closed,
    QueueReopened: reopened,
    LastCallAnnounced: last_called,
    TurnCalled: called,
}
