"""Time is an argument: whoever needs it takes a `Clock`, and tests move theirs by hand."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol


class Clock(Protocol):
    """Tells the time as an aware datetime in UTC."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the machine's time."""
        return datetime.now(UTC)


SMALL_STEP: Final = timedelta(seconds=1)
"""How far the machine's clock may be set back for everybody to simply wait until it has caught up."""


class SteadyClock:
    """A clock that does not run backwards. When the one below is set back, it goes on at its own pace.

    So nobody who speaks gets or loses time by it. It agrees with the clock below again when that has caught up, or
    after a restart. Not for what other machines check by their own clocks, such as tokens.
    """

    def __init__(self, clock: Clock, pace: Callable[[], float] = time.monotonic) -> None:
        """Take the clock that is set by others, and what counts seconds and is never set."""
        self._clock = clock
        self._pace = pace
        self._ahead = timedelta()
        self._told = self._shown = clock.now()
        self._paced = pace()

    def now(self) -> datetime:
        """Return the time of the clock below, or what it would be if it had not been set back."""
        told, paced = self._clock.now(), self._pace()
        was_set = told - self._told - timedelta(seconds=paced - self._paced)
        self._told, self._paced = told, paced
        if abs(was_set) > SMALL_STEP:
            self._ahead = max(timedelta(), self._ahead - was_set)
        if self._shown - (told + self._ahead) > SMALL_STEP:
            self._ahead = self._shown - told
        self._shown = max(self._shown, told + self._ahead)
        return self._shown


class ManualClock:
    """A clock that stands still until somebody moves it; for tests and for replaying a log."""

    def __init__(self, start: datetime = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self._now

    def advance(self, seconds: float) -> datetime:
        """Move on by some seconds and return the new time."""
        self._now += timedelta(seconds=seconds)
        return self._now


def as_text(moment: datetime) -> str:
    """Write a moment as it goes over the wire: `2026-11-22T12:00:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
