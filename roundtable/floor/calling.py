"""Who gets the floor: next, out of order, for a last word. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from roundtable.floor.clock import moment
from roundtable.floor.commands.turns import Call, LastWord, Next
from roundtable.floor.deciding import acting, ended_turns, fresh
from roundtable.floor.events.queue import QueueCleared, QueueClosed
from roundtable.floor.events.turns import TurnBegan, TurnCalled, TurnPaused
from roundtable.floor.state import Entry, FloorState
from roundtable.floor.steps import interposes, next_entry, step
from roundtable.floor.turns import ended
from roundtable.floor.values import Speaker, TurnId
from roundtable.kernel.actors import SPEAKING, Actor
from roundtable.kernel.errors import Conflict, NotFound, Refusal
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import Command, Event

JUST_NOW: Final = timedelta(seconds=1)
"""Who withdrew from the top less than this ago was probably the one that the moderator meant."""


def go_on(state: FloorState, command: Next, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Take one step. It names the turn it is meant for, so two who press at once skip nobody."""
    if _is_stale(state, command.turn):
        return Conflict("turn_over")
    at, by = moment(state, now), acting(actor)
    withdrawn = state.withdrawn
    if withdrawn is not None and not command.confirmed and at - withdrawn.at < JUST_NOW:
        return Conflict("top_withdrew", name=withdrawn.name)
    taken = step(state)
    if taken is None:
        return Conflict("nobody_waits")
    if taken.entry is not None:
        return _hand_over(state, taken.entry, by, at)
    return [] if state.turn is None else ended(state, state.turn, "moderator", at, by=by)


def call(state: FloorState, command: Call, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Give the floor to anybody who waits; the clock of somebody who is away stands still until they are back."""
    if _is_stale(state, command.turn):
        return Conflict("turn_over")
    entry = state.entries.get(command.entry)
    if entry is None:
        return NotFound("no_such_entry")
    top = next_entry(state)
    is_next = top is not None and top.id == entry.id
    return _hand_over(state, entry, acting(actor), moment(state, now), out_of_order=not is_next)


def last_word(state: FloorState, command: LastWord, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Let one participant speak, and nobody after them: the list is cleared and closed."""
    if _is_stale(state, command.turn):
        return Conflict("turn_over")
    person = state.people.get(command.participant)
    if person is None or not person.is_in or person.role not in SPEAKING:
        return NotFound("no_such_participant")
    own = next((entry for entry in state.order if entry.speaker.participant == command.participant), None)
    others = len(state.entries) - (own is not None)
    if others and not command.confirmed:
        return Conflict("needs_confirmation", waiting=others)
    by, at = acting(actor), moment(state, now)
    speaker = (
        Speaker(name=person.name, participant=command.participant, club=person.club) if own is None else own.speaker
    )
    called = TurnCalled(
        turn=TurnId(fresh(state, "trn")),
        entry=None if own is None else own.id,
        kind="topic" if own is None else own.kind,
        text="" if own is None else own.text,
        text_turn=own is not None and own.text_turn,
        speaker=speaker,
        limit=state.settings.limits.of("topic"),
        last_word=True,
        by=by,
        at=at,
    )
    events: list[Event] = [*ended_turns(state, "moderator", by, at), *_called(state, called)]
    if others:
        events.append(QueueCleared(why="last_word", by=by, at=at))
    if not state.closed:
        events.append(QueueClosed(by=by, at=at))
    return events


def _is_stale(state: FloorState, turn: TurnId | None) -> bool:
    """Say whether somebody else has the floor than the one who asks believes."""
    return turn != (None if state.turn is None else state.turn.id)


def _hand_over(
    state: FloorState, entry: Entry, by: ParticipantId, at: datetime, *, out_of_order: bool = False
) -> list[Event]:
    """End or interrupt whoever has the floor, and call somebody who waits."""
    interposed = interposes(state, entry)
    called = TurnCalled(
        turn=TurnId(fresh(state, "trn")),
        entry=entry.id,
        kind=entry.kind,
        text=entry.text,
        text_turn=entry.text_turn,
        speaker=entry.speaker,
        limit=state.settings.limits.of(entry.kind),
        interposes=interposed,
        out_of_order=out_of_order,
        by=by,
        at=at,
    )
    before = _interrupted(state, by, at) if interposed else ended_turns(state, "moderator", by, at)
    return [*before, *_called(state, called)]


def _interrupted(state: FloorState, by: ParticipantId, at: datetime) -> Sequence[Event]:
    """Make room beside the main turn: it is paused, or stays so while one question follows another."""
    interposed, main = state.interposed, state.main
    if interposed is not None:
        return ended_turns(state, "moderator", by, at, which=lambda turn: turn.id == interposed.id)
    return () if main is None else (TurnPaused(turn=main.id, why="interposed", by=by, at=at),)


def _called(state: FloorState, called: TurnCalled) -> Sequence[Event]:
    """Call; the clock begins at once where nobody has to open a microphone, and not for who is away."""
    microphone = called.speaker.microphone
    if state.is_absent(microphone):
        return called, TurnPaused(turn=called.turn, why="absent", at=called.at)
    if called.text_turn or microphone is None:
        return called, TurnBegan(turn=called.turn, by=called.by, at=called.at)
    return (called,)


DECISIONS: Final[dict[type[Command], Callable[[FloorState, Any, Actor, datetime], list[Event] | Refusal]]] = {
    Next: go_on,
    Call: call,
    LastWord: last_word,
}
