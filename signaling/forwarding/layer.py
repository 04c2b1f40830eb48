"""One encoding of a track as it arrives, its receivers, and a window of its packets for retransmission."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from signaling.forwarding.emit import Entry, emit
from signaling.forwarding.payloads import red_primary, red_with_payload_type, starts_key_frame
from signaling.forwarding.vp8 import Descriptor, parse_descriptor, renumber
from signaling.plane import Codec, Quality

if TYPE_CHECKING:
    from signaling.forwarding.leg import Leg, Segment
    from signaling.forwarding.track import Track

# Packets kept for retransmission, about two seconds of each; powers of two. Voice is not sent again, but the window
# also tells copies from packets that are merely late.
_WINDOWS = {Quality.LOW: 128, Quality.MEDIUM: 256, Quality.HIGH: 512}
_VOICE_WINDOW = 64
_NOMINAL_RATES = {Quality.LOW: 150_000.0, Quality.MEDIUM: 450_000.0, Quality.HIGH: 1_700_000.0}
_RATE_INTERVAL = 1.0  # seconds
KEY_FRAME_PACE = 0.5  # seconds between two requests for a key frame of one layer
_STALE = 2.0  # seconds without a packet after which a layer counts as switched off
_NTP_FRACTION = 1 << 32


class Kept(NamedTuple):
    """A packet in the window, in the publisher's numbering."""

    number: int  # its index
    mime: str
    marker: int
    stamp: int
    payload: bytes
    orientation: int | None


class Batch(NamedTuple):
    """Receivers that get the same payload bytes."""

    edit: Callable[[bytes, Descriptor | None], bytes] | None
    entries: list[Entry]


