"""A log of the floor, written by hand: Alice moderates, Bob and Carl speak."""

from datetime import datetime, timedelta
from typing import Any

from roundtable.floor.events.queue import EntryAdded
from roundtable.floor.events.turns import TurnBegan, TurnCalled, TurnEnded
from roundtable.floor.record import record_of
from roundtable.floor.resources import ActLine, EntryLine, FloorRecord, TurnLine
from roundtable.floor.values import EntryId, Speaker, TurnId
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.events import ParticipantJoined
from roundtable.kernel.floor_settings import Kind
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.kernel.messages import ClubFacts, Event
from tests.roundtable.meeting import CLUB, a_session

ALICE, BOB, CARL = (ParticipantId(f"prt_1{name}") for name in ("alice", "bob", "carl"))
OTHER = ClubFacts(id=ClubId("clb_1lug"), name_zh="锦江用户组", name_en="Jinjiang LUG")
SPEAKERS = {
    ALICE: Speaker(name="Alice", participant=ALICE, club=CLUB),
    BOB: Speaker(name="Bob", participant=BOB, club=OTHER),
    CARL: Speaker(name="Carl", participant=CARL),
}


class Floor:
    """Writes a log by hand: Alice moderates, Bob and Carl speak; the clock is moved between the events."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.facts = a_session(clock=self.clock)
        self.events: list[Event] = []
        for participant, speaker in SPEAKERS.items():
            role: Any = "host" if participant == ALICE else "representative"
            self.happens(ParticipantJoined, participant=participant, name=speaker.name, role=role, club=speaker.club)

    @property
    def start(self) -> datetime:
        return self.facts.started_at

    def happens(self, event: type[Event], after: float = 0, /, **fields: Any) -> None:
        """Append an event, some seconds after the one before."""
        self.clock.advance(after)
        if "at" in event.model_fields:
            fields["at"] = self.clock.now()
        self.events.append(event(**fields))

    def asks(self, number: int, who: ParticipantId, kind: Kind = "topic", text: str = "", **more: Any) -> None:
        """Somebody enters the queue."""
        fields: dict[str, Any] = {"speaker": SPEAKERS[who], "by": who, **more}
        self.happens(EntryAdded, entry=EntryId(f"ent_{number}"), kind=kind, text=text, **fields)

    def speaks(self, number: int, who: ParticipantId, seconds: float, kind: Kind = "topic", **more: Any) -> None:
        """A whole turn, called by Alice and ended by its speaker."""
        self.called(number, who, kind, **more)
        self.happens(TurnBegan, turn=TurnId(f"trn_{number}"), by=who)
        self.happens(TurnEnded, seconds, turn=TurnId(f"trn_{number}"), ending="done", by=who)

    def called(self, number: int, who: ParticipantId, kind: Kind = "topic", **more: Any) -> None:
        """Somebody gets the floor."""
        fields: dict[str, Any] = {"limit": 60, "by": ALICE, "speaker": SPEAKERS[who], **more}
        self.happens(TurnCalled, turn=TurnId(f"trn_{number}"), kind=kind, **fields)

    def record(self, **more: Any) -> FloorRecord:
        """Read it, now."""
        return record_of(self.facts, enumerate(self.events, start=1), self.clock.now(), **more)

    def after(self, seconds: float) -> datetime:
        """A moment, counted from the start."""
        return self.start + timedelta(seconds=seconds)


def turns_of(record: FloorRecord) -> list[TurnLine]:
    return [line for line in record.lines if isinstance(line, TurnLine)]


def entries_of(record: FloorRecord) -> list[EntryLine]:
    return [line for line in record.lines if isinstance(line, EntryLine)]


def acts_of(record: FloorRecord) -> list[ActLine]:
    return [line for line in record.lines if isinstance(line, ActLine)]
