"""How much one receiver's downlink bears, from what the receiver tells.

Deliberately simple: the rate that was delivered while the path was congested is the estimate; while nothing is wrong
it grows, and how long it waits before it tries again doubles with each failure. Loss that sending less does not mend
is not congestion and is left to retransmission. It only ever chooses between layers,
so it need not be exact, only quick on the way down and patient on the way up.
"""

from __future__ import annotations

from array import array

from signaling.congestion.sequence import unwrap
from signaling.congestion.transport_wide import Feedback

_INTERVAL = 0.5  # seconds after which a verdict is formed, if enough was sent
_LONGEST = 2.0  # seconds after which what was counted is too old to judge by
_MANY = 80  # packets a verdict on loss needs: with fewer, five of a hundred lost by chance look like fifteen
_LOSSY = 0.15  # share of packets; below, retransmission copes
_QUEUE = 0.2  # seconds that every packet of an interval waited in a queue somewhere
_QUEUE_BACK_OFF, _LOSS_BACK_OFF = 0.85, 0.95  # of what was delivered
_SETTLING = 1.5  # seconds that a cut takes to show
_CHANCE = 60.0  # seconds for which loss that a cut did not mend is taken for the path's own
_GROWTH, _STEP = 1.1, 30_000.0  # a second: a tenth more, and some bits per second for who has next to nothing
_FIRST_PATIENCE, _LAST_PATIENCE = 3.0, 20.0  # seconds without growth after congestion
_FORGET = 60.0  # seconds without congestion after which patience begins anew
_FLOOR = 100_000.0  # bits per second: below this, video is off anyway and only voices are left
_DEFAULT = 500_000.0  # bits per second after a first cut by a receiver that only reports losses
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
        self._cut_at = float("-inf")
        self._cut_for_loss: float | None = None  # the loss that the last cut was to mend
        self._chance_until = float("-inf")
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
        if self._began is None or now - self._began > _LONGEST:
            self._start(now)
            return
        elapsed = now - self._began
        queueing = self._queue is not None and self._queue > _QUEUE
        if elapsed < _INTERVAL or not (queueing or self._sent >= _MANY):
            return
        loss = self._lost / self._sent if self._sent >= _MANY else 0.0
        if now - self._cut_at >= _SETTLING:
            if queueing:
                self._cut(_QUEUE_BACK_OFF, elapsed, now)
                self._cut_for_loss = None
            elif loss > _LOSSY and now >= self._chance_until:
                self._lossy(loss, elapsed, now)
            else:
                self._cut_for_loss = None
        self._start(now)

    def _start(self, now: float) -> None:
        self._began = now
        self._sent = self._lost = self._bytes = 0
        self._arrivals = self._queue = None

    def _lossy(self, loss: float, elapsed: float, now: float) -> None:
        """Cut, unless the last cut did not help: then the loss is not ours to mend."""
        if self._cut_for_loss is not None and loss > 0.8 * self._cut_for_loss:
            self._chance_until = now + _CHANCE
            self._cut_for_loss = None
            return
        self._cut(_LOSS_BACK_OFF, elapsed, now)
        self._cut_for_loss = loss

    def _cut(self, share: float, elapsed: float, now: float) -> None:
        if self._arrivals is not None:
            first, last = self._arrivals
            limit = self._bytes * 8 / max(last - first, elapsed) * share
        else:
            limit = (self.limit or 2 * _DEFAULT) / 2
        if self.limit is not None:
            limit = min(limit, self.limit)
        self.limit = max(_FLOOR, limit)
        if now - self._cut_at > _FORGET:
            self._patience = _FIRST_PATIENCE
        elif now - self._cut_at > 2 * _SETTLING:  # a new failure, not the same one going on
            self._patience = min(self._patience * 2, _LAST_PATIENCE)
        self._cut_at = now

    def grow(self, demand: float, now: float) -> None:
        """A few times a second: try for more if all was well. `demand` is what would be sent without a limit."""
        elapsed, self._grown_at = min(now - self._grown_at, 1.0), now
        if self.limit is None or now - self._cut_at < self._patience:
            return
        self.limit = self.limit * _GROWTH**elapsed + _STEP * elapsed
        if self.limit > 1.5 * demand:
            self.limit = None
