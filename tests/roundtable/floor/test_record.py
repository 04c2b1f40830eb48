"""The record: what can be read of a floor afterwards, from its events alone."""

from datetime import datetime, timedelta
from typing import Any

from roundtable.floor.events.chairing import ClubSupported, FloorConfigured, GavelPassed, ModeSet
from roundtable.floor.events.items import ItemAdded, ItemClosed, ItemExtended, ItemMoved, ItemRemoved, ItemStarted
from roundtable.floor.events.queue import (
    EntryAdded,
    EntryEdited,
    EntryMoved,
    EntryRekinded,
    EntryRemoved,
    LastCallAnnounced,
    QueueCleared,
    QueueClosed,
    QueueReopened,
)
from roundtable.floor.events.turns import (
    SpeakerMissed,
    TurnBegan,
    TurnCalled,
    TurnEnded,
    TurnExtended,
    TurnPaused,
    TurnResumed,
)
from roundtable.floor.events.venues import AttendeeAdded, AttendeeRemoved, VenueOpened
from roundtable.floor.record import record_of
from roundtable.floor.resources import ActLine, EntryLine, FloorRecord, TurnLine
from roundtable.floor.values import AttendeeId, EntryId, ItemId, Speaker, TurnId
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.events import ParticipantJoined, ParticipantRenamed, SessionEnded
from roundtable.kernel.floor_settings import FloorSettings, Kind, Limits
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


def test_a_turn_is_told_with_everything_that_belongs_to_it() -> None:
    floor = Floor()
    floor.asks(1, BOB, text="镜像站 mirror")
    floor.clock.advance(5)
    floor.called(2, BOB, entry=EntryId("ent_1"), text="镜像站 mirror")
    floor.happens(TurnBegan, 4, turn=TurnId("trn_2"), by=BOB)
    floor.happens(TurnPaused, 20, turn=TurnId("trn_2"), why="moderator", by=ALICE)
    floor.happens(TurnResumed, 100, turn=TurnId("trn_2"), why="moderator", by=ALICE)
    floor.happens(TurnExtended, 1, turn=TurnId("trn_2"), seconds=15, by=ALICE)
    floor.happens(TurnEnded, 64, turn=TurnId("trn_2"), ending="moderator", by=ALICE)
    assert turns_of(floor.record()) == [
        TurnLine(
            version=5, at=floor.after(5), turn="trn_2", kind="topic", name="Bob", person=BOB, club=OTHER.id,
            text="镜像站 mirror", asked_at=floor.after(0), called_by="Alice", began_at=floor.after(9),
            ended_at=floor.after(194), ending="moderator", ended_by="Alice", spoken_ms=85_000, limit_ms=75_000,
            extended_ms=15_000, over_ms=10_000,
        )
    ]  # fmt: skip


def test_a_question_stands_in_the_turn_that_it_interrupted() -> None:
    floor = Floor()
    floor.called(1, BOB)
    floor.happens(TurnBegan, turn=TurnId("trn_1"))
    floor.happens(TurnPaused, 10, turn=TurnId("trn_1"), why="interposed", by=ALICE)
    floor.called(2, CARL, "clarifying_question", interposes=True)
    floor.happens(TurnBegan, turn=TurnId("trn_2"), by=CARL)
    floor.happens(TurnEnded, 30, turn=TurnId("trn_2"), ending="done", by=CARL)
    floor.happens(TurnResumed, turn=TurnId("trn_1"), why="interposed")
    floor.happens(TurnEnded, 5, turn=TurnId("trn_1"), ending="done", by=BOB)
    record = floor.record()
    told = [(line.name, line.interposed_in, line.spoken_ms) for line in turns_of(record)]
    assert told == [("Bob", None, 15_000), ("Carl", "trn_1", 30_000)]
    assert acts_of(record) == []


def test_a_running_turn_is_told_as_far_as_it_has_come() -> None:
    floor = Floor()
    floor.called(1, BOB)
    floor.happens(TurnBegan, turn=TurnId("trn_1"))
    floor.clock.advance(70)
    record = floor.record()
    line = turns_of(record)[0]
    assert (line.ended_at, line.ending, line.spoken_ms, line.over_ms) == (None, None, 70_000, 10_000)
    assert (record.ended_at, record.as_of) == (None, floor.after(70))
    assert (record.totals.spoken_ms, record.totals.turns) == (70_000, 0)


