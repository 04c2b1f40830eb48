"""What has happened to the queue. `by` is absent where the clock or the server did it."""

from datetime import datetime
from typing import Final, Literal

from roundtable.floor.values import Clearing, EntryRef, Line, Removal, Speaker
from roundtable.kernel.floor_settings import Kind
from roundtable.kernel.messages import Event, Message, ParticipantRef


class EntryAdded(Event):
    """Somebody is in the queue."""

    type: Literal["floor.entry_added"] = "floor.entry_added"
    entry: EntryRef
    kind: Kind
    text: Line = ""
    text_turn: bool = False
    speaker: Speaker
    by: ParticipantRef | None = None
    """Who entered them: the person, a moderator on their behalf, or the host of their sub-venue. Nobody if they were
    carried over from a session before.
    """
    at: datetime


class EntryEdited(Event):
    """An entry says something else."""

    type: Literal["floor.entry_edited"] = "floor.entry_edited"
    entry: EntryRef
    text: Line
    text_turn: bool
    by: ParticipantRef
    at: datetime


class EntryDeferred(Event):
    """An entry went behind the last of its kind."""

    type: Literal["floor.entry_deferred"] = "floor.entry_deferred"
    entry: EntryRef
    by: ParticipantRef
    at: datetime


class EntryMoved(Event):
    """A moderator put an entry elsewhere."""

    type: Literal["floor.entry_moved"] = "floor.entry_moved"
    entry: EntryRef
    before: EntryRef | None = None
    by: ParticipantRef
    at: datetime


class EntryRekinded(Event):
    """A moderator made an entry one of another kind."""

    type: Literal["floor.entry_rekinded"] = "floor.entry_rekinded"
    entry: EntryRef
    kind: Kind
    by: ParticipantRef
    at: datetime


class EntryRemoved(Event):
    """An entry is gone without a turn."""

    type: Literal["floor.entry_removed"] = "floor.entry_removed"
    entry: EntryRef
    why: Removal
    by: ParticipantRef | None = None
    at: datetime


class CarriedOver(Message):
    """An entry that waits again at the start of the room's next session."""

    entry: EntryRef
    kind: Kind
    text: Line = ""
    text_turn: bool = False
    speaker: Speaker


class QueueCleared(Event):
    """All entries are gone."""

    type: Literal["floor.queue_cleared"] = "floor.queue_cleared"
    why: Clearing
    carried: tuple[CarriedOver, ...] = ()
    """Those who waited, in their order, if they are carried over."""
    by: ParticipantRef
    at: datetime


class QueueClosed(Event):
    """No new entries but points of order."""

    type: Literal["floor.queue_closed"] = "floor.queue_closed"
    by: ParticipantRef | None = None
    """Absent after a last call."""
    at: datetime


class QueueReopened(Event):
    """New entries are accepted; a last call is off."""

    type: Literal["floor.queue_reopened"] = "floor.queue_reopened"
    by: ParticipantRef | None = None
    at: datetime


class LastCallAnnounced(Event):
    """The list closes by itself at a moment."""

    type: Literal["floor.last_call_announced"] = "floor.last_call_announced"
    closes_at: datetime
    by: ParticipantRef
    at: datetime


EVENTS: Final = (
    EntryAdded, EntryEdited, EntryDeferred, EntryMoved, EntryRekinded, EntryRemoved,
    QueueCleared, QueueClosed, QueueReopened, LastCallAnnounced,
)  # fmt: skip
