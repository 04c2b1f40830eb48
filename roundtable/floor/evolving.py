"""How the floor follows the events of its session. Pure, and never refuses: it has happened."""

from dataclasses import replace
from datetime import datetime

from roundtable.floor.ordering import arrange
from roundtable.floor.ranks import rerank
from roundtable.floor.state import FloorState, Turn
from roundtable.floor.subjects import FOLDS
from roundtable.kernel.messages import Event


def evolve(state: FloorState, event: Event) -> FloorState:
    """Fold one event, and put the queue in order if anything has changed that its order follows from."""
    after = state
    for fold in FOLDS.get(type(event), ()):
        after = fold(after, event)
    after = _later(after, event)
    return in_order(after) if _may_move(state, after) else after


def _later(state: FloorState, event: Event) -> FloorState:
    """Remember the latest moment: clocks never run backwards, even if the machine's does."""
    at: datetime | None = getattr(event, "at", None)
    return state if at is None or at <= state.latest else replace(state, latest=at)


def _may_move(before: FloorState, after: FloorState) -> bool:
    return not (
        before.entries is after.entries
        and before.overtaken is after.overtaken
        and before.by_group is after.by_group
        and before.paces is after.paces
        and _expected(before.main) == _expected(after.main)
        and _expected(before.interposed) == _expected(after.interposed)
        and before.settings is after.settings
    )


def _expected(turn: Turn | None) -> tuple[object, ...] | None:
    """Return what the order takes from a turn."""
    return None if turn is None else (turn.id, turn.used_ms)


def in_order(state: FloorState) -> FloorState:
    """Return the state with the place and the reason of each entry."""
    order, reasons = arrange(state)
    ranks = rerank(order, state.ranks)
    if reasons == state.reasons:
        reasons = state.reasons
    if ranks is state.ranks and reasons is state.reasons:
        return state
    return replace(state, ranks=ranks, reasons=reasons)