def test_the_end_of_the_session_ends_what_goes_on() -> None:
    floor = Floor()
    floor.happens(ItemAdded, item=ItemId("itm_1"), title="Reports", by=ALICE)
    floor.happens(ItemStarted, item=ItemId("itm_1"), by=ALICE)
    floor.asks(2, CARL, text="unheard")
    floor.called(3, BOB)
    floor.happens(TurnBegan, turn=TurnId("trn_3"))
    floor.happens(SessionEnded, 12, reason="ended")
    floor.clock.advance(1000)
    record = floor.record()
    assert [(line.ending, line.ended_at, line.spoken_ms) for line in turns_of(record)] == [
        ("session", floor.after(12), 12_000)
    ]
    assert [(line.name, line.gone, line.item) for line in entries_of(record)] == [("Carl", "session", "itm_1")]
    assert (record.ended_at, record.as_of, record.items[0].lasted_ms) == (floor.after(12), floor.after(12), 12_000)
    assert (record.totals.spoken_ms, record.totals.turns) == (12_000, 1)


def test_who_did_not_speak_is_on_record_with_the_reason() -> None:
    floor = Floor()
    floor.asks(1, BOB, text="withdrawn")
    floor.asks(2, CARL, text="removed")
    floor.asks(3, BOB, "reply", text="written")
    floor.asks(4, CARL, "reply", text="written too", by=ALICE)
    floor.happens(EntryRemoved, 3, entry=EntryId("ent_1"), why="withdrawn", by=BOB)
    floor.happens(EntryRemoved, entry=EntryId("ent_2"), why="removed", by=ALICE)
    floor.happens(QueueCleared, 4, why="written", by=ALICE)
    floor.asks(5, CARL, text="still here")
    told = [(line.text, line.gone, line.by, line.entered_by, line.at) for line in entries_of(floor.record())]
    assert told == [
        ("withdrawn", "withdrawn", "Bob", None, floor.after(3)),
        ("removed", "removed", "Alice", None, floor.after(3)),
        ("written", "written", "Alice", None, floor.after(7)),
        ("written too", "written", "Alice", "Alice", floor.after(7)),
        ("still here", "waiting", None, None, floor.after(7)),
    ]


def test_points_of_order_made_while_the_list_is_closed_are_on_record() -> None:
    floor = Floor()
    floor.happens(QueueClosed, by=ALICE)
    floor.asks(1, BOB, "point_of_order", text="quorum?")
    floor.asks(2, CARL, "point_of_order", text="the same")
    floor.speaks(3, BOB, 5, "point_of_order", entry=EntryId("ent_1"))
    floor.happens(EntryRemoved, entry=EntryId("ent_2"), why="withdrawn", by=CARL)
    floor.happens(QueueReopened, by=ALICE)
    floor.asks(4, CARL)
    floor.speaks(5, CARL, 5, entry=EntryId("ent_4"))
    record = floor.record()
    assert [(line.name, line.kind, line.while_closed) for line in turns_of(record)] == [
        ("Bob", "point_of_order", True),
        ("Carl", "topic", False),
    ]
    assert [(line.text, line.while_closed) for line in entries_of(record)] == [("the same", True)]


def test_what_moderators_do_to_the_queue_is_told() -> None:
    floor = Floor()
    floor.asks(1, BOB)
    floor.asks(2, CARL)
    floor.happens(EntryMoved, entry=EntryId("ent_2"), before=EntryId("ent_1"), by=ALICE)
    floor.happens(EntryRekinded, entry=EntryId("ent_2"), kind="reply", by=ALICE)
    floor.happens(EntryEdited, entry=EntryId("ent_2"), text="clearer", text_turn=True, by=ALICE)
    floor.happens(LastCallAnnounced, closes_at=floor.after(60), by=ALICE)
    floor.happens(QueueClosed, 60)
    told = [
        line.model_dump(exclude={"what", "version", "at", "club"}, exclude_none=True)
        for line in acts_of(floor.record())
    ]
    assert told == [
        {"act": "moved", "by": "Alice", "name": "Carl", "kind": "topic", "before": "Bob"},
        {"act": "rekinded", "by": "Alice", "name": "Carl", "kind": "reply", "was": "topic"},
        {"act": "edited", "by": "Alice", "name": "Carl", "kind": "reply", "text": "clearer"},
        {"act": "last_call", "by": "Alice", "seconds": 60},
        {"act": "closed"},
    ]
    assert [(line.kind, line.text, line.text_turn) for line in entries_of(floor.record())] == [
        ("topic", "", False),
        ("reply", "clearer", True),
    ]


