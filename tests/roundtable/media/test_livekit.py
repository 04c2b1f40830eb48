"""The port over the real client library, against a Twirp server of ours that keeps what it was sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from google.protobuf.message import Message
from livekit.api import TokenVerifier
from livekit.protocol.models import ParticipantInfo, ParticipantPermission, Room, TrackSource
from livekit.protocol.room import (
    CreateRoomRequest,
    DeleteRoomRequest,
    DeleteRoomResponse,
    ListParticipantsRequest,
    ListParticipantsResponse,
    ListRoomsRequest,
    ListRoomsResponse,
    RemoveParticipantResponse,
    RoomParticipantIdentity,
    UpdateParticipantRequest,
)

from roundtable.kernel.grants import Grant
from roundtable.media import livekit
from roundtable.media.livekit import LiveKitMedia
from roundtable.media.port import MediaUnavailable
from tests.roundtable.media.fake import ALICE, BOB, LISTENER, SPEAKER, facts

KEY, SECRET = "key", "a secret of at least thirty-two characters"
ONE = facts().session

_REQUESTS: dict[str, type[Message]] = {
    "CreateRoom": CreateRoomRequest,
    "ListParticipants": ListParticipantsRequest,
    "UpdateParticipant": UpdateParticipantRequest,
    "RemoveParticipant": RoomParticipantIdentity,
    "DeleteRoom": DeleteRoomRequest,
    "ListRooms": ListRoomsRequest,
}
_ANSWERS: dict[str, Message] = {
    "CreateRoom": Room(name=ONE),
    "ListParticipants": ListParticipantsResponse(
        participants=[
            ParticipantInfo(
                identity=ALICE,
                permission=ParticipantPermission(
                    can_subscribe=True,
                    can_publish=True,
                    can_publish_data=True,
                    can_publish_sources=[TrackSource.CAMERA, TrackSource.MICROPHONE],
                ),
            ),
            ParticipantInfo(identity=BOB, permission=ParticipantPermission(can_subscribe=True, can_publish_data=True)),
        ]
    ),
    "UpdateParticipant": ParticipantInfo(),
    "RemoveParticipant": RemoveParticipantResponse(),
    "DeleteRoom": DeleteRoomResponse(),
    "ListRooms": ListRoomsResponse(rooms=[Room(name=ONE), Room(name="somebody else's")]),
}


@dataclass
class Twirp:
    """Answers as LiveKit does; `refusal` answers every call with an error instead."""

    calls: list[Message] = field(default_factory=list)
    refusal: tuple[int, str] | None = None
    hangs: bool = False

    async def answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        token = request.headers["Authorization"].removeprefix("Bearer ")
        TokenVerifier(KEY, SECRET).verify(token)
        self.calls.append(_REQUESTS[method].FromString(await request.read()))
        if self.hangs:
            await asyncio.Event().wait()
        if self.refusal:
            status, code = self.refusal
            return web.json_response({"code": code, "msg": "no"}, status=status)
        return web.Response(body=_ANSWERS[method].SerializeToString(), content_type="application/protobuf")


@asynccontextmanager
async def talking() -> AsyncIterator[tuple[LiveKitMedia, Twirp]]:
    twirp = Twirp()
    app = web.Application()
    app.router.add_post("/twirp/livekit.RoomService/{method}", twirp.answer)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        yield LiveKitMedia(str(server.make_url("/")).replace("http", "ws"), KEY, SECRET, http), twirp


async def test_every_question_in_livekits_words() -> None:
    async with talking() as (media, twirp):
        await media.open(ONE, 100)
        assert await media.people(ONE) == {ALICE: SPEAKER, BOB: LISTENER}
        await media.permit(ONE, ALICE, Grant(publish=frozenset({"screen"}), publish_data=False))
        await media.remove(ONE, BOB, 1795348801)
        await media.close(ONE)
        assert await media.sessions() == {ONE}
    assert twirp.calls == [
        CreateRoomRequest(name=ONE, empty_timeout=300, max_participants=200),
        ListParticipantsRequest(room=ONE),
        UpdateParticipantRequest(
            room=ONE,
            identity=ALICE,
            permission=ParticipantPermission(
                can_subscribe=True,
                can_publish=True,
                can_publish_sources=[TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO],
            ),
        ),
        RoomParticipantIdentity(room=ONE, identity=BOB, revoke_token_ts=1795348801),
        DeleteRoomRequest(room=ONE),
        ListRoomsRequest(),
    ]


async def test_who_is_not_there_needs_nothing() -> None:
    async with talking() as (media, twirp):
        twirp.refusal = (404, "not_found")
        await media.permit(ONE, ALICE, SPEAKER)
        await media.remove(ONE, ALICE, 1)
        await media.close(ONE)
        assert await media.people(ONE) == {}


@pytest.mark.parametrize("refusal", [(401, "unauthenticated"), (403, "permission_denied"), (500, "internal")])
async def test_every_other_refusal_is_an_outage(refusal: tuple[int, str]) -> None:
    async with talking() as (media, twirp):
        twirp.refusal = refusal
        with pytest.raises(MediaUnavailable):
            await media.permit(ONE, ALICE, SPEAKER)


async def test_a_server_that_is_not_there_is_an_outage(unused_tcp_port: int) -> None:
    async with aiohttp.ClientSession() as http:
        with pytest.raises(MediaUnavailable):
            await LiveKitMedia(f"http://127.0.0.1:{unused_tcp_port}", KEY, SECRET, http).people(ONE)


async def test_a_server_that_hangs_is_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(livekit, "CALL_SECONDS", 0.05)
    async with talking() as (media, twirp):
        twirp.hangs = True
        with pytest.raises(MediaUnavailable):
            await media.people(ONE)
