"""One room, several people, the signal protocol; packets are left to the media plane's own tests."""

from __future__ import annotations

from livekit.protocol.rtc import (
    JoinRequest,
    MuteTrackRequest,
    RequestResponse,
)

from tests.signaling.conversation import CHROMIUM_CIDS, TestServer, offer


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


async def test_only_allowed_sources_are_published(server: TestServer) -> None:
    alice = server.person("alice", can_publish_sources=["microphone"])
    await alice.join()
    await alice.send(add_track={"cid": "cam", "type": "VIDEO", "source": "CAMERA"})
    refused = (await alice.expect("request_response")).request_response
    assert refused.reason == RequestResponse.NOT_ALLOWED
    assert refused.add_track.cid == "cam"
    await alice.send(add_track={"cid": "mic", "type": "AUDIO", "source": "MICROPHONE"})
    await alice.expect("track_published")
