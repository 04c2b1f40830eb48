"""The recording: real slices decide what a busy meeting does; the patches are what would go out."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

from roundtable.floor.commands.chairing import Support
from roundtable.floor.commands.queue import Ask, Defer, Edit, Move, Withdraw
from roundtable.floor.commands.turns import BeginTurn, Extend, Next
from roundtable.kernel.audiences import EVERYONE, MODERATORS, Audience
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.errors import Refusal
from roundtable.kernel.floor_settings import KINDS, FloorSettings
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.kernel.messages import ClientCommand, ClubFacts
from roundtable.kernel.ports import Change, Snapshot
from roundtable.kernel.session import SessionFacts, SessionSettings
from roundtable.rooms.messages import Rename
from tests.roundtable.meeting import Meeting

PEOPLE: Final = 100
WAITING: Final = 200
CLUBS: Final = 12
PER_SECOND: Final = 10
"""Patches; fifty commands a second are for one room at its very worst, ten are a lively one."""


@dataclass(frozen=True)
class Recording:
    """What one audience was told."""

    facts: SessionFacts
    viewer: ParticipantId
    audience: Audience
    began: datetime
    snapshot: Snapshot
    changes: list[Change]


class Bustle:
    """People who ask, think again, support and are called: always about as many wait as at the start."""

    def __init__(self, meeting: Meeting, host: ParticipantId, people: list[ParticipantId]) -> None:
        self.meeting, self.host, self.people = meeting, host, people
        self.chance = random.Random(4)
        self.numbers = count(1)

    async def floor(self) -> dict[str, Any]:
        """Return what is seen of the floor now."""
        view: Any = (await self.meeting.live.snapshot(self.meeting.session, EVERYONE)).view["floor"]
        return dict(view)

    async def fill(self) -> None:
        """Let everybody ask until enough wait, in every kind there is."""
        for kind in ("topic", "clarifying_question", "point_of_order", "topic", "topic"):
            for person in self.people:
                if len((await self.floor())["entries"]) >= WAITING:
                    return
                await self.meeting.do(person, Ask(kind=kind, text=self._line()))

    async def one_act(self) -> None:
        """Let one thing happen that is told to everybody; what is refused was too late and is tried differently."""
        acts: tuple[Callable[[dict[str, Any]], tuple[ParticipantId, ClientCommand]], ...] = (
            self._ask, self._ask, self._ask, self._withdraw, self._edit, self._defer, self._step, self._support,
            self._move, self._rename, self._extend,
        )  # fmt: skip
        told = len(self.meeting.sockets.told)
        while len(self.meeting.sockets.told) == told:
            by, command = self.chance.choice(acts)(await self.floor())
            try:
                await self.meeting.do(by, command)
            except Refusal:
                continue

    def _line(self) -> str:
        return f"第 {next(self.numbers)} 点：新学期的联合活动 joint event"

    def _somebody(self) -> ParticipantId:
        return self.chance.choice(self.people)

    def _ask(self, _: dict[str, Any]) -> tuple[ParticipantId, ClientCommand]:
        return self._somebody(), Ask(kind=self.chance.choice(KINDS), text=self._line())

    def _entry(self, floor: dict[str, Any]) -> Any:
        return self.chance.choice(list(floor["entries"].values()))

    def _withdraw(self, floor: dict[str, Any]) -> tuple[ParticipantId, ClientCommand]:
        entry = self._entry(floor)
        return entry["participant"], Withdraw(entry=entry["id"])

    def _edit(self, floor: dict[str, Any]) -> tuple[ParticipantId, ClientCommand]:
        entry = self._entry(floor)
        return entry["participant"], Edit(entry=entry["id"], text=self._line())

    def _defer(self, floor: dict[str, Any]) -> tuple[ParticipantId, ClientCommand]:
        entry = self._entry(floor)
        return entry["participant"], Defer(entry=entry["id"])

    def _move(self, floor: dict[str, Any]) -> tuple[ParticipantId, ClientCommand]:
        return self.host, Move(entry=self._entry(floor)["id"], before=self._entry(floor)["id"])

    def _step(self, floor: dict[str, Any]) -> tuple[ParticipantId, ClientCommand]:
        turn = floor.get("turn")
        if turn is not None and turn["state"] == "called":
            return turn["participant"], BeginTurn(turn=turn["id"])
        return self.host, Next(turn=None if turn is None else turn["id"], confirmed=True)

    def _extend(self, floor: dict[str, Any]) -> tuple[ParticipantId, ClientCommand]:
        turn = floor.get("turn")
        return self.host, Extend(turn="trn_0" if turn is None else turn["id"], seconds=30)

    def _support(self, _: dict[str, Any]) -> tuple[ParticipantId, ClientCommand]:
        return self._somebody(), Support(on=self.chance.random() < 0.7)

    def _rename(self, _: dict[str, Any]) -> tuple[ParticipantId, ClientCommand]:
        return self._somebody(), Rename(name=f"Representative {next(self.numbers)}")


def _club(number: int) -> ClubFacts:
    return ClubFacts(
        id=ClubId(f"clb_{number}"),
        name_zh=f"第{number}开源社",
        name_en=f"Open Source Club {number}",
        campus_zh=f"第{number}大学",
        campus_en=f"University {number}",
    )


async def recorded(seconds: float, *, moderates: bool) -> Recording:
    """Let a meeting happen, and return what a moderator, or one of the others, was told in that time."""
    meeting = Meeting(clock=ManualClock(datetime(2026, 11, 22, 12, 0, tzinfo=UTC)))
    floor = FloorSettings(entries_per_kind=3)
    facts = await meeting.open(SessionSettings(lobby=False, capacity=PEOPLE, floor=floor))
    host = await meeting.enter("Host", right="host", club=_club(0))
    people = [await meeting.enter(f"Person {n}", guest=True, club=_club(n % CLUBS)) for n in range(PEOPLE - 1)]
    bustle = Bustle(meeting, host, people)
    await bustle.fill()
    audience = MODERATORS if moderates else EVERYONE
    snapshot = await meeting.live.snapshot(meeting.session, audience)
    began, heard = meeting.clock.now(), len(meeting.sockets.told)
    for _ in range(round(seconds * PER_SECOND)):
        meeting.clock.advance(1 / PER_SECOND)
        await bustle.one_act()
    told = [change for kind, to, change in meeting.sockets.told[heard:] if kind == "publish" and to == audience]
    return Recording(facts, host if moderates else people[7], audience, began, snapshot, told)
