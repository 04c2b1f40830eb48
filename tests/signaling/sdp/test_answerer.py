"""Answers to the recorded offers of real clients."""

from __future__ import annotations

import re

import pytest

from signaling.plane import Mid, TrackSid
from signaling.sdp.answerer import Answer, Placement, Published, answer_offer
from signaling.sdp.offer import Offer, parse_offer
from signaling.sdp.slots import Slot
from tests.signaling.samples import JOINING, LOCAL, PUBLISHING, attributes, recorded, sections

SOMEBODY = "PA_somebody"
VOICE, PICTURE = TrackSid("TR_voice"), TrackSid("TR_picture")


def placement(published: dict[Mid, Published] | None = None, received: dict[Mid, Slot] | None = None) -> Placement:
    return Placement(LOCAL, 4711, 1, published or {}, received or {}, {VOICE: SOMEBODY, PICTURE: SOMEBODY})


def first(offer: Offer, kind: str, *, sending: bool = False) -> Mid:
    return next(s.mid for s in offer.sections if s.kind == kind and s.sends == sending)


@pytest.mark.parametrize("name", JOINING + PUBLISHING)
def test_every_line_is_answered_in_order_and_stays_idle(name: str) -> None:
    offer = parse_offer(recorded(name))
    answer = answer_offer(offer, placement())
    assert attributes(answer.sdp, "mid") == [section.mid for section in offer.sections]
    assert attributes(answer.sdp, "group") == ["BUNDLE " + " ".join(section.mid for section in offer.sections)]
    assert answer.sdp.count("a=inactive") == len(offer.sections) - 1
    assert attributes(answer.sdp, "setup") == ["passive"] * len(offer.sections)
    assert "a=ice-lite" in answer.sdp
    assert attributes(answer.sdp, "candidate") == ["1 1 udp 2130706431 192.0.2.1 7882 typ host"]
    assert attributes(answer.sdp, "sctp-port") == ["5000"]
    assert answer.outgoing == ()


@pytest.mark.parametrize("name", JOINING + PUBLISHING)
def test_payload_types_and_extension_numbers_are_those_of_the_offer(name: str) -> None:
    text = recorded(name)
    for asked, given in zip(sections(text), sections(answer_offer(parse_offer(text), placement()).sdp), strict=True):
        offered = asked.split("\r\n")[0].split()[3:]
        assert set(given.split("\r\n")[0].split()[3:]) <= set(offered)
        extensions = {re.sub(r"(\d+)/\w+", r"\1", value) for value in attributes(asked, "extmap")}
        assert set(attributes(given, "extmap")) <= extensions


def test_placeholders_echo_the_rid_extensions() -> None:
    """Without them Chromium refuses its own offer once it re-uses the line for a simulcast camera."""
    answer = answer_offer(parse_offer(recorded("chromium-join")), placement())
    videos = [section for section in sections(answer.sdp) if section.startswith("m=video")]
    assert len(videos) == 3
    for section in videos:
        assert "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id" in section
        assert "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id" in section


@pytest.mark.parametrize(("name", "rids"), [(PUBLISHING[0], "q;h;f"), (PUBLISHING[1], "q;h;f"), (PUBLISHING[2], "h;q")])
def test_a_published_camera_keeps_its_layers(name: str, rids: str) -> None:
    offer = parse_offer(recorded(name))
    mid = first(offer, "video", sending=True)
    answer = answer_offer(offer, placement(published={mid: Published(PICTURE)}))
    camera = next(section for section in sections(answer.sdp) if f"a=mid:{mid}\r\n" in section)
    assert "a=recvonly" in camera
    assert attributes(camera, "simulcast") == [f"recv {rids}"]
    assert attributes(camera, "rid") == [f"{rid} recv" for rid in rids.split(";")]
    assert any(value.endswith("transport-cc") for value in attributes(camera, "rtcp-fb"))


def test_a_published_microphone_is_told_to_be_silent_in_silence() -> None:
    offer = parse_offer(recorded("chromium-publish"))
    mid = first(offer, "audio", sending=True)

    def fmtp(how: Published) -> str:
        answer = answer_offer(offer, placement(published={mid: how}))
        voice = next(section for section in sections(answer.sdp) if f"a=mid:{mid}\r\n" in section)
        return attributes(voice, "fmtp")[0]

    assert fmtp(Published(VOICE)) == "111 minptime=10;useinbandfec=1;usedtx=1"
    assert fmtp(Published(VOICE, stereo=True, dtx=False)) == "111 minptime=10;useinbandfec=1;stereo=1"


@pytest.mark.parametrize("name", JOINING)
def test_a_received_track_names_its_owner_and_itself(name: str) -> None:
    offer = parse_offer(recorded(name))
    mid = first(offer, "video")
    slot = Slot(mid, "video", PICTURE, ssrc=1111, rtx_ssrc=2222)
    answer = answer_offer(offer, placement(received={mid: slot}))
    assert attributes(answer.sdp, "msid") == ["PA_somebody|TR_picture TR_picture"]
    assert attributes(answer.sdp, "ssrc-group") == ["FID 1111 2222"]
    assert answer.mid_to_track == {mid: PICTURE}
    (outgoing,) = answer.outgoing
    assert (outgoing.track, outgoing.mid, outgoing.ssrc, outgoing.rtx_ssrc) == (PICTURE, mid, 1111, 2222)
    assert outgoing.codecs[0].mime == "video/VP8"
    assert outgoing.codecs[0].rtx_payload_type is not None


def test_a_line_without_our_codec_or_outside_the_bundle_is_rejected() -> None:
    without_vp8 = recorded("chromium-join").replace("VP8/90000", "VP7/90000")
    outside = recorded("chromium-join").replace("a=group:BUNDLE 0 ", "a=group:BUNDLE ")
    for text, rejected in ((without_vp8, ["3", "4", "5"]), (outside, ["0"])):
        answer = answer_offer(parse_offer(text), placement())
        refused = [s for s in sections(answer.sdp) if re.match(r"m=\w+ 0 ", s)]
        assert [attributes(section, "mid")[0] for section in refused] == rejected
        (bundle,) = attributes(answer.sdp, "group")
        assert not set(bundle.split()) & set(rejected)
        assert len(attributes(answer.sdp, "candidate")) == 1


def test_the_same_offer_and_placement_give_the_same_answer() -> None:
    offer = parse_offer(recorded("chromium-publish"))
    answers: list[Answer] = [answer_offer(offer, placement()) for _ in range(2)]
    assert answers[0] == answers[1]
