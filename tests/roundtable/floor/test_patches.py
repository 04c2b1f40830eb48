"""A patch, not a snapshot, goes out: at most 1 kB for a typical command with 200 waiting, of 50 clubs."""

import json
import random
from datetime import datetime, timedelta

from roundtable.floor.commands.queue import Ask, Withdraw
from roundtable.floor.commands.turns import BeginTurn, Next
from roundtable.floor.state import FloorState
from roundtable.kernel.audiences import EVERYONE
from roundtable.kernel.errors import Refusal
from roundtable.kernel.floor_settings import Kind
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.kernel.messages import ClientCommand, ClubFacts
from roundtable.kernel.patches import apply
from roundtable.kernel.rules import Folded, Rules
from roundtable.kernel.session import SessionSettings
from roundtable.kernel.showing import Showing
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.messages import Enter
from tests.roundtable.meeting import a_session, enter, visitor

KILOBYTE = 1024
WAITING = 200
CLUBS = 50
PEOPLE = 100
KINDS: tuple[Kind, ...] = ("topic", "clarifying_question")


class FullFloor:
    """A hundred people of fifty clubs, each with a topic and a question; and what everybody is told."""

    def __init__(self) -> None:
        facts = a_session(settings=SessionSettings(lobby=False, capacity=PEOPLE))
        self.rules = Rules(LIVE_SLICES)
        self.folded: Folded = self.rules.begin(facts)
        self.now: datetime = facts.started_at
        self.people: list[ParticipantId] = []
        for number in range(PEOPLE):
            club = _club(number % CLUBS)
            person = visitor(facts.session, f"Person {number}", club=club, right=None if number else "host")
            self._fold(enter(person), None)
            self.people.append(person.participant)
        self.chair = self.people[0]
        for kind in KINDS:
            for person_id in self.people:
                self._fold(Ask(kind=kind, text="我们社团想谈谈预算和场地 budget"), person_id)
        assert len(self.floor.entries) == WAITING
        self.showing = Showing(self.rules, self.folded)
        self.view = dict(self.showing.snapshot(EVERYONE, self.folded).view)

    @property
    def floor(self) -> FloorState:
        state: FloorState = self.folded.states["floor"]
        return state

    def bytes_of(self, command: ClientCommand, by: ParticipantId) -> int:
        """Do it, and return how much everybody is told; what they show stays what the server shows."""
        self._fold(command, by)
        size = 0
        for audience, change in self.showing.changes(self.folded):
            if audience == EVERYONE:
                self.view = apply(self.view, change.patch)
                size = len(json.dumps(change.patch, ensure_ascii=False, separators=(",", ":")).encode())
        assert self.view == self.showing.snapshot(EVERYONE, self.folded).view
        return size

    def _fold(self, command: ClientCommand | Enter, by: ParticipantId | None) -> None:
        decided = self.rules.decide(self.folded, command, by, self.now)
        assert not isinstance(decided, Refusal), decided
        self.folded = decided.after
        self.now += timedelta(seconds=1)

    def step(self) -> Next:
        turn = self.floor.turn
        return Next(turn=None if turn is None else turn.id, confirmed=True)


def _club(number: int) -> ClubFacts:
    return ClubFacts(id=ClubId(f"clb_1{number:025d}"), name_zh=f"社团 {number}", name_en=f"Club {number}")


def test_next_ask_and_withdraw_stay_below_a_kilobyte() -> None:
    """Nineteen of twenty do; what is a little more is a change that many places follow from."""
    chance, full = random.Random(4), FullFloor()
    sizes: dict[str, list[int]] = {"next": [], "ask": [], "withdraw": [], "begin": []}
    for _ in range(80):
        sizes["next"].append(full.bytes_of(full.step(), full.chair))
        turn = full.floor.turn
        if turn is not None and not turn.began:
            sizes["begin"].append(full.bytes_of(BeginTurn(turn=turn.id), full.chair))
        full.now += timedelta(seconds=chance.choice((3, 40, 150)))
        entry = chance.choice(list(full.floor.entries.values()))
        who = entry.speaker.participant
        assert who is not None
        sizes["withdraw"].append(full.bytes_of(Withdraw(entry=entry.id), who))
        sizes["ask"].append(full.bytes_of(Ask(kind=entry.kind, text="再说一句 once more"), who))
    usual = {name: sorted(found)[len(found) * 19 // 20] for name, found in sizes.items()}
    assert all(size <= KILOBYTE for size in usual.values()), usual
    most = {name: max(found) for name, found in sizes.items()}
    assert all(size <= 1.5 * KILOBYTE for size in most.values()), most
