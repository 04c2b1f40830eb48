"""Keeps the table lively: one speaks, the others listen muted, write, react, and now and then switch the camera off."""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from itertools import count

import socketio
import structlog
from livekit import rtc

from roundtable.demo.people import SimulatedPerson
from roundtable.demo.script import MURMURS, SCRIPT, Turn
from roundtable.demo.visitor import Refused

_log = structlog.get_logger(__name__)

PAUSE_SECONDS = (0.4, 1.6)
"""Between one speaker and the next."""
PATIENCE_SECONDS = 8
"""How long somebody whom a moderator stopped waits before opening the microphone again."""

AWAY_FOR_A_MOMENT = (Refused, socketio.exceptions.SocketIOError, rtc.ConnectError, rtc.participant.PublishTrackError)
"""What a turn may meet while the server restarts or a moderator acts; the next turn goes on."""


class Conversation:
    """The talk of some people at one table, for as long as it runs."""

    def __init__(self, people: Sequence[SimulatedPerson], chance: random.Random | None = None) -> None:
        self._people = {person.character.name: person for person in people}
        self._chance = chance or random.Random()
        self._restoring: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Talk for ever: the script first, then small talk between the same turns."""
        for person in self._people.values():
            self._mute(person, True)
        for number in count():
            turn = SCRIPT[number % len(SCRIPT)]
            if turn.speaker in self._people and self._is_here(self._people[turn.speaker]):
                await self._take(turn, told=number >= len(SCRIPT))
            await self._look_after_everybody()
            await asyncio.sleep(self._chance.uniform(*PAUSE_SECONDS))

    async def _take(self, turn: Turn, *, told: bool) -> None:
        speaker = self._people[turn.speaker]
        self._mute(speaker, False)
        writing = asyncio.create_task(self._write(turn, told=told))
        await speaker.speak(turn.breaths)
        self._mute(speaker, True)
        await writing

    async def _write(self, turn: Turn, *, told: bool) -> None:
        lines = turn.lines
        if told:
            lines = ((self._chance.choice(list(self._people)), self._chance.choice(MURMURS)),)
            if self._chance.random() < 0.6:
                return
        with suppress(*AWAY_FOR_A_MOMENT):
            for writer, text in lines:
                await asyncio.sleep(self._chance.uniform(0.8, 2.0))
                if writer in self._people and self._is_here(self._people[writer]):
                    await self._people[writer].write(text)
            if turn.reaction is not None:
                await asyncio.sleep(self._chance.uniform(0.5, 1.5))
                await self._react(*turn.reaction)

    async def _react(self, name: str, emoji: str) -> None:
        person = self._people.get(name)
        if person is not None and self._is_here(person) and person.seat.chat:
            await person.react(person.seat.chat[-1]["message"]["id"], emoji)

    def _mute(self, person: SimulatedPerson, muted: bool) -> None:
        if person.media is not None:
            person.media.mute("microphone", muted)

    @staticmethod
    def _is_here(person: SimulatedPerson) -> bool:
        return person.seat.is_connected and person.seat.farewell is None

    async def _look_after_everybody(self) -> None:
        """Let those whom a moderator stopped, or a restart threw out, come back by themselves after a while."""
        for name, person in self._people.items():
            if name not in self._restoring and self._is_here(person) and self._lacks_something(person):
                self._restoring.add(name)
                task = asyncio.create_task(self._restore(name, person))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    @staticmethod
    def _lacks_something(person: SimulatedPerson) -> bool:
        return person.media is not None and len(person.media.published) < 2

    async def _restore(self, name: str, person: SimulatedPerson) -> None:
        await asyncio.sleep(PATIENCE_SECONDS)
        try:
            await person.restore_media()
            self._mute(person, True)
        except AWAY_FOR_A_MOMENT as trouble:
            _log.info("still without media", person=name, reason=str(trouble))
        finally:
            self._restoring.discard(name)
