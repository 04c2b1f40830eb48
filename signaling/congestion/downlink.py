"""How much one receiver's downlink bears, from what the receiver tells.

Deliberately simple: the rate that was delivered while the path was congested is the estimate; while nothing is wrong
it grows, and how long it waits before it tries again doubles with each failure. It only ever chooses between layers,
so it need not be exact, only quick on the way down and patient on the way up.
"""

from __future__ import annotations

from array import array

from signaling.congestion.sequence import unwrap
from signaling.congestion.transport_wide import Feedback

_INTERVAL = 0.5  # seconds over which a verdict is formed
_LOSSY = 0.1  # share of packets; below, retransmission copes
_QUEUE = 0.2  # seconds that every packet of an interval waited in a queue somewhere
_BACK_OFF = 0.85  # of what was delivered
_GROWTH = 1.08  # a second
_FIRST_PATIENCE, _LAST_PATIENCE = 4.0, 60.0  # seconds without growth after congestion
_FORGET = 60.0  # seconds without congestion after which patience begins anew
_FEW = 10  # packets an interval needs for a verdict on loss
_FLOOR = 30_000.0  # bits per second: one voice
_DELAY_MEMORY = 30.0  # seconds for which the smallest delay seen counts as an empty queue
_HEADERS = 60  # bytes of IP, UDP, RTP and tag that each packet has besides its payload


class Downlink:
    """`limit` in bits per second, None while nothing limits."""

    def __init__(self) -> None:
        self.limit: float | None = None
        self._told: float | None = None  # by REMB
        self._began: float | None = None
        self._sent = self._lost = self._bytes = 0
        self._arrivals: tuple[float, float] | None = None
        self._queue: float | None = None
        self._least = (float("inf"), 0.0)  # (delay, when)
        self._next_least = float("inf")
        self._highest = 0
        self._patience = _FIRST_PATIENCE
        self._congested_at = float("-inf")
        self._grown_at = 0.0

    # --- what the receiver tells

    def feedback(self, told: Feedback, sent_at: array[float], sent_size: array[int], now: float) -> None:
        """Transport-wide feedback, with what was sent when and how large, by sequence number."""
        slots = len(sent_at)
        first = unwrap(told.base, self._highest)
        fresh = min(told.packets, max(0, first + told.packets - self._highest))
        self._highest = max(self._highest, first + told.packets)
        start = (told.base + told.packets - fresh) % slots
        size = sum(sent_size[start : start + fresh]) + sum(sent_size[: max(0, start + fresh - slots)])
        self._bytes += (size + fresh * _HEADERS) * told.received // told.packets
        self._sent += told.packets
        self._lost += told.packets - told.received
        earliest = self._arrivals[0] if self._arrivals else told.first_at
        self._arrivals = (earliest, told.last_at)
        sent = sent_at[(told.base + told.last) % slots]
        if sent > 0.0:
            self._delay(told.last_at - sent, now)
        self._judge(now)

    def reported(self, expected: int, lost: int, now: float) -> None:
        """Losses of a receiver report, from a receiver without transport-wide feedback."""
        self._sent += expected
        self._lost += lost
        self._judge(now)

    def told(self, bitrate: int) -> None:
        """A receiver's own estimate (REMB)."""
        self._told = max(float(bitrate), _FLOOR)

    @property
    def budget(self) -> float | None:
        limits = [limit for limit in (self.limit, self._told) if limit is not None]
        return min(limits) if limits else None

    # --- verdicts

    def _delay(self, delay: float, now: float) -> None:
        least, since = self._least
        self._next_least = min(self._next_least, delay)
        if delay < least or now - since > _DELAY_MEMORY:
            self._least = (min(delay, self._next_least), now)
            self._next_least = delay
        queue = delay - self._least[0]
        self._queue = queue if self._queue is None else min(self._queue, queue)

    def _judge(self, now: float) -> None:
        if self._began is None or now - self._began > 4 * _INTERVAL:  # too long ago to measure a rate by
            self._start(now)
            return
        elapsed = now - self._began
        if elapsed < _INTERVAL:
            return
        lossy = self._sent >= _FEW and self._lost > _LOSSY * self._sent
        if lossy or (self._queue is not None and self._queue > _QUEUE):
            self._back_off(elapsed, now)
        self._start(now)

    def _start(self, now: float) -> None:
        self._began = now
        self._sent = self._lost = self._bytes = 0
        self._arrivals = self._queue = None

    def _back_off(self, elapsed: float, now: float) -> None:
        delivered = self.limit
        if self._arrivals is not None:
            first, last = self._arrivals
            delivered = self._bytes * 8 / max(last - first, elapsed)
        if delivered is None:
            delivered = _FLOOR * 10
        limit = max(_FLOOR, delivered * _BACK_OFF)
        self.limit = limit if self.limit is None else min(limit, self.limit)
        if now - self._congested_at > _FORGET:
            self._patience = _FIRST_PATIENCE
        elif now - self._congested_at > _INTERVAL * 3:  # a new failure, not the same one going on
            self._patience = min(self._patience * 2, _LAST_PATIENCE)
        self._congested_at = now

    def grow(self, demand: float, now: float) -> None:
        """Once a second or so: try for more if all was well. `demand` is what would be sent without a limit."""
        elapsed, self._grown_at = now - self._grown_at, now
        if self.limit is None or now - self._congested_at < self._patience:
            return
        self.limit *= _GROWTH ** min(elapsed, 2.0)
        if self.limit > 1.5 * demand:
            self.limit = None
