"""The simulated moderator: works the queue and the list of items for as long as they hold the gavel.

Whoever takes the gavel takes their place; if it is offered back, they go on.
"""

import asyncio
import random
from dataclasses import dataclass
from datetime import datetime

import structlog

from roundtable.demo.floor import Sight, machine_time, spoken_seconds
from roundtable.demo.lines import ITEMS
from roundtable.demo.people import SimulatedPerson
from roundtable.demo.trouble import AWAY_FOR_A_MOMENT

_log = structlog.get_logger(__name__)

LOOK_SECONDS = 0.8
"""Between two looks at the floor: about as fast as somebody who is awake."""
HEARD_SECONDS = 4.0
"""How long a speaker is heard before a question may interrupt."""
PATIENCE_SECONDS = 8.0
"""Overtime before the moderator goes on."""
TURNS_OF_AN_ITEM = 7
"""Then the last call is announced."""
LAST_CALL_SECONDS = 10
MOST_ITEMS = 60
"""Then what was over is taken up again."""


@dataclass(frozen=True)
class Act:
    """A command of the moderator's."""

    kind: str
    fields: dict[str, object]
    says: bool = False
    """Whether they say a few words with it."""


def act_of_chair(sight: Sight, now: datetime, chance: random.Random) -> Act | None:
    """Choose what a moderator would do now; None to let things go on. Pure, but for the chance that is passed."""
    if not sight.chairs:
        return Act("floor.take_gavel", {}) if sight.may_take_the_gavel else None
    if sight.turn is not None:
        return _during_a_turn(sight, now, chance)
    if not sight.items("current"):
        return _onwards(sight)
    if sight.step == "call":
        return Act("floor.next", {})
    if sight.waiting:
        return None  # who waits is away
    if sight.turns_on_item < TURNS_OF_AN_ITEM:
        return None
    if sight.floor["closed"]:
        return Act("floor.close_item", {})
    return None if "closes_at" in sight.floor else Act("floor.last_call", {"seconds": LAST_CALL_SECONDS}, says=True)


def _onwards(sight: Sight) -> Act:
    """Type the program, and take up one item after the other; who asked in between waits on."""
    ahead, over = sight.items("ahead"), sight.items("over")
    known = len(ahead) + len(over)
    if known < MOST_ITEMS and (known % len(ITEMS) or not ahead):
        title, budget = ITEMS[known % len(ITEMS)]
        return Act("floor.add_item", {"title": title, "budget": budget})
    item = ahead[0] if ahead else min(over, key=lambda item: str(item["closed_at"]))
    return Act("floor.start_item", {"item": item["id"]}, says=True)


def _during_a_turn(sight: Sight, now: datetime, chance: random.Random) -> Act | None:
    turn = sight.turn
    if turn is None:
        return None
    going_on = Act("floor.next", {"turn": turn["id"]})
    if turn.get("missed"):
        return going_on
    if sight.turns_on_item >= TURNS_OF_AN_ITEM and not (sight.floor["closed"] or "closes_at" in sight.floor):
        return Act("floor.last_call", {"seconds": LAST_CALL_SECONDS})
    spoken = spoken_seconds(turn, now)
    remaining = float(turn["limit"]) / 1000 - spoken
    if sight.step == "interpose" and spoken > HEARD_SECONDS:
        return going_on
    if remaining < -PATIENCE_SECONDS:
        return going_on
    if -2 < remaining < 2 and chance.random() < 0.15:
        return Act("floor.extend", {"turn": turn["id"], "seconds": 15})
    return None


class Chair:
    """Somebody with the gavel, at the table."""

    def __init__(self, person: SimulatedPerson, chance: random.Random) -> None:
        self._person = person
        self._chance = chance

    async def run(self) -> None:
        """Moderate for ever."""
        self._mute(True)
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if self._person.is_here:
                try:
                    await self._look()
                except AWAY_FOR_A_MOMENT as trouble:
                    _log.info("the moderator tries again", reason=str(trouble))

    async def _look(self) -> None:
        act = act_of_chair(self._person.sight, machine_time(), self._chance)
        if act is None:
            return
        await self._person.seat.command(act.kind, **act.fields)
        if act.says:
            self._mute(False)
            await self._person.speak(1)
            self._mute(True)

    def _mute(self, muted: bool) -> None:
        if self._person.media is not None:
            self._person.media.mute("microphone", muted)
