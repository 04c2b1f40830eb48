"""The room service as the official Python client uses it, and as strangers abuse it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from livekit import api
from livekit.protocol.models import DataPacket, DisconnectReason, ParticipantPermission, TrackSource
from livekit.protocol.rtc import LeaveRequest

from tests.signaling.conversation import CHROMIUM_CIDS, KEY, SECRET, TestServer, test_server, token


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    async with test_server() as running:
        yield running


async def test_rooms_are_made_listed_changed_and_deleted(server: TestServer) -> None:
    async with server.api() as lk:
        made = await lk.room.create_room(
            api.CreateRoomRequest(name="r", empty_timeout=60, departure_timeout=5, max_participants=3, metadata="first")
        )
        assert (made.name, made.empty_timeout, made.departure_timeout) == ("r", 60, 5)
        assert (made.max_participants, made.metadata) == (3, "first")
        again = await lk.room.create_room(api.CreateRoomRequest(name="r"))
        assert (again.sid, again.metadata) == (made.sid, "first")
        await lk.room.create_room(api.CreateRoomRequest(name="other"))
        assert [r.name for r in (await lk.room.list_rooms(api.ListRoomsRequest())).rooms] == ["r", "other"]
        assert [r.name for r in (await lk.room.list_rooms(api.ListRoomsRequest(names=["r", "x"]))).rooms] == ["r"]
        changed = await lk.room.update_room_metadata(api.UpdateRoomMetadataRequest(room="r", metadata="second"))
        assert changed.metadata == "second"
        await lk.room.delete_room(api.DeleteRoomRequest(room="r"))
        assert [r.name for r in (await lk.room.list_rooms(api.ListRoomsRequest())).rooms] == ["other"]


async def test_room_metadata_reaches_those_inside(server: TestServer) -> None:
    alice = server.person("alice")
    await alice.join()
    async with server.api() as lk:
        await lk.room.update_room_metadata(api.UpdateRoomMetadataRequest(room="room", metadata="agenda"))
    assert (await alice.expect("room_update")).room_update.room.metadata == "agenda"


async def test_deleting_a_room_sends_everybody_away(server: TestServer) -> None:
    alice = server.person("alice")
    await alice.join()
    async with server.api() as lk:
        await lk.room.delete_room(api.DeleteRoomRequest(room="room"))
    assert (await alice.expect("leave")).leave.reason == DisconnectReason.ROOM_DELETED
    await alice.closed()


async def test_participants_are_listed_found_and_removed(server: TestServer) -> None:
    alice = server.person("alice")
    await alice.join()
    sids = await alice.publish(cids=CHROMIUM_CIDS)
    await alice.settled()
    who = api.RoomParticipantIdentity(room="room", identity="alice")
    async with server.api() as lk:
        (listed,) = (await lk.room.list_participants(api.ListParticipantsRequest(room="room"))).participants
        found = await lk.room.get_participant(who)
        assert listed == found
        assert [track.sid for track in found.tracks] == sids
        await lk.room.remove_participant(who)
        farewell = (await alice.expect("leave")).leave
        assert (farewell.reason, farewell.action) == (DisconnectReason.PARTICIPANT_REMOVED, LeaveRequest.DISCONNECT)
        with pytest.raises(api.TwirpError) as missing:
            await lk.room.get_participant(who)
        assert (missing.value.code, missing.value.status) == ("not_found", 404)
    assert server.plane.open_tracks == set()


async def test_muting_works_and_opening_a_microphone_does_not(server: TestServer) -> None:
    alice = server.person("alice")
    await alice.join()
    voice, picture = await alice.publish(cids=CHROMIUM_CIDS)
    await alice.settled()
    async with server.api() as lk:
        request = api.MuteRoomTrackRequest(room="room", identity="alice", track_sid=voice, muted=True)
        assert (await lk.room.mute_published_track(request)).track.muted
        assert server.plane.open_tracks == {picture}
        told = (await alice.expect("mute")).mute
        assert (told.sid, told.muted) == (voice, True)
        request.muted = False
        with pytest.raises(api.TwirpError) as refused:
            await lk.room.mute_published_track(request)
        assert refused.value.code == "failed_precondition"
    assert server.plane.open_tracks == {picture}
    assert "mute" not in await alice.settled()


async def test_a_permission_taken_shuts_the_tracks_before_the_answer(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    voice, picture = await alice.publish(cids=CHROMIUM_CIDS)
    await bob.join()
    change = api.UpdateParticipantRequest(room="room", identity="alice")
    change.permission.CopyFrom(
        ParticipantPermission(
            can_subscribe=True, can_publish=True, can_publish_data=True, can_publish_sources=[TrackSource.MICROPHONE]
        )
    )
    async with server.api() as lk:
        info = await lk.room.update_participant(change)
        assert server.plane.open_tracks == {voice}
        assert list(info.permission.can_publish_sources) == [TrackSource.MICROPHONE]
        assert (await alice.expect("track_unpublished")).track_unpublished.track_sid == picture
        assert (await alice.expect("refresh_token")).refresh_token
        change.permission.can_publish_sources[:] = []
        change.permission.can_publish = False
        await lk.room.update_participant(change)
        assert server.plane.open_tracks == set()
    assert (await alice.expect("track_unpublished")).track_unpublished.track_sid == voice
    server.media.rooms.get("room").flush()
    await bob.settled()
    assert not bob.session.negotiation.slots.wanted


async def test_a_permission_given_lets_a_listener_speak(server: TestServer) -> None:
    alice = server.person("alice", can_publish=False)
    await alice.join()
    await alice.send(add_track={"cid": CHROMIUM_CIDS[0], "type": "AUDIO", "source": "MICROPHONE"})
    await alice.expect("request_response")
    change = api.UpdateParticipantRequest(room="room", identity="alice", name="Alice", metadata="speaks")
    change.permission.CopyFrom(ParticipantPermission(can_subscribe=True, can_publish=True))
    async with server.api() as lk:
        info = await lk.room.update_participant(change)
    assert (info.name, info.metadata) == ("Alice", "speaks")
    sids = await alice.publish(cids=CHROMIUM_CIDS)
    await alice.settled()
    assert server.plane.open_tracks == set(sids)


async def test_a_permission_to_hear_taken_ends_what_was_heard(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    await alice.publish(cids=CHROMIUM_CIDS)
    await bob.join()
    change = api.UpdateParticipantRequest(room="room", identity="bob")
    change.permission.CopyFrom(ParticipantPermission(can_publish=True))
    async with server.api() as lk:
        await lk.room.update_participant(change)
    assert not bob.peer.outgoing


async def test_subscriptions_can_be_changed_from_outside(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    sids = await alice.publish(cids=CHROMIUM_CIDS)
    await bob.join()
    async with server.api() as lk:
        await lk.room.update_subscriptions(
            api.UpdateSubscriptionsRequest(room="room", identity="bob", track_sids=sids, subscribe=False)
        )
    await bob.expect("media_sections_requirement")
    await bob.reoffer()
    assert not bob.peer.outgoing


async def test_data_reaches_everybody_or_those_named(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    await bob.join()
    async with server.api() as lk:
        await lk.room.send_data(api.SendDataRequest(room="room", data=b"all", kind=DataPacket.RELIABLE, topic="t"))
        await lk.room.send_data(
            api.SendDataRequest(room="room", data=b"bob", kind=DataPacket.LOSSY, destination_identities=["bob"])
        )
    ((label, payload),) = alice.peer.sent
    packet = DataPacket.FromString(payload)
    assert (label, packet.user.payload, packet.user.topic) == ("_reliable", b"all", "t")
    assert [label for label, _ in bob.peer.sent] == ["_reliable", "_lossy"]


async def post(server: TestServer, method: str, body: bytes, kind: str, **grants: bool) -> tuple[int, str]:
    video = api.VideoGrants(**grants, room="room")  # type: ignore[arg-type]
    jwt = api.AccessToken(KEY, SECRET).with_grants(video).to_jwt()
    url = f"{server.url}/twirp/livekit.RoomService/{method}"
    headers = {"Authorization": f"Bearer {jwt}", "Content-Type": kind}
    async with server.http.post(url, data=io.BytesIO(body), headers=headers) as answer:
        return answer.status, (await answer.json())["code"] if answer.status != 200 else ""


PROTO, JSON = "application/protobuf", "application/json"


@pytest.mark.parametrize(
    ("method", "body", "kind", "grants", "expected"),
    [
        ("CreateRoom", b'{"name": "r"}', JSON, {}, (403, "permission_denied")),
        ("CreateRoom", b"{}", JSON, {"room_create": True}, (400, "invalid_argument")),
        ("CreateRoom", b"not json", JSON, {"room_create": True}, (400, "malformed")),
        ("CreateRoom", b"\xff\xff\xff", PROTO, {"room_create": True}, (400, "malformed")),
        ("CreateRoom", b"[" * 50_000, JSON, {"room_create": True}, (400, "malformed")),
        ("CreateRoom", b"x" * 1_100_000, PROTO, {"room_create": True}, (400, "malformed")),
        ("CreateRoom", b"{}", "text/plain", {"room_create": True}, (404, "bad_route")),
        ("NoSuchMethod", b"{}", JSON, {"room_admin": True}, (404, "bad_route")),
        ("ListRooms", b"{}", JSON, {"room_admin": True, "room_create": True}, (403, "permission_denied")),
        ("DeleteRoom", b'{"room": "nowhere"}', JSON, {"room_create": True}, (404, "not_found")),
        ("ListParticipants", b'{"room": "room"}', JSON, {"room_admin": True}, (404, "not_found")),
        ("ListParticipants", b'{"room": "foreign"}', JSON, {"room_admin": True}, (403, "permission_denied")),
        (
            "RemoveParticipant",
            b'{"room": "foreign", "identity": "a"}',
            JSON,
            {"room_admin": True},
            (403, "permission_denied"),
        ),
    ],
)
async def test_refusals(
    server: TestServer, method: str, body: bytes, kind: str, grants: dict[str, bool], expected: tuple[int, str]
) -> None:
    assert await post(server, method, body, kind, **grants) == expected


async def test_a_participants_token_opens_nothing(server: TestServer) -> None:
    alice = server.person("alice")
    await alice.join()
    url = f"{server.url}/twirp/livekit.RoomService/ListParticipants"
    for text, status in ((token("alice"), 403), ("x.y.z", 401), ("", 401)):
        headers = {"Authorization": f"Bearer {text}"}
        async with server.http.post(url, json={"room": "room"}, headers=headers) as answer:
            assert answer.status == status


METHODS = (
    "CreateRoom",
    "ListParticipants",
    "UpdateParticipant",
    "MutePublishedTrack",
    "SendData",
    "UpdateSubscriptions",
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(method=st.sampled_from(METHODS), body=st.binary(max_size=300), kind=st.sampled_from([PROTO, JSON]))
async def test_any_body_is_answered_cleanly(method: str, body: bytes, kind: str) -> None:
    async with test_server() as server:
        status, _ = await post(server, method, body, kind, room_admin=True, room_create=True, room_list=True)
        assert status in (200, 400, 404, 403, 412, 429)
