"""How often: all limits of the HTTP interface in one table."""

import time
from collections.abc import Mapping
from math import ceil
from typing import Final, Literal

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from roundtable.kernel.errors import TooMany

Limit = Literal[
    "everything",
    "sign_in",
    "account",
    "account_everywhere",
    "links",
    "sign_in_links",
    "invitations",
    "entry",
    "import",
    "making",
    "record",
    "reckoning",
    "personal",
    "token",
    "token_wrong",
]

LIMITS: Final[Mapping[Limit, RateLimitItem]] = {
    # A whole campus can stand behind one address, so what everybody does is counted generously.
    "everything": RateLimitItemPerMinute(1200),
    "entry": RateLimitItemPerMinute(240),
    "sign_in": RateLimitItemPerMinute(30),
    # Guessing one account's password from one address, and from many.
    "account": RateLimitItemPerMinute(10, 10),
    "account_everywhere": RateLimitItemPerHour(100),
    # Set-up and welcome links are 256-bit secrets; this only keeps the noise down.
    "links": RateLimitItemPerMinute(30),
    # Letters to one address, whoever asks for them.
    "sign_in_links": RateLimitItemPerHour(5),
    # Letters of one person to strangers: a federation's clubs on one evening, and no mailing list.
    "invitations": RateLimitItemPerHour(60),
    "import": RateLimitItemPerMinute(20),
    "making": RateLimitItemPerMinute(60),
    # A record is made from a whole log each time it is read.
    "record": RateLimitItemPerMinute(120),
    # Local hours of many options in many zones, asked anew while somebody writes.
    "reckoning": RateLimitItemPerMinute(240),
    # Everything about one person is gathered, or deleted.
    "personal": RateLimitItemPerHour(30),
    # What one program may ask, from wherever it does; and those that show a token which is none.
    "token": RateLimitItemPerMinute(300),
    "token_wrong": RateLimitItemPerMinute(30),
}


class Limits:
    """Counts, in the memory of this process."""

    def __init__(self) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def take(self, limit: Limit, key: str, *, count: int = 1) -> None:
        """Count one more, or several, or refuse with the seconds to wait; then none of them is counted."""
        item = LIMITS[limit]
        if not await self._limiter.hit(item, limit, key, cost=count):
            stats = await self._limiter.get_window_stats(item, limit, key)
            raise TooMany("too_many_requests", seconds=max(1, ceil(stats.reset_time - time.time())))

    async def forgive(self, limit: Limit, key: str) -> None:
        """Begin again at nothing, as after a right password."""
        await self._limiter.clear(LIMITS[limit], limit, key)
