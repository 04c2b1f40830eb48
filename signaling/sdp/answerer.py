"""The answer to an offer, as a pure function of the offer, our transport, and what goes where (RFC 8829 §5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from signaling.plane import LocalTransport, Mid, OutgoingTrack, TrackSid
from signaling.sdp.codecs import ChosenCodec, choose_codec, choose_extensions
from signaling.sdp.offer import Offer, Section
from signaling.sdp.slots import Slot

SCTP_PORT = 5000
MAX_MESSAGE = 65_536  # bytes; clients clamp data packets at 64,000


@dataclass(frozen=True, slots=True)
class Published:
    """A track this client publishes on an m-line, with what its encoder is told."""

    track: TrackSid
    stereo: bool = False
    dtx: bool = True


@dataclass(frozen=True, slots=True)
class Placement:
    """Everything an answer depends on besides the offer. An m-line in neither mapping is answered `inactive`."""

    local: LocalTransport
    session_id: int
    version: int
    published: Mapping[Mid, Published] = field(default_factory=dict)
    received: Mapping[Mid, Slot] = field(default_factory=dict)
    stream_of: Mapping[TrackSid, str] = field(default_factory=dict)  # track -> its owner's sid


@dataclass(frozen=True, slots=True)
class Answer:
    sdp: str
    outgoing: tuple[OutgoingTrack, ...]
    mid_to_track: dict[str, str]


def answer_offer(offer: Offer, placement: Placement) -> Answer:
    """One m-line for each of the offer's, in its order."""
    bodies: list[list[str]] = []
    accepted: list[str] = []
    outgoing: list[OutgoingTrack] = []
    for section in offer.sections:
        chosen = choose_codec(section) if section.kind != "application" and not section.rejected else None
        if not acceptable(section, offer, chosen):
            bodies.append(rejection(section))
            continue
        transport = transport_lines(placement.local, with_candidates=not accepted)
        accepted.append(section.mid)
        if chosen is None:
            bodies.append([*application_head(section), *transport, f"a=sctp-port:{SCTP_PORT}"])
            bodies[-1].append(f"a=max-message-size:{MAX_MESSAGE}")
            continue
        bodies.append([*media_head(section, chosen), *transport, *media_lines(section, chosen, placement)])
        slot = placement.received.get(section.mid)
        if slot is not None:
            outgoing.append(outgoing_track(section, chosen, slot))
    lines = [*session_lines(placement, accepted), *(line for body in bodies for line in body), ""]
    return Answer("\r\n".join(lines), tuple(outgoing), {track.mid: track.track for track in outgoing})


IP4 = "c=IN IP4 0.0.0.0"


def acceptable(section: Section, offer: Offer, chosen: ChosenCodec | None) -> bool:
    """Everything runs over one transport, so an m-line outside the bundle is rejected, as is one without our codec.

    So is one that the client itself made inactive: it carried a track that the client has ended. A browser uses a
    rejected line again for its next track; kept ones would pile up with every screen that is shared.
    """
    if section.rejected or section.mid not in offer.bundle:
        return False
    if section.kind == "application":
        return section.formats == ("webrtc-datachannel",)
    return chosen is not None and section.rtcp_mux and section.direction != "inactive"


def session_lines(placement: Placement, accepted: list[str]) -> list[str]:
    return [
        "v=0",
        f"o=- {placement.session_id} {placement.version} IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        *([f"a=group:BUNDLE {' '.join(accepted)}"] if accepted else []),
        "a=ice-lite",
        "a=msid-semantic: WMS *",
    ]


def transport_lines(local: LocalTransport, *, with_candidates: bool) -> list[str]:
    """Candidates stand in the first accepted m-line; the bundle shares them."""
    lines = [
        f"a=ice-ufrag:{local.ice.ufrag}",
        f"a=ice-pwd:{local.ice.password}",
        f"a=fingerprint:sha-256 {local.fingerprint}",
        "a=setup:passive",
    ]
    if with_candidates:
        for number, one in enumerate(local.candidates, 1):
            kind = "typ host tcptype passive" if one.protocol == "tcp" else "typ host"
            lines.append(
                f"a=candidate:{number} {one.component} {one.protocol} {one.priority} {one.address} {one.port} {kind}"
            )
        lines.append("a=end-of-candidates")
    return lines


