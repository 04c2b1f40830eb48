"""The receiver-side estimate of a publisher's uplink (REMB), for clients without transport-wide feedback.

aiortc does the estimating, from the absolute send time in the header extension.
"""

from __future__ import annotations

from aiortc.rate import RemoteBitrateEstimator

from signaling.congestion.rtcp import bandwidth_request

_TELL_AGAIN = 0.2  # seconds between two messages that do not lower the estimate


class RemoteEstimate:
    """Made with the first packet that has a send time and no transport-wide number."""

    def __init__(self) -> None:
        self._estimator = RemoteBitrateEstimator()
        self._told_at = 0.0
        self._bitrate = 0

    def arrived(self, send_time: bytes, size: int, ssrc: int, now: float) -> bytes | None:
        """Take a packet in; returns the message to send now, if there is something to tell."""
        told = self._estimator.add(
            abs_send_time=int.from_bytes(send_time, "big"),
            arrival_time_ms=int(now * 1000),
            payload_size=size,
            ssrc=ssrc,
        )
        if told is None:
            return None
        bitrate, sources = told
        if bitrate >= self._bitrate and now - self._told_at < _TELL_AGAIN:
            return None
        self._bitrate, self._told_at = bitrate, now
        return bandwidth_request(bitrate, sources[:255])
