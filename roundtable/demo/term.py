"""The term in whose middle the demo stands, whatever day it is: rules and dates by the day of the first start. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
MINUTES: Final = 90
EXTRA_MINUTES: Final = 240
"""Of the session that is live: as long as anybody looks at the demo."""
LATE_MINUTES: Final = 15
"""How long it has been going on when the demo starts, at most."""
FRESH: Final = timedelta(days=21)
"""So long after its first start the demo is in the middle of its term. Later it begins anew."""

_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FORTNIGHT: Final = timedelta(days=14)
_LATEST_NTH: Final = 4
"""Every month has four of each weekday."""


@dataclass(frozen=True)
class Term:
    """What was planned when the term began."""

    began: datetime
    """When the series were planned."""
    sync: Mapping[str, object]
    """The fortnightly one's schedule. In turn at 20:00 in Shanghai and at 20:00 in Berlin; three sessions were held."""
    mirrors: Mapping[str, object]
    """The monthly one's, by the clocks of Los Angeles; two sessions were held."""


def term_around(now: datetime) -> Term:
    """Plan a term whose sessions were held for six weeks, and whose next ones are in three days and in a week."""
    today = now.astimezone(SHANGHAI).date()
    first = today + timedelta(days=3) - 3 * _FORTNIGHT
    monthly = _months_before(_nth_weekday_after(today + timedelta(days=6)), 2)
    return Term(
        began=datetime.combine(min(first, monthly) - timedelta(days=9), time(4), UTC),
        sync={
            "starts_on": first.isoformat(),
            "anchors": [{"zone": "Asia/Shanghai", "time": "20:00"}, {"zone": "Europe/Berlin", "time": "20:00"}],
            "minutes": MINUTES,
            "rule": {"frequency": "weekly", "interval": 2, "weekdays": [_weekday(first)], "count": 10},
        },
        mirrors={
            "starts_on": monthly.isoformat(),
            "anchors": [{"zone": "America/Los_Angeles", "time": "18:00"}],
            "minutes": 60,
            "rule": {"frequency": "monthly", "weekdays": [_weekday(monthly)], "nth": _nth(monthly), "count": 8},
        },
    )


def extra_start(now: datetime) -> datetime:
    """Return the quarter of an hour that has begun, on the wall in Shanghai."""
    wall = now.astimezone(SHANGHAI).replace(tzinfo=None, second=0, microsecond=0)
    return wall - timedelta(minutes=wall.minute % LATE_MINUTES)


def _nth_weekday_after(day: date) -> date:
    """Return the first day from `day` on that is a first to fourth weekday of its month."""
    while _nth(day) > _LATEST_NTH:
        day += timedelta(days=1)
    return day


def _months_before(day: date, months: int) -> date:
    """Return the same weekday of the month, some months earlier."""
    month = day.year * 12 + day.month - 1 - months
    first = date(month // 12, month % 12 + 1, 1)
    ahead = (day.weekday() - first.weekday()) % 7
    return first + timedelta(days=ahead + 7 * (_nth(day) - 1))


def _nth(day: date) -> int:
    return (day.day - 1) // 7 + 1


def _weekday(day: date) -> str:
    return _WEEKDAYS[day.weekday()]
