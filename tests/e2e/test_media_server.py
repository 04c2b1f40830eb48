"""What a room of the media server must stand, judged by browsers: moderation, choices, lost connections, a restart."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from livekit import api
from livekit.protocol.models import ParticipantPermission

from tests.e2e.conftest import OpenChromium, OpenFirefox
from tests.e2e.media_clients import (
    BrowserClient,
    RunningServer,
    eventually,
    has_tracks,
    media_server,
    sees_moving,
)
from tests.e2e.pages import received


@pytest_asyncio.fixture(loop_scope="session")
async def media() -> AsyncIterator[RunningServer]:
    async with media_server() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def alice(media: RunningServer, open_chromium: OpenChromium) -> BrowserClient:
    return BrowserClient("alice", await open_chromium("alice", media.url))


@pytest_asyncio.fixture(loop_scope="session")
async def bob(media: RunningServer, open_chromium: OpenChromium) -> BrowserClient:
    return BrowserClient("bob", await open_chromium("bob", media.url))


def track_of(identity: str, source: str, key: str, value: object, view: dict[str, Any]) -> bool:
    tracks = view["people"].get(identity, {"tracks": {}})["tracks"]
    return source in tracks and tracks[source][key] == value


async def test_a_revoked_permission_silences_at_once_and_a_granted_one_speaks_within_a_second(
    media: RunningServer, alice: BrowserClient, bob: BrowserClient
) -> None:
    await bob.join(media)
    await alice.join(media)
    await alice.publish("microphone")
    await eventually(bob, has_tracks(["alice"], ("microphone",)), "Alice's microphone")
    change = api.UpdateParticipantRequest(room="together", identity="alice")
    change.permission.CopyFrom(ParticipantPermission(can_subscribe=True, can_publish_data=True))
    async with api.LiveKitAPI(media.url, *media.keys) as lk:
        await lk.room.update_participant(change)
        assert all(not live.room.tracks for live in media.media.rooms)
        await eventually(bob, lambda view: view["people"]["alice"]["tracks"] == {}, "the end of Alice's microphone")
        await eventually(alice, lambda view: view["mine"] == {}, "her own track ended")
        assert not (await alice.view())["permissions"]["canPublish"]
        change.permission.can_publish = True
        await lk.room.update_participant(change)
    await eventually(alice, lambda view: view["permissions"]["canPublish"], "the new permission", seconds=1)
    before = await received(bob.page)
    await alice.publish("microphone")
    await eventually(bob, partial(track_of, "alice", "microphone", "subscribed", True), "her voice again", seconds=1)
    await asyncio.sleep(1.5)  # the test microphone beeps once a second
    assert (await received(bob.page)).tracks_since(before)[1] == 1


async def test_a_moderators_mute_is_obeyed_and_only_the_person_unmutes(
    media: RunningServer, alice: BrowserClient, bob: BrowserClient
) -> None:
    await alice.join(media)
    await bob.join(media)
    await alice.publish("microphone")
    await eventually(bob, has_tracks(["alice"], ("microphone",)), "Alice's microphone")
    sid = (await alice.view())["mine"]["microphone"]["sid"]
    async with api.LiveKitAPI(media.url, *media.keys) as lk:
        await lk.room.mute_published_track(
            api.MuteRoomTrackRequest(room="together", identity="alice", track_sid=sid, muted=True)
        )
    await eventually(bob, partial(track_of, "alice", "microphone", "muted", True), "the mute")
    await eventually(alice, lambda view: view["mine"]["microphone"]["muted"], "her own mute")
    await alice.mute("microphone", False)
    await eventually(bob, partial(track_of, "alice", "microphone", "muted", False), "the unmute")


async def test_subscribing_by_hand_again_and_again_reuses_the_lines(
    media: RunningServer, alice: BrowserClient, bob: BrowserClient
) -> None:
    await alice.join(media)
    await alice.publish("camera")
    await bob.join(media)
    await sees_moving(bob, 1)
    lines = await bob.do("lines")
    for _ in range(5):
        for wanted in (False, True):
            await bob.do("subscribe", {"identity": "alice", "source": "camera", "wanted": wanted})
            await eventually(bob, partial(track_of, "alice", "camera", "attached", wanted), f"subscribed={wanted}")
        await sees_moving(bob, 1)
    assert await bob.do("lines") == lines
    assert (await bob.view())["subscribed"] == 6


@pytest.mark.parametrize("publisher", ["chromium", "firefox"])
async def test_tracks_that_come_and_go_leak_no_lines(
    publisher: str, media: RunningServer, bob: BrowserClient, open_chromium: OpenChromium, open_firefox: OpenFirefox
) -> None:
    page = await (open_firefox if publisher == "firefox" else open_chromium)("alice", media.url)
    alice = BrowserClient("alice", page)
    await alice.join(media)
    await bob.join(media)
    counts = []
    for _ in range(5):
        await alice.publish("camera", "screen_share")
        await eventually(bob, has_tracks(["alice"], ("camera", "screen_share")), "camera and screen")
        await sees_moving(bob, 2)
        await alice.do("unpublish", "screen_share")
        await alice.do("unpublish", "camera")
        await eventually(bob, lambda view: view["people"]["alice"]["tracks"] == {}, "nothing")
        counts.append((await bob.do("lines"), await alice.do("lines")))
    assert counts[-1] == counts[1]


async def test_the_size_shown_decides_the_layer_and_unused_layers_are_switched_off(
    media: RunningServer, alice: BrowserClient, bob: BrowserClient
) -> None:
    await alice.join(media, options={"dynacast": True})
    await alice.do("publishLarge")
    await bob.join(media)
    await sees_moving(bob, 1)
    await alice.until_layers([True, True, True])
    await bob.do("show", {"identity": "alice", "width": 300, "height": 160})
    await bob.until_width("alice", 320)
    await alice.until_layers([True, False, False])
    await bob.do("show", {"identity": "alice", "width": 1280, "height": 720})
    await bob.until_width("alice", 1280)
    await alice.until_layers([True, True, True])


async def test_a_camera_reaches_its_full_bit_rate_within_ten_seconds(
    media: RunningServer, alice: BrowserClient, bob: BrowserClient
) -> None:
    await bob.join(media)
    await alice.join(media)
    await alice.do("publishNoise", {"maxBitrate": 1_700_000})
    await alice.until_bitrate(1_600_000, seconds=10)
    await sees_moving(bob, 1)


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
async def test_a_dropped_websocket_is_resumed_within_three_seconds(
    browser: str, media: RunningServer, alice: BrowserClient, open_chromium: OpenChromium, open_firefox: OpenFirefox
) -> None:
    page = await (open_firefox if browser == "firefox" else open_chromium)("bob", media.url)
    bob = BrowserClient("bob", page)
    for person in (alice, bob):
        await person.join(media)
        await person.publish("camera")
    await sees_moving(bob, 1)
    sid = (await bob.view())["sid"]
    assert await bob.page.evaluate("window.roundtableTest.dropSockets()") == 1
    await eventually(bob, lambda view: "Reconnected" in view["events"], "a resumed connection", seconds=3)
    await sees_moving(bob, 1, seconds=3)
    await sees_moving(alice, 1, seconds=3)
    view = await bob.view()
    assert (view["sid"], "Reconnecting" in view["events"]) == (sid, False)


async def test_everybody_comes_back_after_a_restart(
    media: RunningServer, alice: BrowserClient, open_firefox: OpenFirefox
) -> None:
    async with media_server() as first:
        bob = BrowserClient("bob", await open_firefox("bob", media.url))
        people = (alice, bob)
        for person in people:
            await person.join(first)
            await person.publish("camera")
        for person in people:
            await sees_moving(person, 1)
    async with media_server(port=first.port):
        for person in people:
            await eventually(
                person, lambda view: view["connected"] and len(view["people"]) == 1, "the room", seconds=10
            )
        for person in people:
            await sees_moving(person, 1, seconds=10)


async def test_who_speaks_is_told(media: RunningServer, alice: BrowserClient, bob: BrowserClient) -> None:
    await alice.join(media)
    await bob.join(media)
    await alice.do("publishTone")
    await eventually(bob, lambda view: view["people"]["alice"]["speaking"], "Alice speaking")
    await alice.mute("microphone", True)
    await eventually(bob, lambda view: not view["people"]["alice"]["speaking"], "Alice silent", seconds=3)
