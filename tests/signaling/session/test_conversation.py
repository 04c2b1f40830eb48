"""One room, several people, the whole signal protocol; packets are left to the media plane's own tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from livekit.protocol.models import DataPacket, DisconnectReason, ParticipantInfo, UserPacket, VideoQuality
from livekit.protocol.rtc import (
    JoinRequest,
    LeaveRequest,
    MuteTrackRequest,
    RequestResponse,
    SubscriptionPermission,
    SyncState,
    TrackPermission,
    UpdateParticipantMetadata,
    UpdateSubscription,
    UpdateTrackSettings,
)

from signaling.plane import Quality, Wanted
from tests.signaling.conversation import CHROMIUM_CIDS, TestServer, offer, test_server


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    async with test_server() as running:
        yield running


async def test_welcome_holds_what_clients_insist_on(server: TestServer) -> None:
    alice = server.person("alice")
    welcome = (await alice.join()).join
    assert welcome.room.sid.startswith("RM_")
    assert welcome.participant.sid.startswith("PA_")
    assert welcome.participant.permission.can_publish
    assert welcome.server_info.protocol == 17
    assert welcome.server_version
    assert (welcome.ping_interval, welcome.ping_timeout) == (5, 15)
    assert not welcome.subscriber_primary
    assert list(welcome.enabled_publish_codecs) == []


async def test_a_compressed_join_request_is_read_too(server: TestServer) -> None:
    alice = server.person("alice")
    await alice.connect(JoinRequest(publisher_offer=offer()), compressed=True)
    assert (await alice.expect("answer")).answer.id == 1


async def test_published_tracks_reach_the_others_before_they_are_asked_to_offer(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    await bob.join()
    voice, picture = await alice.publish(cids=CHROMIUM_CIDS)
    while True:
        update = (await bob.expect("update")).update
        tracks = [t.sid for p in update.participants if p.identity == "alice" for t in p.tracks]
        if tracks:
            break
    assert tracks == [voice, picture]
    needed = (await bob.expect("media_sections_requirement")).media_sections_requirement
    assert (needed.num_audios, needed.num_videos) == (0, 0)
    answer = (await bob.reoffer()).answer
    assert sorted(answer.mid_to_track_id.values()) == sorted([voice, picture])
    assert f"a=msid:{alice.sid}|{voice} {voice}" in answer.sdp
    assert {track.track for track in bob.peer.outgoing} == {voice, picture}
    assert server.plane.open_tracks == {voice, picture}


async def test_somebody_who_comes_later_gets_the_tracks_in_the_first_answer(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    sids = await alice.publish(cids=CHROMIUM_CIDS)
    welcome = await bob.join()
    assert [t.sid for p in welcome.join.other_participants for t in p.tracks] == sids
    assert {track.track for track in bob.peer.outgoing} == set(sids)
    assert "media_sections_requirement" not in await bob.settled()
    assert (await alice.expect("track_subscribed")).track_subscribed.track_sid in sids


async def test_firefox_publishes_although_its_offer_names_other_ids(server: TestServer) -> None:
    alice = server.person("alice")
    await alice.join()
    sids = await alice.publish(cids=("{one-id}", "{another-id}"), name="firefox-publish")
    assert [track.track for track in alice.peer.incoming] == sids
    assert alice.peer.incoming[1].rids == ("q", "h", "f")
    assert alice.peer.incoming[1].ssrcs == ()


async def test_own_mute_shuts_the_track_and_is_told(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    voice, _ = await alice.publish(cids=CHROMIUM_CIDS)
    await bob.join()
    await alice.send(mute=MuteTrackRequest(sid=voice, muted=True))
    await alice.settled()
    assert voice not in server.plane.open_tracks
    seen = (await bob.expect("update")).update.participants
    assert [t.muted for p in seen if p.identity == "alice" for t in p.tracks] == [True, False]
    await alice.send(mute=MuteTrackRequest(sid=voice, muted=False))
    await alice.settled()
    assert voice in server.plane.open_tracks


async def test_nobody_mutes_or_unmutes_for_another(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    voice, picture = await alice.publish(cids=CHROMIUM_CIDS)
    await bob.join()
    await bob.send(mute=MuteTrackRequest(sid=voice, muted=True))
    await bob.settled()
    assert server.plane.open_tracks == {voice, picture}


async def test_subscribing_by_hand_and_changing_ones_mind(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    _, picture = await alice.publish(cids=CHROMIUM_CIDS)
    await bob.join(auto_subscribe=False)
    assert not bob.peer.outgoing
    await bob.send(subscription=UpdateSubscription(track_sids=[picture], subscribe=True))
    await bob.expect("media_sections_requirement")
    await bob.reoffer()
    assert [one.track for one in bob.peer.outgoing] == [picture]
    await bob.send(subscription=UpdateSubscription(track_sids=[picture], subscribe=False))
    await bob.expect("media_sections_requirement")
    assert "a=msid:" not in (await bob.reoffer()).answer.sdp
    assert not bob.peer.outgoing
    await bob.send(subscription=UpdateSubscription(track_sids=["TR_nowhere"], subscribe=True))
    assert (await bob.expect("subscription_response")).subscription_response.track_sid == "TR_nowhere"


async def test_a_publisher_chooses_the_audience(server: TestServer) -> None:
    alice, bob, carol = (server.person(name) for name in ("alice", "bob", "carol"))
    await alice.join()
    voice, picture = await alice.publish(cids=CHROMIUM_CIDS)
    only_bob = TrackPermission(participant_identity="bob", all_tracks=True)
    only_carols_ear = TrackPermission(participant_identity="carol", track_sids=[voice])
    await alice.send(subscription_permission=SubscriptionPermission(track_permissions=[only_bob, only_carols_ear]))
    await alice.settled()
    await bob.join()
    await carol.join()
    assert {track.track for track in bob.peer.outgoing} == {voice, picture}
    assert {track.track for track in carol.peer.outgoing} == {voice}


async def test_the_size_shown_chooses_the_layer(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    _, picture = await alice.publish(cids=CHROMIUM_CIDS)
    await bob.join()
    await bob.send(track_setting=UpdateTrackSettings(track_sids=[picture], quality=VideoQuality.LOW, priority=2))
    await bob.settled()
    assert bob.peer.wanted[picture] == Wanted(quality=Quality.LOW, priority=2)
    await bob.send(track_setting=UpdateTrackSettings(track_sids=[picture], disabled=True))
    await bob.settled()
    assert bob.peer.wanted[picture].paused


async def test_metadata_needs_the_right_and_keeps_the_limits(server: TestServer) -> None:
    alice, bob = server.person("alice", can_update_own_metadata=True), server.person("bob")
    await alice.join()
    await bob.join()
    wish = UpdateParticipantMetadata(metadata="hello", attributes={"club": "linux", "gone": ""}, request_id=7)
    await alice.send(update_metadata=wish)
    answer = (await alice.expect("request_response")).request_response
    assert (answer.request_id, answer.reason) == (7, RequestResponse.OK)
    await bob.send(update_metadata=wish)
    assert (await bob.expect("request_response")).request_response.reason == RequestResponse.NOT_ALLOWED
    await alice.send(update_metadata=UpdateParticipantMetadata(name="n" * 257, request_id=8))
    assert (await alice.expect("request_response")).request_response.reason == RequestResponse.LIMIT_EXCEEDED
    info: ParticipantInfo = alice.session.participant.info()
    assert (info.metadata, dict(info.attributes)) == ("hello", {"club": "linux"})


async def test_data_bears_the_senders_true_name_and_reaches_only_those_named(server: TestServer) -> None:
    people = [server.person(name) for name in ("alice", "bob", "carol")]
    for person in people:
        await person.join()
    alice, bob, carol = people
    lie = DataPacket(
        user=UserPacket(payload=b"hi", participant_identity="carol"),
        participant_identity="carol",
        participant_sid="PA_x",
    )
    alice.session.on_data("_reliable", lie.SerializeToString())
    for person in (bob, carol):
        ((label, payload),) = person.peer.sent
        packet = DataPacket.FromString(payload)
        assert (label, packet.participant_identity, packet.participant_sid) == ("_reliable", "alice", alice.sid)
        assert packet.user.participant_identity == "alice"
    assert alice.peer.sent == []
    whisper = DataPacket(user=UserPacket(payload=b"psst"), destination_identities=["bob"])
    alice.session.on_data("_lossy", whisper.SerializeToString())
    assert [label for label, _ in bob.peer.sent] == ["_reliable", "_lossy"]
    assert len(carol.peer.sent) == 1


async def test_data_that_is_forbidden_or_broken_goes_nowhere(server: TestServer) -> None:
    alice, bob = server.person("alice", can_publish_data=False), server.person("bob")
    await alice.join()
    await bob.join()
    fine = DataPacket(user=UserPacket(payload=b"hi")).SerializeToString()
    alice.session.on_data("_reliable", fine)
    for label, payload in (("_reliable", b"\xff\xff"), ("other", fine), ("_lossy", b""), ("_lossy", b"x" * 70_000)):
        bob.session.on_data(label, payload)
    forged = DataPacket()
    forged.speaker.speakers.add(sid="PA_x")
    bob.session.on_data("_reliable", forged.SerializeToString())
    assert (alice.peer.sent, bob.peer.sent) == ([], [])


async def test_a_reliable_packet_sent_again_after_a_resume_is_relayed_once(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    await bob.join()
    for number in (1, 2, 1, 2, 3):
        alice.session.on_data(
            "_reliable", DataPacket(user=UserPacket(payload=b"x"), sequence=number).SerializeToString()
        )
    assert [DataPacket.FromString(payload).sequence for _, payload in bob.peer.sent] == [1, 2, 3]


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


async def test_hidden_people_are_neither_listed_nor_told_of(server: TestServer) -> None:
    alice, ghost = server.person("alice"), server.person("ghost", hidden=True)
    await alice.join()
    await ghost.join()
    await ghost.publish(cids=CHROMIUM_CIDS)
    server.media.rooms.get("room").flush()
    await alice.settled()
    names = {p.identity for m in alice.inbox for p in m.update.participants}
    assert names == {"alice"}
    assert server.media.rooms.get("room").room.info().num_participants == 1
    late = server.person("late")
    assert [p.identity for p in (await late.join()).join.other_participants] == ["alice"]


async def test_who_may_not_subscribe_receives_nothing(server: TestServer) -> None:
    alice, deaf = server.person("alice"), server.person("deaf", can_subscribe=False)
    await alice.join()
    await alice.publish(cids=CHROMIUM_CIDS)
    await deaf.join()
    assert deaf.peer.outgoing == ()


async def test_only_allowed_sources_are_published(server: TestServer) -> None:
    alice = server.person("alice", can_publish_sources=["microphone"])
    await alice.join()
    await alice.send(add_track={"cid": "cam", "type": "VIDEO", "source": "CAMERA"})
    refused = (await alice.expect("request_response")).request_response
    assert refused.reason == RequestResponse.NOT_ALLOWED
    assert refused.add_track.cid == "cam"
    await alice.send(add_track={"cid": "mic", "type": "AUDIO", "source": "MICROPHONE"})
    await alice.expect("track_published")


async def test_speakers_layers_and_paused_pictures_are_told(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    voice, picture = await alice.publish(cids=CHROMIUM_CIDS)
    await bob.join()
    server.plane.loudness = {voice: 0.3}
    (speaker,) = (await bob.expect("speakers_changed")).speakers_changed.speakers
    assert (speaker.sid, speaker.active, speaker.level) == (alice.sid, True, 0.375)
    server.plane.loudness = {}
    (speaker,) = (await bob.expect("speakers_changed")).speakers_changed.speakers
    assert (speaker.sid, speaker.active) == (alice.sid, False)
    bob.session.on_paused(picture, True)
    (state,) = (await bob.expect("stream_state_update")).stream_state_update.stream_states
    assert (state.participant_sid, state.track_sid, state.state) == (alice.sid, picture, 1)


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


async def test_a_newcomer_learns_who_speaks(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    voice, _ = await alice.publish(cids=CHROMIUM_CIDS)
    server.plane.loudness = {voice: 0.3}
    await alice.expect("speakers_changed")
    await bob.connect(JoinRequest(publisher_offer=offer()))
    (speaker,) = (await bob.expect("speakers_changed")).speakers_changed.speakers
    assert (speaker.sid, speaker.active) == (alice.sid, True)


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
