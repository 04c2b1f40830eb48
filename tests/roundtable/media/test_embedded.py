"""The whole way with real media clients: state, tokens, reconciler, webhooks and the embedded media server."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from livekit import rtc

from roundtable.kernel.grants import Grant
from roundtable.kernel.ids import SessionId
from roundtable.media.port import MediaPort
from tests.roundtable.gateway.meeting import Meeting, Person, meeting

SECONDS = 5


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[Meeting]:
    async with meeting(tmp_path) as running:
        yield running


def _port(table: Meeting) -> MediaPort:
    return table.roundtable._media.reconciler._port


def _session(person: Person) -> SessionId:
    welcome = next(content for name, content in person.line.events() if name == "welcome")
    return SessionId(welcome["session_id"])


async def _join(person: Person) -> tuple[rtc.Room, dict[str, str]]:
    """Ask for a token, and connect with it."""
    way = await person.ask("media")
    assert way["ok"], way
    return await _connect(way), way


async def _connect(way: dict[str, str]) -> rtc.Room:
    room = rtc.Room()
    await asyncio.wait_for(room.connect(way["url"], way["token"]), SECONDS)
    return room


async def _until_permitted(table: Meeting, person: Person, grant: Grant | None) -> None:
    """Ask the media server until somebody may do exactly this; None: until they are not there."""
    async with asyncio.timeout(SECONDS):
        while (await _port(table).people(_session(table.host))).get(person.id) != grant:  # type: ignore[call-overload]
            await asyncio.sleep(0.02)


async def test_what_the_state_says_is_what_the_media_server_lets_people_do(table: Meeting) -> None:
    bo = await table.admit("Bo Plain", "203.0.113.5")
    room, way = await _join(bo)
    assert (way["identity"], room.name) == (bo.id, _session(bo))
    everything = Grant(publish_data=False)
    await _until_permitted(table, bo, everything)
    assert (await table.host.do("rooms.stop", participant=bo.id, source="microphone"))["ok"]
    await _until_permitted(table, bo, Grant(publish=frozenset({"camera", "screen"}), publish_data=False))
    assert (await bo.do("rooms.reopen", source="microphone"))["ok"]
    await _until_permitted(table, bo, everything)
    assert (await table.host.do("rooms.set_role", participant=bo.id, role="observer"))["ok"]
    async with asyncio.timeout(SECONDS):
        while (await _port(table).people(_session(bo)))[bo.id].publish:  # type: ignore[index]
            await asyncio.sleep(0.02)
    await room.disconnect()


async def test_who_is_banned_is_out_and_an_old_token_does_not_bring_them_back(table: Meeting) -> None:
    bo = await table.admit("Bo Plain", "203.0.113.5")
    room, way = await _join(bo)
    gone = asyncio.Event()
    room.on("disconnected", lambda _reason: gone.set())
    assert (await table.host.do("rooms.ban", participant=bo.id))["ok"]
    await asyncio.wait_for(gone.wait(), 2)
    await _until_permitted(table, bo, None)
    with pytest.raises(rtc.ConnectError):
        await _connect(way)
    await _until_permitted(table, bo, None)


async def test_the_end_of_the_session_ends_the_media_room(table: Meeting) -> None:
    session = _session(table.host)
    room, _ = await _join(table.host)
    gone = asyncio.Event()
    room.on("disconnected", lambda _reason: gone.set())
    assert session in await _port(table).sessions()
    assert (await table.host.do("rooms.end"))["ok"]
    await asyncio.wait_for(gone.wait(), 2)
    async with asyncio.timeout(SECONDS):
        while session in await _port(table).sessions():
            await asyncio.sleep(0.02)
