"""What becomes of a turn when its speaker is cut off, comes back or leaves; and what the clock does by itself. Pure."""

from collections.abc import Iterator
from datetime import datetime

from roundtable.floor import clock
from roundtable.floor.clock import moment
from roundtable.floor.deciding import ended_turns
from roundtable.floor.events.turns import SpeakerMissed, TurnBegan, TurnPaused, TurnResumed
from roundtable.floor.state import FloorState, Turn
from roundtable.floor.turns import ended
from roundtable.floor.values import TurnEnding
from roundtable.kernel.actors import SPEAKING
from roundtable.kernel.events import (
    ParticipantAway,
    ParticipantBack,
    ParticipantJoined,
    ParticipantLeft,
    RoleChanged,
)
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import Event


def follow(state: FloorState, event: Event, now: datetime) -> list[Event]:
    """Return what becomes of the turns of the one to whom something happened.

    Who is cut off keeps the floor, and their clock stands still; that they are out after a while (`gone`) changes
    nothing more, as the moderator is asked by then. Who leaves, is sent out or may no longer speak loses it.
    """
    at = moment(state, now)
    match event:
        case ParticipantAway(participant=who, lost_at=lost_at):
            return [
                TurnPaused(turn=turn.id, why="absent", at=_unheard_since(turn, lost_at, at))
                for turn in _turns_of(state, who)
                if "absent" not in turn.paused
            ]
        case ParticipantJoined(participant=who, role=role) | RoleChanged(participant=who, role=role) if (
            role not in SPEAKING
        ):
            return _end_turns_of(state, who, "moderator", at)
        case ParticipantBack(participant=who) | ParticipantJoined(participant=who):
            return [
                TurnResumed(turn=turn.id, why="absent", at=at)
                for turn in _turns_of(state, who)
                if "absent" in turn.paused
            ]
        case ParticipantLeft(participant=who, reason=reason) if reason != "gone":
            return _end_turns_of(state, who, "left", at)
        case _:
            return []


def tick(state: FloorState, now: datetime) -> list[Event]:
    """Do what is due by itself: the grace after a call, the grace of an absent speaker, a hard stop."""
    turn, settings, at = state.turn, state.settings, moment(state, now)
    if turn is None:
        return []
    if _is_due(clock.begins_by_itself_at(turn, settings), at):
        return [TurnBegan(turn=turn.id, at=at)]
    if _is_due(clock.is_missed_at(turn, settings), at):
        return [SpeakerMissed(turn=turn.id, at=at)]
    if _is_due(clock.time_is_up_at(turn, settings), at):
        return ended(state, turn, "time", at)
    return []


def deadline(state: FloorState) -> datetime | None:
    """Return when the first of these is due. An interrupted turn is looked at when it has the floor again."""
    turn, settings = state.turn, state.settings
    if turn is None:
        return None
    wishes = (
        clock.begins_by_itself_at(turn, settings),
        clock.is_missed_at(turn, settings),
        clock.time_is_up_at(turn, settings),
    )
    return min((wish for wish in wishes if wish is not None), default=None)


def _unheard_since(turn: Turn, lost_at: datetime | None, at: datetime) -> datetime:
    """Return when a speaker was last heard: while the server is down nobody is, and no clock counts."""
    if lost_at is None:
        return at
    return min(at, max(lost_at, turn.running_since or turn.called_at))


def _is_due(due: datetime | None, at: datetime) -> bool:
    return due is not None and due <= at


def _turns_of(state: FloorState, participant: ParticipantId) -> Iterator[Turn]:
    """Yield the turns that are held at somebody's microphone, those of the people of their sub-venue included."""
    going = (turn for turn in (state.interposed, state.main) if turn is not None)
    return (turn for turn in going if turn.speaker.microphone == participant)


def _end_turns_of(state: FloorState, participant: ParticipantId, ending: TurnEnding, at: datetime) -> list[Event]:
    turns = list(_turns_of(state, participant))
    if len(turns) == 1:
        return ended(state, turns[0], ending, at)
    return ended_turns(state, ending, None, at, which=lambda turn: turn in turns)
