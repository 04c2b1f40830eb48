"""A room's rules, without a socket."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livekit.protocol.models import ConnectionQuality, TrackInfo, TrackSource, VideoLayer, VideoQuality
from livekit.protocol.rtc import AddTrackRequest, UpdateTrackSettings

from signaling.errors import LimitExceeded
from signaling.plane import LinkStatistics, Quality, TrackSid
from signaling.rooms.dynacast import HOLD, LayerDemand
from signaling.rooms.participant import Identity, Participant, ParticipantSid
from signaling.rooms.permissions import Permission
from signaling.rooms.quality import judge
from signaling.rooms.room import Room, RoomOptions
from signaling.rooms.subscriptions import Choices, TrackSetting, layer_for
from signaling.rooms.tracks import Track, track_from_request

LAYERS = [
    VideoLayer(quality=VideoQuality.LOW, width=320, height=180),
    VideoLayer(quality=VideoQuality.MEDIUM, width=640, height=360),
    VideoLayer(quality=VideoQuality.HIGH, width=1280, height=720),
]


def person(name: str, permission: Permission | None = None) -> Participant:
    return Participant(ParticipantSid(f"PA_{name}"), Identity(name), permission or Permission())


def room(max_participants: int = 0) -> Room:
    return Room("RM_1", "r", 1_900_000_000.0, RoomOptions(max_participants=max_participants))


def published(where: Room, owner: Participant, sid: str = "TR_1", source: int = TrackSource.CAMERA) -> Track:
    track = Track(TrackSid(sid), sid, "video", TrackInfo(sid=sid, source=TrackSource.Name(source)))
    where.publish(owner, track)
    return track


def test_a_full_room_refuses_but_counts_no_hidden_people() -> None:
    full = room(max_participants=1)
    full.enter(person("ghost", Permission(hidden=True)))
    full.enter(person("alice"))
    with pytest.raises(LimitExceeded):
        full.enter(person("bob"))
    full.enter(person("second ghost", Permission(hidden=True)))
    assert full.info().num_participants == 1


def test_who_receives_what() -> None:
    here = room()
    alice, bob = person("alice"), person("bob")
    for one in (alice, bob):
        here.enter(one)
    track = published(here, alice)
    assert here.receives(bob, Choices(), track.sid)
    assert not here.receives(alice, Choices(), track.sid)
    assert not here.receives(bob, Choices(auto=False), track.sid)
    assert here.receives(bob, Choices(auto=False, by_hand={track.sid: True}), track.sid)
    assert not here.receives(bob, Choices(by_hand={track.sid: False}), track.sid)
    bob.permission = Permission(can_subscribe=False)
    assert not here.receives(bob, Choices(), track.sid)


def test_what_a_new_permission_forbids() -> None:
    here = room()
    alice = person("alice")
    here.enter(alice)
    camera = published(here, alice, "TR_cam")
    voice = published(here, alice, "TR_mic", TrackSource.MICROPHONE)
    assert here.forbidden(alice) == []
    alice.permission = Permission(can_publish_sources=frozenset([int(TrackSource.MICROPHONE)]))
    assert here.forbidden(alice) == [camera]
    alice.permission = Permission(can_publish=False)
    assert here.forbidden(alice) == [camera, voice]
    assert not alice.may_flow(voice)


def test_leaving_ends_the_tracks_and_versions_grow() -> None:
    here = room()
    alice = person("alice")
    here.enter(alice)
    track = published(here, alice)
    version = alice.info().version
    assert here.leave(alice) == [track]
    assert alice.info().version > version
    assert (here.people, here.tracks) == ({}, {})


@pytest.mark.parametrize(
    ("shown", "layer"),
    [
        ((160, 90), Quality.LOW),
        ((320, 180), Quality.LOW),
        ((321, 180), Quality.MEDIUM),
        ((180, 320), Quality.LOW),
        ((640, 360), Quality.MEDIUM),
        ((1920, 1080), Quality.HIGH),
        ((0, 0), Quality.HIGH),
    ],
)
def test_the_smallest_layer_that_fills_the_size(shown: tuple[int, int], layer: Quality) -> None:
    assert layer_for(LAYERS, TrackSetting(width=shown[0], height=shown[1])) == layer


def test_without_a_size_the_quality_counts() -> None:
    assert layer_for(LAYERS, TrackSetting(quality=VideoQuality.MEDIUM)) == Quality.MEDIUM
    assert layer_for([], TrackSetting(width=100, height=100)) == Quality.HIGH


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.integers(0, 3), st.integers(0, 2**32 - 1))
def test_any_setting_is_some_layer(width: int, height: int, quality: int, priority: int) -> None:
    choices = Choices()
    choices.set(
        UpdateTrackSettings(
            track_sids=["TR_1"],
            width=width,
            height=height,
            quality=VideoQuality.Name(quality),
            priority=priority,
        )
    )
    wanted = choices.wanted(Track(TrackSid("TR_1"), "c", "video", TrackInfo(layers=LAYERS)))
    assert wanted.quality in (Quality.LOW, Quality.MEDIUM, Quality.HIGH)
    assert 0 <= wanted.priority <= 100


def test_more_layers_at_once_fewer_only_after_a_while() -> None:
    demand = LayerDemand()
    every = dict.fromkeys((Quality.LOW, Quality.MEDIUM, Quality.HIGH), True)
    low = {Quality.LOW: True, Quality.MEDIUM: False, Quality.HIGH: False}
    assert demand.change(every, 0.0) is None
    assert demand.change(low, 1.0) is None
    assert demand.change(low, 1.0 + HOLD) == low
    assert demand.change(low, 9.0) is None
    assert demand.change(every, 9.1) == every
    assert demand.change(low, 10.0) is None
    assert demand.change(every, 11.0) is None
    assert demand.change(low, 12.0) is None
    assert demand.change({}, 12.1) is None


@pytest.mark.parametrize(
    ("link", "quality"),
    [
        (LinkStatistics(1000, 0, 0.02, 0.002), ConnectionQuality.EXCELLENT),
        (LinkStatistics(1000, 0, None, None), ConnectionQuality.EXCELLENT),
        (LinkStatistics(1000, 80, 0.02, 0.002), ConnectionQuality.GOOD),
        (LinkStatistics(1000, 200, 0.02, 0.002), ConnectionQuality.POOR),
        (LinkStatistics(1000, 0, 1.2, 0.05), ConnectionQuality.POOR),
        (LinkStatistics(4, 4, 0.02, 0.0), ConnectionQuality.EXCELLENT),
        (LinkStatistics(1000, -5, 0.02, 0.0), ConnectionQuality.EXCELLENT),
    ],
)
def test_links_are_judged(link: LinkStatistics, quality: ConnectionQuality) -> None:
    found = judge(link, connected=True)
    assert found.quality == quality
    assert 1.0 <= found.score <= 5.0
    assert judge(link, connected=False).quality == ConnectionQuality.LOST


def test_an_announced_track_is_copied_within_bounds() -> None:
    request = AddTrackRequest(cid="c", name="n" * 1000, layers=LAYERS * 9, width=1280, height=720, type="VIDEO")
    track = track_from_request(TrackSid("TR_1"), request)
    assert len(track.info.name) == 256
    assert len(track.info.layers) == 4
    assert [layer.rid for layer in track.info.layers[:3]] == ["q", "h", "f"]
    assert track.info.simulcast
