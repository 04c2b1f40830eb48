"""The simulated moderator and the simulated speakers, on the real floor: what they choose is never refused."""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import TypeAdapter

from roundtable.demo import chair
from roundtable.demo.cast import CHAIR, GUESTS
from roundtable.demo.chair import HEARD_SECONDS, TURNS_OF_AN_ITEM, Act, act_of_chair
from roundtable.demo.floor import Sight
from roundtable.demo.house import FLOOR
from roundtable.demo.lines import ITEMS, LINES
from roundtable.demo.speaker import BREATHS, wish_of
from roundtable.floor.live_slice import FloorSlice
from roundtable.floor.record import record_of
from roundtable.floor.resources import FloorRecord, TurnLine
from roundtable.floor.values import LINE_LENGTH
from roundtable.kernel.audiences import EVERYONE
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.errors import Refusal
from roundtable.kernel.events import Tick
from roundtable.kernel.floor_settings import KINDS, FloorSettings
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.kernel.messages import ClubFacts, Command, Event
from roundtable.kernel.rules import Folded, Rules
from roundtable.kernel.session import SessionSettings
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.messages import Disconnect
from tests.roundtable.meeting import a_session, enter, visitor

SLICE = FloorSlice()
COMMANDS: dict[str, type[Command]] = {
    command.model_fields["type"].default: command for part in LIVE_SLICES for command in part.commands
}


@dataclass
class Table:
    """A demo without a server: Lin chairs, Mia and Jonas speak, Nora is the newcomer."""

    chance: random.Random = field(default_factory=lambda: random.Random(4))
    clock: ManualClock = field(default_factory=ManualClock)
    rules: Rules = field(default_factory=lambda: Rules(LIVE_SLICES))
    events: list[Event] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        floor = TypeAdapter(FloorSettings).validate_python(FLOOR)
        self.facts = a_session(settings=SessionSettings(lobby=False, floor=floor), clock=self.clock)
        self.folded: Folded = self.rules.begin(self.facts)
        self.lin = self.comes("Lin", right="moderator")
        self.guests = [self.comes(name, club=club(name)) for name in ("Mia", "Jonas", "Zhou")]

    def comes(self, name: str, **facts: Any) -> ParticipantId:
        person = visitor(self.facts.session, name, **facts)
        self.do(enter(person), None)
        return person.participant

    def sight(self, who: ParticipantId) -> Sight:
        return Sight(SLICE.view(self.folded.states["floor"], EVERYONE), who)

    def do(self, command: Command, by: ParticipantId | None) -> None:
        decision = self.rules.decide(self.folded, command, by, self.clock.now())
        if isinstance(decision, Refusal):
            self.refused.append(f"{command.__class__.__name__}: {decision.code}")
            return
        self.events.extend(decision.events)
        self.folded = decision.after

    def says(self, by: ParticipantId, command: str, /, **fields: object) -> None:
        self.do(COMMANDS[command].model_validate(fields), by)

    def chair_looks(self) -> Act | None:
        act = act_of_chair(self.sight(self.lin), self.clock.now(), self.chance)
        if act is not None:
            self.says(self.lin, act.kind, **act.fields)
        return act

    def first_item(self) -> None:
        """Let the chair type the program and take up the first item."""
        for _ in range(len(ITEMS) + 1):
            assert self.chair_looks() is not None
        assert [item["title"] for item in self.sight(self.lin).items("current")] == [ITEMS[0][0]]

    def goes_on(self, seconds: int) -> None:
        """Let a second pass at a time; the guests ask now and then, begin when called, and stop when it is said."""
        for _ in range(seconds):
            self.clock.advance(1)
            self.do(Tick(), None)
            guest = self.chance.choice(self.guests)
            wish = wish_of(self.sight(guest), self.chance)
            if wish is not None and self.chance.random() < 0.4:
                self.says(guest, "floor.ask", kind=wish, text=self.chance.choice(LINES[wish]["zh-CN"]))
            for each in self.guests:
                turn = self.sight(each).my_turn
                if turn is not None and turn["state"] == "called":
                    self.says(each, "floor.begin_turn", turn=turn["id"])
                elif turn is not None and self.chance.random() < 0.12:
                    self.says(each, "floor.end_turn", turn=turn["id"])
            self.chair_looks()

    def record(self) -> FloorRecord:
        return record_of(self.facts, enumerate(self.events, start=1), self.clock.now())


