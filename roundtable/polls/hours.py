"""What the options of a poll mean on campuses: local hours, shifts of clocks, and for whom an hour is bad. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from roundtable.kernel.consequences import LocalTime, Shift, consequences
from roundtable.kernel.wall_clock import is_skipped, moment_of, wall_at
from roundtable.polls.model import Repeats, When, key_of

TERM: Final = timedelta(weeks=26)
"""How far an hour that repeats is followed: half a year sees a change of clocks in both directions."""
REMEMBERED: Final = 4096
"""Options whose hours are kept: those of a poll are read again with every look at it."""
EVERY: Final[Mapping[Repeats, timedelta]] = {"weekly": timedelta(weeks=1), "fortnightly": timedelta(weeks=2)}


@dataclass(frozen=True, slots=True)
class Date:
    """One date of an option."""

    key: str
    original: datetime
    zone: str
    start: datetime
    end: datetime
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """An option on the walls of a zone."""

    first: LocalTime
    bad_dates: int
    """On how many of the option's dates the hour is bad."""
    shifts: Sequence[Shift]


@dataclass(frozen=True, slots=True)
class Spread:
    """An option on all walls."""

    wall: datetime
    start: datetime
    end: datetime
    becomes: datetime | None
    """What clocks show instead, where they are put forward over the hour."""
    dates: int
    """One, or as many as were looked at of an option that repeats."""
    hours: Mapping[str, Hours]
    """By zone."""


def dates_of(wall: datetime, when: When) -> list[Date]:
    """Return the dates of an option: one, or those of half a year."""
    step = EVERY.get(when.repeats)
    count = TERM // step if step else 1
    walls = [wall + (step or TERM) * number for number in range(count)]
    lasting = timedelta(minutes=when.minutes)
    starts = [moment_of(each, when.zone) for each in walls]
    return [
        Date(key_of(each), each, when.zone, start, start + lasting) for each, start in zip(walls, starts, strict=True)
    ]


@lru_cache(maxsize=REMEMBERED)
def spread(wall: datetime, when: When, zones: tuple[str, ...]) -> Spread:
    """Tell what an option means in each zone."""
    dates = dates_of(wall, when)
    first = dates[0]
    means = consequences(dates, zones)
    return Spread(
        wall=wall,
        start=first.start,
        end=first.end,
        becomes=wall_at(first.start, when.zone) if is_skipped(wall, when.zone) else None,
        dates=len(dates),
        hours={zone: Hours(one.times[0], one.bad_hours, one.shifts) for zone, one in means.items()},
    )


def bad_zones(one: Spread) -> frozenset[str]:
    """Return the zones in which the hour is bad at least once."""
    return frozenset(zone for zone, hours in one.hours.items() if hours.bad_dates)