class Layer:
    """Receives packets already authenticated and admitted, in the order in which they came."""

    def __init__(self, track: Track, quality: Quality, codecs: tuple[Codec, ...], clock_rate: int) -> None:
        self.track = track
        self.quality = quality
        self.clock_rate = clock_rate
        self.mimes = {codec.payload_type: codec.mime.lower() for codec in codecs}
        self.highest = -1
        self.highest_stamp = 0
        self.picture = 0
        self.tl0 = 0
        self.arrived_at = 0.0
        self.octets = 0
        self.rate = _NOMINAL_RATES[quality]  # bits per second, measured once it flows
        self._measured = (0, 0.0)
        self.legs: dict[Leg, None] = {}
        self.waiting: dict[Leg, None] = {}
        self.ask_key_frame: Callable[[], None] | None = None
        size = _VOICE_WINDOW if track.kind == "audio" else _WINDOWS[quality]
        self._window: list[Kept | None] = [None] * size
        self._mask = size - 1
        self._tables: dict[int, list[Batch]] = {}
        self._key_frame_asked_at = 0.0
        self.epoch = 0  # of its numbering: another source of the same layer begins another
        self._reference: tuple[int, int] | None = None  # (NTP time, timestamp) of the last sender report

    def is_live(self, now: float) -> bool:
        return self.highest >= 0 and now - self.arrived_at < _STALE

    def measure(self, now: float) -> None:
        """Look at the rate, from time to time."""
        octets, since = self._measured
        elapsed = now - since
        if elapsed < _RATE_INTERVAL:
            return
        if since and self.octets > octets:
            self.rate += ((self.octets - octets) * 8 / elapsed - self.rate) * 0.5
        self._measured = (self.octets, now)

    # --- receivers

    def await_key_frame(self, leg: Leg) -> None:
        """Let `leg` begin here at the next packet it can begin with."""
        self.waiting[leg] = None

    def leave(self, leg: Leg) -> None:
        self.waiting.pop(leg, None)
        if self.legs.pop(leg, self) is None:
            self.changed()

    def changed(self) -> None:
        """Something the tables are made of is different now."""
        self._tables.clear()

    def needs_key_frame(self, now: float) -> None:
        """Ask the publisher, but not more often than the pace: key frames are what makes a bad network worse."""
        if self.ask_key_frame is not None and now - self._key_frame_asked_at >= KEY_FRAME_PACE:
            self._key_frame_asked_at = now
            self.ask_key_frame()

    def restart(self) -> None:
        """The publisher sends this layer from a new source: numbering begins anew, receivers wait for a key frame."""
        for leg in list(self.legs):
            leg.end()
            leg.target = self
            self.waiting[leg] = None
        self.epoch += 1
        self.highest = -1
        self._window = [None] * len(self._window)
        self._reference = None

    # --- packets

    def forward(
        self,
        payload_type: int,
        index: int,
        stamp: int,
        marker: int,
        payload: bytes,
        orientation: int | None,
        now: float,
    ) -> None:
        """Send one packet on to everybody who follows this layer."""
        mime = self.mimes.get(payload_type)
        if mime is None:
            return
        descriptor = self._descriptor(mime, payload)
        if self.highest >= 0 and index <= self.highest:
            self._forward_late(Kept(index, mime, marker, stamp, payload, orientation), descriptor, now)
            return
        if self.waiting and payload and (self.track.kind == "audio" or starts_key_frame(mime, payload)):
            self._begin(index, stamp, descriptor, now)
        self.highest, self.highest_stamp, self.arrived_at = index, stamp, now
        if descriptor is not None:
            self.picture, self.tl0 = descriptor.picture, descriptor.tl0
        self.octets += len(payload)
        self._window[index & self._mask] = Kept(index, mime, marker, stamp, payload, orientation)
        key = payload_type if orientation is None else payload_type | (orientation & 0x0F | 0x10) << 8
        batches = self._tables.get(key)
        if batches is None:
            batches = self._tables[key] = self._build(mime, orientation)
        for edit, entries in batches:
            if edit is None or not payload:
                emit(entries, index, stamp, marker, payload, now)
            else:
                try:
                    emit(entries, index, stamp, marker, edit(payload, descriptor), now)
                except ValueError:
                    self.track.malformed += 1

    def _descriptor(self, mime: str, payload: bytes) -> Descriptor | None:
        if mime != "video/vp8" or not payload:
            return None
        try:
            return parse_descriptor(payload)
        except ValueError:
            self.track.malformed += 1
            return None

    def _forward_late(self, kept: Kept, descriptor: Descriptor | None, now: float) -> None:
        """A packet that was overtaken or had to be sent again by the publisher."""
        slot = kept.number & self._mask
        known = self._window[slot]
        if self.highest - kept.number > self._mask or (known is not None and known.number >= kept.number):
            return
        self._window[slot] = kept
        for edit, entries in self._build(kept.mime, kept.orientation):
            following = [entry for entry in entries if entry.leg.first_index <= kept.number]
            try:
                payload = kept.payload if edit is None or not kept.payload else edit(kept.payload, descriptor)
            except ValueError:
                continue
            emit(following, kept.number, kept.stamp, kept.marker, payload, now)

    def _begin(self, index: int, stamp: int, descriptor: Descriptor | None, now: float) -> None:
        waiting = list(self.waiting)
        self.waiting.clear()
        for leg in waiting:
            leg.begin(self, index, stamp, descriptor, now)
            self.legs[leg] = None
        self.changed()

    def _build(self, mime: str, orientation: int | None) -> list[Batch]:
        batches: dict[tuple[object, ...], Batch] = {}
        for leg in self.legs:
            segment = leg.segment
            entry = leg.entry(mime, orientation)
            if entry is None or segment is None:
                continue
            key, edit = self._edit(leg, mime, segment)
            batches.setdefault(key, Batch(edit, [])).entries.append(entry)
        return list(batches.values())

    @staticmethod
    def _edit(
        leg: Leg, mime: str, segment: Segment
    ) -> tuple[tuple[object, ...], Callable[[bytes, Descriptor | None], bytes] | None]:
        """How this receiver's payloads differ from the publisher's, and a key for all that differ alike."""
        picture, tl0 = segment.picture_shift, segment.tl0_shift
        if mime == "video/vp8" and (picture or tl0):
            return (
                (picture, tl0),
                lambda payload, descriptor: (
                    payload if descriptor is None else renumber(payload, descriptor, picture, tl0)
                ),
            )
        if mime == "audio/red":
            if "audio/red" not in leg.codecs:
                return ("opus",), lambda payload, _: red_primary(payload)
            opus = leg.codecs.get("audio/opus")
            if opus is not None:
                number = opus.payload_type
                return ("red", number), lambda payload, _: red_with_payload_type(payload, number)
        return (), None

    def kept(self, index: int) -> Kept | None:
        """The packet with this index, if it is still in the window."""
        found = self._window[index & self._mask] if index >= 0 else None
        return found if found is not None and found.number == index else None

    def edited(self, kept: Kept, leg: Leg, segment: Segment) -> bytes | None:
        """The payload of a kept packet as `leg` got it, or None if it cannot have got it."""
        _, edit = self._edit(leg, kept.mime, segment)
        try:
            return edit(kept.payload, self._descriptor(kept.mime, kept.payload)) if edit else kept.payload
        except ValueError:
            return None

    # --- clocks

    def reported(self, ntp: int, stamp: int) -> None:
        """The publisher's sender report: its clock said `ntp` at `stamp` (RFC 3550 §6.4.1)."""
        self._reference = (ntp, stamp)

    def stamp_difference(self, other: Layer) -> int | None:
        """What to add to `other`'s timestamps to get ours; None while the publisher has not told."""
        if other is self:
            return 0
        if self._reference is None or other._reference is None:
            return None
        (ntp, stamp), (other_ntp, other_stamp) = self._reference, other._reference
        return stamp - other_stamp + (other_ntp - ntp) * self.clock_rate // _NTP_FRACTION
