"""VTIMEZONE: how a zone's clocks are changed, as a rule that every calendar program reads.

Outlook takes one STANDARD and one DAYLIGHT part with a yearly rule, and overlooks lists of dates. So a zone whose
clocks are changed otherwise (Casablanca, by the moon) is not described at all: its moments are written in UTC.
"""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from roundtable.calendars.content import line, text

_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)
_LAST: Final = -1
_STEADY_SINCE: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock has no zone


@dataclass(frozen=True, slots=True)
class _Change:
    """A moment at which clocks are changed."""

    onset: datetime
    """On the wall, by the clock as it was until then."""
    before: timedelta
    after: timedelta
    name: str

    @property
    def is_forward(self) -> bool:
        return self.after > self.before

    @property
    def nths(self) -> set[int]:
        """Return which of its month's weekdays this is: counted from the start, and -1 if it is the last."""
        days = calendar.monthrange(self.onset.year, self.onset.month)[1]
        last = {_LAST} if self.onset.day + 7 > days else set[int]()
        return {(self.onset.day - 1) // 7 + 1, *last}


@lru_cache(maxsize=256)
def described(zone: str, first: int, last: int) -> bytes | None:
    """Write the zone as it is in some years, from the first to the last; None if that is no yearly rule."""
    changes = list(_changes(ZoneInfo(zone), first, last))
    if not changes:
        return _component(zone, [_steady(ZoneInfo(zone), first)])
    parts = [_yearly([one for one in changes if one.is_forward is forward], first, last) for forward in (False, True)]
    if any(part is None for part in parts):
        return None
    return _component(zone, [part for part in parts if part is not None])


@lru_cache(maxsize=64)
def listed(zone: str, first: int, last: int) -> bytes:
    """Write the zone as it is in some years, change for change: for rules that no yearly description would do for."""
    steady = _steady(ZoneInfo(zone), first)
    return _component(zone, [steady, *(_part(one, None) for one in _changes(ZoneInfo(zone), first, last))])


def _changes(zone: ZoneInfo, first: int, last: int) -> Iterator[_Change]:
    moment, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        if _offset(zone, moment) != _offset(zone, moment + _DAY):
            yield _change_within(zone, moment, moment + _DAY)
        moment += _DAY


def _change_within(zone: ZoneInfo, early: datetime, late: datetime) -> _Change:
    before, after = _offset(zone, early), _offset(zone, late)
    while late - early > _SECOND:
        middle = early + timedelta(seconds=(late - early) // _SECOND // 2)
        if _offset(zone, middle) == before:
            early = middle
        else:
            late = middle
    name = late.astimezone(zone).tzname() or ""
    return _Change((late + before).replace(tzinfo=None), before, after, name)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _yearly(changes: Sequence[_Change], first: int, last: int) -> bytes | None:
    """Write changes in one direction as one yearly rule, if they are one: each year one, on the same nth weekday."""
    years = [one.onset.year for one in changes]
    same = {(one.onset.month, one.onset.weekday(), one.onset.time(), one.before, one.after) for one in changes}
    if years != list(range(first, last + 1)) or len(same) != 1:
        return None
    nths = set.intersection(*(one.nths for one in changes))
    if not nths:
        return None
    onset = changes[0].onset
    rule = f"FREQ=YEARLY;BYMONTH={onset.month};BYDAY={min(nths)}{_WEEKDAYS[onset.weekday()]}"
    return _part(changes[0], rule)


def _steady(zone: ZoneInfo, year: int) -> bytes:
    moment = datetime(year, 1, 1, tzinfo=UTC)
    offset = _offset(zone, moment)
    return _part(_Change(_STEADY_SINCE, offset, offset, moment.astimezone(zone).tzname() or ""), None)


def _part(change: _Change, rule: str | None) -> bytes:
    kind = "DAYLIGHT" if change.is_forward else "STANDARD"
    lines = [
        line("BEGIN", kind),
        line("DTSTART", change.onset.strftime("%Y%m%dT%H%M%S")),
        line("TZOFFSETFROM", _written(change.before)),
        line("TZOFFSETTO", _written(change.after)),
        line("TZNAME", text(change.name)),
        line("RRULE", rule) if rule else b"",
        line("END", kind),
    ]
    return b"".join(lines)


def _written(offset: timedelta) -> str:
    sign, minutes = "-" if offset < timedelta() else "+", abs(offset) // timedelta(minutes=1)
    return f"{sign}{minutes // 60:02}{minutes % 60:02}"


def _component(zone: str, parts: Sequence[bytes]) -> bytes:
    return b"".join((line("BEGIN", "VTIMEZONE"), line("TZID", zone), *parts, line("END", "VTIMEZONE")))
