"""Leaving, losing a connection, coming back, and rooms that end."""

from __future__ import annotations

import asyncio

import pytest
from livekit.protocol.models import (
    DisconnectReason,
    ParticipantInfo,
)
from livekit.protocol.rtc import (
    JoinRequest,
    LeaveRequest,
    SyncState,
    UpdateSubscription,
)

from tests.signaling.conversation import CHROMIUM_CIDS, TestServer, offer, test_server


async def test_the_newer_connection_of_an_identity_wins(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await bob.join()
    await alice.join()
    again = server.person("alice")
    await again.join()
    farewell = (await alice.expect("leave")).leave
    assert (farewell.reason, farewell.action) == (DisconnectReason.DUPLICATE_IDENTITY, LeaveRequest.DISCONNECT)
    await alice.closed()
    room = server.media.rooms.get("room").room
    assert {p.sid for p in room.people.values()} == {bob.sid, again.sid}


async def test_a_dropped_connection_is_resumed_with_the_same_participant(server: TestServer) -> None:
    alice, bob, carol = (server.person(name) for name in ("alice", "bob", "carol"))
    await alice.join()
    voice, picture = await alice.publish(cids=CHROMIUM_CIDS)
    await bob.join()
    await carol.join()
    peer = bob.peer
    await bob.drop()
    await carol.send(leave=LeaveRequest())
    await carol.closed()
    await bob.connect(JoinRequest(reconnect=True, participant_sid=bob.sid))
    assert (await bob.expect("reconnect")).reconnect.server_info.protocol == 17
    people = (await bob.expect("update")).update.participants
    assert {(p.identity, p.state == ParticipantInfo.DISCONNECTED) for p in people} == {
        ("alice", False),
        ("bob", False),
        ("carol", True),
    }
    await bob.expect("room_update")
    await bob.expect("refresh_token")
    await bob.send(sync_state=SyncState(subscription=UpdateSubscription(subscribe=True)))
    description = offer("chromium-join", 9)
    description.sdp = description.sdp.replace("a=ice-ufrag:", "a=ice-ufrag:new")
    await bob.send(offer=description)
    answer = (await bob.expect("answer")).answer
    assert bob.peer is peer
    assert peer.restarts == 1
    assert f"a=ice-ufrag:{peer.local.ice.ufrag}" in answer.sdp
    assert set(answer.mid_to_track_id.values()) == {voice, picture}


async def test_resuming_somebody_unknown_means_starting_anew(server: TestServer) -> None:
    stranger = server.person("stranger")
    await stranger.connect(JoinRequest(reconnect=True, participant_sid="PA_unknown"))
    farewell = (await stranger.expect("leave")).leave
    assert (farewell.reason, farewell.action) == (DisconnectReason.STATE_MISMATCH, LeaveRequest.RECONNECT)
    await stranger.closed()


async def test_a_client_that_publishes_what_the_server_does_not_know_starts_anew(server: TestServer) -> None:
    alice = server.person("alice")
    await alice.join()
    state = SyncState()
    state.publish_tracks.add(cid="x").track.sid = "TR_unknown"
    await alice.send(sync_state=state)
    assert (await alice.expect("leave")).leave.action == LeaveRequest.RECONNECT


async def test_leaving_is_told_once_and_ends_everything(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    sids = await alice.publish(cids=CHROMIUM_CIDS)
    await bob.join()
    peer = alice.peer
    await alice.send(leave=LeaveRequest())
    await alice.closed()
    while True:
        update = (await bob.expect("update")).update
        gone = [p for p in update.participants if p.state == ParticipantInfo.DISCONNECTED]
        if gone:
            break
    assert [(p.identity, p.disconnect_reason) for p in gone] == [("alice", DisconnectReason.CLIENT_INITIATED)]
    assert peer.closed
    assert not server.plane.open_tracks & set(sids)


async def test_a_closing_server_tells_clients_to_come_back() -> None:
    async with test_server() as server:
        alice = server.person("alice")
        await alice.join()
        await server.media.close()
        farewell = (await alice.expect("leave")).leave
        assert (farewell.reason, farewell.action) == (DisconnectReason.SERVER_SHUTDOWN, LeaveRequest.RECONNECT)
        await alice.closed()


async def test_media_that_went_silent_is_asked_back_and_given_up_only_later(server: TestServer) -> None:
    alice = server.person("alice")
    await alice.join()
    alice.session.on_disconnected("silence")
    assert (await alice.expect("leave")).leave.action == LeaveRequest.RESUME
    assert alice.session._deadline is not None
    alice.session.on_connected()
    assert alice.session._deadline is None
    alice.session.on_closed()
    assert (await alice.expect("leave")).leave.action == LeaveRequest.RECONNECT


async def test_who_does_not_come_back_is_gone(server: TestServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signaling.session.session.RESUME_TIME", 0.05)
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    await bob.join()
    await alice.drop()
    while True:
        people = (await bob.expect("update")).update.participants
        if any(p.state == ParticipantInfo.DISCONNECTED for p in people):
            break
    assert list(server.media.rooms.get("room").room.people) == ["bob"]


async def test_a_room_ends_some_time_after_its_last_participant() -> None:
    async with test_server(departure_timeout=0.05) as server:
        alice = server.person("alice")
        await alice.join()
        await alice.send(leave=LeaveRequest())
        await alice.closed()
        async with asyncio.timeout(5):
            while list(server.media.rooms):
                await asyncio.sleep(0.01)
