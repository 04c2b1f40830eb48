"""Keeps the deadlines of live sessions, and follows other nodes where there are any."""

import asyncio
import logging
from datetime import timedelta

from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Refusal
from roundtable.kernel.live import LiveSessions

log = logging.getLogger(__name__)

LONGEST_SLEEP = 30.0
"""Seconds. The clock of the machine may be set; a deadline is never later than this because of it."""

SHORTEST_SLEEP = 0.05
"""Seconds. A deadline that does not go away must not make the loop spin."""

RETRY = timedelta(seconds=1)
"""After how long a database that was gone is asked again."""

FOLLOWING = 1.0
"""Seconds between two looks at what other nodes have written."""


async def keep_deadlines(live: LiveSessions, clock: Clock) -> None:
    """Send `Tick` in time, until cancelled."""
    while True:
        live.deadline_moved.clear()
        try:
            upcoming = await live.tick()
        except Refusal as refusal:
            log.warning("deadlines wait", extra={"code": refusal.code})
            upcoming = clock.now() + RETRY
        except Exception:
            log.exception("deadlines wait")
            upcoming = clock.now() + RETRY
        seconds = LONGEST_SLEEP if upcoming is None else (upcoming - clock.now()).total_seconds()
        await asyncio.sleep(SHORTEST_SLEEP)
        try:
            async with asyncio.timeout(min(max(seconds, 0), LONGEST_SLEEP)):
                await live.deadline_moved.wait()
        except TimeoutError:
            continue


async def follow_other_nodes(live: LiveSessions) -> None:
    """Tell this node's sockets what other nodes have committed, until cancelled."""
    while True:
        await asyncio.sleep(FOLLOWING)
        try:
            await live.catch_up()
        except Refusal as refusal:
            log.warning("cannot follow other nodes", extra={"code": refusal.code})
        except Exception:
            log.exception("cannot follow other nodes")
