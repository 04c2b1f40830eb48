"""How turns follow their events. Pure, and never refuses: it has happened.

Only events change a turn. Nothing here looks at who is present: that an absent speaker's clock stands still is an event
of its own, so the record and the state say the same.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from roundtable.floor import clock, tallies
from roundtable.floor.clock import moment
from roundtable.floor.deciding import counted_to
from roundtable.floor.events.turns import (
    SpeakerAwaited,
    SpeakerMissed,
    TurnBegan,
    TurnCalled,
    TurnEnded,
    TurnExtended,
    TurnPaused,
    TurnResumed,
)
from roundtable.floor.state import MILLISECONDS, FloorState, Topic, Turn
from roundtable.floor.steps import find_turn
from roundtable.kernel.events import ParticipantRenamed, SessionEnded
from roundtable.kernel.messages import Event


def _called(state: FloorState, event: TurnCalled) -> FloorState:
    """Give somebody the floor. A main turn that is interrupted was paused by an event before this one."""
    turn = Turn(
        id=event.turn,
        kind=event.kind,
        text=event.text,
        text_turn=event.text_turn,
        speaker=event.speaker,
        limit_ms=event.limit * MILLISECONDS,
        called_at=event.at,
        ready_since=event.at,
        last_word=event.last_word,
    )
    state = replace(
        state,
        topic=_topic_after(state, event),
        withdrawn=None,
        counted=counted_to(state, (event.turn,)),
    )
    return replace(state, interposed=turn) if event.interposes else replace(state, main=turn)


def _topic_after(state: FloorState, event: TurnCalled) -> Topic | None:
    """A topic is current from when its turn is called; after a last word none is."""
    if event.last_word:
        return None
    return Topic(event.turn, event.text, event.speaker) if event.kind == "topic" else state.topic


def _began(state: FloorState, event: TurnBegan) -> FloorState:
    turn = find_turn(state, event.turn)
    return state if turn is None else _with(state, clock.run(replace(turn, began=True), event.at))


def _paused(state: FloorState, event: TurnPaused) -> FloorState:
    turn = find_turn(state, event.turn)
    if turn is None:
        return state
    state, turn = tallies.stand_still(state, turn, event.at)
    if event.why == "absent":  # the grace runs from when it was noticed, which is later if the server was down
        turn = replace(turn, absent_since=moment(state, event.at))
    return _with(state, replace(turn, paused=turn.paused | {event.why}))


def _resumed(state: FloorState, event: TurnResumed) -> FloorState:
    """Let the clock run if nothing else holds it; if the turn had not begun, the grace after the call runs anew."""
    turn = find_turn(state, event.turn)
    if turn is None:
        return state
    turn = replace(turn, paused=turn.paused - {event.why}, ready_since=event.at)
    if event.why == "absent":
        turn = replace(turn, absent_since=None, is_missed=False)
    return _with(state, clock.run(turn, event.at))


def _extended(state: FloorState, event: TurnExtended) -> FloorState:
    turn = find_turn(state, event.turn)
    if turn is None:
        return state
    return _with(state, replace(turn, limit_ms=turn.limit_ms + event.seconds * MILLISECONDS))


def _missed(state: FloorState, event: SpeakerMissed) -> FloorState:
    turn = find_turn(state, event.turn)
    return state if turn is None else _with(state, replace(turn, is_missed=True))


def _awaited(state: FloorState, event: SpeakerAwaited) -> FloorState:
    turn = find_turn(state, event.turn)
    return state if turn is None else _with(state, replace(turn, is_missed=False, absent_since=event.at))


def _ended(state: FloorState, event: TurnEnded) -> FloorState:
    turn = find_turn(state, event.turn)
    return state if turn is None else _over(state, turn, event)


def _renamed(state: FloorState, event: ParticipantRenamed) -> FloorState:
    """Show whoever has the floor by the name they have now; the record keeps the one they were called by."""
    for turn in (state.interposed, state.main):
        if turn is not None and turn.speaker.participant == event.participant:
            speaker = turn.speaker.model_copy(update={"name": event.name})
            state = _with(state, replace(turn, speaker=speaker))
    return state


def _session_ended(state: FloorState, event: SessionEnded) -> FloorState:
    """End what runs: nothing may follow this event, so the log has no `TurnEnded` for it."""
    for turn in (state.interposed, state.main):
        if turn is not None:
            state = _over(state, turn, event)
    return state


def _over(state: FloorState, turn: Turn, event: TurnEnded | SessionEnded) -> FloorState:
    state, turn = tallies.stand_still(state, turn, moment(state, event.at))
    state = tallies.count_turn(state, turn)
    if state.interposed is not None and state.interposed.id == turn.id:
        return replace(state, interposed=None)
    return replace(state, main=None)


def _with(state: FloorState, turn: Turn) -> FloorState:
    if state.interposed is not None and state.interposed.id == turn.id:
        return replace(state, interposed=turn)
    return replace(state, main=turn)


FOLDS: Final[dict[type[Event], Callable[[FloorState, Any], FloorState]]] = {
    TurnCalled: _called,
    TurnBegan: _began,
    TurnPaused: _paused,
    TurnResumed: _resumed,
    TurnExtended: _extended,
    SpeakerMissed: _missed,
    SpeakerAwaited: _awaited,
    TurnEnded: _ended,
    ParticipantRenamed: _renamed,
    SessionEnded: _session_ended,
}
"""What the turns take from events; the queue takes the entry that was called from the same ones."""
