"""What one client sends: packets to their layers, and to the client what a sender must hear back."""

from __future__ import annotations

from collections.abc import Callable

from signaling.congestion import rtcp
from signaling.congestion.remote_estimate import RemoteEstimate
from signaling.congestion.transport_wide import Arrivals
from signaling.forwarding.link import Link
from signaling.forwarding.router import Router
from signaling.forwarding.rtp import RtpHeader, read_extensions
from signaling.forwarding.source import Source
from signaling.plane import TrackSid

_REPORT_INTERVAL = 1.0  # seconds between receiver reports
_MAX_BLOCKS = 31  # in one report (RFC 3550 §6.4.1)


class Publisher:
    """The incoming half of a connection; `started` hears of the first packet of each track."""

    def __init__(self, link: Link, started: Callable[[TrackSid, str], None]) -> None:
        self._link = link
        self._started = started
        self.router = Router(lambda ssrc: link.send_rtcp(self._compound(rtcp.picture_loss(ssrc))))
        self.arrivals = Arrivals()
        self._estimate: RemoteEstimate | None = None
        self.unrouted = 0  # authentic packets of no track
        self._heard: set[TrackSid] = set()
        self._reported_at = 0.0

    @property
    def is_active(self) -> bool:
        return bool(self.router.incoming)

    def receive(self, header: RtpHeader, index: int, payload: bytes, packet: memoryview, now: float) -> None:
        """One authentic packet."""
        elements = read_extensions(packet, header) if header.profile else {}
        source = self.router.sources.get(header.ssrc)
        if source is None:
            source = self.router.resolve(header.ssrc, header.payload_type, elements)
            if source is None:
                self.unrouted += 1
                return
        self._measure(source, header, elements, len(payload), now)
        is_first = source.reception is None and source.repairs is None
        source.receive(header, index, payload, elements, now)
        if is_first:
            self._begun(source, header, now)

    def _measure(self, source: Source, header: RtpHeader, elements: dict[int, bytes], size: int, now: float) -> None:
        """Note the arrival, in the way that this client's estimator of its uplink wants to hear of it."""
        sequence = elements.get(source.transport_sequence_id)
        if sequence is not None and len(sequence) == 2:
            self.arrivals.arrived(sequence[0] << 8 | sequence[1], header.ssrc, now)
            return
        send_time = elements.get(source.send_time_id)
        if send_time is None or len(send_time) != 3 or source.transport_sequence_id >= 0:
            return
        if self._estimate is None:
            self._estimate = RemoteEstimate()
        message = self._estimate.arrived(send_time, size, header.ssrc, now)
        if message is not None:
            self._link.send_rtcp(self._compound(message))

    def _begun(self, source: Source, header: RtpHeader, now: float) -> None:
        """The first packet of a layer: receivers may now choose it."""
        track = source.layer.track
        track.choose(now)
        if track.sid not in self._heard:
            self._heard.add(track.sid)
            self._started(track.sid, source.layer.mimes.get(header.payload_type, ""))

    def ended(self, tracks: tuple[TrackSid, ...]) -> None:
        self._heard.difference_update(tracks)

    def sender_reported(self, packet: rtcp.Rtcp, now: float) -> None:
        """Pass a sender report on to everybody who receives that layer, in their numbering."""
        info = rtcp.sender_info(packet)
        source = self.router.sources.get(info.ssrc) if info is not None else None
        if info is None or source is None or source.reception is None or source.repairs is not None:
            return
        source.reception.sender_reported(info.ntp, now)
        layer = source.layer
        layer.reported(info.ntp, info.stamp)
        if not layer.track.is_open:
            return
        for leg in layer.legs:
            leg.send_report(info, layer, now)

    def tick(self, now: float) -> None:
        """Every few tens of milliseconds: what arrived, and what is missing."""
        link = self._link
        feedback = self.arrivals.feedback() if self.arrivals.waiting else None
        if feedback is not None:
            link.send_rtcp(self._compound(feedback))
        for source in self.router.sources.values():
            if source.reception is not None and source.wants_retransmissions:
                missing = source.reception.missing(now)
                if missing and source.layer.track.is_open:
                    link.send_rtcp(self._compound(rtcp.nack(source.ssrc, missing)))
        if now - self._reported_at >= _REPORT_INTERVAL:
            self._reported_at = now
            self._report(now)

    def _report(self, now: float) -> None:
        blocks = [
            source.reception.report(source.ssrc, now) for source in self.router.media() if source.reception is not None
        ]
        for start in range(0, len(blocks), _MAX_BLOCKS):
            self._link.send_rtcp(rtcp.receiver_report(blocks[start : start + _MAX_BLOCKS]))

    @staticmethod
    def _compound(packet: bytes) -> bytes:
        """Feedback must not stand first in a compound packet (RFC 4585 §3.1)."""
        return rtcp.receiver_report(()) + packet

    def statistics(self) -> tuple[int, int, float | None]:
        """(expected, lost, worst jitter) since the last reading."""
        expected = lost = 0
        jitter: float | None = None
        for source in self.router.media():
            if source.reception is None:
                continue
            more, missing = source.reception.read()
            expected, lost = expected + more, lost + missing
            jitter = max(jitter or 0.0, source.reception.jitter)
        return expected, lost, jitter