def rejection(section: Section) -> list[str]:
    formats = " ".join(section.formats) or "0"
    return [f"m={section.kind} 0 {section.protocol} {formats}", IP4, "a=inactive", f"a=mid:{section.mid}"]


def application_head(section: Section) -> list[str]:
    return [f"m=application 9 {section.protocol} webrtc-datachannel", IP4, f"a=mid:{section.mid}"]


def media_head(section: Section, chosen: ChosenCodec) -> list[str]:
    rtx = chosen.codec.rtx_payload_type
    formats = f"{chosen.codec.payload_type}" + ("" if rtx is None else f" {rtx}")
    return [f"m={section.kind} 9 {section.protocol} {formats}", IP4, f"a=mid:{section.mid}"]


def media_lines(section: Section, chosen: ChosenCodec, placement: Placement) -> list[str]:
    """Direction, codec and, where this m-line sends to the client, whose track it is."""
    published = placement.published.get(section.mid)
    slot = placement.received.get(section.mid)
    direction = "recvonly" if published else "sendonly" if slot else "inactive"
    lines = [f"a=extmap:{number} {uri}" for uri, number in choose_extensions(section).items()]
    lines += [f"a={direction}", "a=rtcp-mux", "a=rtcp-rsize", *codec_lines(chosen, published)]
    if published and section.rids:
        lines += [f"a=rid:{rid} recv" for rid in section.rids]
        lines.append(f"a=simulcast:recv {';'.join(section.rids)}")
    if slot:
        lines += source_lines(slot, placement, chosen.codec.rtx_payload_type is not None)
    return lines


def codec_lines(chosen: ChosenCodec, published: Published | None) -> list[str]:
    number, rtx = chosen.codec.payload_type, chosen.codec.rtx_payload_type
    lines = [f"a=rtpmap:{number} {chosen.encoding}"]
    lines += [f"a=rtcp-fb:{number} {kind}" for kind in chosen.feedback]
    if chosen.codec.mime == "audio/opus":
        extra = ";usedtx=1" if published is None or published.dtx else ""
        extra += ";stereo=1" if published and published.stereo else ""
        lines.append(f"a=fmtp:{number} minptime=10;useinbandfec=1{extra}")
    if rtx is not None:
        lines += [f"a=rtpmap:{rtx} rtx/{chosen.codec.clock_rate}", f"a=fmtp:{rtx} apt={number}"]
    return lines


def source_lines(slot: Slot, placement: Placement, with_rtx: bool) -> list[str]:
    """The stream id `PA_x|TR_y` is how clients find the participant and the track."""
    assert slot.track is not None
    owner = placement.stream_of[slot.track]
    lines = [f"a=msid:{owner}|{slot.track} {slot.track}"]
    if with_rtx:
        lines.append(f"a=ssrc-group:FID {slot.ssrc} {slot.rtx_ssrc}")
    for ssrc in (slot.ssrc, slot.rtx_ssrc) if with_rtx else (slot.ssrc,):
        lines.append(f"a=ssrc:{ssrc} cname:{owner}")
        lines.append(f"a=ssrc:{ssrc} msid:{owner}|{slot.track} {slot.track}")
    return lines


def outgoing_track(section: Section, chosen: ChosenCodec, slot: Slot) -> OutgoingTrack:
    assert slot.track is not None
    return OutgoingTrack(
        track=slot.track,
        mid=section.mid,
        kind=section.media,
        codecs=(chosen.codec,),
        extensions=choose_extensions(section),
        ssrc=slot.ssrc,
        rtx_ssrc=slot.rtx_ssrc if chosen.codec.rtx_payload_type is not None else None,
    )
