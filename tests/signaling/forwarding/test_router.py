"""Which packets belong to which layer, before and after the publisher changes its mind."""

from __future__ import annotations

from dataclasses import replace

from signaling.forwarding.levels import Loudness
from signaling.forwarding.router import MAX_SOURCES
from signaling.forwarding.rtp import MID_URI, REPAIRED_RID_URI, RID_URI
from signaling.plane import Mid, Quality, TrackSid
from tests.signaling.forwarding.room import OPUS, VP8, Stage, vp8

EXTENSIONS = {MID_URI: 9, RID_URI: 10, REPAIRED_RID_URI: 11}


def stage() -> Stage:
    stage = Stage("video", (VP8,), simulcast=True)
    stage.incoming = replace(stage.incoming, extensions=EXTENSIONS)
    stage.publish()
    return stage


def test_layers_are_found_by_mid_and_rid() -> None:
    router = stage().publisher.router
    found = {ssrc: router.resolve(ssrc, 96, {9: b"0", 10: rid}) for ssrc, rid in ((1, b"q"), (2, b"h"), (3, b"f"))}
    assert [source and source.layer.quality for source in found.values()] == [Quality.LOW, Quality.MEDIUM, Quality.HIGH]
    assert router.resolve(4, 96, {9: b"0", 10: b"x"}) is None
    assert router.resolve(4, 96, {9: b"7", 10: b"q"}) is None
    assert router.resolve(4, 96, {10: b"q"}) is None


def test_retransmissions_are_tied_to_their_layer() -> None:
    router = stage().publisher.router
    assert router.resolve(101, 97, {9: b"0", 11: b"h"}) is None  # before its media was heard
    media = router.resolve(1, 96, {9: b"0", 10: b"h"})
    repair = router.resolve(101, 97, {9: b"0", 11: b"h"})
    assert repair is not None
    assert repair.repairs is media


def test_what_was_not_agreed_on_takes_nobodys_place() -> None:
    router = stage().publisher.router
    media = router.resolve(1, 96, {9: b"0", 10: b"q"})
    assert router.resolve(2, 50, {9: b"0", 10: b"q"}) is None
    assert router.sources == {1: media}


def test_sources_are_bounded() -> None:
    router = stage().publisher.router
    router.resolve(1, 96, {9: b"0", 10: b"q"})
    for ssrc in range(2, 500):
        router.resolve(ssrc, 97, {9: b"0", 11: b"q"})
    assert len(router.sources) == MAX_SOURCES


def test_an_offered_source_needs_no_extension() -> None:
    stage = Stage("audio", (OPUS,))
    stage.incoming = replace(stage.incoming, ssrcs=(77,), extensions={})
    stage.publish()
    wire, _ = stage.receiver()
    stage.send(1, b"word", ssrc=77)
    assert [packet.payload for packet in wire.packets] == [b"word"]


def test_the_only_track_of_a_payload_type_needs_no_extension_either() -> None:
    stage = Stage("audio", (OPUS,))
    stage.incoming = replace(stage.incoming, ssrcs=(), extensions={})
    stage.publish()
    wire, _ = stage.receiver()
    stage.send(1, b"word", ssrc=5)
    assert [packet.payload for packet in wire.packets] == [b"word"]


def test_a_layer_may_go_on_from_another_source() -> None:
    stage = Stage("video", (VP8,), simulcast=True)
    wire, _ = stage.receiver()
    stage.send(501, vp8(2, 2, key=True), ssrc=1, rid="f", stamp=4000)
    stage.now += 0.1
    stage.send(7, vp8(900, 9), ssrc=2, rid="f", stamp=777)
    stage.send(8, vp8(901, 10, key=True), ssrc=2, rid="f", stamp=3777)
    first, second = wire.packets
    assert (second.sequence - first.sequence) & 0xFFFF == 1
    assert second.stamp - first.stamp == 9000
    assert second.payload == vp8(3, 3, key=True)


def test_a_track_that_ends_takes_its_sources_along() -> None:
    stage = Stage("video", (VP8,), simulcast=True)
    wire, _ = stage.receiver()
    stage.send(2, vp8(2, 2, key=True), ssrc=1, rid="f")
    router = stage.publisher.router
    assert router.apply([], lambda _sid: stage.track, stage.now) == (stage.incoming.track,)
    stage.send(3, vp8(3, 3, key=True), ssrc=1, rid="f")
    assert len(wire.packets) == 1
    assert (router.sources, stage.track.layers) == ({}, {})


def test_the_same_negotiation_again_changes_nothing() -> None:
    stage = Stage("video", (VP8,), simulcast=True)
    wire, _ = stage.receiver()
    stage.send(2, vp8(2, 2, key=True), ssrc=1, rid="f")
    stage.publish()
    stage.send(3, vp8(3, 3), ssrc=1, rid="f")
    assert len(wire.packets) == 2


def test_another_track_on_the_same_line_begins_anew() -> None:
    stage = Stage("audio", (OPUS,))
    wire, _ = stage.receiver()
    stage.send(1, b"mine")
    stage.incoming = replace(stage.incoming, track=TrackSid("TR_other"), mid=Mid("0"))
    ended = stage.publisher.router.apply([stage.incoming], lambda _sid: stage.track, stage.now)
    assert ended == (TrackSid("TR_stage"),)
    stage.send(2, b"other")
    assert [packet.payload for packet in wire.packets] == [b"mine", b"other"]


def test_loudness_is_of_who_speaks() -> None:
    loudness = Loudness()
    assert loudness.read() == 0.0
    for _ in range(10):
        loudness.heard(20)
    first = loudness.read()
    for _ in range(10):
        loudness.heard(20)
    assert 0.04 < first < loudness.read() < 0.1
    for _ in range(10):
        loudness.heard(90)
    assert loudness.read() == 0.0


def test_one_loud_packet_is_no_speech() -> None:
    loudness = Loudness()
    loudness.heard(0)
    for _ in range(9):
        loudness.heard(127)
    assert loudness.read() == 0.0
