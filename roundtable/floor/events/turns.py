"""What has happened to turns and their clock."""

from datetime import datetime
from typing import Final, Literal

from roundtable.floor.values import EntryRef, Line, PauseReason, Seconds, Speaker, TurnEnding, TurnRef
from roundtable.kernel.floor_settings import Kind
from roundtable.kernel.messages import Event, ParticipantRef


class TurnCalled(Event):
    """Somebody has the floor; the clock does not run yet. Their entry is off the queue."""

    type: Literal["floor.turn_called"] = "floor.turn_called"
    turn: TurnRef
    entry: EntryRef | None = None
    """Absent for a last word to somebody who did not wait."""
    kind: Kind
    text: Line = ""
    text_turn: bool = False
    speaker: Speaker
    limit: Seconds
    interposes: bool = False
    """Whether a main turn is paused by it and follows it."""
    out_of_order: bool = False
    last_word: bool = False
    by: ParticipantRef
    at: datetime


class TurnBegan(Event):
    """The clock of a turn runs."""

    type: Literal["floor.turn_began"] = "floor.turn_began"
    turn: TurnRef
    by: ParticipantRef | None = None
    """Absent if the grace after the call was over."""
    at: datetime


class TurnPaused(Event):
    """The clock of a turn stands still, for one reason more.

    It is the one event that may be about a moment before others: a server that was down says when it had heard the
    speaker last.
    """

    type: Literal["floor.turn_paused"] = "floor.turn_paused"
    turn: TurnRef
    why: PauseReason
    by: ParticipantRef | None = None
    at: datetime


class TurnResumed(Event):
    """One reason less to stand still; the clock runs if it was the last."""

    type: Literal["floor.turn_resumed"] = "floor.turn_resumed"
    turn: TurnRef
    why: PauseReason
    by: ParticipantRef | None = None
    at: datetime


class TurnExtended(Event):
    """A turn has more seconds."""

    type: Literal["floor.turn_extended"] = "floor.turn_extended"
    turn: TurnRef
    seconds: Seconds
    by: ParticipantRef
    at: datetime


class SpeakerMissed(Event):
    """A speaker is absent for longer than the grace: the moderator is asked."""

    type: Literal["floor.speaker_missed"] = "floor.speaker_missed"
    turn: TurnRef
    at: datetime


class SpeakerAwaited(Event):
    """The moderator gave an absent speaker the grace once more."""

    type: Literal["floor.speaker_awaited"] = "floor.speaker_awaited"
    turn: TurnRef
    by: ParticipantRef
    at: datetime


class TurnEnded(Event):
    """A turn is over."""

    type: Literal["floor.turn_ended"] = "floor.turn_ended"
    turn: TurnRef
    ending: TurnEnding
    by: ParticipantRef | None = None
    at: datetime


EVENTS: Final = (
    TurnCalled, TurnBegan, TurnPaused, TurnResumed, TurnExtended, SpeakerMissed, SpeakerAwaited, TurnEnded,
)  # fmt: skip
