"""Who has spoken how much: committed whenever a clock stands still, so that a restart loses none of it.

What a running clock counts comes on top, in whoever looks.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from roundtable.floor import clock
from roundtable.floor.state import FloorState, Pace, Tally, Turn
from roundtable.floor.values import Speaker

K = TypeVar("K")


def stand_still(state: FloorState, turn: Turn, at: datetime) -> tuple[FloorState, Turn]:
    """Stop the clock of a turn, and count what it has added since it last stood still."""
    stopped = clock.stand_still(turn, at)
    ms = stopped.used_ms - turn.used_ms
    return (_counted(state, turn.speaker, ms=ms) if ms else state), stopped


def count_turn(state: FloorState, turn: Turn) -> FloorState:
    """Count a turn that is over, its clock standing still. One that never began was none."""
    if not turn.began:
        return state
    pace = state.paces.get(turn.kind, Pace())
    pace = Pace(turns=pace.turns + 1, ms=pace.ms + turn.used_ms)
    return replace(_counted(state, turn.speaker, turns=1), paces={**state.paces, turn.kind: pace})


def begin_item(state: FloorState) -> FloorState:
    """Count anew what is counted for each item."""
    return replace(state, by_group=_cleared(state.by_group), by_person=_cleared(state.by_person))


def _counted(state: FloorState, speaker: Speaker, *, ms: int = 0, turns: int = 0) -> FloorState:
    state = replace(
        state,
        by_group=_added(state.by_group, speaker.group, speaker, ms, turns),
        by_person=_added(state.by_person, speaker.key, speaker, ms, turns),
    )
    item = state.items.get(state.item) if state.item is not None else None
    if item is None or not ms:
        return state
    return replace(state, items={**state.items, item.id: replace(item, used_ms=item.used_ms + ms)})


def _added(tallies: Mapping[K, Tally], key: K, speaker: Speaker, *more: int) -> Mapping[K, Tally]:
    """Add milliseconds and turns to one of the tallies. Name and club are those of the latest turn."""
    ms, turns = more
    known = tallies.get(key) or Tally(name=speaker.name, club=speaker.club)
    tally = replace(
        known,
        name=speaker.name,
        club=speaker.club,
        item_ms=known.item_ms + ms,
        item_turns=known.item_turns + turns,
        ms=known.ms + ms,
        turns=known.turns + turns,
    )
    return {**tallies, key: tally}


def _cleared(tallies: Mapping[K, Tally]) -> Mapping[K, Tally]:
    return {
        key: replace(tally, item_ms=0, item_turns=0) if tally.item_ms or tally.item_turns else tally
        for key, tally in tallies.items()
    }
