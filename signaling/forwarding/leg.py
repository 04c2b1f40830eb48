"""One receiver's copy of one track: its own numbering, continuous over every pause and change of layer.

The numbers of a leg are those of the layer it follows plus constants, and the constants change only when it begins
anew: at a key frame of another layer, or after a pause. Each stretch with the same constants is a `Segment`, kept so
that a retransmission can find its packet.
"""

from __future__ import annotations

import secrets
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from signaling.congestion.rtcp import SenderInfo, description, middle, sender_report
from signaling.forwarding.emit import Entry, emit
from signaling.forwarding.extensions import layout
from signaling.forwarding.vp8 import Descriptor
from signaling.plane import Codec, OutgoingTrack, Quality, Wanted

if TYPE_CHECKING:
    from signaling.forwarding.layer import Layer
    from signaling.forwarding.link import Link

_SEGMENTS = 16  # stretches kept for retransmission; older ones are past any receiver's patience
_HALF = 0x80000000


class Segment(NamedTuple):
    """A stretch of outgoing indices from `start` on, with its constants."""

    start: int
    layer: Layer
    epoch: int
    offset: int
    shift: int
    picture_shift: int
    tl0_shift: int


class Leg:
    """Forwarding state of one (track, receiver)."""

    __slots__ = (
        "_sent",
        "codecs",
        "extensions",
        "first_index",
        "layer",
        "limit",
        "link",
        "mid",
        "octets",
        "paused",
        "report",
        "rtx_index",
        "rtx_ssrc",
        "segments",
        "ssrc",
        "target",
        "wanted",
    )

    def __init__(self, outgoing: OutgoingTrack, link: Link) -> None:
        self.link = link
        self.ssrc = outgoing.ssrc
        self.rtx_ssrc = outgoing.rtx_ssrc
        self.mid = outgoing.mid
        self.extensions = outgoing.extensions
        self.codecs = {codec.mime.lower(): codec for codec in outgoing.codecs}
        self.wanted = Wanted()
        self.limit = Quality.HIGH  # what the receiver's bandwidth allows
        self.paused = False  # by bandwidth
        self.layer: Layer | None = None  # the one it follows now
        self.target: Layer | None = None  # the one it waits for
        self.first_index = 0  # of the followed layer, below which nothing may be sent any more
        self.octets = 0
        self.report: tuple[int, float] | None = None  # (middle of the NTP time, when) of the last sender report
        self.rtx_index = secrets.randbelow(1 << 15)
        # last index, timestamp, picture, TL0PICIDX and time sent, as far as finished segments go
        self._sent = (secrets.randbelow(1 << 15), 0, 0, 0, 0.0)
        self.segments: deque[Segment] = deque(maxlen=_SEGMENTS)

    def continue_from(self, index: int, rtx_index: int) -> None:
        """Number on where an earlier leg with the same SSRC stopped: an index is never used twice under one key."""
        self._sent = (index, *self._sent[1:])
        self.rtx_index = rtx_index

    @property
    def segment(self) -> Segment | None:
        return self.segments[-1] if self.segments else None

    def last_sent(self) -> tuple[int, int, int, int, float]:
        """(index, timestamp, picture, TL0PICIDX, time) of the newest packet this receiver got."""
        layer, segment = self.layer, self.segment
        if layer is None or segment is None or layer.highest < self.first_index:
            return self._sent
        return (
            layer.highest + segment.offset,
            (layer.highest_stamp + segment.shift) & 0xFFFFFFFF,
            layer.picture + segment.picture_shift,
            layer.tl0 + segment.tl0_shift,
            layer.arrived_at,
        )

    def begin(self, layer: Layer, index: int, stamp: int, descriptor: Descriptor | None, now: float) -> None:
        """Follow `layer` from its packet `index` on, numbering on from what was sent before."""
        fresh = not self.segments
        last_index, last_stamp, picture, tl0, sent_at = self.last_sent()
        self.end()
        shift = 0
        if not fresh:
            shift = self._shift(layer, stamp, last_stamp, now - sent_at)
        picture_shift = tl0_shift = 0
        if not fresh and descriptor is not None:
            picture_shift = (picture + 1 - descriptor.picture) & 0x7FFF
            tl0_shift = (tl0 + 1 - descriptor.tl0) & 0xFF
        self.layer, self.first_index = layer, index
        if self.target is layer:
            self.target = None
        self.segments.append(
            Segment(last_index + 1, layer, layer.epoch, last_index + 1 - index, shift, picture_shift, tl0_shift)
        )

    def _shift(self, layer: Layer, stamp: int, last_stamp: int, elapsed: float) -> int:
        """The timestamp constant: from the sender's own clock if its reports tell it, else from the time passed."""
        previous = self.segments[-1]
        is_current = previous.epoch == previous.layer.epoch
        shift = previous.layer.stamp_difference(layer) if is_current else None
        if shift is not None:
            shift += previous.shift
        else:
            ticks = max(1, round(elapsed * layer.clock_rate))
            shift = last_stamp + ticks - stamp
        if (stamp + shift - last_stamp - 1) & 0xFFFFFFFF >= _HALF:  # never backwards, never the same picture's
            shift = last_stamp + 1 - stamp
        return shift & 0xFFFFFFFF

    def end(self) -> None:
        """Stop following; what was sent is remembered."""
        self._sent = self.last_sent()
        if self.layer is not None:
            self.layer.leave(self)
            self.layer = None

    def codec_for(self, mime: str) -> Codec | None:
        """What this receiver takes a packet of `mime` as; RED is unwrapped for one that has only Opus."""
        codec = self.codecs.get(mime)
        return self.codecs.get("audio/opus") if codec is None and mime == "audio/red" else codec

    def entry(self, mime: str, orientation: int | None) -> Entry | None:
        """Its row of the table; None while the receiver cannot be reached or does not take the codec."""
        link, segment, codec = self.link, self.segment, self.codec_for(mime)
        if codec is None or segment is None or not link.is_open or link.send is None:
            return None
        return Entry(
            self,
            link,
            link.seal,
            link.salt ^ (self.ssrc << 48),
            link.pending,
            segment.offset,
            segment.shift,
            codec.payload_type,
            self.ssrc,
            *layout(self.extensions, self.mid, orientation),
        )

    def send_report(self, info: SenderInfo, layer: Layer, now: float) -> None:
        """A publisher's sender report in this receiver's numbering, so that voice and picture stay together."""
        segment = self.segment
        if segment is None or segment.layer is not layer:
            return
        self.report = (middle(info.ntp), now)
        report = SenderInfo(
            self.ssrc,
            info.ntp,
            (info.stamp + segment.shift) & 0xFFFFFFFF,
            self.last_sent()[0] - self.segments[0].start + 1,
            layer.octets,
        )
        self.link.send_rtcp(sender_report(report) + description(self.ssrc, layer.track.sid))

    def resend(self, sequence: int, now: float) -> int:
        """Send a packet again on the retransmission SSRC (RFC 4588); returns how many were sent.

        Only there: the same index on the media SSRC with another header would use a nonce twice.
        """
        found = self.segment_of(sequence)
        if found is None or self.rtx_ssrc is None or not self.link.is_open or self.link.send is None:
            return 0
        index, segment = found
        is_current = segment.epoch == segment.layer.epoch
        kept = segment.layer.kept(index - segment.offset) if is_current else None
        codec = self.codec_for(kept.mime) if kept is not None else None
        if kept is None or codec is None or codec.rtx_payload_type is None:
            return 0
        payload = segment.layer.edited(kept, self, segment)
        if payload is None:
            return 0
        self.rtx_index += 1
        link = self.link
        entry = Entry(
            self,
            link,
            link.seal,
            link.salt ^ (self.rtx_ssrc << 48),
            link.pending,
            self.rtx_index,
            segment.shift,
            codec.rtx_payload_type,
            self.rtx_ssrc,
            *layout(self.extensions, self.mid, kept.orientation),
        )
        original = (index & 0xFFFF).to_bytes(2, "big")
        emit((entry,), 0, kept.stamp, kept.marker, original + payload, now)
        return 1

    def segment_of(self, sequence: int) -> tuple[int, Segment] | None:
        """(outgoing index, segment) of a sequence number the receiver names, if it is recent enough."""
        last = self.last_sent()[0]
        index = last + ((sequence - last + 0x8000) & 0xFFFF) - 0x8000
        if index > last:
            return None
        for segment in reversed(self.segments):
            if index >= segment.start:
                return index, segment
        return None
