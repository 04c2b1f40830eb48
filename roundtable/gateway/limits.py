"""Bounds on how often and how many: token buckets and socket counts. Time is an argument."""

from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from typing import Final

SOCKETS_IN_TOTAL: Final = 5000
"""Beyond this one process would spend its whole core on pings."""
SOCKETS_PER_ADDRESS: Final = 200
"""A campus behind one public address can hold a large audience; one machine opening more is an attack."""
MAX_REMEMBERED: Final = 10_000
"""Addresses whose rate of new sockets is remembered, before those that are quiet are forgotten."""
CONNECT_SECONDS: Final = 10.0
"""How long a socket may stay open without saying who it is."""
MAX_MALFORMED: Final = 5
"""A correct client sends none; a few are forgiven so that a version skew does not lock people out."""


@dataclass(slots=True)
class Bucket:
    """A token bucket: `burst` at once, `per_second` for ever."""

    burst: float
    per_second: float
    tokens: float = field(init=False)
    filled_at: float | None = None

    def __post_init__(self) -> None:
        self.tokens = self.burst

    def take(self, now: float) -> int:
        """Spend one token. 0 when there was one, else the whole seconds until there is."""
        if self.filled_at is not None:
            self.tokens = min(self.burst, self.tokens + (now - self.filled_at) * self.per_second)
        self.filled_at = now
        if self.tokens < 1:
            return ceil((1 - self.tokens) / self.per_second)
        self.tokens -= 1
        return 0

    def is_full(self, now: float) -> bool:
        """Say whether nothing was spent lately, so that forgetting the bucket changes nothing."""
        return self.filled_at is None or self.tokens + (now - self.filled_at) * self.per_second >= self.burst


def opening_bucket() -> Bucket:
    """New sockets from one address: a whole campus may come back at once after a restart, but not again and again."""
    return Bucket(burst=2 * SOCKETS_PER_ADDRESS, per_second=10)


def command_bucket() -> Bucket:
    """Commands and queries of one socket; past it they are answered `too_fast`."""
    return Bucket(burst=30, per_second=10)


def frame_bucket() -> Bucket:
    """Frames of any kind from one socket; past it the socket is cut, as no honest client comes near."""
    return Bucket(burst=120, per_second=40)


class SocketCounts:
    """How many sockets are open, and how fast new ones come, for each address and in total."""

    def __init__(self, per_address: int = SOCKETS_PER_ADDRESS, total: int = SOCKETS_IN_TOTAL) -> None:
        self._per_address = per_address
        self._total = total
        self._open: Counter[str] = Counter()
        self._opening: dict[str, Bucket] = {}
        self._all = 0

    def enter(self, address: str, now: float) -> bool:
        """Count one more socket, or False when the address or the process has enough."""
        if self._all >= self._total or self._open.get(address, 0) >= self._per_address:
            return False
        if self._bucket(address, now).take(now):
            return False
        self._open[address] += 1
        self._all += 1
        return True

    def leave(self, address: str) -> None:
        """The counterpart of an `enter` that returned True."""
        self._open[address] -= 1
        self._all -= 1
        if self._open[address] <= 0:
            del self._open[address]

    @property
    def total(self) -> int:
        """Sockets open now."""
        return self._all

    def _bucket(self, address: str, now: float) -> Bucket:
        if len(self._opening) >= MAX_REMEMBERED:
            self._opening = {known: bucket for known, bucket in self._opening.items() if not bucket.is_full(now)}
        return self._opening.setdefault(address, opening_bucket())
