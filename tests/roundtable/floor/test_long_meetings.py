"""Whole meetings of forty people and eight clubs: the bound is reached often, and never passed."""

import random
from collections import Counter

import pytest

from roundtable.floor.commands import queue, turns
from roundtable.floor.state import FloorState
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.events import Tick
from roundtable.kernel.floor_settings import FloorSettings, Kind
from roundtable.kernel.ids import ParticipantId, SessionId
from roundtable.kernel.messages import ClientCommand
from roundtable.kernel.session import SessionSettings
from roundtable.rooms.messages import Disconnect, Visitor
from tests.roundtable.floor.standing import club
from tests.roundtable.floor.watched import RULES, Watched
from tests.roundtable.meeting import a_session, enter, visitor

SESSION = SessionId("ses_1long")
CLUBS = "ABCDEFGH"
PEOPLE = 40
ACTS = 400
KINDS: tuple[Kind, ...] = ("topic", "topic", "topic", "topic", "reply", "clarifying_question", "point_of_order")


def cast(chance: random.Random) -> list[Visitor]:
    """Some clubs send many, some one, some people come alone."""
    clubs = chance.choices([*CLUBS, ""], weights=[9, 7, 5, 3, 3, 2, 1, 1, 3], k=PEOPLE)
    return [
        visitor(
            SESSION,
            f"Person {number}",
            right=None if number else "host",
            guest=not letter,
            club=club(letter) if letter else None,
        )
        for number, letter in enumerate(clubs)
    ]


class LongMeeting:
    """Played by chance, with a moderator who mostly presses `next`."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        floor = FloorSettings(bound=self.chance.randint(1, 4), entries_per_kind=self.chance.randint(1, 2))
        facts = a_session(settings=SessionSettings(lobby=False, floor=floor), clock=ManualClock())
        facts = facts.model_copy(update={"session": SESSION})
        self.watched = Watched(RULES.begin(facts), [], facts.started_at)
        self.visitors = cast(self.chance)
        for one in self.visitors:
            self.watched.do(enter(one), None)
        self.host = self.visitors[0].participant
        self.reached: Counter[int] = Counter()

    @property
    def floor(self) -> FloorState:
        return self.watched.floor

    def play(self) -> None:
        acts = [self.asks] * 8 + [self.steps] * 6 + [self.speaks] * 4 + [self.withdraws, self.defers, self.drops]
        acts += [self.comes_back, self.rekinds, self.moves]
        for _ in range(ACTS):
            self.chance.choice(acts)()
            self.watched.wait(self.chance.choice((1, 5, 40, 100)))
            self.watched.do(Tick(), None)
            bound = self.floor.settings.bound
            self.reached[max(self.floor.overtaken.values(), default=0) >= bound] += 1
        self.watched.finish()

    def asks(self) -> None:
        self._do(queue.Ask(kind=self.chance.choice(KINDS)), self.chance.choice(self.visitors).participant)

    def steps(self) -> None:
        turn = self.floor.turn
        self._do(turns.Next(turn=None if turn is None else turn.id, confirmed=True), self.host)

    def speaks(self) -> None:
        turn = self.floor.turn
        if turn is not None:
            self._do(turns.BeginTurn(turn=turn.id) if not turn.began else turns.EndTurn(turn=turn.id), self.host)

    def withdraws(self) -> None:
        for entry in self.chance.sample(self.floor.order, min(1, len(self.floor.order))):
            self._do(queue.Withdraw(entry=entry.id), entry.microphone or self.host)

    def defers(self) -> None:
        for entry in self.chance.sample(self.floor.order, min(1, len(self.floor.order))):
            self._do(queue.Defer(entry=entry.id), entry.microphone or self.host)

    def rekinds(self) -> None:
        for entry in self.chance.sample(self.floor.order, min(1, len(self.floor.order))):
            self._do(queue.Rekind(entry=entry.id, kind=self.chance.choice(KINDS)), self.host)

    def moves(self) -> None:
        order = [entry.id for entry in self.floor.order]
        if len(order) > 1 and self.chance.random() < 0.3:
            entry, before = self.chance.sample(order, 2)
            self._do(queue.Move(entry=entry, before=before), self.host)

    def drops(self) -> None:
        one = self.chance.choice(self.visitors[1:])
        self.watched.do(Disconnect(participant=one.participant, connection=enter(one).connection), None)

    def comes_back(self) -> None:
        self.watched.do(enter(self.chance.choice(self.visitors)), None)

    def _do(self, command: ClientCommand, by: ParticipantId) -> None:
        self.watched.do(command, by)


@pytest.mark.parametrize("seed", range(8))
def test_a_long_meeting_keeps_every_promise(seed: int) -> None:
    meeting = LongMeeting(seed)
    meeting.play()
    assert len(meeting.watched.events) > ACTS
    assert meeting.reached[True] > ACTS // 20, "the bound was hardly ever put to the test"