def test_mode_settings_and_gavel_are_told() -> None:
    floor = Floor()
    floor.happens(GavelPassed, participant=ALICE)
    floor.happens(ModeSet, mode="stage", by=ALICE)
    changed = FloorSettings(mode="stage", policy="fifo", limits=Limits(topic=300))
    floor.happens(FloorConfigured, settings=changed, by=ALICE)
    floor.happens(FloorConfigured, settings=changed.model_copy(update={"bound": 5}), by=ALICE)
    floor.happens(SpeakerMissed, turn=TurnId("trn_9"))
    floor.happens(GavelPassed, by=ALICE)
    acts = acts_of(floor.record())
    assert [(line.act, line.name, line.by, line.mode) for line in acts] == [
        ("gavel_passed", "Alice", None, None),
        ("mode_set", None, "Alice", "stage"),
        ("configured", None, "Alice", None),
        ("configured", None, "Alice", None),
        ("missed", None, None, None),
        ("gavel_laid_down", None, "Alice", None),
    ]
    assert [line.changes for line in acts[2:4]] == [{"policy": "fifo", "limit_topic": 300}, {"bound": 5}]


def test_a_topic_has_its_supporters() -> None:
    floor = Floor()
    floor.called(1, BOB)
    floor.happens(ClubSupported, club=CLUB, on=True, by=ALICE)
    floor.happens(ClubSupported, club=OTHER, on=True, by=BOB)
    floor.happens(ClubSupported, club=OTHER, on=False, by=BOB)
    floor.called(2, CARL, "reply")
    floor.happens(ClubSupported, club=CLUB, on=True, by=ALICE)
    record = floor.record()
    assert [(line.turn, line.supports) for line in turns_of(record)] == [("trn_1", (CLUB.id,)), ("trn_2", ())]
    assert [(line.act, line.club, line.name) for line in acts_of(record)] == [
        ("supported", CLUB.id, "Bob"),
        ("supported", OTHER.id, "Bob"),
        ("unsupported", OTHER.id, "Bob"),
        ("supported", CLUB.id, "Bob"),
    ]


def test_items_have_their_real_duration_and_their_own_totals() -> None:
    floor = Floor()
    for number, title in enumerate(("Second", "First", "Never", "Gone"), start=1):
        floor.happens(ItemAdded, item=ItemId(f"itm_{number}"), title=title, budget=60, by=ALICE)
    floor.happens(ItemMoved, item=ItemId("itm_2"), before=ItemId("itm_1"), by=ALICE)
    floor.happens(ItemRemoved, item=ItemId("itm_4"), by=ALICE)
    floor.speaks(5, ALICE, 10)
    floor.happens(ItemStarted, 5, item=ItemId("itm_2"), by=ALICE)
    floor.speaks(6, BOB, 20)
    floor.happens(ItemExtended, item=ItemId("itm_2"), seconds=30, by=ALICE)
    floor.happens(ItemStarted, 10, item=ItemId("itm_1"), by=ALICE)
    floor.speaks(7, BOB, 7)
    floor.speaks(8, CARL, 3)
    floor.happens(ItemClosed, 1, item=ItemId("itm_1"), waiting="write", by=ALICE)
    record = floor.record()
    told = [(item.title, item.started_at, item.lasted_ms, item.budget_ms) for item in record.items]
    assert told == [
        ("First", floor.after(15), 30_000, 90_000),
        ("Second", floor.after(45), 11_000, 60_000),
        ("Never", None, 0, 60_000),
    ]
    spoken = [[(one.club or one.name, one.spoken_ms, one.turns) for one in item.totals.clubs] for item in record.items]
    assert spoken == [[(OTHER.id, 20_000, 1)], [(OTHER.id, 7_000, 1), ("Carl", 3_000, 1)], []]
    assert [(one.name, one.spoken_ms, one.turns) for one in record.totals.people] == [
        ("Bob", 27_000, 2),
        ("Alice", 10_000, 1),
        ("Carl", 3_000, 1),
    ]
    assert [line.item for line in turns_of(record)] == [None, "itm_2", "itm_1", "itm_1"]


