"""How fast one participant may write: a window that moves with the clock."""

from collections import deque
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from roundtable.kernel.clock import Clock

MOST_IN_WINDOW: Final = 5
WINDOW: Final = timedelta(seconds=5)
"""Five messages in five seconds: nobody types faster, a pasted flood does."""

MOST_KEYS: Final = 10_000
"""Participants that are remembered; idle ones are dropped when there are more."""


class ChatPace:
    """Counts in the memory of this process, where each participant's socket is."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sent: dict[str, deque[datetime]] = {}

    async def seconds_to_wait(self, key: str) -> int:
        """Count one more and return 0, or count nothing and return the seconds until one more is allowed."""
        now = self._clock.now()
        sent = self._sent.setdefault(key, deque())
        while sent and sent[0] <= now - WINDOW:
            sent.popleft()
        if len(sent) >= MOST_IN_WINDOW:
            return max(1, ceil((sent[0] + WINDOW - now).total_seconds()))
        sent.append(now)
        if len(self._sent) > MOST_KEYS:
            self._drop_idle(now)
        return 0

    def _drop_idle(self, now: datetime) -> None:
        self._sent = {key: sent for key, sent in self._sent.items() if sent and sent[-1] > now - WINDOW}
