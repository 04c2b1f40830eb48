"""A listener that writes down what the media side says."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from signaling.plane import TrackSid
from tests.signaling.transport.client import WAIT


@dataclass
class Heard:
    """Implements `plane.PeerListener`."""

    events: list[tuple[object, ...]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def _note(self, *event: object) -> None:
        self.events.append(event)
        self.changed.set()

    def on_connected(self) -> None:
        self._note("connected")

    def on_disconnected(self, reason: str) -> None:
        self._note("disconnected")

    def on_closed(self) -> None:
        self._note("closed")

    def on_data(self, label: str, payload: bytes) -> None:
        self._note("data", label, payload)

    def on_track_started(self, track: TrackSid, mime: str) -> None:
        self._note("started", track, mime)

    def on_paused(self, track: TrackSid, paused: bool) -> None:
        self._note("paused", track, paused)

    async def until(self, *event: object, times: int = 1) -> None:
        async def wait() -> None:
            while self.events.count(event) < times:
                self.changed.clear()
                await self.changed.wait()

        await asyncio.wait_for(wait(), WAIT)
