"""Offers of real clients are read, hostile ones are refused with one clean refusal."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signaling.errors import MalformedOffer
from signaling.sdp.offer import MAX_CANDIDATES, MAX_SDP, MAX_SECTIONS, parse_offer
from tests.signaling.samples import JOINING, PUBLISHING, recorded


@pytest.mark.parametrize("name", JOINING)
def test_a_joining_client_offers_three_audio_and_three_video_lines_and_data(name: str) -> None:
    offer = parse_offer(recorded(name))
    kinds = [section.kind for section in offer.sections]
    receiving = [s for s in offer.sections if s.kind != "application"]
    assert sorted(kinds) == ["application"] + ["audio"] * 3 + ["video"] * 3
    assert {section.direction for section in receiving} == {"recvonly"}
    assert {section.mid for section in offer.sections} == offer.bundle
    assert not any(section.rejected for section in offer.sections)


@pytest.mark.parametrize(("name", "rids"), [(PUBLISHING[0], "qhf"), (PUBLISHING[1], "qhf"), (PUBLISHING[2], "hq")])
def test_a_publishing_client_offers_a_microphone_and_a_simulcast_camera(name: str, rids: str) -> None:
    sending = [s for s in parse_offer(recorded(name)).sections if s.sends and s.kind != "application"]
    assert [(section.kind, section.rids) for section in sending] == [("audio", []), ("video", list(rids))]
    assert all(section.cid for section in sending)


def test_firefox_repeats_ssrcs_with_their_retransmission() -> None:
    camera = parse_offer(recorded("firefox-publish")).sections[-1]
    assert len(camera.ssrcs) == 6
    assert len(camera.rtx_ssrcs) == 3
    assert set(camera.rtx_ssrcs) | set(camera.rtx_ssrcs.values()) == set(camera.ssrcs)


def with_line(line: str) -> str:
    return recorded("chromium-join") + line + "\r\n"


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        "garbage",
        "v=0",
        "v=0\r\nm=audio",
        "v=0\r\n" + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n" * (MAX_SECTIONS + 1),
        "v=0\r\n" + "x" * MAX_SDP,
        with_line("a=candidate:1 1 udp 1 192.0.2.2 9 typ host\r\n" * MAX_CANDIDATES + "a=candidate:x"),
        with_line("a=fingerprint:sha-256 ZZ"),
        with_line("a=ice-ufrag:a b\tc"),
        with_line("a=setup:passive"),
        with_line("a=rtpmap:x y"),
        with_line("a=rtpmap:96 VP8/1e9"),
        with_line("a=ssrc:99999999999 cname:x"),
        with_line("a=ssrc-group:FID 1 -2"),
        with_line("a=extmap:0x1 uri"),
        with_line("a=mid:0"),
        with_line("a=mid:" + "9" * 65),
        with_line("a=simulcast:send q;h;f;g;i"),
        with_line("a=simulcast:send q\x00;h"),
        with_line("m=video 9 UDP/TLS/RTP/SAVPF 96 <script>"),
        with_line("m=text 9 UDP/TLS/RTP/SAVPF 96"),
        with_line("a=x:" + "y" * 5000),
        recorded("chromium-join").replace("a=ice-pwd", "a=ice-gone"),
        recorded("chromium-join").replace("a=fingerprint", "a=no-fingerprint"),
    ],
)
def test_what_cannot_be_answered_is_refused(hostile: str) -> None:
    with pytest.raises(MalformedOffer):
        parse_offer(hostile)


@given(st.text(max_size=2000))
def test_any_text_is_read_or_refused(text: str) -> None:
    for candidate in (text, "v=0\r\n" + text):
        try:
            parse_offer(candidate)
        except MalformedOffer:
            continue


@given(st.sampled_from(PUBLISHING), st.data())
def test_a_damaged_offer_is_read_or_refused(name: str, data: st.DataObject) -> None:
    lines = recorded(name).split("\r\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at] = data.draw(
            st.one_of(
                st.just(lines[at][:5]), st.text(max_size=40), st.sampled_from(lines), st.just(lines[at] + " 9" * 50)
            )
        )
    with contextlib.suppress(MalformedOffer):
        parse_offer("\r\n".join(lines))


def test_the_largest_offer_is_read_within_a_moment() -> None:
    """64 m-lines of a browser's size; the event loop waits meanwhile."""
    whole = recorded("chromium-join")
    video = "m=video" + whole.split("m=video")[1]
    head = whole.split("m=video")[0]
    many = [video.replace("a=mid:3", f"a=mid:v{number}").replace("\r\n", "\n") for number in range(28)]
    text = head + "".join(many)
    before = time.process_time()
    assert len(parse_offer(text).sections) == 31
    assert time.process_time() - before < 0.25
