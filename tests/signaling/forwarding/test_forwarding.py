"""From one publisher to receivers: what passes, in which numbering, and what does not."""

from __future__ import annotations

import struct
from dataclasses import replace

from signaling.congestion import rtcp
from signaling.forwarding.rtp import MID_URI, SEND_TIME_URI, TRANSPORT_SEQUENCE_URI
from signaling.plane import Codec, Mid, OutgoingTrack, Quality, Wanted
from tests.signaling.forwarding.room import OPUS, RED, SID, VP8, Stage, rtcp_packet, vp8


def test_each_receiver_gets_its_own_numbers_and_extensions() -> None:
    stage = Stage("audio", (OPUS,))
    alice, _ = stage.receiver(
        Codec("audio/opus", 109, 48000), ssrc=1000, extensions={MID_URI: 4, TRANSPORT_SEQUENCE_URI: 3}
    )
    bob, _ = stage.receiver(ssrc=2000, extensions={SEND_TIME_URI: 2})
    carol, _ = stage.receiver(ssrc=3000)
    for number in range(5, 8):
        stage.send(number, b"word %d" % number, stamp=number * 960)
    assert [packet.payload for packet in alice.packets] == [b"word 5", b"word 6", b"word 7"]
    assert [packet.stamp for packet in alice.packets] == [4800, 5760, 6720]
    assert {(packet.ssrc, packet.payload_type) for packet in alice.packets} == {(1000, 109)}
    assert [packet.extensions for packet in alice.packets] == [
        {3: b"\0\1", 4: b"m"},
        {3: b"\0\2", 4: b"m"},
        {3: b"\0\3", 4: b"m"},
    ]
    assert [sorted(packet.extensions) for packet in bob.packets] == [[2]] * 3
    assert [packet.extensions for packet in carol.packets] == [{}] * 3
    first = alice.packets[0].sequence
    assert [packet.sequence - first for packet in alice.packets] == [0, 1, 2]


def test_after_the_gate_is_shut_not_one_more_packet_passes() -> None:
    stage = Stage("audio", (OPUS,))
    wire, subscriber = stage.receiver()
    stage.send(1, b"before")
    stage.track.open_gate(False, stage.now)
    stage.send(2, b"secret")
    subscriber.control(rtcp_packet(rtcp.nack(1000, [wire.packets[0].sequence])), stage.now)
    stage.track.open_gate(True, stage.now)
    stage.send(3, b"after")
    assert [packet.payload for packet in wire.packets] == [b"before", b"after"]
    assert wire.packets[1].sequence == wire.packets[0].sequence + 1


def test_reordered_packets_keep_their_places_and_copies_are_dropped() -> None:
    stage = Stage("audio", (OPUS,))
    wire, _ = stage.receiver()
    for number in (1, 2, 4, 3, 3, 5):
        stage.send(number, b"%d" % number)
    first = wire.packets[0].sequence
    assert [(packet.sequence - first, packet.payload) for packet in wire.packets] == [
        (0, b"1"),
        (1, b"2"),
        (3, b"4"),
        (2, b"3"),
        (4, b"5"),
    ]


def test_a_packet_from_before_a_receiver_began_is_never_sent_to_it() -> None:
    stage = Stage("audio", (OPUS,))
    stage.receiver(ssrc=1000)
    stage.send(1, b"1")
    late, _ = stage.receiver(ssrc=2000)
    stage.send(5, b"5")
    stage.send(4, b"4")
    assert [packet.payload for packet in late.packets] == [b"5"]


def test_video_begins_with_a_key_frame_that_was_asked_for() -> None:
    stage = Stage("video", (VP8,))
    stage.send(1, vp8(1, 1))
    wire, _ = stage.receiver()
    assert stage.publisher_wire.kinds() == [(rtcp.PAYLOAD_FEEDBACK, rtcp.PICTURE_LOSS)]
    stage.send(2, vp8(2, 2))
    stage.send(3, vp8(3, 3, key=True))
    stage.send(4, vp8(4, 4))
    assert [packet.payload for packet in wire.packets] == [vp8(3, 3, key=True), vp8(4, 4)]


def test_key_frame_requests_are_paced() -> None:
    stage = Stage("video", (VP8,))
    stage.send(1, vp8(1, 1, key=True))
    _, subscriber = stage.receiver()
    stage.send(2, vp8(2, 2, key=True))
    for _ in range(10):
        subscriber.control(rtcp_packet(rtcp.picture_loss(1000)), stage.now)
    assert len(stage.publisher_wire.control) == 1
    stage.now += 0.6
    subscriber.control(rtcp_packet(rtcp.picture_loss(1000)), stage.now)
    assert len(stage.publisher_wire.control) == 2


def test_a_lost_packet_is_sent_again_on_the_retransmission_source() -> None:
    stage = Stage("video", (VP8,))
    wire, subscriber = stage.receiver()
    for number in range(1, 6):
        stage.send(number, vp8(number, number, key=number == 1), stamp=number * 3000)
    lost = wire.packets[2]
    subscriber.control(rtcp_packet(rtcp.nack(1000, [lost.sequence])), stage.now)
    again = wire.packets[-1]
    assert (again.ssrc, again.payload_type, again.stamp) == (1001, 97, lost.stamp)
    assert again.payload == struct.pack("!H", lost.sequence) + lost.payload


def test_without_a_retransmission_source_nothing_is_sent_twice() -> None:
    stage = Stage("video", (VP8,))
    wire, subscriber = stage.receiver(rtx=False)
    stage.send(1, vp8(1, 1, key=True))
    subscriber.control(rtcp_packet(rtcp.nack(1000, [wire.packets[0].sequence])), stage.now)
    assert len(wire.packets) == 1


