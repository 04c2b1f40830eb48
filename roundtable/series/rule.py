"""Our own small recurrence rule, and the dates it means.

A subset of RFC 5545's RRULE without anything below a day: every n days, weeks with weekdays, or months by day or by nth
weekday; until a date or for a count. Everything is bounded, so no rule can keep the server busy. Pure date arithmetic:
zones come in `wall_clock.py`.
"""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Annotated, Final, Literal, Self, get_args

from pydantic import Field, model_validator

from roundtable.kernel.bounds import at_most
from roundtable.kernel.errors import Invalid
from roundtable.kernel.messages import Message

Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
WEEKDAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)

Frequency = Literal["daily", "weekly", "monthly"]
Nth = Literal[1, 2, 3, 4, -1]
"""Which of a month's weekdays; -1 is the last."""

MOST_DATES: Final = 520
"""Ten years of weekly sessions."""

MOST_PERIODS: Final = 2000
"""Periods looked at before a rule counts as empty: 30 February must not be searched for ever."""

LONGEST_DAYS: Final = 3660
"""No date lies farther from the start than this; also keeps the calendar's last year out of reach."""


class Rule(Message):
    """How often. With neither `until` nor `count` it goes on, as far as anybody looks."""

    frequency: Frequency
    interval: Annotated[int, Field(ge=1, le=52)] = 1
    weekdays: Annotated[tuple[Weekday, ...], Field(max_length=7), at_most(7)] = ()
    """Weekly: the days, Monday first. Monthly with `nth`: exactly one."""
    month_day: Annotated[int, Field(ge=-1, le=31)] | None = None
    """Monthly: the day; -1 is the last. A month without that day is left out, as RFC 5545 has it."""
    nth: Nth | None = None
    until: date | None = None
    """The last day that may be one of the dates, by the wall clock of the series."""
    count: Annotated[int, Field(ge=1, le=MOST_DATES)] | None = None

    @model_validator(mode="after")
    def _is_one_rule(self) -> Self:
        if self.until is not None and self.count is not None:
            raise ValueError("until and count exclude each other")
        if len(set(self.weekdays)) != len(self.weekdays):
            raise ValueError("a weekday twice")
        if self.frequency == "monthly":
            self._check_month()
        elif self.month_day is not None or self.nth is not None:
            raise ValueError("month_day and nth are for months")
        if (self.frequency == "weekly") != bool(self.weekdays) and self.nth is None:
            raise ValueError("weekdays are for weeks")
        return self

    def _check_month(self) -> None:
        by_day, by_weekday = self.month_day is not None, self.nth is not None
        if by_day == by_weekday:
            raise ValueError("a month needs either a day or an nth weekday")
        if self.month_day == 0:
            raise ValueError("no month has a day 0")
        if len(self.weekdays) != (1 if by_weekday else 0):
            raise ValueError("an nth weekday is one weekday")


def dates(rule: Rule | None, start: date) -> Iterator[date]:
    """Yield the dates of a series in order: `start` first, or once if there is no rule.

    `start` must be a date of the rule: see `check_start`. At most MOST_DATES come.
    """
    if rule is None:
        yield start
        return
    last = min(rule.until or date.max, start + timedelta(days=LONGEST_DAYS))
    found = (day for day in _candidates(rule, start) if day >= start)
    for day in islice(found, rule.count or MOST_DATES):
        if day > last:
            return
        yield day


def check_start(rule: Rule | None, start: date) -> None:
    """Raise Invalid `start_off_rule` unless the series really begins at `start`, `rule_empty` if it never does."""
    first = next(dates(rule, start), None)
    if first is None:
        raise Invalid("rule_empty")
    if first != start:
        raise Invalid("start_off_rule", first=first.isoformat())


def _candidates(rule: Rule, start: date) -> Iterator[date]:
    """Yield the rule's dates in order from the period of `start` on, some of them possibly before it."""
    for period in range(MOST_PERIODS):
        match rule.frequency:
            case "daily":
                yield start + timedelta(days=period * rule.interval)
            case "weekly":
                monday = start - timedelta(days=start.weekday()) + timedelta(weeks=period * rule.interval)
                yield from (monday + timedelta(days=n) for n, name in enumerate(WEEKDAYS) if name in rule.weekdays)
            case "monthly":
                year, month = divmod(start.year * 12 + start.month - 1 + period * rule.interval, 12)
                if year - start.year > LONGEST_DAYS // 365:
                    return
                day = _day_of(rule, year, month + 1)
                if day is not None:
                    yield date(year, month + 1, day)


def _day_of(rule: Rule, year: int, month: int) -> int | None:
    """Return the day of a month that the rule means, None if that month has none."""
    first_weekday, length = calendar.monthrange(year, month)
    if rule.nth is None:
        day = rule.month_day or 0
        return length if day == -1 else day if day <= length else None
    offset = (WEEKDAYS.index(rule.weekdays[0]) - first_weekday) % 7
    if rule.nth == -1:
        return offset + 1 + 7 * ((length - offset - 1) // 7)
    return offset + 1 + 7 * (rule.nth - 1)
