"""Schedules drawn at random, and the meetings they mean."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

import roundtable.series.courses as series
from roundtable.calendars.course import Course, Repetition
from roundtable.calendars.model import Meeting
from roundtable.kernel.ids import SeriesId
from roundtable.kernel.wall_clock import moment_of
from roundtable.series.courses import courses
from roundtable.series.rule import WEEKDAYS, Nth, Rule
from roundtable.series.schedule import Anchor, Occurrence, Override, Schedule, occurrences, planned

ZONES = (
    "Asia/Shanghai", "America/Los_Angeles", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe",
    "Africa/Casablanca",
)  # fmt: skip
CREATED = datetime(2026, 9, 1, 8, tzinfo=UTC)
URL = "https://roundtable.example.org/r/abcdefghijkmnpqrstuvwxyz23"
EVER = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def meeting(one: Occurrence, title: str = "Weekly sync", about: str = "", series: str = "ser_a") -> Meeting:
    """An occurrence as a meeting."""
    return Meeting(
        series=SeriesId(series),
        original=one.original,
        zone=one.zone,
        start=one.start,
        end=one.end,
        title=one.title or title,
        url=URL,
        created=CREATED,
        about=about,
        cancelled=one.cancelled,
    )


def one_meeting(**changes: Any) -> Meeting:
    """A meeting on a Wednesday evening in Berlin, with changes."""
    values: dict[str, Any] = {
        "series": SeriesId("ser_a"),
        "original": datetime(2026, 11, 25, 20),  # noqa: DTZ001 - a wall clock
        "zone": "Europe/Berlin",
        "start": datetime(2026, 11, 25, 19, tzinfo=UTC),
        "end": datetime(2026, 11, 25, 20, tzinfo=UTC),
        "title": "Weekly sync",
        "url": URL,
        "created": CREATED,
    }
    return Meeting(**{**values, **changes})


def courses_of(schedule: Schedule) -> list[Course]:
    """A schedule as people are invited to it."""
    return [_course(one, schedule) for one in courses(schedule)]


def _course(one: series.Course, schedule: Schedule) -> Course:
    start = moment_of(one.originals[0], one.zone)
    rule = one.rule
    return Course(
        uid=f"ser_a-{one.name}@roundtable",
        first=one_meeting(
            original=one.originals[0], zone=one.zone, start=start, end=start + timedelta(minutes=schedule.minutes)
        ),
        repeats=None
        if rule is None
        else Repetition(rule.frequency, rule.interval, rule.weekdays, rule.month_day, rule.nth),
        last=moment_of(one.originals[-1], one.zone),
        left_out=one.left_out,
    )


times = st.times(time(0), time(23, 59)).map(lambda one: one.replace(second=0, microsecond=0, fold=0))


@st.composite
def _rules(draw: Any, starts_on: date) -> Rule:
    """A rule that may begin on a day."""
    count, weekday = draw(st.integers(1, 30)), WEEKDAYS[starts_on.weekday()]
    match draw(st.sampled_from(["daily", "weekly", "by day", "by weekday"])):
        case "daily":
            return Rule(frequency="daily", interval=draw(st.integers(1, 30)), count=count)
        case "weekly":
            more = draw(st.sets(st.sampled_from(WEEKDAYS), max_size=2)) | {weekday}
            weekdays = tuple(day for day in WEEKDAYS if day in more)
            return Rule(frequency="weekly", interval=draw(st.integers(1, 6)), weekdays=weekdays, count=count)
        case "by day":
            return Rule(frequency="monthly", interval=draw(st.integers(1, 3)), month_day=starts_on.day, count=count)
        case _:
            nth = (starts_on.day - 1) // 7 + 1
            which: Nth = -1 if nth == 5 else (1, 2, 3, 4)[nth - 1]
            return Rule(
                frequency="monthly", interval=draw(st.integers(1, 3)), nth=which, weekdays=(weekday,), count=count
            )


@st.composite
def schedules(draw: Any) -> Schedule:
    """A schedule of one or two anchors, as a rule over some shifts, with a few dates more."""
    starts_on = draw(st.dates(date(2024, 1, 1), date(2029, 12, 31)))
    anchors = draw(st.lists(st.builds(Anchor, zone=st.sampled_from(ZONES), time=times), min_size=1, max_size=2))
    more = draw(st.lists(st.tuples(st.integers(0, 300), times), max_size=2))
    return Schedule(
        starts_on=starts_on,
        anchors=tuple(anchors),
        minutes=draw(st.integers(5, 600)),
        rule=draw(_rules(starts_on)),
        extra=tuple(datetime.combine(starts_on + timedelta(days=days), hour) for days, hour in more),
    )


@st.composite
def meetings(draw: Any) -> list[Meeting]:
    """All meetings of a schedule, some of them moved, cancelled or retitled."""
    schedule = draw(schedules())
    changed = draw(st.lists(st.sampled_from(list(planned(schedule))), max_size=6, unique=True))
    overrides = {
        original: Override(
            cancelled=draw(st.booleans()),
            start=draw(st.none() | st.timedeltas(timedelta(days=-40), timedelta(days=40)).map(original.__add__)),
            title=draw(st.none() | st.sampled_from(["改期", "Extra; with, signs: \\ 🎉"])),
        )
        for original in changed
    }
    return [meeting(one) for one in occurrences(schedule, overrides, *EVER)]
