"""The dates of a rule."""

from datetime import date, timedelta
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from roundtable.kernel.errors import Invalid
from roundtable.series.rule import LONGEST_DAYS, MOST_DATES, Rule, check_start, dates
from tests.roundtable.series.rules import as_dateutil, rules


def days(rule: Rule | None, start: date, most: int = 5) -> list[str]:
    return [day.isoformat() for day in islice(dates(rule, start), most)]


def test_every_second_wednesday_from_the_first_one_on() -> None:
    assert days(Rule(frequency="weekly", interval=2, weekdays=("WE",)), date(2026, 11, 25), 3) == [
        "2026-11-25", "2026-12-09", "2026-12-23",
    ]  # fmt: skip


def test_weekdays_come_in_the_week_s_order_whatever_order_they_were_named_in() -> None:
    rule = Rule(frequency="weekly", weekdays=("FR", "MO"))
    assert days(rule, date(2026, 11, 27), 3) == ["2026-11-27", "2026-11-30", "2026-12-04"]


def test_a_month_without_a_31st_is_left_out() -> None:
    rule = Rule(frequency="monthly", month_day=31)
    assert days(rule, date(2026, 1, 31), 3) == ["2026-01-31", "2026-03-31", "2026-05-31"]


def test_the_last_day_and_the_last_friday() -> None:
    assert days(Rule(frequency="monthly", month_day=-1), date(2027, 1, 31), 2) == ["2027-01-31", "2027-02-28"]
    assert days(Rule(frequency="monthly", nth=-1, weekdays=("FR",)), date(2027, 1, 29), 2) == [
        "2027-01-29", "2027-02-26",
    ]  # fmt: skip


def test_until_and_count_end_a_series() -> None:
    weekly = Rule(frequency="weekly", weekdays=("MO",), until=date(2026, 12, 7))
    assert days(weekly, date(2026, 11, 23)) == ["2026-11-23", "2026-11-30", "2026-12-07"]
    assert days(weekly.model_copy(update={"until": None, "count": 1}), date(2026, 11, 23)) == ["2026-11-23"]


def test_without_a_rule_there_is_one_date() -> None:
    assert days(None, date(2026, 11, 22)) == ["2026-11-22"]


@given(rules())
def test_dates_are_those_of_python_dateutil(drawn: tuple[Rule, date]) -> None:
    rule, start = drawn
    ours = list(islice(dates(rule, start), 80))
    horizon = start + timedelta(days=LONGEST_DAYS)
    theirs = []
    if rule.until is None or rule.until >= start:
        theirs = [moment.date() for moment in islice(as_dateutil(rule, start), 80) if moment.date() <= horizon]
    if _ever_falls(rule, start):
        assert ours == theirs


def _ever_falls(rule: Rule, start: date) -> bool:
    """Say whether the start is a date of the rule; only with such do both mean the same."""
    return next(dates(rule.model_copy(update={"until": None, "count": None}), start), None) == start


@pytest.mark.parametrize(
    "fields",
    [
        {"frequency": "secondly"},
        {"frequency": "daily", "interval": 0},
        {"frequency": "daily", "interval": 10**9},
        {"frequency": "daily", "weekdays": ("MO",)},
        {"frequency": "weekly"},
        {"frequency": "weekly", "weekdays": ("MO", "MO")},
        {"frequency": "weekly", "weekdays": ("MO",), "month_day": 3},
        {"frequency": "weekly", "weekdays": ("MO",) * 10_000},
        {"frequency": "monthly"},
        {"frequency": "monthly", "month_day": 0},
        {"frequency": "monthly", "month_day": 32},
        {"frequency": "monthly", "month_day": 3, "nth": 1, "weekdays": ("MO",)},
        {"frequency": "monthly", "nth": 5, "weekdays": ("MO",)},
        {"frequency": "monthly", "nth": 1, "weekdays": ("MO", "TU")},
        {"frequency": "daily", "count": 3, "until": date(2027, 1, 1)},
        {"frequency": "daily", "count": 0},
        {"frequency": "daily", "count": 10**9},
        {"frequency": "daily", "bymonth": 2},
    ],
    ids=str,
)
def test_a_hostile_rule_is_no_rule(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Rule(**fields)


def test_the_thirtieth_of_february_is_refused() -> None:
    with pytest.raises(Invalid, match="rule_empty"):
        check_start(Rule(frequency="monthly", interval=12, month_day=30), date(2026, 2, 1))


def test_a_start_beside_the_rule_is_refused_and_the_first_date_named() -> None:
    with pytest.raises(Invalid) as refused:
        check_start(Rule(frequency="weekly", weekdays=("WE",)), date(2026, 11, 22))
    assert refused.value == Invalid("start_off_rule", first="2026-11-25")


def test_no_rule_goes_on_for_ever() -> None:
    found = list(dates(Rule(frequency="daily"), date(9990, 1, 1).replace(year=2026)))
    assert len(found) == MOST_DATES
    monthly = list(dates(Rule(frequency="monthly", month_day=1), date(2026, 1, 1)))
    assert monthly[-1] - monthly[0] <= timedelta(days=LONGEST_DAYS)
