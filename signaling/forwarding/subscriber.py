"""What one client receives: its legs, and what it tells us of how they arrive."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from signaling.congestion import rtcp
from signaling.congestion.allocation import Wish, allocate
from signaling.congestion.downlink import Downlink
from signaling.congestion.rtcp import Rtcp
from signaling.congestion.transport_wide import parse_feedback
from signaling.forwarding.leg import Leg
from signaling.forwarding.link import Link
from signaling.forwarding.track import Track
from signaling.plane import Mid, OutgoingTrack, Quality, TrackSid, Wanted

_RETRANSMISSIONS = 500  # packets a second one client may ask for; more is an amplifier, not a repair


class Subscriber:
    """The outgoing half of a connection."""

    def __init__(self, link: Link, paused: Callable[[TrackSid, bool], None]) -> None:
        self.link = link
        self.downlink = Downlink()
        self._paused = paused
        self._tells_arrivals = False  # by transport-wide feedback, which is worth more than reports
        self.legs: dict[Mid, tuple[OutgoingTrack, Leg, Track]] = {}
        self.by_ssrc: dict[int, tuple[Leg, Track]] = {}
        self.round_trip: float | None = None
        self.malformed = 0
        self._numbers: dict[int, tuple[int, int]] = {}  # SSRC -> where its numbering stopped
        self._blocks: dict[int, tuple[int, int]] = {}  # SSRC -> (highest, lost) of its last report
        self._expected = self._lost = 0
        self._retransmitted = 0
        self._is_limited = False

    # --- what it receives

    def apply(
        self, outgoing: Sequence[OutgoingTrack], track: Callable[[TrackSid], Track], now: float
    ) -> tuple[TrackSid, ...]:
        """Take everything this client receives; returns the tracks it no longer does."""
        described = {one.mid: one for one in outgoing}
        ended = []
        for mid, (old, leg, source) in list(self.legs.items()):
            if described.get(mid) != old:
                ended.append(old.track)
                self._remove(mid, leg, source)
        for mid, one in described.items():
            if mid not in self.legs:
                self._add(one, track(one.track), now)
        return tuple(ended)

    def _add(self, one: OutgoingTrack, track: Track, now: float) -> None:
        self.link.keep_history()
        leg = Leg(one, self.link)
        if one.ssrc in self._numbers:
            leg.continue_from(*self._numbers[one.ssrc])
        self.legs[one.mid] = (one, leg, track)
        self.by_ssrc[one.ssrc] = (leg, track)
        track.add(leg, now)

    def _remove(self, mid: Mid, leg: Leg, track: Track) -> None:
        track.remove(leg)
        self._numbers[leg.ssrc] = (leg.last_sent()[0], leg.rtx_index)
        del self.legs[mid]
        self.by_ssrc.pop(leg.ssrc, None)
        self._blocks.pop(leg.ssrc, None)

    def want(self, track: TrackSid, wanted: Wanted, now: float) -> None:
        for one, leg, source in self.legs.values():
            if one.track == track:
                leg.wanted = wanted
                source.choose(now, (leg,))

    def changed(self) -> None:
        """The link has another address or other keys: every table with a row of ours is made again."""
        for _, leg, _ in self.legs.values():
            if leg.layer is not None:
                leg.layer.changed()

    # --- what it tells us

    def control(self, packet: Rtcp, now: float) -> None:
        """One RTCP packet of this receiver."""
        if packet.kind in (rtcp.RECEIVER_REPORT, rtcp.SENDER_REPORT):
            self._reported(packet, now)
        elif packet.kind == rtcp.TRANSPORT_FEEDBACK:
            if packet.format == rtcp.NACK:
                self._resend(packet, now)
            elif packet.format == rtcp.TRANSPORT_WIDE:
                self._transport_wide(packet, now)
        elif packet.kind == rtcp.PAYLOAD_FEEDBACK:
            if packet.format == rtcp.PICTURE_LOSS:
                self._key_frame(rtcp.feedback_target(packet), now)
            elif packet.format == rtcp.FULL_INTRA:
                for ssrc in rtcp.full_intra_targets(packet):
                    self._key_frame(ssrc, now)
            elif packet.format == rtcp.APPLICATION:
                bitrate = rtcp.bandwidth_estimate(packet)
                if bitrate is not None:
                    self.downlink.told(bitrate)

    def _key_frame(self, ssrc: int | None, now: float) -> None:
        leg, track = self.by_ssrc.get(ssrc or 0, (None, None))
        layer = leg.layer if leg is not None else None
        if layer is not None and track is not None and track.is_open:
            layer.needs_key_frame(now)

    def _resend(self, packet: Rtcp, now: float) -> None:
        leg, track = self.by_ssrc.get(rtcp.feedback_target(packet) or 0, (None, None))
        if leg is None or track is None or not track.is_open:
            return
        for sequence in rtcp.nacked(packet):
            if self._retransmitted >= _RETRANSMISSIONS:
                return
            self._retransmitted += leg.resend(sequence, now)

    def _reported(self, packet: Rtcp, now: float) -> None:
        expected, missing = self._expected, self._lost
        for block in rtcp.report_blocks(packet):
            leg, _ = self.by_ssrc.get(block.ssrc, (None, None))
            if leg is None:
                continue
            highest, lost = self._blocks.get(block.ssrc, (block.highest, block.lost))
            self._blocks[block.ssrc] = (block.highest, block.lost)
            self._expected += max(0, block.highest - highest)
            self._lost += max(0, block.lost - lost)
            if leg.report is not None and leg.report[0] == block.last_report:
                trip = now - leg.report[1] - block.delay / 65536
                self.round_trip = max(0.0, min(trip, 10.0))
        if not self._tells_arrivals and self._expected > expected:
            self.downlink.reported(self._expected - expected, self._lost - missing, now)

    def _transport_wide(self, packet: Rtcp, now: float) -> None:
        try:
            told = parse_feedback(packet.body)
        except ValueError:
            self.malformed += 1
            return
        self._tells_arrivals = True
        self.downlink.feedback(told, self.link.sent_at, self.link.sent_size, now)

    # --- what fits

    def tick(self, now: float) -> None:
        """A few times a second: give each video the layer that its downlink bears."""
        if self.downlink.budget is None and not self._is_limited:
            return
        videos = [(leg, track) for _, leg, track in self.legs.values() if track.kind == "video" and track.layers]
        wishes = [self._wish(leg, track, now) for leg, track in videos]
        voices = len(self.legs) - len(videos)
        self.downlink.grow(sum(wish.rates[-1][1] for wish in wishes if wish.rates) + voices * 40_000.0, now)
        chosen = allocate(self.downlink.budget, voices, wishes)
        for (leg, track), quality in zip(videos, chosen, strict=True):
            self._grant(leg, track, quality, now)
        self._is_limited = self.downlink.budget is not None

    @staticmethod
    def _wish(leg: Leg, track: Track, now: float) -> Wish:
        if leg.wanted.paused or leg.wanted.quality == Quality.OFF or not track.is_open:
            return Wish(())
        live = sorted((layer.quality, layer.rate) for layer in track.layers.values() if layer.is_live(now))
        fitting = [one for one in live if one[0] <= leg.wanted.quality] or live[:1]
        return Wish(tuple(fitting), leg.wanted.priority, leg.layer.quality if leg.layer is not None else None)

    def _grant(self, leg: Leg, track: Track, quality: Quality | None, now: float) -> None:
        paused = quality is None
        if quality is not None:
            leg.limit = quality if self.downlink.budget is not None else Quality.HIGH
        if paused != leg.paused:
            leg.paused = paused
            self._paused(track.sid, paused)
        track.choose(now, (leg,))

    def reset(self) -> None:
        """Once a second: retransmissions are allowed again."""
        self._retransmitted = 0

    def statistics(self) -> tuple[int, int]:
        """(expected, lost) since the last reading, by the client's reports."""
        told = self._expected, self._lost
        self._expected = self._lost = 0
        return told

    def close(self) -> None:
        for mid, (_, leg, track) in list(self.legs.items()):
            self._remove(mid, leg, track)
