"""People in a room of the bare media server: a browser or the Python SDK, driven with the same words."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web
from livekit import api, rtc

from signaling import HTTP_LIMITS, MediaServer, ServerConfig
from tests.e2e.pages import SECONDS, Page

KEY, SECRET = "browser-tests", "a-secret-that-only-the-tests-know-0123456789"
ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = {
    "livekit": ROOT / "web" / "node_modules" / "livekit-client" / "dist" / "livekit-client.umd.js",
    "client": Path(__file__).with_name("media_client.js"),
}
PAGE = "<!doctype html><title>media client</title><script src=/livekit.js></script><script src=/client.js></script>"
EVERYTHING = ("microphone", "camera", "screen_share")
SOURCES = {
    "microphone": rtc.TrackSource.SOURCE_MICROPHONE,
    "camera": rtc.TrackSource.SOURCE_CAMERA,
    "screen_share": rtc.TrackSource.SOURCE_SCREENSHARE,
}
NAMES = {number: name for name, number in SOURCES.items()}


@dataclass
class RunningServer:
    """A media server of this test process, with a page for browsers."""

    port: int
    media: MediaServer

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def keys(self) -> tuple[str, str]:
        return KEY, SECRET


async def page(_: web.Request) -> web.Response:
    return web.Response(text=PAGE, content_type="text/html")


async def script(request: web.Request) -> web.FileResponse:
    return web.FileResponse(SCRIPTS[request.match_info["name"]])


@asynccontextmanager
async def media_server(port: int = 0, udp_port: int = 0, **settings: Any) -> AsyncIterator[RunningServer]:
    """Listens on every address, because Firefox sends nothing to a loopback candidate."""
    config = ServerConfig(api_keys={KEY: SECRET}, udp_hosts=("0.0.0.0",), udp_port=udp_port, **settings)
    server = MediaServer(config)
    app = web.Application()
    app.add_routes(server.routes())
    app.router.add_get("/", page)
    app.router.add_get("/{name}.js", script)
    runner = web.AppRunner(app, access_log=None, **HTTP_LIMITS)
    await server.start()
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    try:
        yield RunningServer(runner.addresses[0][1], server)
    finally:
        # First nobody new: who is sent away comes back at once, and nobody closes what is taken in the last moment.
        await site.stop()
        await server.close()
        await runner.cleanup()


def token(identity: str, room: str = "together", **grants: Any) -> str:
    video = api.VideoGrants(room_join=True, room=room, **grants)
    return api.AccessToken(KEY, SECRET).with_identity(identity).with_name(identity).with_grants(video).to_jwt()


class Client(Protocol):
    """One person."""

    identity: str

    async def join(self, server: RunningServer, **grants: Any) -> None: ...
    async def publish(self, *sources: str) -> None: ...
    async def mute(self, source: str, muted: bool) -> None: ...
    async def send(self, text: str, *, reliable: bool = True) -> None: ...
    async def leave(self) -> None: ...
    async def view(self) -> dict[str, Any]: ...
    async def pictures(self) -> dict[str, int]: ...


class BrowserClient:
    """livekit-client in a page."""

    def __init__(self, identity: str, page: Page) -> None:
        self.identity = identity
        self.page = page

    async def do(self, name: str, argument: object = None) -> Any:
        return await self.page.evaluate(f"window.client.{name}({json.dumps(argument)})")

    async def join(
        self, server: RunningServer, *, options: dict[str, Any] | None = None, room: str = "together", **grants: Any
    ) -> None:
        text = token(self.identity, room, **grants)
        await self.do("join", {"url": f"ws://127.0.0.1:{server.port}", "token": text, "options": options or {}})

    async def publish(self, *sources: str) -> None:
        await self.do("publish", sources)

    async def mute(self, source: str, muted: bool) -> None:
        await self.do("mute", {"source": source, "muted": muted})

    async def send(self, text: str, *, reliable: bool = True) -> None:
        await self.do("send", {"text": text, "reliable": reliable, "topic": "test"})

    async def leave(self) -> None:
        await self.do("leave")

    async def view(self) -> dict[str, Any]:
        seen: dict[str, Any] = await self.do("view")
        return seen

    async def until_layers(self, wanted: list[bool]) -> None:
        """Wait until this publisher's encoder sends exactly these layers, lowest first."""
        await self._until("layersSent", wanted)

    async def until_width(self, identity: str, width: int) -> None:
        """Wait until that person's picture arrives at this width."""
        await self._until("widths", {identity: width})

    async def until_bitrate(self, wanted: int, seconds: float) -> None:
        """Wait until the browser lets its camera's encoder use so many bits per second."""
        seen = 0
        try:
            async with asyncio.timeout(seconds):
                while (seen := await self.do("targetBitrate")) < wanted:
                    await asyncio.sleep(0.2)
        except TimeoutError:
            raise AssertionError(f"{self.identity}: {seen} bit/s after {seconds} s, not {wanted}") from None

    async def _until(self, name: str, wanted: object) -> None:
        seen = None
        try:
            async with asyncio.timeout(SECONDS):
                while (seen := await self.do(name)) != wanted:
                    await asyncio.sleep(0.2)
        except TimeoutError:
            raise AssertionError(f"{self.identity}: {name} is {seen}, not {wanted}") from None

    async def pictures(self) -> dict[str, int]:
        found: dict[str, int] = (await self.page.evaluate("window.roundtableTest.received()"))["frames"]
        return found


