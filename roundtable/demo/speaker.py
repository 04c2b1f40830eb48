"""Somebody who has something to say: asks for the floor, and speaks while they have it and no longer."""

import asyncio
import random
from collections.abc import Callable

import structlog

from roundtable.demo.floor import Shown, Sight
from roundtable.demo.lines import LINES
from roundtable.demo.people import SimulatedPerson
from roundtable.demo.trouble import AWAY_FOR_A_MOMENT

_log = structlog.get_logger(__name__)

BREATHS = {"topic": (5, 9), "reply": (3, 5), "clarifying_question": (2, 3), "point_of_order": (1, 2)}
"""Phrases of a turn; one takes about two seconds."""
SHARE_IN_WRITING = 0.08
"""Turns of people who have no microphone today."""
READING_SECONDS = 4.0
"""How long a contribution in writing is left on the stage."""
LONGEST_WAIT = 900.0
"""Seconds between two looks at a floor on which nothing happens."""


def wish_of(sight: Sight, chance: random.Random) -> str | None:
    """Choose what somebody asks for now, None for nothing. Pure, but for the chance that is passed."""
    if sight.waits or sight.my_turn is not None or not sight.items("current"):
        return None
    luck = chance.random()
    if luck < 0.03:
        return "point_of_order"
    if sight.floor["closed"]:
        return None
    if sight.turn is not None and sight.turn["kind"] in ("topic", "reply") and luck < 0.2:
        return "clarifying_question"
    return "reply" if "topic" in sight.floor and luck < 0.55 else "topic"


class Speaker:
    """A representative at the table."""

    def __init__(self, person: SimulatedPerson, chance: random.Random) -> None:
        self._person = person
        self._chance = chance
        self._taken = ""
        self._said = dict.fromkeys(BREATHS, chance.randrange(100))

    async def run(self) -> None:
        """Take every turn that one gets, for ever."""
        while True:
            try:
                await self._until(lambda: self._new_turn is not None, "a turn", LONGEST_WAIT)
                turn = self._new_turn
                if turn is not None:
                    self._taken = str(turn["id"])
                    await self._take(turn)
            except AWAY_FOR_A_MOMENT as trouble:
                _log.debug("not spoken", person=self._person.character.name, reason=str(trouble))
                await asyncio.sleep(1)

    async def ask(self) -> bool:
        """Ask for the floor if there is something to say; say whether one did."""
        kind = wish_of(self._person.sight, self._chance)
        if kind is None:
            return False
        in_writing = self._chance.random() < SHARE_IN_WRITING
        await self._person.seat.command("floor.ask", kind=kind, text=self._line(kind), text_turn=in_writing)
        return True

    async def support(self) -> None:
        """Say `+1 from our club` to the topic, unless it was said or it is one's own."""
        sight = self._person.sight
        topic = sight.floor.get("topic")
        mine = self._person.seat.rooms.get("participants", {}).get(sight.me, {}).get("club", {}).get("id")
        if topic is not None and mine is not None and mine != topic.get("club") and mine not in topic["supports"]:
            await self._person.seat.command("floor.support", on=True)

    def _line(self, kind: str) -> str:
        lines = LINES[kind][self._person.character.language]
        self._said[kind] += 1
        return lines[self._said[kind] % len(lines)]

    @property
    def _new_turn(self) -> Shown | None:
        turn = self._person.sight.my_turn
        return turn if turn is not None and turn["id"] != self._taken else None

    async def _take(self, turn: Shown) -> None:
        id_ = str(turn["id"])
        if turn.get("text_turn"):
            await self._person.write(str(turn.get("text") or "…"))
            await asyncio.sleep(READING_SECONDS)
        else:
            await self._speak(id_, self._chance.randint(*BREATHS[turn["kind"]]))
        if self._person.sight.my_turn is not None:
            await self._person.seat.command("floor.end_turn", turn=id_)

    async def _speak(self, turn: str, breaths: int) -> None:
        """Say it, breath by breath: silent while a question interrupts, and at the end of the turn in any case."""
        try:
            await self._open()
            if self._person.sight.is_mine(turn):
                await self._person.seat.command("floor.begin_turn", turn=turn)
            for _ in range(breaths):
                await self._until(lambda: not self._is_interrupted(turn), "the floor", LONGEST_WAIT)
                if not self._has_floor(turn):
                    return
                await self._open()
                await self._person.speak(1)
        finally:
            await self._close()

    def _is_interrupted(self, turn: str) -> bool:
        return self._person.sight.is_mine(turn) and not self._has_floor(turn)

    def _has_floor(self, turn: str) -> bool:
        mine = self._person.sight.my_turn
        return mine is not None and mine["id"] == turn

    async def _open(self) -> None:
        """Open the microphone as a browser does: when the media server says that one may."""
        media = self._person.media
        if media is not None and "microphone" not in media.published:
            await media.until_allowed("microphone")
            await media.publish("microphone")

    async def _close(self) -> None:
        media = self._person.media
        if media is not None:
            media.microphone.hush()
            if "microphone" in media.published:
                await media.unpublish("microphone")

    async def _until(self, condition: Callable[[], bool], what: str, seconds: float) -> None:
        await self._person.seat.until(lambda _: condition(), what, seconds)