def club(name: str) -> ClubFacts:
    return ClubFacts(id=ClubId(f"clb_1{name.lower()}"), name_zh=name, name_en=name)


def test_half_an_hour_of_the_demo_has_everything_that_a_newcomer_should_see() -> None:
    table = Table()
    table.goes_on(1800)
    record = table.record()
    turns = [line for line in record.lines if isinstance(line, TurnLine)]
    seen = Counter(getattr(line, "act", line.what) for line in record.lines)
    assert table.refused == []
    assert {line.kind for line in turns} == set(KINDS)
    assert any(line.interposed_in for line in turns)
    assert seen["last_call"] >= 2
    assert seen["item_started"] > len(ITEMS)
    assert [item.title for item in record.items[: len(ITEMS)]] == [title for title, _ in ITEMS]
    assert seen["extended"] >= 1
    assert len(turns) > 30
    assert len({line.person for line in turns}) == 3


def test_who_takes_the_gavel_takes_the_moderators_place() -> None:
    table = Table()
    table.goes_on(60)
    newcomer = table.comes("Nora", right="host")
    table.says(newcomer, "floor.take_gavel")
    before = len(table.events)
    for _ in range(30):
        table.clock.advance(1)
        table.do(Tick(), None)
        assert table.chair_looks() is None
    assert [event for event in table.events[before:] if getattr(event, "by", None) == table.lin] == []
    table.says(newcomer, "floor.pass_gavel", participant=table.lin)
    table.goes_on(60)
    assert [event for event in table.events[before:] if getattr(event, "by", None) == table.lin] != []


def test_the_gavel_that_is_offered_back_is_taken() -> None:
    table = Table()
    newcomer = visitor(table.facts.session, "Nora", right="host")
    entering = enter(newcomer)
    table.do(entering, None)
    table.says(newcomer.participant, "floor.take_gavel")
    table.do(Disconnect(participant=newcomer.participant, connection=entering.connection), None)
    assert table.chair_looks() is None
    table.clock.advance(16)
    table.do(Tick(), None)
    assert table.chair_looks() == Act("floor.take_gavel", {})
    assert table.sight(table.lin).chairs


def test_a_question_interrupts_only_somebody_who_was_heard() -> None:
    table = Table()
    mia, jonas, _ = table.guests
    table.first_item()
    table.says(mia, "floor.ask", kind="topic")
    assert table.chair_looks() == Act("floor.next", {})
    turn = table.sight(mia).my_turn
    assert turn is not None
    table.says(mia, "floor.begin_turn", turn=turn["id"])
    table.says(jonas, "floor.ask", kind="clarifying_question")
    assert table.chair_looks() is None
    table.clock.advance(HEARD_SECONDS + 1)
    assert table.chair_looks() == Act("floor.next", {"turn": turn["id"]})
    assert table.sight(jonas).my_turn is not None
    assert (table.sight(mia).my_turn, table.sight(mia).is_mine(turn["id"])) == (None, True)


def test_nobody_asks_twice_or_before_there_is_an_item() -> None:
    table = Table()
    mia = table.guests[0]
    wishes = {wish_of(table.sight(mia), table.chance) for _ in range(200)}
    assert wishes == {None}
    table.first_item()
    assert {wish_of(table.sight(mia), table.chance) for _ in range(200)} == {"topic", "point_of_order"}
    table.says(mia, "floor.ask", kind="topic")
    assert {wish_of(table.sight(mia), table.chance) for _ in range(200)} == {None}


def test_there_is_something_to_say_for_everybody() -> None:
    assert set(LINES) == set(BREATHS) == set(KINDS)
    for kind in KINDS:
        for character in GUESTS:
            lines = LINES[kind][character.language]
            assert lines
            assert all(0 < len(line) <= LINE_LENGTH for line in lines)
    assert CHAIR.keeps == ("microphone", "camera")
    assert {character.keeps for character in GUESTS} == {("camera",)}
    assert TURNS_OF_AN_ITEM > 1


def test_after_many_items_what_was_over_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chair, "MOST_ITEMS", 4)
    table = Table()
    table.goes_on(1500)
    record = table.record()
    started = [line.text for line in record.lines if getattr(line, "act", None) == "item_started"]
    assert table.refused == []
    assert len(record.items) == 4
    assert len(started) > 4
    assert started[4] == started[0]
