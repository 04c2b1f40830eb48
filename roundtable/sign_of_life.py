"""When this process was last alive, so that a start after a crash knows since when nobody heard anybody.

The time of a file, renewed twice a second: it survives `kill -9`, and costs nothing that a disk would notice.
"""

import asyncio
import logging
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from roundtable.kernel.clock import Clock

log = logging.getLogger(__name__)

PACE: Final = 0.5
"""Seconds between two signs: half of what clocks may differ by after a restart."""

_NANOSECONDS: Final = 1_000
"""In a microsecond."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class SignOfLife:
    """The file of one node."""

    def __init__(self, path: Path, clock: Clock) -> None:
        """Read what the process before this one has left, before anything overwrites it."""
        self._path = path
        self._clock = clock
        self.last: Final = _read(path)
        """When the node was last alive; None if it never was, or the file cannot be read."""

    async def keep(self) -> None:
        """Say that we live, until cancelled. Without a place to write, clocks count on through a crash; no more."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch()
            while True:
                self._renew()
                await asyncio.sleep(PACE)
        except OSError as error:
            log.warning("no sign of life is left", extra={"error": str(error)})

    def _renew(self) -> None:
        since = self._clock.now() - _EPOCH
        at = since // timedelta(microseconds=1) * _NANOSECONDS
        os.utime(self._path, ns=(at, at))


def _read(path: Path) -> datetime | None:
    try:
        nanoseconds = path.stat().st_mtime_ns
    except OSError:
        return None
    return _EPOCH + timedelta(microseconds=nanoseconds // _NANOSECONDS)
