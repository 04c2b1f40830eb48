"""What is told again and again: speakers, layers, links."""

from __future__ import annotations

from livekit.protocol.models import (
    ConnectionQuality,
)
from livekit.protocol.rtc import (
    JoinRequest,
)

from signaling.plane import LinkStatistics
from tests.signaling.conversation import CHROMIUM_CIDS, TestServer, offer


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


async def test_a_newcomer_learns_who_speaks(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    voice, _ = await alice.publish(cids=CHROMIUM_CIDS)
    server.plane.loudness = {voice: 0.3}
    await alice.expect("speakers_changed")
    await bob.connect(JoinRequest(publisher_offer=offer()))
    (speaker,) = (await bob.expect("speakers_changed")).speakers_changed.speakers
    assert (speaker.sid, speaker.active) == (alice.sid, True)


async def test_the_quality_of_links_is_told_when_it_changes_and_to_newcomers(server: TestServer) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    await alice.join()
    (told,) = (await alice.expect("connection_quality")).connection_quality.updates
    assert (told.participant_sid, told.quality) == (alice.sid, ConnectionQuality.EXCELLENT)
    alice.peer.link = LinkStatistics(packets_expected=1000, packets_lost=300, round_trip=0.3, jitter=0.01)
    (told,) = (await alice.expect("connection_quality")).connection_quality.updates
    assert (told.participant_sid, told.quality) == (alice.sid, ConnectionQuality.POOR)
    await bob.connect(JoinRequest(publisher_offer=offer()))
    (told,) = (await bob.expect("connection_quality")).connection_quality.updates
    assert (told.participant_sid, told.quality) == (alice.sid, ConnectionQuality.POOR)
