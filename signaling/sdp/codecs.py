"""Which codecs, header extensions and feedback this server takes part in, and how it finds them in an m-line.

Nothing is decoded, so a codec costs only what layer switching must know of it: Opus for sound, VP8 for pictures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from signaling.plane import Codec, Kind
from signaling.sdp.offer import RtpMap, Section

MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
REPAIRED_RID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
VIDEO_ORIENTATION = "urn:3gpp:video-orientation"
SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
TRANSPORT_WIDE = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"

EXTENSIONS: Mapping[Kind, tuple[str, ...]] = {
    "audio": (MID, AUDIO_LEVEL, SEND_TIME, TRANSPORT_WIDE),
    # RID and REPAIRED_RID even where nothing is simulcast: without them on every video m-line, Chromium later refuses
    # its own offer when it re-uses a placeholder for a simulcast camera.
    "video": (MID, RID, REPAIRED_RID, SEND_TIME, TRANSPORT_WIDE, VIDEO_ORIENTATION),
}
NAMES: Mapping[Kind, tuple[str, str]] = {"audio": ("opus", "audio/opus"), "video": ("vp8", "video/VP8")}
FEEDBACK = frozenset(("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"))


@dataclass(frozen=True, slots=True)
class ChosenCodec:
    """The codec of one m-line as this client numbers it, with its retransmission payload type."""

    codec: Codec
    feedback: tuple[str, ...]
    encoding: str  # as in the rtpmap of the answer


def choose_codec(section: Section) -> ChosenCodec | None:
    """The first payload type of the codec this server takes, or None when the client has none."""
    name, mime = NAMES[section.media]
    for payload_type, found in in_order(section):
        if found.name == name:
            encoding = "opus/48000/2" if section.media == "audio" else f"VP8/{found.clock_rate}"
            rtx = retransmission_of(section, payload_type) if section.media == "video" else None
            feedback = tuple(kind for kind in found.feedback if kind in FEEDBACK)
            return ChosenCodec(Codec(mime, payload_type, found.clock_rate, rtx), feedback, encoding)
    return None


def in_order(section: Section) -> list[tuple[int, RtpMap]]:
    """Payload types in the order the client prefers them."""
    numbers = [int(text) for text in section.formats if text.isascii() and text.isdigit()]
    return [(number, section.codecs[number]) for number in numbers if number in section.codecs]


def retransmission_of(section: Section, payload_type: int) -> int | None:
    """The `rtx` payload type whose apt is this one (RFC 4588)."""
    for number, found in section.codecs.items():
        if found.name == "rtx" and f"apt={payload_type}" in found.fmtp.replace(" ", "").split(";"):
            return number
    return None


def choose_extensions(section: Section) -> dict[str, int]:
    """The extensions both sides know, under the client's numbers."""
    return {uri: section.extensions[uri] for uri in EXTENSIONS[section.media] if uri in section.extensions}
