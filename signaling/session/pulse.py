"""What is read from the media plane again and again, and told to rooms: speakers, wanted layers, link quality."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from time import monotonic

from signaling.plane import MediaPlane, TrackSid
from signaling.rooms.dynacast import quality_update
from signaling.rooms.participant import ParticipantSid
from signaling.rooms.quality import judge
from signaling.session.directory import Directory
from signaling.session.greeting import link_qualities, speakers_changed
from signaling.session.live_room import LiveRoom
from signaling.session.sink import frame

log = logging.getLogger(__name__)

BEAT = 0.3  # seconds between readings of loudness and of wanted layers
QUALITY_BEATS = 16  # beats between judgements of links: about 5 s


class Pulse:
    """One task for all rooms of a server."""

    def __init__(self, rooms: Directory, plane: MediaPlane) -> None:
        self._rooms = rooms
        self._plane = plane
        self._beats = 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            try:
                self.beat(monotonic())
            except Exception:
                log.exception("a reading of the media plane failed")

    def beat(self, now: float) -> None:
        """One reading of everything."""
        self._beats += 1
        loudness = self._plane.levels()
        for live in self._rooms:
            if live.sessions:
                tell_speakers(live, loudness.items())
                self._tell_layers(live, now)
                if self._beats % QUALITY_BEATS == 0:
                    tell_quality(live)

    def _tell_layers(self, live: LiveRoom, now: float) -> None:
        for sid, (owner, track) in live.room.tracks.items():
            if track.kind != "video":
                continue
            layers = track.demand.change(self._plane.layers(sid), now)
            session = live.sessions.get(owner.sid)
            if layers is not None and session is not None:
                session.send(frame(subscribed_quality_update=quality_update(sid, layers)))


def tell_speakers(live: LiveRoom, levels: Iterable[tuple[TrackSid, float]]) -> None:
    """Deltas to everybody who may subscribe; nobody learns of a hidden speaker."""
    loudest: dict[ParticipantSid, float] = {}
    for track, level in levels:
        found = live.room.tracks.get(track)
        if found is not None and not found[0].permission.hidden:
            owner = found[0].sid
            loudest[owner] = max(level, loudest.get(owner, 0.0))
            for session in live.sessions.values():
                session.prefer(track)
    changes = live.speakers.observe(loudest)
    if changes:
        message = speakers_changed(changes)
        for session in list(live.sessions.values()):
            if session.participant.permission.can_subscribe:
                session.send(message)


def tell_quality(live: LiveRoom) -> None:
    """Links whose quality changed, in one message to everybody."""
    changed = []
    for session in live.sessions.values():
        found = judge(session.peer.statistics(), connected=session.peer.connected)
        if session.link is None or found.quality != session.link.quality:
            session.link = found
            changed.append(session)
    for message in link_qualities(changed):
        live.broadcast(message)
