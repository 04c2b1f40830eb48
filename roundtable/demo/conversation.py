"""Keeps the table lively: people ask for the floor, a moderator calls them, and meanwhile others write and react."""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from itertools import count

import structlog

from roundtable.demo.chair import Chair
from roundtable.demo.people import SimulatedPerson
from roundtable.demo.script import MURMURS, SCRIPT, Turn
from roundtable.demo.speaker import Speaker
from roundtable.demo.trouble import AWAY_FOR_A_MOMENT

_log = structlog.get_logger(__name__)

PAUSE_SECONDS = (3.0, 8.0)
"""Between what one and the next write."""
ASKING_SECONDS = (1.5, 5.0)
"""Between one who asks for the floor and the next."""
MOST_WAITING = 5
"""A queue that can be looked over at a glance; who moderates sees it grow when they are slow."""
PATIENCE_SECONDS = 8
"""How long somebody whom a moderator stopped waits before opening the microphone again."""


class Conversation:
    """The meeting of some people at one table, for as long as it runs. The first of them moderates."""

    def __init__(self, people: Sequence[SimulatedPerson], chance: random.Random | None = None) -> None:
        self._chance = chance or random.Random()
        self._people = {person.character.name: person for person in people}
        self._chair = Chair(people[0], self._chance)
        self._speakers = [Speaker(person, self._chance) for person in people[1:]]
        self._guests = dict(zip(self._speakers, people[1:], strict=True))
        self._restoring: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Meet for ever. What goes wrong with one of them ends it for all, and is raised."""
        async with asyncio.TaskGroup() as together:
            together.create_task(self._chair.run())
            for speaker in self._speakers:
                together.create_task(speaker.run())
            together.create_task(self._ask())
            together.create_task(self._chat())

    async def _ask(self) -> None:
        """Let one after the other ask for the floor; now and then a club supports a topic."""
        while True:
            await asyncio.sleep(self._chance.uniform(*ASKING_SECONDS))
            here = [speaker for speaker, person in self._guests.items() if person.is_here]
            if not here:
                continue
            speaker = self._chance.choice(here)
            with suppress(*AWAY_FOR_A_MOMENT):
                if len(self._guests[speaker].sight.waiting) < MOST_WAITING:
                    await speaker.ask()
                if self._chance.random() < 0.25:
                    await self._chance.choice(here).support()

    async def _chat(self) -> None:
        """Write what the script has, then small talk between the same lines."""
        for number in count():
            turn = SCRIPT[number % len(SCRIPT)]
            if turn.speaker in self._people and self._people[turn.speaker].is_here:
                await self._write(turn, told=number >= len(SCRIPT))
            await self._look_after_everybody()
            await asyncio.sleep(self._chance.uniform(*PAUSE_SECONDS))

    async def _write(self, turn: Turn, *, told: bool) -> None:
        lines = turn.lines
        if told:
            lines = ((self._chance.choice(list(self._people)), self._chance.choice(MURMURS)),)
            if self._chance.random() < 0.6:
                return
        with suppress(*AWAY_FOR_A_MOMENT):
            for writer, text in lines:
                await asyncio.sleep(self._chance.uniform(0.8, 2.0))
                if writer in self._people and self._people[writer].is_here:
                    await self._people[writer].write(text)
            if turn.reaction is not None:
                await asyncio.sleep(self._chance.uniform(0.5, 1.5))
                await self._react(*turn.reaction)

    async def _react(self, name: str, emoji: str) -> None:
        person = self._people.get(name)
        if person is not None and person.is_here and person.seat.chat:
            await person.react(person.seat.chat[-1]["message"]["id"], emoji)

    async def _look_after_everybody(self) -> None:
        """Let those whom a moderator stopped, or a restart threw out, come back by themselves after a while."""
        for name, person in self._people.items():
            if name not in self._restoring and person.is_here and person.needs_care:
                self._restoring.add(name)
                task = asyncio.create_task(self._restore(name, person))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _restore(self, name: str, person: SimulatedPerson) -> None:
        await asyncio.sleep(PATIENCE_SECONDS)
        try:
            await person.restore_media()
            if person.media is not None and "microphone" in person.character.keeps:
                person.media.mute("microphone", True)
        except AWAY_FOR_A_MOMENT as trouble:
            _log.info("still without media", person=name, reason=str(trouble))
        finally:
            self._restoring.discard(name)
