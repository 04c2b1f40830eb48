"""The doors of the signal connection, and how little a hostile visitor achieves at them."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from livekit import api
from livekit.protocol.rtc import JoinRequest, LeaveRequest, SessionDescription, SignalRequest

from signaling.rooms.subscriptions import Choices
from tests.signaling.conversation import CHROMIUM_CIDS, TestServer, test_server, token, wrapped
from tests.signaling.samples import recorded


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    async with test_server() as running:
        yield running


FINE = wrapped(JoinRequest())
EXPIRED = api.AccessToken("test-key", "a-secret-of-more-than-thirty-two-characters").with_identity("a")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ([("access_token", token("alice")), ("join_request", FINE)], 200),
        ([("join_request", FINE)], 401),
        ([("access_token", "x.y.z"), ("join_request", FINE)], 401),
        ([("access_token", token("alice")), ("access_token", token("alice")), ("join_request", FINE)], 401),
        ([("access_token", EXPIRED.to_jwt()), ("join_request", FINE)], 403),
        ([("access_token", token("alice"))], 400),
        ([("access_token", token("alice")), ("join_request", "%%%")], 400),
        ([("access_token", token("alice")), ("join_request", FINE), ("join_request", FINE)], 400),
        ([("access_token", token("alice", "r" * 300)), ("join_request", FINE)], 403),
    ],
)
async def test_validate_says_what_connecting_would(
    server: TestServer, query: list[tuple[str, str]], status: int
) -> None:
    async with server.http.get(f"{server.url}/rtc/v1/validate", params=query) as answer:
        assert answer.status == status
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert (await answer.text() == "success") == (status == 200)
    async with server.http.get(f"{server.url}/rtc/v1", params=query) as answer:
        assert answer.status == (400 if status == 200 else status)  # no upgrade was asked for
    assert list(server.media.rooms) == []


async def test_the_token_may_come_in_a_header(server: TestServer) -> None:
    for header, status in ((f"Bearer {token('alice')}", 200), ("Bearer x", 401), (f"Basic {token('alice')}", 401)):
        url = f"{server.url}/rtc/v1/validate?join_request={FINE}"
        async with server.http.get(url, headers={"Authorization": header}) as answer:
            assert answer.status == status


async def test_older_clients_are_told_that_there_is_nothing_for_them(server: TestServer) -> None:
    for path in ("/rtc", "/rtc/validate"):
        async with server.http.get(f"{server.url}{path}?access_token={token('alice')}") as answer:
            assert answer.status == 404


async def test_a_room_must_exist_where_rooms_are_not_made_by_joining() -> None:
    async with test_server(auto_create=False) as server:
        query = {"access_token": token("alice"), "join_request": FINE}
        async with server.http.get(f"{server.url}/rtc/v1/validate", params=query) as answer:
            assert (answer.status, await answer.text()) == (404, "requested room does not exist")
        async with server.api() as lk:
            await lk.room.create_room(api.CreateRoomRequest(name="room"))
        await server.person("alice").join()


async def test_a_full_room_takes_nobody_more_but_its_own_people_again() -> None:
    async with test_server(max_participants=2) as server:
        await server.person("alice").join()
        await server.person("bob").join()
        query = {"access_token": token("carol"), "join_request": FINE}
        headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
        headers["Sec-WebSocket-Key"] = "AAAAAAAAAAAAAAAAAAAAAA=="
        async with server.http.get(f"{server.url}/rtc/v1", params=query, headers=headers) as answer:
            assert answer.status == 429
        await server.person("bob").join()
        assert len(server.media.rooms.get("room").sessions) == 2
        assert [peer.closed for peer in server.plane.peers] == [False, True, True, False]


HOSTILE_FRAMES: dict[str, bytes] = {
    "no protobuf": b"\xff\xff\xff",
    "a bad offer": SignalRequest(offer=SessionDescription(type="offer", sdp="v=0\r\nm=audio")).SerializeToString(),
    "an offer without end": SignalRequest(
        offer=SessionDescription(type="offer", sdp="v=0\r\n" + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n" * 9000)
    ).SerializeToString(),
    "a candidate flood": SignalRequest(
        offer=SessionDescription(sdp=recorded("chromium-join") + "a=candidate:1 1 udp 1 192.0.2.2 9 typ host\r\n" * 200)
    ).SerializeToString(),
}


@pytest.mark.parametrize("name", HOSTILE_FRAMES)
async def test_a_frame_that_cannot_be_taken_ends_its_sender_only(server: TestServer, name: str) -> None:
    alice, mallory = server.person("alice"), server.person("mallory")
    await alice.join()
    await mallory.join()
    assert mallory.socket is not None
    await mallory.socket.send_bytes(HOSTILE_FRAMES[name])
    assert (await mallory.expect("leave")).leave.action == LeaveRequest.DISCONNECT
    await mallory.closed()
    assert (await alice.settled())[-1:] in ([], ["update"])
    assert list(server.media.rooms.get("room").room.people) == ["alice"]


async def test_a_bad_first_offer_is_refused_after_the_welcome(server: TestServer) -> None:
    mallory = server.person("mallory")
    await mallory.connect(JoinRequest(publisher_offer=SessionDescription(type="offer", sdp="garbage")))
    await mallory.expect("leave")
    await mallory.closed()


async def test_a_frame_that_is_too_large_ends_its_sender_only(server: TestServer) -> None:
    alice, mallory = server.person("alice"), server.person("mallory")
    await alice.join()
    await mallory.join()
    assert mallory.socket is not None
    await mallory.socket.send_bytes(b"\0" * 1_200_000)
    await mallory.closed()
    await alice.settled()


async def test_wishes_beyond_the_bounds_are_refused(server: TestServer) -> None:
    mallory = server.person("mallory")
    await mallory.join()
    for number in range(21):
        await mallory.send(add_track={"cid": f"c{number}", "type": "AUDIO", "source": "MICROPHONE"})
    kinds = await mallory.settled()
    assert (kinds.count("track_published"), kinds.count("request_response")) == (20, 1)
    for wrong in ({"cid": ""}, {"cid": "x" * 300}, {"cid": "x", "type": "DATA"}):
        await mallory.send(add_track={"type": "AUDIO", **wrong})
        await mallory.expect("request_response")
    many = [f"TR_{number}" for number in range(6000)]
    await mallory.send(subscription={"track_sids": many, "subscribe": False})
    await mallory.send(track_setting={"track_sids": many, "disabled": True})
    await mallory.settled()
    choices: Choices = mallory.session.choices
    assert len(choices.by_hand) + len(choices.settings) <= 4096


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frames=st.lists(st.binary(max_size=120), max_size=8), data=st.binary(max_size=200))
async def test_any_frames_and_any_data_leave_the_others_alone(frames: list[bytes], data: bytes) -> None:
    async with test_server() as server:
        alice, mallory = server.person("alice"), server.person("mallory")
        await alice.join()
        await mallory.join()
        mallory.session.on_data("_reliable", data)
        assert mallory.socket is not None
        for frame in frames:
            await mallory.socket.send_bytes(frame)
        await alice.settled()
        assert "alice" in server.media.rooms.get("room").room.people


async def test_five_hundred_who_come_and_go_leave_nothing_behind(server: TestServer) -> None:
    alice = server.person("alice")
    await alice.join()

    async def visits(count: int) -> None:
        for number in range(count):
            guest = server.person(f"guest-{number}")
            await guest.join()
            if number % 5 == 0:
                await guest.publish(cids=CHROMIUM_CIDS)
            if number % 2:
                await guest.send(leave=LeaveRequest())
                await guest.closed()
            else:
                session = guest.session
                await guest.drop()
                server.media.rooms.get("room").depart(session, 14, tell=False)  # type: ignore[arg-type]
            server.plane.peers.clear()
            alice.inbox, alice._read = [], 0
        await alice.settled()

    def left() -> tuple[int, int, int]:
        gc.collect()
        return len(asyncio.all_tasks()), len(list(Path("/proc/self/fd").iterdir())), len(gc.get_objects())

    await visits(50)
    before = left()
    await visits(500)
    after = left()
    assert after[0] <= before[0]
    assert after[1] <= before[1]
    assert after[2] - before[2] < 500  # less than one object for each visit
    live = server.media.rooms.get("room")
    assert (len(live.sessions), len(live.room.people), len(live.room.tracks)) == (1, 1, 0)
