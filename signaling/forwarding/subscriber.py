"""What one client receives: its legs, and what it tells us of how they arrive."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from signaling.congestion import rtcp
from signaling.congestion.rtcp import Rtcp
from signaling.congestion.transport_wide import parse_feedback
from signaling.forwarding.leg import Leg
from signaling.forwarding.link import Link
from signaling.forwarding.track import Track
from signaling.plane import Mid, OutgoingTrack, TrackSid, Wanted

_RETRANSMISSIONS = 500  # packets a second one client may ask for; more is an amplifier, not a repair


class Subscriber:
    """The outgoing half of a connection."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self.legs: dict[Mid, tuple[OutgoingTrack, Leg, Track]] = {}
        self.by_ssrc: dict[int, tuple[Leg, Track]] = {}
        self.round_trip: float | None = None
        self.malformed = 0
        self._numbers: dict[int, tuple[int, int]] = {}  # SSRC -> where its numbering stopped
        self._blocks: dict[int, tuple[int, int]] = {}  # SSRC -> (highest, lost) of its last report
        self._expected = self._lost = 0
        self._retransmitted = 0

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

    def _transport_wide(self, packet: Rtcp, now: float) -> None:
        try:
            parse_feedback(packet.body)
        except ValueError:
            self.malformed += 1

    def tick(self) -> None:
        """Once a second."""
        self._retransmitted = 0

    def statistics(self) -> tuple[int, int]:
        """(expected, lost) since the last reading, by the client's reports."""
        told = self._expected, self._lost
        self._expected = self._lost = 0
        return told

    def close(self) -> None:
        for mid, (_, leg, track) in list(self.legs.items()):
            self._remove(mid, leg, track)
