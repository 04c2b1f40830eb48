"""Real clients in one room of the media server: livekit-client in Chromium and Firefox, and the Python SDK."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
import pytest_asyncio

from tests.e2e.conftest import OpenChromium, OpenFirefox
from tests.e2e.media_clients import (
    EVERYTHING,
    BrowserClient,
    Client,
    RunningServer,
    SdkClient,
    eventually,
    has_tracks,
    media_server,
    sees_moving,
)

ROUNDS = 10


@pytest_asyncio.fixture(loop_scope="session")
async def media() -> AsyncIterator[RunningServer]:
    async with media_server() as running:
        yield running


async def everybody(media: RunningServer, open_chromium: OpenChromium, open_firefox: OpenFirefox) -> list[Client]:
    chromium = BrowserClient("chromium", await open_chromium("chromium", media.url))
    firefox = BrowserClient("firefox", await open_firefox("firefox", media.url))
    return [chromium, firefox, SdkClient("python")]


@pytest.mark.timeout(400)
async def test_ten_meetings_in_a_row(
    media: RunningServer, open_chromium: OpenChromium, open_firefox: OpenFirefox
) -> None:
    clients = await everybody(media, open_chromium, open_firefox)
    for number in range(ROUNDS):
        for client in clients:
            await client.join(media)
        await asyncio.gather(*(client.publish(*EVERYTHING) for client in clients))
        await everybody_sees_everybody(clients)
        await mutes_are_seen(clients)
        await messages_arrive(clients, str(number))
        await everybody_leaves(clients)
    room = media.media.rooms.find("together")
    assert room is None or not room.sessions


async def everybody_sees_everybody(clients: list[Client]) -> None:
    for client in clients:
        others = [one.identity for one in clients if one is not client]
        await eventually(client, has_tracks(others, EVERYTHING), "everybody's three tracks")
    await asyncio.gather(*(sees_moving(client, 2 * (len(clients) - 1)) for client in clients))


async def mutes_are_seen(clients: list[Client]) -> None:
    for muted in (True, False):
        for client in clients:
            await client.mute("microphone", muted)
        for client in clients:
            await eventually(client, partial(all_microphones, muted), f"muted={muted} of every microphone")


def all_microphones(muted: bool, view: dict[str, Any]) -> bool:
    return all(person["tracks"]["microphone"]["muted"] is muted for person in view["people"].values())


async def messages_arrive(clients: list[Client], text: str) -> None:
    for client in clients:
        await client.send(f"reliable {text} 你好")
        await client.send(f"lossy {text}", reliable=False)
    for client in clients:
        others = [one.identity for one in clients if one is not client]
        wanted = [[name, words, "test"] for name in others for words in (f"reliable {text} 你好", f"lossy {text}")]
        await eventually(client, partial(has_heard, sorted(wanted)), "each message once")


def has_heard(wanted: list[list[str]], view: dict[str, Any]) -> bool:
    return sorted(view["heard"]) == wanted


async def everybody_leaves(clients: list[Client]) -> None:
    first, *rest = clients
    for client in rest:
        await client.leave()
    await eventually(first, lambda view: view["people"] == {}, "an empty room")
    await first.leave()
