"""People who speak the signal protocol to a real server over a real WebSocket; only the packets are left out."""

from __future__ import annotations

import asyncio
import base64
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from livekit import api
from livekit.protocol.models import TrackSource, TrackType
from livekit.protocol.rtc import (
    AddTrackRequest,
    ConnectionSettings,
    JoinRequest,
    SessionDescription,
    SignalRequest,
    SignalResponse,
    WrappedJoinRequest,
)

from signaling import HTTP_LIMITS, MediaServer, ServerConfig
from signaling.plane import TrackSid
from tests.signaling.fakes import FakePeer, FakePlane
from tests.signaling.samples import recorded

KEY, SECRET = "test-key", "a-secret-of-more-than-thirty-two-characters"
PATIENCE = 10.0  # seconds for one message; it comes in milliseconds unless something is broken


@dataclass
class TestServer:
    """A running server on a free port, with its fake plane to look into."""

    __test__ = False

    media: MediaServer
    plane: FakePlane
    http: aiohttp.ClientSession
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def person(self, identity: str, room: str = "room", **grants: Any) -> Person:
        return Person(self, identity, token(identity, room, **grants))

    @asynccontextmanager
    async def api(self) -> AsyncIterator[api.LiveKitAPI]:
        """The official client of the room service."""
        client = api.LiveKitAPI(self.url, KEY, SECRET)
        try:
            yield client
        finally:
            await client.aclose()


@asynccontextmanager
async def test_server(**settings: Any) -> AsyncIterator[TestServer]:
    plane = FakePlane()
    media = MediaServer(ServerConfig(api_keys={KEY: SECRET}, **settings), plane=plane)
    app = web.Application()
    app.add_routes(media.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1, **HTTP_LIMITS)
    await media.start()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as http:
        try:
            yield TestServer(media, plane, http, runner.addresses[0][1])
        finally:
            await media.close()
            await runner.cleanup()


test_server.__test__ = False  # type: ignore[attr-defined]


def token(identity: str, room: str = "room", **grants: Any) -> str:
    video = api.VideoGrants(room_join=True, room=room, **grants)
    return api.AccessToken(KEY, SECRET).with_identity(identity).with_grants(video).to_jwt()


def wrapped(join: JoinRequest, *, compressed: bool = False) -> str:
    """The join request as clients put it into the query."""
    inner = join.SerializeToString()
    kind = WrappedJoinRequest.GZIP if compressed else WrappedJoinRequest.NONE
    message = WrappedJoinRequest(compression=kind, join_request=gzip.compress(inner) if compressed else inner)
    return base64.urlsafe_b64encode(message.SerializeToString()).decode().rstrip("=")


def offer(name: str = "chromium-join", number: int = 1) -> SessionDescription:
    return SessionDescription(type="offer", sdp=recorded(name), id=number)


@dataclass
class Person:
    """One participant. `inbox` keeps every message; `expect` waits for the next of a kind."""

    server: TestServer
    identity: str
    token: str
    inbox: list[SignalResponse] = field(default_factory=list)
    socket: aiohttp.ClientWebSocketResponse | None = None
    sid: str = ""
    offers: int = 1
    _read: int = 0
    _reading: asyncio.Task[None] | None = None
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def connect(self, join: JoinRequest, *, compressed: bool = False) -> None:
        query = {"access_token": self.token, "join_request": wrapped(join, compressed=compressed)}
        self.socket = await self.server.http.ws_connect(f"{self.server.url}/rtc/v1", params=query)
        self.inbox, self._read = [], 0
        self._reading = asyncio.create_task(self._receive(self.socket))

    async def join(self, **settings: Any) -> SignalResponse:
        """Join with a browser's first offer, and let the media connection come up."""
        settings.setdefault("auto_subscribe", True)
        await self.connect(JoinRequest(connection_settings=ConnectionSettings(**settings), publisher_offer=offer()))
        welcome = await self.expect("join")
        self.sid = welcome.join.participant.sid
        await self.expect("answer")
        self.peer.connect()
        return welcome

    async def _receive(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            self.inbox.append(SignalResponse.FromString(message.data))
            self._arrived.set()
        self._arrived.set()

    @property
    def peer(self) -> FakePeer:
        session = self.session
        assert isinstance(session.peer, FakePeer)
        return session.peer

    def refreshed(self) -> str:
        """The last token the server sent on this connection."""
        return [message.refresh_token for message in self.inbox if message.refresh_token][-1]

    @property
    def session(self) -> Any:
        return next(live.sessions[sid] for live in self.server.media.rooms for sid in live.sessions if sid == self.sid)

    async def send(self, **message: Any) -> None:
        assert self.socket is not None
        await self.socket.send_bytes(SignalRequest(**message).SerializeToString())

    async def expect(self, kind: str) -> SignalResponse:
        """The next message of this kind that was not yet expected; others before it are passed over."""
        async with asyncio.timeout(PATIENCE):
            while True:
                while self._read < len(self.inbox):
                    message = self.inbox[self._read]
                    self._read += 1
                    if message.WhichOneof("message") == kind:
                        return message
                self._arrived.clear()
                await self._arrived.wait()

    async def settled(self) -> list[str]:
        """Everything sent so far was handled; returns the kinds of all messages since the last call or expectation."""
        await self.send(ping_req={"timestamp": len(self.inbox)})
        before = self._read
        await self.expect("pong_resp")
        return [message.WhichOneof("message") or "" for message in self.inbox[before : self._read - 1]]

    async def publish(self, *, cids: tuple[str, str], name: str = "chromium-publish") -> list[TrackSid]:
        """Announce and offer a microphone and a camera; returns their sids."""
        sids: list[TrackSid] = []
        kinds = ((TrackType.AUDIO, TrackSource.MICROPHONE), (TrackType.VIDEO, TrackSource.CAMERA))
        for cid, (kind, source) in zip(cids, kinds, strict=True):
            await self.send(add_track=AddTrackRequest(cid=cid, type=kind, source=source, width=1280, height=720))
            sids.append(TrackSid((await self.expect("track_published")).track_published.track.sid))
        await self.reoffer(name)
        return sids

    async def reoffer(self, name: str = "chromium-join") -> SignalResponse:
        self.offers += 1
        await self.send(offer=offer(name, self.offers))
        answer = await self.expect("answer")
        assert answer.answer.id == self.offers
        return answer

    async def closed(self) -> None:
        """Wait until the server ended the connection."""
        assert self._reading is not None
        await asyncio.wait_for(self._reading, PATIENCE)

    async def drop(self) -> None:
        """Lose the signal connection without a word."""
        assert self.socket is not None
        await self.socket.close()


CHROMIUM_CIDS = ("b674bc71-3162-4372-9a21-17ba171403a2", "176369c8-d4b6-4bb8-b292-d45449f55260")
