"""What decisions about the floor need: who acts, when, the next id, what ends the turns that go on."""

from collections.abc import Callable, Iterable
from datetime import datetime

from roundtable.floor.events.turns import TurnEnded
from roundtable.floor.state import FloorState, Turn
from roundtable.floor.values import TurnEnding
from roundtable.kernel.actors import Actor
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import Event


def acting(actor: Actor) -> ParticipantId:
    """Return who acts. Commands of participants only: the server itself gives none of them."""
    if actor.participant is None:
        raise TypeError("a participant's command, given by the server")
    return actor.participant


def moment(state: FloorState, now: datetime) -> datetime:
    """Return when something happens that happens now: never before anything that has happened.

    The machine's clock may be set back; then time stands still on the floor until it has caught up.
    """
    return max(now, state.latest)


def fresh(state: FloorState, letters: str, ahead: int = 0) -> str:
    """Name a new entry, turn, item or attendee; `ahead` counts those named before it in the same decision."""
    return f"{letters}_{state.counted + 1 + ahead}"


def counted_to(state: FloorState, ids: Iterable[str]) -> int:
    """Return how many ids were given, after these."""
    return max(state.counted, *(int(id_.partition("_")[2]) for id_ in ids))


def ended_turns(
    state: FloorState,
    ending: TurnEnding,
    by: ParticipantId | None,
    at: datetime,
    *,
    which: Callable[[Turn], bool] = lambda _: True,
) -> list[Event]:
    """End the turns that go on, the interposed one first: an interrupted turn that ends too is not resumed before."""
    going = (turn for turn in (state.interposed, state.main) if turn is not None and which(turn))
    return [TurnEnded(turn=turn.id, ending=ending, by=by, at=at) for turn in going]
