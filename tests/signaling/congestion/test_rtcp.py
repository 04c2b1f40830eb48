"""RTCP against aiortc's reading of it, and against rubbish."""

from __future__ import annotations

import pytest
from aiortc import rtp
from hypothesis import given
from hypothesis import strategies as st

from signaling.congestion import rtcp


def test_aiortc_reads_what_we_build() -> None:
    block = rtcp.ReportBlock(5, 10, 3, 70000, 9, 123, 456)
    compound = (
        rtcp.receiver_report([block])
        + rtcp.nack(7, [1, 2, 17, 18, 65535, 3])
        + rtcp.picture_loss(8)
        + rtcp.bandwidth_request(1_500_000, [9, 10])
        + rtcp.sender_report(rtcp.SenderInfo(5, rtcp.ntp_time(1e9), 90, 4, 400))
        + rtcp.description(5, "TR_name")
    )
    report, nack, loss, remb, sender, description = rtp.RtcpPacket.parse(compound)
    assert isinstance(report, rtp.RtcpRrPacket)
    assert (report.reports[0].ssrc, report.reports[0].packets_lost, report.reports[0].highest_sequence) == (5, 3, 70000)
    assert isinstance(nack, rtp.RtcpRtpfbPacket)
    assert (nack.media_ssrc, sorted(number & 0xFFFF for number in nack.lost)) == (7, [1, 2, 3, 17, 18, 65535])
    assert isinstance(loss, rtp.RtcpPsfbPacket)
    assert (loss.fmt, loss.media_ssrc) == (rtp.RTCP_PSFB_PLI, 8)
    assert isinstance(remb, rtp.RtcpPsfbPacket)
    bitrate, sources = rtp.unpack_remb_fci(remb.fci)
    assert sources == [9, 10]
    assert abs(bitrate - 1_500_000) < 16
    assert isinstance(sender, rtp.RtcpSrPacket)
    assert (sender.sender_info.ntp_timestamp, sender.sender_info.packet_count) == (rtcp.ntp_time(1e9), 4)
    assert isinstance(description, rtp.RtcpSdesPacket)
    assert description.chunks[0].items == [(1, b"TR_name")]


def test_we_read_what_we_build() -> None:
    block = rtcp.ReportBlock(5, 10, -3, 70000, 9, 123, 456)
    compound = rtcp.receiver_report([block]) + rtcp.nack(7, [1, 18]) + rtcp.bandwidth_request(800_000, [1])
    report, nack, remb = rtcp.walk(compound)
    assert list(rtcp.report_blocks(report)) == [block]
    assert (rtcp.feedback_target(nack), rtcp.nacked(nack)) == (7, [1, 18])
    assert rtcp.bandwidth_estimate(remb) == pytest.approx(800_000, rel=0.001)


@given(st.lists(st.integers(0, 65535), min_size=1, max_size=60, unique=True))
def test_a_nack_names_exactly_what_is_missing(missing: list[int]) -> None:
    ordered = sorted(missing)
    assert sorted(rtcp.nacked(next(rtcp.walk(rtcp.nack(1, ordered))))) == ordered


@given(st.binary(max_size=200))
def test_rubbish_is_walked_without_an_error(rubbish: bytes) -> None:
    for packet in rtcp.walk(rubbish):
        list(rtcp.report_blocks(packet))
        rtcp.sender_info(packet)
        rtcp.feedback_target(packet)
        rtcp.nacked(packet)
        rtcp.full_intra_targets(packet)
        rtcp.bandwidth_estimate(packet)
