"""When the doors of a series' room are open to everybody, and what stands on them until then. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from roundtable.kernel.doors import Doors, PlannedSession
from roundtable.kernel.wall_clock import moment_of
from roundtable.series.model import PlannedDate, original_of

LATE: Final = timedelta(minutes=30)
"""So long after the planned end people may still come together for a session."""
LONGEST_DOORS: Final = timedelta(hours=2)
CHANGES_AHEAD: Final = timedelta(days=2)
"""Nobody comes by mistake for what was planned later than this."""
MOST_CHANGES: Final = 3


@dataclass(frozen=True, slots=True)
class DoorDate:
    """A date with what its series says about doors."""

    date: PlannedDate
    title: str
    doors_minutes: int

    @property
    def opens_at(self) -> datetime:
        """Return when everybody may come in."""
        return self.date.start_at - timedelta(minutes=self.doors_minutes)

    def is_open(self, now: datetime) -> bool:
        """Say whether people may come in for this date, who are not in already."""
        return not self.date.cancelled and self.opens_at <= now < self.date.end_at + LATE

    @property
    def planned_start(self) -> datetime:
        """Return when it would have begun without having been moved."""
        return moment_of(original_of(self.date.key), self.date.zone)

    @property
    def shown(self) -> PlannedSession:
        """Return what others see of it."""
        start = self.planned_start
        return PlannedSession(
            title=self.date.title or self.title,
            start=self.date.start_at,
            end=self.date.end_at,
            opens_at=self.opens_at,
            zone=self.date.zone,
            cancelled=self.date.cancelled,
            moved_from=start if self.date.moved and start != self.date.start_at else None,
        )


def opened_date(dates: Iterable[DoorDate], now: datetime, *, goes_on: bool) -> DoorDate | None:
    """Return the date on which a session is held in which people are now.

    One that goes on past its end is the session of the next date only when that has begun.
    """
    open_ones = [one for one in dates if one.is_open(now) and (not goes_on or one.date.start_at <= now)]
    return max(open_ones, key=lambda one: one.date.start_at, default=None)


def doors_of(dates: Sequence[DoorDate], now: datetime, *, is_held: bool) -> Doors:
    """Tell how the doors stand. A session that goes on can be entered until it is over, however late."""
    current = opened_date(dates, now, goes_on=False)
    ahead = [one for one in dates if not one.date.cancelled and one.date.start_at > now]
    coming = current or min(ahead, key=lambda one: one.date.start_at, default=None)
    return Doors(
        now=now,
        open=is_held or current is not None,
        next=coming.shown if coming else None,
        changes=[one.shown for one in dates if _is_missed(one, now, coming)][:MOST_CHANGES],
    )


def _is_missed(one: DoorDate, now: datetime, coming: DoorDate | None) -> bool:
    """Say whether somebody may stand at the door for a date that is not, or not then."""
    if one is coming or not (one.date.cancelled or one.date.moved):
        return False
    start = one.planned_start
    expected_end = start + (one.date.end_at - one.date.start_at)
    before_next = coming is None or start <= coming.date.start_at
    return expected_end > now and start <= now + CHANGES_AHEAD and before_next
