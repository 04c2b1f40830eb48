"""The queue moves the microphone, with real media clients at the embedded media server."""

import asyncio
import time
from array import array
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from livekit import rtc

from tests.roundtable.gateway.meeting import Meeting, Person, meeting

SECONDS = 8
RATE, CHUNK = 48_000, 480
LOUD = 1_000
"""A peak that only a voice has; nothing said is zero."""


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[Meeting]:
    async with meeting(tmp_path, "moderated") as running:
        yield running


@dataclass
class Ear:
    """A media client: listens to everybody, and may try to speak."""

    room: rtc.Room = field(default_factory=rtc.Room)
    loud: dict[str, float] = field(default_factory=dict)
    """When somebody was last heard, by identity, on the monotonic clock."""
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _listening: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def join(self, person: Person) -> None:
        way = await person.ask("media")
        self.room.on("track_subscribed", self._subscribed)
        self.room.on("track_unsubscribed", self._unsubscribed)
        await asyncio.wait_for(self.room.connect(way["url"], way["token"]), SECONDS)

    def _subscribed(self, track: rtc.Track, _: object, owner: rtc.RemoteParticipant) -> None:
        if track.kind == rtc.TrackKind.KIND_AUDIO:
            self._listening[track.sid] = asyncio.create_task(self._listen(track, owner.identity))

    def _unsubscribed(self, track: rtc.Track, *_: object) -> None:
        """The next speaker's sound comes in where the last one's did: what is heard there now is not theirs."""
        if task := self._listening.pop(track.sid, None):
            task.cancel()

    async def _listen(self, track: rtc.Track, owner: str) -> None:
        async for event in rtc.AudioStream(track):
            if max(map(abs, array("h", bytes(event.frame.data)))) > LOUD:
                self.loud[owner] = time.monotonic()

    @property
    def may_speak(self) -> bool:
        """Whether the media server has told this client that it may publish a microphone."""
        told = self.room.local_participant.permissions
        return bool(told.can_publish) and rtc.TrackSource.SOURCE_MICROPHONE in told.can_publish_sources

    async def speak_as_soon_as_allowed(self) -> None:
        """Publish when the media server has told that one may."""
        await until(lambda: self.may_speak)
        await self.speak()

    async def speak(self) -> None:
        """Publish a microphone that hums without end, as a client does that asks nobody."""
        source = rtc.AudioSource(RATE, 1)
        wave = array("h", (9000 if number % 96 < 48 else -9000 for number in range(CHUNK))).tobytes()

        async def hum() -> None:
            while True:
                await source.capture_frame(rtc.AudioFrame(wave, RATE, 1, CHUNK))

        track = rtc.LocalAudioTrack.create_audio_track("voice", source)
        self._tasks.append(asyncio.create_task(hum()))
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, dtx=False)
        await self.room.local_participant.publish_track(track, options)

    async def leave(self) -> None:
        tasks = [*self._tasks, *self._listening.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.room.disconnect()


Ears = Callable[[Person], Awaitable[Ear]]


@pytest.fixture
async def ears(table: Meeting) -> AsyncIterator[Ears]:
    """Lets people connect to the media server."""
    joined: list[Ear] = []

    async def ear(person: Person) -> Ear:
        joined.append(Ear())
        await joined[-1].join(person)
        return joined[-1]

    yield ear
    for one in joined:
        await one.leave()


async def until(condition: Callable[[], bool], seconds: float = SECONDS) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def step(host: Person) -> float:
    """Press `next` as somebody who sees the present state; return when it was acknowledged."""
    view = (await host.ask("snapshot"))["view"]["floor"]
    named = {"turn": view["turn"]["id"]} if "turn" in view else {}
    answer = await host.do("floor.next", **named)
    assert answer["ok"], answer
    return time.monotonic()


async def test_who_has_not_the_floor_is_refused_whatever_their_client_does(table: Meeting, ears: Ears) -> None:
    bo = await table.admit("Bo Plain", "203.0.113.5")
    host, bos = await ears(table.host), await ears(bo)
    with pytest.raises(TimeoutError):  # the client's library waits for a leave that does not come
        await asyncio.wait_for(bos.speak(), 1.5)
    assert (host.loud, host.room.remote_participants[bo.id].track_publications) == ({}, {})


async def test_the_microphone_is_where_the_floor_is(table: Meeting, ears: Ears) -> None:
    bo, cy = await table.admit("Bo Plain", "203.0.113.5"), await table.admit("Cy Plain", "203.0.113.6")
    host, bos, cys = await ears(table.host), await ears(bo), await ears(cy)
    for person in (bo, cy):
        assert (await person.do("floor.ask", kind="topic"))["ok"]
    called = await step(table.host)
    await bos.speak_as_soon_as_allowed()
    assert time.monotonic() - called < 1
    await until(lambda: bo.id in host.loud)
    passed_on = await step(table.host)
    # Bo hums on: but for what was on its way, nothing of it arrives.
    await until(lambda: time.monotonic() > passed_on + 1)
    assert host.loud[bo.id] < passed_on + 0.5
    await cys.speak_as_soon_as_allowed()
    await until(lambda: cy.id in host.loud)
    ended = await step(table.host)
    await until(lambda: time.monotonic() > ended + 1)
    assert max(host.loud.values()) < ended + 0.5


async def test_in_an_open_meeting_everybody_is_heard(table: Meeting, ears: Ears) -> None:
    bo = await table.admit("Bo Plain", "203.0.113.5")
    host, bos = await ears(table.host), await ears(bo)
    assert (await table.host.do("floor.set_mode", mode="open"))["ok"]
    await bos.speak_as_soon_as_allowed()
    await until(lambda: bo.id in host.loud)
    assert (await table.host.do("floor.set_mode", mode="moderated"))["ok"]
    closed = time.monotonic()
    await until(lambda: time.monotonic() > closed + 1)
    assert host.loud[bo.id] < closed + 0.5


async def test_after_a_restart_of_the_server_the_right_person_speaks(table: Meeting, ears: Ears) -> None:
    bo, cy = await table.admit("Bo Plain", "203.0.113.5"), await table.admit("Cy Plain", "203.0.113.6")
    assert (await bo.do("floor.ask", kind="topic"))["ok"]
    await step(table.host)
    await table.restart()
    for person in (table.host, bo, cy):
        await person.sit()
    host, bos, cys = await ears(table.host), await ears(bo), await ears(cy)
    await bos.speak_as_soon_as_allowed()
    await until(lambda: bo.id in host.loud)
    assert not cys.may_speak