def test_sub_venues_and_typed_names_are_told() -> None:
    floor = Floor()
    floor.happens(VenueOpened, participant=BOB, title="成都", by=ALICE)
    floor.happens(AttendeeAdded, attendee=AttendeeId("att_1"), venue=BOB, name="Dora", club=OTHER)
    dora = Speaker(name="Dora", club=OTHER, venue=BOB, attendee=AttendeeId("att_1"))
    floor.asks(2, BOB, speaker=dora)
    floor.speaks(3, BOB, 9, entry=EntryId("ent_2"), speaker=dora)
    floor.happens(AttendeeRemoved, attendee=AttendeeId("att_1"), venue=BOB)
    record = floor.record()
    assert [(line.name, line.person, line.club, line.entered_by) for line in turns_of(record)] == [
        ("Dora", f"{BOB}/att_1", OTHER.id, "Bob")
    ]
    assert [(line.act, line.name, line.text) for line in acts_of(record)] == [
        ("venue_opened", "Bob", "成都"),
        ("attendee_added", "Dora", None),
        ("attendee_removed", "Dora", None),
    ]


def test_a_name_is_what_it_was_then() -> None:
    floor = Floor()
    floor.happens(ModeSet, mode="open", by=ALICE)
    floor.happens(ParticipantRenamed, participant=ALICE, name="Alice Z.")
    floor.happens(ModeSet, mode="moderated", by=ALICE)
    assert [line.by for line in acts_of(floor.record())] == ["Alice", "Alice Z."]


class SomethingLater(Event):
    """An event of a later version of the program, that refers to a turn."""

    type: str = "floor.something_later"
    turn: str = "trn_1"


def test_gaps_and_unknown_events_break_nothing() -> None:
    floor = Floor()
    for kind, fields in (
        (TurnEnded, {"turn": TurnId("trn_8"), "ending": "done"}),
        (TurnResumed, {"turn": TurnId("trn_8"), "why": "absent"}),
        (EntryRemoved, {"entry": EntryId("ent_8"), "why": "left"}),
        (EntryMoved, {"entry": EntryId("ent_8"), "before": EntryId("ent_9"), "by": ParticipantId("prt_1nobody")}),
        (EntryRekinded, {"entry": EntryId("ent_8"), "kind": "reply", "by": ALICE}),
        (ClubSupported, {"club": CLUB, "on": True, "by": ALICE}),
        (ItemMoved, {"item": ItemId("itm_8"), "before": ItemId("itm_9"), "by": ALICE}),
        (ItemStarted, {"item": ItemId("itm_8"), "by": ALICE}),
        (ItemClosed, {"item": ItemId("itm_8"), "by": ALICE}),
        (AttendeeRemoved, {"attendee": AttendeeId("att_8"), "venue": BOB}),
        (SomethingLater, {}),
    ):
        floor.happens(kind, 1, **fields)
    floor.called(1, CARL, entry=EntryId("ent_7"))
    floor.happens(TurnBegan, turn=TurnId("trn_1"))
    floor.happens(TurnBegan, 5, turn=TurnId("trn_1"))
    floor.happens(TurnEnded, 5, turn=TurnId("trn_1"), ending="done")
    floor.happens(TurnEnded, 5, turn=TurnId("trn_1"), ending="left")
    record = floor.record()
    assert [(line.spoken_ms, line.ending, line.asked_at) for line in turns_of(record)] == [(10_000, "done", None)]
    assert record.items == []


def test_a_clock_that_was_set_back_takes_nothing_away() -> None:
    floor = Floor()
    floor.called(1, BOB)
    floor.happens(TurnBegan, turn=TurnId("trn_1"))
    floor.happens(TurnEnded, -30, turn=TurnId("trn_1"), ending="done")
    record = floor.record()
    assert turns_of(record)[0].spoken_ms == 0
    assert record.as_of == floor.start


def test_too_many_lines_leave_out_acts_first_and_say_how_many() -> None:
    floor = Floor()
    for number in range(4):
        floor.happens(ModeSet, mode="open", by=ALICE)
        floor.speaks(number + 1, BOB, 1)
    cut = floor.record(most_lines=5)
    assert ([line.what for line in cut.lines], cut.left_out) == (["act", "turn", "turn", "turn", "turn"], 3)
    few = floor.record(most_lines=2)
    assert ([line.what for line in few.lines], few.left_out) == (["turn", "turn"], 6)
    assert few.totals == floor.record().totals


def test_nothing_happened() -> None:
    floor = Floor()
    record = floor.record()
    assert (record.lines, record.items, record.clubs, record.totals.people) == ([], [], {}, [])
