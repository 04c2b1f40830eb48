"""Reading an SDP offer (RFC 8866, RFC 8829) into the few values an answer needs.

One pass over the lines, linear in their number, with bounds before the work: a hostile offer costs no more than an
honest one and ends in one MalformedOffer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from signaling.errors import MalformedOffer
from signaling.plane import IceCredentials, Kind, Mid, RemoteTransport

MAX_SDP = 256 * 1024  # bytes; Chromium writes 5 to 6 KB for each video m-line, and there may be 64 of them
MAX_SECTIONS = 64
MAX_CANDIDATES = 100
MAX_LINE = 4096  # bytes; the longest honest line is an fmtp of some 300
MAX_SSRCS = 12  # in one m-line: three layers with retransmission, twice over

Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]
TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,64}\Z")
ICE_CHARS = re.compile(r"[A-Za-z0-9+/=_-]{4,256}\Z")  # "=" and "-" are not in the RFC but in the wild
FINGERPRINT = re.compile(r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){15,63}\Z")
NO_MID = Mid("")  # only until the a=mid line is read
DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")


@dataclass(slots=True)
class RtpMap:
    """One payload type of an m-line."""

    payload_type: int
    name: str  # lower case
    clock_rate: int
    fmtp: str = ""
    feedback: tuple[str, ...] = ()


@dataclass(slots=True)
class Section:
    """One m-line of the offer with its attributes."""

    kind: Literal["audio", "video", "application"]
    index: int
    rejected: bool = False  # port 0 without bundle-only: a stopped transceiver
    mid: Mid = NO_MID
    protocol: str = ""
    formats: tuple[str, ...] = ()
    direction: Direction = "sendrecv"
    codecs: dict[int, RtpMap] = field(default_factory=dict)
    extensions: dict[str, int] = field(default_factory=dict)
    stream: str = ""
    cid: str = ""  # the MediaStreamTrack's id, second token of a=msid
    ssrcs: list[int] = field(default_factory=list)
    rtx_ssrcs: dict[int, int] = field(default_factory=dict)
    rids: list[str] = field(default_factory=list)  # those in a=simulcast:send, in its order
    rtcp_mux: bool = False

    @property
    def media(self) -> Kind:
        """The kind of an audio or video m-line."""
        return "audio" if self.kind == "audio" else "video"

    @property
    def sends(self) -> bool:
        return not self.rejected and self.direction in ("sendonly", "sendrecv")


@dataclass(slots=True)
class Offer:
    sections: list[Section]
    remote: RemoteTransport
    bundle: frozenset[str]
    is_from_firefox: bool = False


def parse_offer(text: str) -> Offer:
    """Raises MalformedOffer, and nothing else, for whatever cannot be answered."""
    if len(text) > MAX_SDP or len(text.encode(errors="replace")) > MAX_SDP:
        raise MalformedOffer("the session description is too long")
    if not text.startswith("v=0"):
        raise MalformedOffer("this is no session description")
    reader = _Reader()
    try:
        for line in text.split("\n"):
            reader.line(line.removesuffix("\r"))
        offer = reader.offer()
        offer.is_from_firefox = "\no=mozilla" in text[:200]
        return offer
    except (ValueError, IndexError) as error:
        raise MalformedOffer("the session description cannot be read") from error


class _Reader:
    """The state of one pass: the session's attributes, then each m-line's."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.bundle: frozenset[str] = frozenset()
        self.ufrags: list[str] = []
        self.passwords: list[str] = []
        self.fingerprints: dict[tuple[str, str], None] = {}
        self.setup = "actpass"
        self.candidates = 0

    def line(self, line: str) -> None:
        if len(line) > MAX_LINE:
            raise MalformedOffer("a line is too long")
        if line.startswith("m="):
            self.open_section(line[2:].split())
        elif line.startswith("a="):
            name, _, value = line[2:].partition(":")
            transport = _TRANSPORT.get(name)
            if transport is not None:
                transport(self, value)
            elif self.sections:
                attribute = _ATTRIBUTES.get(name)
                if attribute is not None:
                    attribute(self.sections[-1], value)
                elif name in DIRECTIONS:
                    self.sections[-1].direction = name  # type: ignore[assignment]

    def open_section(self, words: list[str]) -> None:
        if len(self.sections) >= MAX_SECTIONS:
            raise MalformedOffer("too many media sections")
        kind, port, protocol, *formats = words
        if kind not in ("audio", "video", "application"):
            raise MalformedOffer("a media section of an unknown kind")
        if not TOKEN.match(protocol.replace("/", "-")) or not all(TOKEN.match(f) for f in formats):
            raise MalformedOffer("a media line cannot be read")
        self.sections.append(
            Section(
                kind=kind,  # type: ignore[arg-type]
                index=len(self.sections),
                rejected=port.split("/")[0] == "0",
                protocol=protocol,
                formats=tuple(formats),
            )
        )

    def take_candidate(self, _: str) -> None:
        self.candidates += 1
        if self.candidates > MAX_CANDIDATES:
            raise MalformedOffer("too many candidates")

    def take_fingerprint(self, value: str) -> None:
        algorithm, digest = value.split()
        if not TOKEN.match(algorithm) or not FINGERPRINT.match(digest):
            raise MalformedOffer("a fingerprint cannot be read")
        self.fingerprints[(algorithm.lower(), digest.upper())] = None
        if len(self.fingerprints) > 4:
            raise MalformedOffer("too many fingerprints")

    def take_ufrag(self, value: str) -> None:
        self.ufrags.append(ice_value(value))

    def take_password(self, value: str) -> None:
        self.passwords.append(ice_value(value))

    def take_setup(self, value: str) -> None:
        self.setup = value

    def take_group(self, value: str) -> None:
        semantics, *mids = value.split()
        if semantics == "BUNDLE":
            self.bundle = frozenset(mids)

    def offer(self) -> Offer:
        mids = [section.mid for section in self.sections]
        if not mids or "" in mids or len(set(mids)) != len(mids):
            raise MalformedOffer("media sections need distinct mids")
        if not self.ufrags or not self.passwords or not self.fingerprints:
            raise MalformedOffer("ICE credentials or the fingerprint are missing")
        if self.setup not in ("actpass", "active"):
            raise MalformedOffer("this server does not open DTLS itself")
        ice = IceCredentials(self.ufrags[0], self.passwords[0])
        return Offer(self.sections, RemoteTransport(ice, tuple(self.fingerprints)), self.bundle)