def test_what_the_publisher_sends_again_reaches_receivers_once() -> None:
    stage = Stage("video", (VP8,))
    wire, _ = stage.receiver()
    for number in (1, 2, 4):
        stage.send(number, vp8(number, number, key=number == 1))
    stage.publisher.router.resolve(2, 97, {})
    stage.now += 0.1
    stage.publisher.tick(stage.now)
    assert (rtcp.TRANSPORT_FEEDBACK, rtcp.NACK) in stage.publisher_wire.kinds()
    for number in (1, 2):
        stage.send(number, struct.pack("!H", 3) + vp8(3, 3), ssrc=2, payload_type=97)
    stage.send(3, vp8(3, 3))
    assert [packet.payload for packet in wire.packets] == [vp8(n, n, key=n == 1) for n in (1, 2, 4, 3)]


def test_empty_packets_keep_the_numbering_and_nothing_else() -> None:
    stage = Stage("video", (VP8,))
    wire, _ = stage.receiver()
    stage.send(1, vp8(1, 1, key=True))
    stage.send(2, b"")
    stage.send(3, vp8(2, 2))
    assert [packet.payload for packet in wire.packets] == [vp8(1, 1, key=True), b"", vp8(2, 2)]
    assert [packet.sequence - wire.packets[0].sequence for packet in wire.packets] == [0, 1, 2]


def test_red_is_unwrapped_for_who_has_only_opus() -> None:
    stage = Stage("audio", (RED, OPUS))
    both, _ = stage.receiver(Codec("audio/red", 63, 48000), Codec("audio/opus", 109, 48000), ssrc=1000)
    plain, _ = stage.receiver(OPUS, ssrc=2000)
    block = bytes((0x80 | 111, 0x0F, 0x00, 0x03, 111)) + b"old" + b"new"
    stage.send(1, block)
    stage.send(2, b"bare", payload_type=111)
    assert [(packet.payload_type, packet.payload) for packet in plain.packets] == [(111, b"new"), (111, b"bare")]
    remapped = bytes((0x80 | 109, 0x0F, 0x00, 0x03, 109)) + b"old" + b"new"
    assert [(packet.payload_type, packet.payload) for packet in both.packets] == [(63, remapped), (109, b"bare")]


def test_an_ssrc_used_again_numbers_on_where_it_stopped() -> None:
    stage = Stage("audio", (OPUS,))
    wire, subscriber = stage.receiver()
    stage.send(1, b"1")
    subscriber.apply([], lambda _sid: stage.track, stage.now)
    again = OutgoingTrack(SID, Mid("m"), "audio", (OPUS,), {}, ssrc=1000)
    subscriber.apply([again], lambda _sid: stage.track, stage.now)
    stage.send(2, b"2")
    assert [packet.sequence - wire.packets[0].sequence for packet in wire.packets] == [0, 1]


def test_sender_reports_travel_in_the_receivers_numbering() -> None:
    stage = Stage("audio", (OPUS,))
    wire, subscriber = stage.receiver()
    for number in (1, 2):
        stage.send(number, b"word", stamp=number * 960)
    report = rtcp.sender_report(rtcp.SenderInfo(1, rtcp.ntp_time(1e9), 1920, 2, 8))
    stage.publisher.sender_reported(rtcp_packet(report), stage.now)
    told = rtcp.sender_info(rtcp_packet(wire.control[0]))
    assert told == rtcp.SenderInfo(1000, rtcp.ntp_time(1e9), 1920, 2, 8)
    block = rtcp.ReportBlock(1000, 0, 0, 5, 0, rtcp.middle(rtcp.ntp_time(1e9)), 6554)
    subscriber.control(rtcp_packet(rtcp.receiver_report([block])), stage.now + 0.15)
    assert subscriber.round_trip is not None
    assert abs(subscriber.round_trip - 0.05) < 0.001


def test_who_wants_nothing_gets_nothing_and_goes_on_later() -> None:
    stage = Stage("video", (VP8,))
    wire, subscriber = stage.receiver()
    stage.send(1, vp8(1, 1, key=True))
    subscriber.want(SID, Wanted(paused=True), stage.now)
    assert stage.track.wanted_layers() == {Quality.HIGH: False}
    stage.send(2, vp8(2, 2))
    subscriber.want(SID, Wanted(), stage.now)
    stage.send(3, vp8(3, 3))
    stage.send(4, vp8(4, 4, key=True))
    assert [packet.payload for packet in wire.packets] == [vp8(1, 1, key=True), vp8(2, 2, key=True)]
    assert wire.packets[1].sequence == wire.packets[0].sequence + 1


def test_a_publisher_without_transport_wide_numbers_is_told_a_bitrate() -> None:
    stage = Stage("video", (VP8,))
    stage.incoming = replace(stage.incoming, extensions={SEND_TIME_URI: 2})
    stage.publish()
    for number in range(400):
        stage.now += 0.01
        stage.send(number, bytes(1000), element=(2, (int(stage.now * (1 << 18)) & 0xFFFFFF).to_bytes(3, "big")))
    told = [
        rtcp.bandwidth_estimate(packet)
        for compound in stage.publisher_wire.control
        for packet in rtcp.walk(compound)
        if packet.kind == rtcp.PAYLOAD_FEEDBACK
    ]
    assert told[-1] is not None
    assert told[-1] > 800_000
