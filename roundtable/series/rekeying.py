"""Keeping what belongs to a date when the schedule changes: the hour may be another, the date stays. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from roundtable.series.schedule import Schedule, planned


def rekeyed(keys: Iterable[datetime], schedule: Schedule) -> Mapping[datetime, datetime | None]:
    """Tell which date of the schedule each original start becomes; None for one that has no such date any more.

    No two become the same: a date that is planned to the minute goes before one of the same day.
    """
    starts = set(planned(schedule))
    wanted = sorted(set(keys))
    kept: dict[datetime, datetime | None] = {key: key for key in wanted if key in starts}
    free = _by_day(starts - set(kept))
    for key in wanted:
        if key not in kept:
            same_day = free.get(key.date())
            kept[key] = same_day.pop(0) if same_day else None
    return kept


def _by_day(starts: Iterable[datetime]) -> dict[date, list[datetime]]:
    days: dict[date, list[datetime]] = {}
    for start in sorted(starts):
        days.setdefault(start.date(), []).append(start)
    return days
