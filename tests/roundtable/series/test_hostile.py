"""Hostile plans cost nothing: refused before anything is expanded, and what may be expanded is bounded."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from roundtable.http.problems import from_validation
from roundtable.http.routes import BODY_LIMIT
from roundtable.kernel.consequences import consequences
from roundtable.kernel.errors import Refusal
from roundtable.series.courses import courses
from roundtable.series.resources.series import PreviewForm
from roundtable.series.rule import MOST_DATES
from roundtable.series.schedule import MOST_EXTRA_DATES, Schedule, occurrences
from tests.roundtable.series.costs import cost
from tests.roundtable.series.federation import fortnightly
from tests.roundtable.series.rules import ZONES

MOST_MS, MOST_MB = 100, 10
EVER = (datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))


def body(**schedule: Any) -> str:
    """What somebody sends."""
    return json.dumps({"schedule": fortnightly(**schedule)})


HOSTILE = {
    "every second": body(rule={"frequency": "secondly"}),
    "every no days": body(rule={"frequency": "daily", "interval": 0}),
    "30 February": body(starts_on="2026-02-01", rule={"frequency": "monthly", "interval": 12, "month_day": 30}),
    "31 of short months": body(starts_on="2026-06-01", rule={"frequency": "monthly", "interval": 24, "month_day": 31}),
    "over before it begins": body(rule={"frequency": "weekly", "weekdays": ["WE"], "until": "0001-01-01"}),
    "the end of time": body(starts_on="9999-12-31", rule={"frequency": "daily"}),
    "the beginning": body(starts_on="0001-01-01", rule={"frequency": "daily"}),
    "a count of 4,000 digits": body(rule={"frequency": "daily"}).replace('"daily"', '"daily", "count": ' + "9" * 4000),
    "9,000 Mondays": body(rule={"frequency": "weekly", "weekdays": ["MO"] * 9000}),
    "9,000 days that are none": body(rule={"frequency": "weekly", "weekdays": ["XX"] * 9000}),
    "3,000 extra dates": body(extra=["2026-12-01T10:00"] * 3000),
    "13,000 extra dates that are none": body(extra=["x"] * 13_000),
    "1,400 anchors": body(anchors=[{"zone": "Asia/Shanghai", "time": "20:00"}] * 1400),
    "5,000 unknown fields": body(rule={"frequency": "daily", **{f"k{n}": 1 for n in range(5000)}}),
    "a file for a zone": body(anchors=[{"zone": "../../../etc/passwd", "time": "20:00"}]),
    "a long zone": body(anchors=[{"zone": "A" * 60_000, "time": "20:00"}]),
    "30,000 brackets": '{"schedule":' + "[" * 30_000 + "]" * 30_000 + "}",
    "9,000 braces": '{"schedule":{"rule":' + '{"a":' * 9000 + "1" + "}" * 9000 + "}}",
    "not a number of minutes": body(minutes=1).replace('"minutes": 1', '"minutes": 1e999'),
}


def answered(sent: str) -> Refusal:
    """What the server says to it."""
    try:
        PreviewForm.model_validate_json(sent).schedule.check()
    except ValidationError as error:
        return from_validation(error)
    except Refusal as refusal:
        return refusal
    raise AssertionError("it was taken")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_plan_is_refused_at_no_cost(name: str) -> None:
    sent = HOSTILE[name]
    assert len(sent) <= BODY_LIMIT
    assert answered(sent).status in (400, 422)
    milliseconds, megabytes = cost(lambda: answered(sent))
    assert (milliseconds <= MOST_MS, megabytes <= MOST_MB) == (True, True), (milliseconds, megabytes)


TWO_ANCHORS = [{"zone": "Africa/Casablanca", "time": "02:30"}, {"zone": "America/Los_Angeles", "time": "02:30"}]
MANY = [(datetime(2026, 12, 1, 1) + timedelta(hours=25 * n)).isoformat() for n in range(MOST_EXTRA_DATES)]
DEAREST = {
    "every day in turn, and more": fortnightly(rule={"frequency": "daily"}, anchors=TWO_ANCHORS, extra=MANY),
    "every weekday": fortnightly(rule={"frequency": "weekly", "weekdays": ["SU", "WE", "MO", "TU", "FR", "SA", "TH"]}),
    "every 52 days": fortnightly(rule={"frequency": "daily", "interval": 52}),
    "every 52 weeks": fortnightly(rule={"frequency": "weekly", "interval": 52, "weekdays": ["WE"]}),
    "every 31st": fortnightly(starts_on="2026-12-31", rule={"frequency": "monthly", "month_day": 31}),
    "every 52nd month": fortnightly(rule={"frequency": "monthly", "interval": 52, "nth": -1, "weekdays": ["WE"]}),
    "once": fortnightly(rule=None, minutes=1440),
}


@pytest.mark.parametrize("name", DEAREST)
def test_the_dearest_plans_that_may_be_are_cheap_to_expand(name: str) -> None:
    schedule = Schedule.model_validate(DEAREST[name])
    schedule.check()
    found = occurrences(schedule, {}, *EVER)
    assert 0 < len(found) <= MOST_DATES + MOST_EXTRA_DATES
    assert found[-1].start.date() <= date(2037, 1, 1)

    def expand() -> None:
        consequences(occurrences(schedule, {}, *EVER)[:120], ZONES)
        list(courses(schedule))

    milliseconds, megabytes = cost(expand)
    assert (milliseconds <= MOST_MS, megabytes <= MOST_MB) == (True, True), (milliseconds, megabytes)
