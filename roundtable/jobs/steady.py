"""A clock that no one can set back while the process runs."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from roundtable.kernel.clock import Clock


class SteadyClock:
    """The machine's time at the start, and what a stopwatch has counted since, or later if the clock was set forward.

    If the machine's clock is set back an hour, leases do not last an hour longer, and nothing waits an hour.
    """

    def __init__(self, clock: Clock, stopwatch: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stopwatch = stopwatch
        self._at = stopwatch()
        self._latest = clock.now()

    def now(self) -> datetime:
        """Return the present moment; never less than before."""
        at = self._stopwatch()
        self._latest = max(self._clock.now(), self._latest + timedelta(seconds=at - self._at))
        self._at = at
        return self._latest
