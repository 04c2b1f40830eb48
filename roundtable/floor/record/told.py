"""What is known while the events are read: who is called what, who waits, which turn and item go on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from roundtable.floor.events.queue import EntryAdded
from roundtable.floor.events.turns import TurnCalled
from roundtable.floor.record.agenda import Agenda
from roundtable.floor.record.turns import Asked, Spoken
from roundtable.floor.resources import ActLine, Ending, EntryLine, Gone
from roundtable.floor.values import AttendeeId, EntryId, TurnId
from roundtable.kernel.floor_settings import FloorSettings
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.kernel.messages import ClubFacts


@dataclass
class Told:
    """The record so far. References to what the log never mentioned are left empty: old logs and gaps are no fault."""

    settings: FloorSettings
    until: datetime
    """The latest moment told so far."""
    version: int = 0
    names: dict[ParticipantId, str] = field(default_factory=dict)
    attendees: dict[AttendeeId, str] = field(default_factory=dict)
    clubs: dict[ClubId, ClubFacts] = field(default_factory=dict)
    waiting: dict[EntryId, Asked] = field(default_factory=dict)
    turns: dict[TurnId, Spoken] = field(default_factory=dict)
    agenda: Agenda = field(default_factory=Agenda)
    topic: TurnId | None = None
    closed: bool = False
    ended_at: datetime | None = None
    lines: list[EntryLine | ActLine] = field(default_factory=list)

    def name(self, participant: ParticipantId | None) -> str | None:
        """Return what somebody is called now; None for the server."""
        return None if participant is None else self.names.get(participant, "")

    def know(self, clubs: Iterable[ClubFacts | None]) -> None:
        """Note clubs that lines refer to."""
        self.clubs.update({club.id: club for club in clubs if club is not None})

    def ask(self, event: EntryAdded) -> None:
        """Somebody waits now."""
        self.know([event.speaker.club])
        entered_by = None if event.by == event.speaker.participant else self.name(event.by)
        self.waiting[event.entry] = Asked(event, entered_by, while_closed=self.closed)

    def change(self, entry: EntryId, **fields: object) -> None:
        """Somebody waits with another text or kind."""
        if asked := self.waiting.get(entry):
            asked.added = asked.added.model_copy(update=fields)

    def call(self, event: TurnCalled) -> None:
        """Somebody has the floor now."""
        self.know([event.speaker.club])
        self.turns[event.turn] = Spoken(
            called=event,
            version=self.version,
            item=self.agenda.current,
            asked=self.waiting.pop(event.entry, None) if event.entry else None,
            called_by=self.name(event.by) or "",
            interposed_in=self._interrupted() if event.interposes else None,
            limit_ms=event.limit * 1000,
        )
        if event.last_word:
            self.topic = None
        elif event.kind == "topic":
            self.topic = event.turn

    def dispose(self, entry: EntryId, gone: Gone, by: str | None, at: datetime) -> None:
        """Somebody waits no longer, and did not speak."""
        if asked := self.waiting.pop(entry, None):
            self.lines.append(self.entry_line(asked, gone, by, at))

    def entry_line(self, asked: Asked, gone: Gone, by: str | None, at: datetime) -> EntryLine:
        """Tell an entry that has not spoken."""
        added, speaker = asked.added, asked.added.speaker
        club = None if speaker.club is None else speaker.club.id
        return EntryLine(
            version=self.version, at=at, item=self.agenda.current, entry=added.entry, kind=added.kind,
            name=speaker.name, person=speaker.key, club=club, text=added.text, text_turn=added.text_turn,
            asked_at=added.at, entered_by=asked.entered_by, while_closed=asked.while_closed, gone=gone, by=by,
        )  # fmt: skip

    def end_turn(self, turn: Spoken, ending: Ending, by: str | None, at: datetime) -> None:
        """Somebody has the floor no longer."""
        if turn.ended_at is None:
            turn.end(ending, by, at)

    def end(self, at: datetime) -> None:
        """Finish with the session: what was going on is over, and nobody waits for anything."""
        for turn in self.turns.values():
            self.end_turn(turn, "session", None, at)
        for entry in list(self.waiting):
            self.dispose(entry, "session", None, at)
        self.agenda.close(at)
        self.ended_at = at

    def _interrupted(self) -> TurnId | None:
        going_on = (turn.called.turn for turn in self.turns.values() if turn.ended_at is None)
        return next(going_on, None)
