"""A simulated person: enters like anybody, sits down, shows a face, talks, writes and reacts."""

import asyncio
from dataclasses import dataclass, field

import numpy as np

from roundtable.demo.camera import MediaSeat
from roundtable.demo.floor import Sight
from roundtable.demo.picture import Look, Portrait
from roundtable.demo.seat import Seat
from roundtable.demo.visitor import Visitor
from roundtable.demo.voice import Samples, Voice, phrase

REPERTOIRE = 6
"""Phrases a person knows by heart; making them anew each time would cost more than the encoder."""


@dataclass(frozen=True)
class Character:
    """Who somebody is: fixed before they enter."""

    name: str
    club: str = ""
    """Name of the club in Chinese, as the demo's clubs are called; empty for none."""
    voice: Voice = field(default_factory=lambda: Voice(150))
    look: Look = field(default_factory=lambda: Look("A", (60, 60, 80), (90, 140, 120)))
    language: str = "zh-CN"
    keeps: tuple[str, ...] = ("camera",)
    """What is open all the time. The microphone of most people is open only while they have the floor."""
    email: str = ""
    """Of their account; empty for a guest."""


class SimulatedPerson:
    """One person at the table. `sit` brings them in; everything else may be done as often as one likes."""

    def __init__(self, server: str, slug: str, character: Character, *, hears: bool = False) -> None:
        self.character = character
        self.visitor = Visitor(server)
        self.seat = Seat(self.visitor, slug)
        self.media: MediaSeat | None = None
        self._hears = hears
        self._slug = slug
        self._chance = np.random.default_rng(sum(map(ord, character.name)))
        self._phrases: list[Samples] = []

    @property
    def is_here(self) -> bool:
        """Say whether they sit at the table now."""
        return self.seat.is_connected and self.seat.farewell is None

    @property
    def sight(self) -> Sight:
        """The floor as they see it."""
        return Sight(self.seat.view.get("floor", {}), self.seat.participant)

    async def sit(self, club_id: str | None = None, *, observe: bool = False) -> None:
        """Enter the room and take a seat at the gateway; in the lobby, that seat is a chair there."""
        await self.visitor.enter(self._slug, self.character.name, club_id, self.character.language)
        await self.seat.connect(observe=observe)

    async def admitted(self, seconds: float = 30) -> None:
        """Wait until the table is in sight."""
        await self.seat.until(lambda _: "participants" in self.seat.rooms, "admission", seconds)

    async def join_media(self, *sources: str) -> None:
        """Connect to the media server and open the sources, by default those that they keep open."""
        offer = await self.seat.query("media")
        self.media = MediaSeat(Portrait(self.character.look), hears=self._hears)
        await self.media.connect(offer["url"], offer["token"])
        for source in sources or self.character.keeps:
            if self.media.may_publish(source):
                await self.media.publish(source)

    @property
    def lacks(self) -> frozenset[str]:
        """Name what they would keep open and may, and what others do not have of them."""
        if self.media is None or not self.media.is_connected:
            return frozenset()
        return frozenset(filter(self.media.may_publish, self.character.keeps)) - self.media.published

    @property
    def needs_care(self) -> bool:
        """Say whether a moderator stopped something of theirs, or a restart threw them out."""
        if self.media is None:
            return False
        mine = self.seat.rooms.get("participants", {}).get(self.seat.participant, {})
        return bool(not self.media.is_connected or mine.get("stopped") or self.lacks)

    async def speak(self, breaths: int = 1) -> float:
        """Say something; returns after it was said, with the seconds it took."""
        if self.media is None:
            return 0.0
        if not self._phrases:
            voice, chance = self.character.voice, self._chance
            self._phrases = [await asyncio.to_thread(phrase, voice, chance) for _ in range(REPERTOIRE)]
        chosen = [self._phrases[int(self._chance.integers(len(self._phrases)))] for _ in range(breaths)]
        for samples in chosen:
            self.media.microphone.say(samples)
        seconds = sum(map(len, chosen)) / 48_000
        await asyncio.sleep(seconds)
        return seconds

    async def write(self, text: str) -> None:
        """Write to everybody."""
        await self.seat.command("chat.send", text=text)

    async def react(self, message: str, emoji: str) -> None:
        """React to what somebody wrote."""
        await self.seat.command("chat.react", message=message, emoji=emoji, on=True)

    async def restore_media(self) -> None:
        """Open again what a moderator stopped or a restart closed: the person's own doing, as by their button."""
        mine = self.seat.rooms.get("participants", {}).get(self.seat.participant, {})
        for source in mine.get("stopped", {}):
            await self.seat.command("rooms.reopen", source=source)
        if self.media is not None and self.media.is_connected:
            for source in self.lacks:
                await self.media.publish(source)
        elif self.media is not None:
            await self.media.close()
            await self.join_media()

    async def leave(self) -> None:
        """Stand up and go."""
        if self.media is not None:
            await self.media.close()
            self.media = None
        await self.seat.leave()
        await self.visitor.close()
