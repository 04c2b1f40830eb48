"""The queue moves the microphone, with real media clients at our media server, embedded and by itself."""

import asyncio
import socket
import time
from array import array
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest
from aiohttp import web
from livekit import rtc

from signaling.config import ServerConfig
from signaling.server import HTTP_LIMITS, MediaServer
from tests.roundtable.gateway.meeting import Meeting, Person, free_port, meeting

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

    async def join(self, person: Person, way: Mapping[str, str] | None = None) -> None:
        """Connect with a token that is asked for now, or with an old one."""
        way = way or await person.ask("media")
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


class Ears(Protocol):
    """Lets people connect to the media server."""

    async def __call__(self, person: Person, way: Mapping[str, str] | None = None) -> Ear: ...


@pytest.fixture
async def ears() -> AsyncIterator[Ears]:
    joined: list[Ear] = []

    async def ear(person: Person, way: Mapping[str, str] | None = None) -> Ear:
        joined.append(Ear())
        await joined[-1].join(person, way)
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


@dataclass
class StandaloneMedia:
    """The media server as a process of its own would run it, started again on the same ports."""

    webhook: str
    port: int = field(default_factory=lambda: free_port(socket.SOCK_STREAM))
    udp_port: int = field(default_factory=lambda: free_port(socket.SOCK_DGRAM))
    _server: MediaServer = field(init=False)
    _runner: web.AppRunner = field(init=False)

    async def start(self) -> None:
        keys = {"key": "a secret of the media server alone"}
        self._server = MediaServer(ServerConfig(api_keys=keys, udp_port=self.udp_port, webhook_urls=(self.webhook,)))
        app = web.Application()
        app.add_routes(self._server.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1, **HTTP_LIMITS)
        await self._server.start()
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def stop(self) -> None:
        await self._runner.cleanup()
        await self._server.close()


async def test_when_the_media_server_alone_is_restarted_the_rights_match_again(tmp_path: Path, ears: Ears) -> None:
    port = free_port(socket.SOCK_STREAM)
    media = StandaloneMedia(f"http://127.0.0.1:{port}/media/webhook")
    cluster = {
        "media_url": f"http://127.0.0.1:{media.port}",
        "media_api_key": "key",
        "media_api_secret": "a secret of the media server alone",
    }
    await media.start()
    async with meeting(tmp_path, "moderated", port=port, **cluster) as table:
        bo, cy = await table.admit("Bo Plain", "203.0.113.5"), await table.admit("Cy Plain", "203.0.113.6")
        for person in (bo, cy):
            assert (await person.do("floor.ask", kind="topic"))["ok"]
        await step(table.host)
        old = await bo.ask("media")
        before = await ears(bo, old)
        await until(lambda: before.may_speak)
        await before.leave()
        await media.stop()
        await step(table.host)
        await media.start()
        # Bo comes with the token that was made while the floor was his.
        bos, cys = await ears(bo, old), await ears(cy)
        await until(lambda: cys.may_speak and not bos.may_speak)
    await media.stop()
