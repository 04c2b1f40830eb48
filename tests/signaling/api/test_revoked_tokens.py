"""Who was removed and had their tokens revoked stays out; who got a new token comes in."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import aiohttp
import jwt
import pytest
from livekit import api
from livekit.protocol.rtc import JoinRequest

from tests.signaling.conversation import SECRET, TestServer, test_server, token, wrapped


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    async with test_server() as running:
        yield running


async def knock(server: TestServer, text: str, join: JoinRequest | None = None) -> int:
    """The status with which a connection with this token would be answered."""
    query = {"access_token": text, "join_request": wrapped(join or JoinRequest())}
    async with server.http.get(f"{server.url}/rtc/v1/validate", params=query) as answer:
        return answer.status


def dated(identity: str = "alice", **times: int | None) -> str:
    """A token with the times given; without one that is None."""
    claims = jwt.decode(token(identity), SECRET, algorithms=["HS256"]) | times
    present = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(present, SECRET, algorithm="HS256")


async def revoke(server: TestServer, identity: str, moment: int, room: str = "room") -> str:
    """Remove somebody, and revoke their tokens; returns the error's code, or nothing."""
    who = api.RoomParticipantIdentity(room=room, identity=identity, revoke_token_ts=moment)
    async with server.api() as lk:
        try:
            await lk.room.remove_participant(who)
        except api.TwirpError as error:
            return error.code
    return ""


async def test_a_revoked_token_opens_no_door_and_a_later_one_does(server: TestServer) -> None:
    alice = server.person("alice")
    await alice.join()
    refreshed = alice.refreshed()
    moment = int(time.time()) + 1
    assert await revoke(server, "alice", moment) == ""
    resume = JoinRequest(reconnect=True, participant_sid=alice.sid)
    for old in (alice.token, refreshed, dated(nbf=moment - 1), dated(nbf=None), dated(nbf=None, iat=moment - 1)):
        assert await knock(server, old) == await knock(server, old, resume) == 401
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await server.http.ws_connect(
                f"{server.url}/rtc/v1", params={"access_token": old, "join_request": wrapped(resume)}
            )
        assert refused.value.status == 401
    for new in (dated(nbf=moment), dated(nbf=None, iat=moment)):
        assert await knock(server, new) == 200
    assert await knock(server, token("bob")) == 200
    alice.token = dated(nbf=moment)
    await alice.join()
    assert await knock(server, alice.refreshed()) == 200
    first, second = (
        jwt.decode(one, SECRET, algorithms=["HS256"], leeway=60) for one in (alice.token, alice.refreshed())
    )
    assert second["exp"] - second["nbf"] == first["exp"] - moment


async def test_who_is_absent_has_their_tokens_revoked_too(server: TestServer) -> None:
    await server.person("bob").join()
    moment = int(time.time()) + 1
    assert await revoke(server, "alice", moment) == "not_found"
    assert await knock(server, token("alice")) == 401
    assert await revoke(server, "alice", moment - 100) == "not_found"
    assert await revoke(server, "alice", 0) == "not_found"
    assert await knock(server, token("alice")) == 401
    assert await revoke(server, "alice", moment, room="another") == "not_found"
    assert await knock(server, token("alice", "another")) == 200


async def test_removing_without_a_moment_revokes_nothing(server: TestServer) -> None:
    alice = server.person("alice")
    await alice.join()
    assert await revoke(server, "alice", 0) == ""
    assert await knock(server, alice.token) == 200
