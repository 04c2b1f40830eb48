"""The record: who spoke and who did not, from the events alone."""

from roundtable.floor.events.chairing import ClubSupported, ModeSet
from roundtable.floor.events.items import ItemAdded, ItemClosed, ItemMoved, ItemStarted
from roundtable.floor.events.queue import (
    EntryMoved,
    EntryRekinded,
    EntryRemoved,
    QueueCleared,
    QueueClosed,
    QueueReopened,
)
from roundtable.floor.events.turns import TurnBegan, TurnEnded, TurnExtended, TurnPaused, TurnResumed
from roundtable.floor.events.venues import AttendeeRemoved
from roundtable.floor.resources import TurnLine
from roundtable.floor.values import AttendeeId, EntryId, ItemId, TurnId
from roundtable.kernel.events import SessionEnded
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import Event
from tests.roundtable.floor.written import ALICE, BOB, CARL, OTHER, Floor, acts_of, entries_of, turns_of
from tests.roundtable.meeting import CLUB


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
