"""What may be done to a turn that somebody has: begin, end, extend, pause, resume. Pure."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from roundtable.floor.clock import moment
from roundtable.floor.commands.turns import BeginTurn, EndTurn, Extend, Pause, Resume, WaitForSpeaker
from roundtable.floor.deciding import acting, ended_turns
from roundtable.floor.events.turns import SpeakerAwaited, TurnBegan, TurnExtended, TurnPaused, TurnResumed
from roundtable.floor.state import FloorState, Turn
from roundtable.floor.steps import find_turn
from roundtable.floor.values import TurnEnding
from roundtable.kernel.actors import Actor
from roundtable.kernel.errors import Conflict, NotAllowed, Refusal
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import Command, Event

TURN_OVER: Final = Conflict("turn_over")


def begin(state: FloorState, command: BeginTurn, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Start the clock. Nothing to do if it runs, or if something holds the turn: an end of the pause comes first."""
    turn = find_turn(state, command.turn)
    if turn is None:
        return TURN_OVER
    if not (actor.is_moderating or is_own(turn, actor)):
        return NotAllowed("not_your_turn")
    if turn.began or turn.paused:
        return []
    return [TurnBegan(turn=turn.id, by=acting(actor), at=moment(state, now))]


def end(state: FloorState, command: EndTurn, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """End one's own turn, or any as a moderator."""
    turn = find_turn(state, command.turn)
    if turn is None:
        return TURN_OVER
    if not (actor.is_moderating or is_own(turn, actor)):
        return NotAllowed("not_your_turn")
    ending: TurnEnding = "done" if is_own(turn, actor) else "moderator"
    return ended(state, turn, ending, moment(state, now), by=acting(actor))


def extend(state: FloorState, command: Extend, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Give a turn more seconds."""
    if find_turn(state, command.turn) is None:
        return TURN_OVER
    return [TurnExtended(turn=command.turn, seconds=command.seconds, by=acting(actor), at=moment(state, now))]


def pause(state: FloorState, command: Pause, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Stop a clock; before the turn began, the grace after the call stands still too."""
    turn = find_turn(state, command.turn)
    if turn is None:
        return TURN_OVER
    if "moderator" in turn.paused:
        return []
    return [TurnPaused(turn=turn.id, why="moderator", by=acting(actor), at=moment(state, now))]


def resume(state: FloorState, command: Resume, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Take the moderator's pause back; others hold the clock until they are over."""
    turn = find_turn(state, command.turn)
    if turn is None:
        return TURN_OVER
    if "moderator" not in turn.paused:
        return []
    return [TurnResumed(turn=turn.id, why="moderator", by=acting(actor), at=moment(state, now))]


def wait_for_speaker(state: FloorState, command: WaitForSpeaker, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Give an absent speaker the grace once more. If they are back meanwhile, there is nothing to do."""
    turn = find_turn(state, command.turn)
    if turn is None:
        return TURN_OVER
    if turn.absent_since is None:
        return []
    return [SpeakerAwaited(turn=turn.id, by=acting(actor), at=moment(state, now))]


def ended(
    state: FloorState, turn: Turn, ending: TurnEnding, at: datetime, *, by: ParticipantId | None = None
) -> list[Event]:
    """End one turn; after an interposed one, the turn that it interrupted has the floor again."""
    events = ended_turns(state, ending, by, at, which=lambda going: going.id == turn.id)
    is_interposed = state.interposed is not None and state.interposed.id == turn.id
    if is_interposed and state.main is not None:
        events.append(TurnResumed(turn=state.main.id, why="interposed", by=by, at=at))
    return events


def is_own(turn: Turn, actor: Actor) -> bool:
    """Say whether the turn is the actor's: they speak, or somebody of their sub-venue at their microphone."""
    return actor.participant is not None and turn.speaker.microphone == actor.participant


DECISIONS: Final[dict[type[Command], Callable[[FloorState, Any, Actor, datetime], list[Event] | Refusal]]] = {
    BeginTurn: begin,
    EndTurn: end,
    Extend: extend,
    Pause: pause,
    Resume: resume,
    WaitForSpeaker: wait_for_speaker,
}
