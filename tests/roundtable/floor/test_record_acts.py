"""The record: what was done besides speaking, items, sub-venues, from the events alone."""

from roundtable.floor.events.chairing import ClubSupported, FloorConfigured, GavelPassed, ModeSet
from roundtable.floor.events.items import ItemAdded, ItemClosed, ItemExtended, ItemMoved, ItemRemoved, ItemStarted
from roundtable.floor.events.queue import EntryEdited, EntryMoved, EntryRekinded, LastCallAnnounced, QueueClosed
from roundtable.floor.events.turns import SpeakerMissed
from roundtable.floor.events.venues import AttendeeAdded, AttendeeRemoved, VenueOpened
from roundtable.floor.values import AttendeeId, EntryId, ItemId, Speaker, TurnId
from roundtable.kernel.events import ParticipantRenamed
from roundtable.kernel.floor_settings import FloorSettings, Limits
from tests.roundtable.floor.written import ALICE, BOB, CARL, OTHER, Floor, acts_of, entries_of, turns_of
from tests.roundtable.meeting import CLUB


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
