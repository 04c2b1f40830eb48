"""The queue: what becomes of what is asked. Pure; the kernel has checked the role against the command."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from roundtable.floor.commands import queue as commands
from roundtable.floor.commands.venues import AskFor
from roundtable.floor.deciding import acting, fresh, moment
from roundtable.floor.events import queue as events
from roundtable.floor.speakers import is_own, speaking
from roundtable.floor.state import Entry, FloorState
from roundtable.floor.typed_clubs import club_of
from roundtable.floor.values import EntryId, Removal, Speaker
from roundtable.kernel.actors import SPEAKING, Actor
from roundtable.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from roundtable.kernel.events import ParticipantJoined, ParticipantLeft, RoleChanged
from roundtable.kernel.floor_settings import Kind
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import Command, Event

MOST_ENTRIES: Final = 300
"""More people than a meeting can hear. One's own point of order is accepted beyond it: who is in bounds them."""

Wish = commands.Ask | commands.Add | AskFor


def ask(state: FloorState, command: commands.Ask, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Enter the queue oneself."""
    speaker = speaking(state, actor.participant)
    return speaker if isinstance(speaker, Refusal) else enter(state, command, speaker, actor=actor, now=now)


def add(state: FloorState, command: commands.Add, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Enter somebody on their behalf: a participant for their own club, or a typed name for a chosen or typed one."""
    speaker = _named(state, command)
    return speaker if isinstance(speaker, Refusal) else enter(state, command, speaker, actor=actor, now=now)


def _named(state: FloorState, command: commands.Add) -> Speaker | Refusal:
    if (command.participant is None) == (command.name is None):
        return Invalid("invalid", field="name", fault="one_of_participant_and_name")
    if command.name is None:
        if command.club is not None or command.club_name is not None:
            return Invalid("invalid", field="club", fault="participants_have_their_own")
        return speaking(state, command.participant)
    if command.club is not None and command.club_name is not None:
        return Invalid("invalid", field="club", fault="one_of_club_and_club_name")
    club = club_of(state, command.club, command.club_name)
    return club if isinstance(club, Refusal) else Speaker(name=command.name, club=club)


def enter(state: FloorState, wish: Wish, speaker: Speaker, *, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Enter a speaker with the kind, the text and the `text_turn` of a wish, if the list takes it."""
    refusal = _closed_to(state, wish.kind, now) or _no_more(state, wish.kind, speaker, actor)
    if refusal is not None:
        return refusal
    return [
        events.EntryAdded(
            entry=EntryId(fresh(state, "ent")),
            kind=wish.kind,
            text=wish.text,
            text_turn=wish.text_turn,
            speaker=speaker,
            by=acting(actor),
            at=moment(state, now),
        )
    ]


def _closed_to(state: FloorState, kind: Kind, now: datetime) -> Refusal | None:
    """A point of order is accepted always; a last call ends on time, also before the clock's tick has come."""
    if kind == "point_of_order":
        return None
    if state.closed or (state.closes_at is not None and state.closes_at <= now):
        return Conflict("closed")
    return Conflict("no_topic") if kind == "reply" and state.topic is None else None


def _no_more(state: FloorState, kind: Kind, speaker: Speaker, actor: Actor) -> Refusal | None:
    own = sum(entry.kind == kind and entry.speaker.key == speaker.key for entry in state.entries.values())
    if own >= state.settings.entries_per_kind:
        return Conflict("already_waiting")
    is_own_order = kind == "point_of_order" and speaker.participant == actor.participant
    if len(state.entries) >= MOST_ENTRIES and not is_own_order:
        return Conflict("queue_full")
    return None


def withdraw(state: FloorState, command: commands.Withdraw, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Take back one's own."""
    entry = _own(state, command.entry, actor)
    return (
        entry if isinstance(entry, Refusal) else [_removed(entry, "withdrawn", actor.participant, moment(state, now))]
    )


def edit(state: FloorState, command: commands.Edit, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Say it differently: one's own, or any as a moderator."""
    entry = _waiting(state, command.entry) if actor.is_moderating else _own(state, command.entry, actor)
    if isinstance(entry, Refusal):
        return entry
    text = entry.text if command.text is None else command.text
    text_turn = entry.text_turn if command.text_turn is None else command.text_turn
    if (text, text_turn) == (entry.text, entry.text_turn):
        return []
    at = moment(state, now)
    return [events.EntryEdited(entry=entry.id, text=text, text_turn=text_turn, by=acting(actor), at=at)]


def defer(state: FloorState, command: commands.Defer, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Go behind the last of one's kind; nothing happens if nobody of it stands behind."""
    entry = _own(state, command.entry, actor)
    if isinstance(entry, Refusal):
        return entry
    if [other.id for other in state.order if other.kind == entry.kind][-1] == entry.id:
        return []
    return [events.EntryDeferred(entry=entry.id, by=acting(actor), at=moment(state, now))]


def move(state: FloorState, command: commands.Move, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Put an entry elsewhere; nothing happens if it stands there already."""
    entry = _waiting(state, command.entry)
    before = None if command.before is None else _waiting(state, command.before)
    for found in (entry, before):
        if isinstance(found, Refusal):
            return found
    order = [waiting.id for waiting in state.order]
    behind = order[order.index(command.entry) + 1 :]
    if command.before == command.entry or (behind[0] if behind else None) == command.before:
        return []
    return [events.EntryMoved(entry=command.entry, before=command.before, by=acting(actor), at=moment(state, now))]


def rekind(state: FloorState, command: commands.Rekind, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Make it one of another kind, also on a closed list: nobody new is in it."""
    entry = _waiting(state, command.entry)
    if isinstance(entry, Refusal):
        return entry
    if entry.kind == command.kind:
        return []
    if command.kind == "reply" and state.topic is None:
        return Conflict("no_topic")
    return [events.EntryRekinded(entry=entry.id, kind=command.kind, by=acting(actor), at=moment(state, now))]


def remove(state: FloorState, command: commands.Remove, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Take somebody off the queue."""
    entry = _waiting(state, command.entry)
    return entry if isinstance(entry, Refusal) else [_removed(entry, "removed", actor.participant, moment(state, now))]


def clear(state: FloorState, command: commands.Clear, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Take everybody off the queue, once that is confirmed."""
    if not state.entries:
        return []
    if not command.confirmed:
        return Conflict("needs_confirmation", waiting=len(state.entries))
    return [events.QueueCleared(why="cleared", by=acting(actor), at=moment(state, now))]


def close(state: FloorState, _command: commands.Close, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Accept nobody new."""
    return [] if state.closed else [events.QueueClosed(by=acting(actor), at=moment(state, now))]


def reopen(state: FloorState, _command: commands.Reopen, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Accept entries again, or call off a last call."""
    if not state.closed and state.closes_at is None:
        return []
    return [events.QueueReopened(by=acting(actor), at=moment(state, now))]


def last_call(state: FloorState, command: commands.LastCall, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Announce when the list closes; a second announcement moves the moment."""
    if state.closed:
        return Conflict("closed")
    at = moment(state, now)
    closes_at = at + timedelta(seconds=command.seconds)
    return [events.LastCallAnnounced(closes_at=closes_at, by=acting(actor), at=at)]


def tick(state: FloorState, now: datetime) -> list[Event]:
    """Close the list when the last call is over."""
    if state.closes_at is None or state.closes_at > now:
        return []
    return [events.QueueClosed(at=moment(state, now))]


def deadline(state: FloorState) -> datetime | None:
    """Return when the last call is over."""
    return state.closes_at


def follow(state: FloorState, event: Event, now: datetime) -> list[Event]:
    """Take off the queue who leaves, is sent away or may no longer speak; who is only cut off keeps their place."""
    match event:
        case ParticipantLeft(participant=who, reason=reason) if reason != "gone":
            return list(_all_removed(state, who, "left", now))
        case RoleChanged(participant=who, role=role) | ParticipantJoined(participant=who, role=role) if (
            role not in SPEAKING
        ):
            return list(_all_removed(state, who, "role", now))
        case _:
            return []


def _all_removed(state: FloorState, who: ParticipantId, why: Removal, now: datetime) -> Iterator[Event]:
    for entry in state.order:
        if entry.speaker.microphone == who:
            yield _removed(entry, why, None, moment(state, now))


def _removed(entry: Entry, why: Removal, by: ParticipantId | None, at: datetime) -> events.EntryRemoved:
    return events.EntryRemoved(entry=entry.id, why=why, by=by, at=at)


def _waiting(state: FloorState, entry: EntryId) -> Entry | Refusal:
    return state.entries.get(entry) or NotFound("no_such_entry")


def _own(state: FloorState, wanted: EntryId, actor: Actor) -> Entry | Refusal:
    entry = state.entries.get(wanted)
    if entry is None:
        return NotFound("no_such_entry")
    return entry if is_own(entry, actor) else NotAllowed("not_your_entry")


DECISIONS: Final[dict[type[Command], Callable[[FloorState, Any, Actor, datetime], list[Event] | Refusal]]] = {
    commands.Ask: ask,
    commands.Withdraw: withdraw,
    commands.Edit: edit,
    commands.Defer: defer,
    commands.Add: add,
    commands.Move: move,
    commands.Rekind: rekind,
    commands.Remove: remove,
    commands.Clear: clear,
    commands.Close: close,
    commands.Reopen: reopen,
    commands.LastCall: last_call,
}
