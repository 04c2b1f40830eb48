"""What arrived from one source and what did not (RFC 3550 §6.4, appendix A.3 and A.8)."""

from __future__ import annotations

from signaling.congestion.rtcp import ReportBlock, middle

MAX_MISSING = 256  # packets one source may owe us; beyond that a key frame mends more than retransmissions
_GIVE_UP = 1.0  # seconds after which a missing packet is of no more use
_RETRY = 0.08  # seconds between two requests for the same packet
_ATTEMPTS = 8
_REORDERING = 0.01  # seconds that a packet may merely be late


class Reception:
    """Counts and gaps of one source; indices are extended sequence numbers."""

    __slots__ = (
        "_clock_rate",
        "_missing",
        "_prior_expected",
        "_prior_received",
        "_read_expected",
        "_read_received",
        "_report",
        "_transit",
        "first",
        "highest",
        "jitter",
        "received",
    )

    def __init__(self, first: int, clock_rate: int) -> None:
        self._clock_rate = clock_rate
        self.first = first
        self.highest = first - 1
        self.received = 0
        self.jitter = 0.0  # seconds
        self._transit: float | None = None
        self._prior_expected = self._prior_received = 0
        self._read_expected = self._read_received = 0
        self._report: tuple[int, float] | None = None
        self._missing: dict[int, list[float]] = {}  # index -> [noticed at, asked at, attempts]

    def arrived(self, index: int, stamp: int, now: float) -> None:
        """Take a packet in; notices the gap before it."""
        self.received += 1
        if index <= self.highest:
            self._missing.pop(index, None)
            return
        if index > self.highest + 1:
            for absent in range(max(self.highest + 1, index - MAX_MISSING), index):
                self._missing[absent] = [now, 0.0, 0.0]
            while len(self._missing) > MAX_MISSING:
                del self._missing[next(iter(self._missing))]
        self.highest = index
        transit = now - stamp / self._clock_rate
        if self._transit is not None:
            change = abs(transit - self._transit)
            if change < 10.0:  # more is a timestamp that wrapped or began anew
                self.jitter += (change - self.jitter) / 16
        self._transit = transit

    def recovered(self, index: int) -> bool:
        """Whether a retransmission fills a gap; one that nobody waits for is a copy of what is there."""
        if self._missing.pop(index, None) is None:
            return False
        self.received += 1
        return True

    def missing(self, now: float) -> list[int]:
        """Sequence numbers to ask for now, in order."""
        if not self._missing:
            return []
        due: list[int] = []
        for index, entry in list(self._missing.items()):
            noticed, asked, attempts = entry
            if now - noticed > _GIVE_UP or attempts >= _ATTEMPTS:
                del self._missing[index]
            elif now - noticed >= _REORDERING and now - asked >= _RETRY:
                entry[1] = now
                entry[2] += 1
                due.append(index & 0xFFFF)
        return due

    def sender_reported(self, ntp: int, now: float) -> None:
        self._report = (middle(ntp), now)

    @property
    def expected(self) -> int:
        return self.highest - self.first + 1

    def report(self, ssrc: int, now: float) -> ReportBlock:
        """The block for the next receiver report."""
        expected, received = self.expected, self.received
        interval, got = expected - self._prior_expected, received - self._prior_received
        self._prior_expected, self._prior_received = expected, received
        fraction = min(255, (interval - got) * 256 // interval) if interval > 0 and interval > got else 0
        last_report, delay = 0, 0
        if self._report is not None:
            last_report = self._report[0]
            delay = min(int((now - self._report[1]) * 65536), 0xFFFFFFFF)
        lost = max(-0x800000, min(0x7FFFFF, expected - received))
        jitter = min(int(self.jitter * self._clock_rate), 0xFFFFFFFF)
        return ReportBlock(ssrc, fraction, lost, self.highest, jitter, last_report, delay)

    def read(self) -> tuple[int, int]:
        """(expected, lost) since the last reading."""
        expected = self.expected - self._read_expected
        received = self.received - self._read_received
        self._read_expected, self._read_received = self.expected, self.received
        return expected, max(0, expected - received)