@dataclass
class SdkClient:
    """The Python SDK (libwebrtc and LiveKit's Rust core)."""

    identity: str
    room: rtc.Room = field(default_factory=rtc.Room)
    heard: list[list[str]] = field(default_factory=list)
    frames: dict[str, int] = field(default_factory=dict)
    subscribed: int = 0
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _mine: dict[str, rtc.LocalTrackPublication] = field(default_factory=dict)

    async def join(self, server: RunningServer, *, room: str = "together", **grants: Any) -> None:
        self.room, self.heard, self.frames, self.subscribed, self._mine = rtc.Room(), [], {}, 0, {}
        self.room.on("track_subscribed", self._subscribed)
        self.room.on("data_received", self._heard)
        await self.room.connect(f"ws://127.0.0.1:{server.port}", token(self.identity, room, **grants))

    def _heard(self, packet: rtc.DataPacket) -> None:
        sender = packet.participant.identity if packet.participant else ""
        self.heard.append([sender, packet.data.decode(), packet.topic or ""])

    def _subscribed(self, track: rtc.Track, *_: object) -> None:
        self.subscribed += 1
        if track.kind == rtc.TrackKind.KIND_VIDEO:
            self._tasks.append(asyncio.create_task(self._count(track)))

    async def _count(self, track: rtc.Track) -> None:
        async for _ in rtc.VideoStream(track):
            self.frames[track.sid] = self.frames.get(track.sid, 0) + 1

    async def publish(self, *sources: str) -> None:
        for source in sources:
            options = rtc.TrackPublishOptions(source=SOURCES[source], simulcast=source == "camera")
            track, feeding = self._voice() if source == "microphone" else self._picture(source)
            self._tasks.append(asyncio.create_task(feeding))
            self._mine[source] = await self.room.local_participant.publish_track(track, options)

    def _voice(self) -> tuple[rtc.LocalAudioTrack, Any]:
        source = rtc.AudioSource(48_000, 1)
        hum = b"".join(int(9000 * (i % 100 / 50 - 1)).to_bytes(2, "little", signed=True) for i in range(960))

        async def feed() -> None:
            while True:
                await source.capture_frame(rtc.AudioFrame(hum, 48_000, 1, 960))

        return rtc.LocalAudioTrack.create_audio_track("voice", source), feed()

    def _picture(self, name: str) -> tuple[rtc.LocalVideoTrack, Any]:
        source = rtc.VideoSource(320, 180)

        async def feed() -> None:
            shade = 0
            while True:
                shade = (shade + 5) % 256
                pixels = bytes([shade, 90, 160, 255]) * (320 * 180)
                source.capture_frame(rtc.VideoFrame(320, 180, rtc.VideoBufferType.RGBA, pixels))
                await asyncio.sleep(0.1)

        return rtc.LocalVideoTrack.create_video_track(name, source), feed()

    async def mute(self, source: str, muted: bool) -> None:
        track = self._mine[source].track
        assert isinstance(track, rtc.LocalAudioTrack | rtc.LocalVideoTrack)
        (track.mute if muted else track.unmute)()

    async def send(self, text: str, *, reliable: bool = True) -> None:
        await self.room.local_participant.publish_data(text, reliable=reliable, topic="test")

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        await self.room.disconnect()

    async def view(self) -> dict[str, Any]:
        people = {
            person.identity: {
                "metadata": person.metadata,
                "tracks": {
                    NAMES[one.source]: {"muted": one.muted, "subscribed": one.subscribed}
                    for one in person.track_publications.values()
                },
            }
            for person in self.room.remote_participants.values()
        }
        return {"connected": self.room.isconnected(), "people": people, "heard": self.heard}

    async def pictures(self) -> dict[str, int]:
        return dict(self.frames)


async def eventually(
    client: Client, holds: Callable[[dict[str, Any]], bool], what: str, seconds: float = SECONDS
) -> None:
    """Wait until what the client knows satisfies the condition."""
    seen: dict[str, Any] = {}
    try:
        async with asyncio.timeout(seconds):
            while not holds(seen := await client.view()):
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise AssertionError(f"{client.identity} never saw {what} within {seconds} s: {seen}") from None


async def sees_moving(client: Client, count: int, seconds: float = SECONDS) -> None:
    """Wait until so many pictures move at once."""
    before, moving = await client.pictures(), 0
    try:
        async with asyncio.timeout(seconds):
            while moving < count:
                await asyncio.sleep(0.5)
                latest = await client.pictures()
                moving = sum(1 for track, frames in latest.items() if frames > before.get(track, 0))
                before = latest
    except TimeoutError:
        raise AssertionError(f"{client.identity} saw {moving} of {count} pictures move: {before}") from None


def has_tracks(identities: list[str], sources: tuple[str, ...]) -> Callable[[dict[str, Any]], bool]:
    """Everybody named is seen with exactly these tracks, all subscribed."""

    def holds(view: dict[str, Any]) -> bool:
        people = view["people"]
        return set(people) == set(identities) and all(
            set(people[name]["tracks"]) == set(sources)
            and all(track["subscribed"] for track in people[name]["tracks"].values())
            for name in identities
        )

    return holds
