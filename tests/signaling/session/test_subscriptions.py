"""Who receives whose tracks, and at what size."""

from __future__ import annotations

import asyncio

from livekit.protocol.models import (
    VideoQuality,
)
from livekit.protocol.rtc import (
    JoinRequest,
    SubscriptionPermission,
    TrackPermission,
    UpdateSubscription,
    UpdateTrackSettings,
)

from signaling.plane import Quality, Wanted
from tests.signaling.conversation import CHROMIUM_CIDS, TestServer, offer


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


async def test_firefox_gets_the_first_packet_only_after_its_answer_had_time(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    voice, picture = await alice.publish(cids=CHROMIUM_CIDS)
    await bob.connect(JoinRequest(publisher_offer=offer("firefox-join")))
    bob.sid = (await bob.expect("join")).join.participant.sid
    assert set((await bob.expect("answer")).answer.mid_to_track_id.values()) == {voice, picture}
    assert not bob.peer.outgoing
    async with asyncio.timeout(5):
        while {one.track for one in bob.peer.outgoing} != {voice, picture}:
            await asyncio.sleep(0.01)