def ice_value(value: str) -> str:
    if not ICE_CHARS.match(value):
        raise MalformedOffer("ICE credentials cannot be read")
    return value


def _mid(section: Section, value: str) -> None:
    if not TOKEN.match(value):
        raise MalformedOffer("a mid cannot be read")
    section.mid = Mid(value)


def _bundle_only(section: Section, _: str) -> None:
    section.rejected = False


def _rtcp_mux(section: Section, _: str) -> None:
    section.rtcp_mux = True


def _rtpmap(section: Section, value: str) -> None:
    number, _, encoding = value.partition(" ")
    name, clock, *_rest = encoding.split("/")
    payload_type = int(number)
    if 0 <= payload_type <= 127:
        section.codecs[payload_type] = RtpMap(payload_type, name.lower(), int(clock))


def _fmtp(section: Section, value: str) -> None:
    number, _, parameters = value.partition(" ")
    codec = section.codecs.get(int(number))
    if codec is not None:
        codec.fmtp = parameters


def _rtcp_fb(section: Section, value: str) -> None:
    number, _, kind = value.partition(" ")
    for codec in section.codecs.values() if number == "*" else [section.codecs.get(int(number))]:
        if codec is not None and len(codec.feedback) < 16:
            codec.feedback += (kind.strip(),)


def _extmap(section: Section, value: str) -> None:
    number, uri, *_rest = value.split()
    identifier = int(number.split("/")[0])
    if 1 <= identifier <= 14:  # one-byte headers: a=extmap-allow-mixed is never answered
        section.extensions[uri] = identifier


def _msid(section: Section, value: str) -> None:
    stream, _, cid = value.partition(" ")
    section.stream, section.cid = stream, cid.strip()


def _ssrc(section: Section, value: str) -> None:
    ssrc = _ssrc_number(value.split(" ", 1)[0])
    if ssrc not in section.ssrcs and len(section.ssrcs) < MAX_SSRCS:
        section.ssrcs.append(ssrc)


def _ssrc_group(section: Section, value: str) -> None:
    semantics, *numbers = value.split()
    if semantics == "FID" and len(numbers) == 2 and len(section.rtx_ssrcs) < MAX_SSRCS:
        section.rtx_ssrcs[_ssrc_number(numbers[0])] = _ssrc_number(numbers[1])


def _ssrc_number(text: str) -> int:
    number = int(text)
    if not 0 <= number < 1 << 32:
        raise MalformedOffer("an SSRC is out of range")
    return number


def _simulcast(section: Section, value: str) -> None:
    words = value.split()
    for direction, streams in zip(words[::2], words[1::2], strict=False):
        if direction == "send":
            # "q;~h;f,g": alternatives after a comma are not taken; "~" means paused for now
            rids = [alternatives.split(",")[0].removeprefix("~") for alternatives in streams.split(";")]
            if len(rids) > 4 or not all(TOKEN.match(rid) for rid in rids):
                raise MalformedOffer("a simulcast line cannot be read")
            section.rids = rids


_TRANSPORT = {
    "candidate": _Reader.take_candidate,
    "fingerprint": _Reader.take_fingerprint,
    "ice-ufrag": _Reader.take_ufrag,
    "ice-pwd": _Reader.take_password,
    "setup": _Reader.take_setup,
    "group": _Reader.take_group,
}
_ATTRIBUTES = {
    "mid": _mid,
    "bundle-only": _bundle_only,
    "rtcp-mux": _rtcp_mux,
    "rtpmap": _rtpmap,
    "fmtp": _fmtp,
    "rtcp-fb": _rtcp_fb,
    "extmap": _extmap,
    "msid": _msid,
    "ssrc": _ssrc,
    "ssrc-group": _ssrc_group,
    "simulcast": _simulcast,
}
