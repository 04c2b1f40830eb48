"""Who must be told what of a course: never twice the same, and of many changes what has come of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from roundtable.calendars.course import Course
from roundtable.calendars.invitations import cancel, cancel_date, request, request_date
from roundtable.calendars.model import Meeting
from roundtable.calendars.telling import News, Telling, Told, due, told_of
from tests.roundtable.calendars.program import Program
from tests.roundtable.calendars.test_invitations import INVITATION, WEEK, WEEKLY, moved

NOW = WEEKLY.first.start - timedelta(days=3)
ENDLESS = replace(WEEKLY, last=None)
ONE_WEEK_LONGER = datetime(2026, 12, 23, 19, tzinfo=UTC)
OFF = replace(WEEKLY.planned(WEEKLY.first.original + WEEK), cancelled=True)


def news(told: Told | None, wanted: Course | None, weeks: int = 0) -> News | None:
    telling = due(told, wanted, NOW + weeks * WEEK)
    return None if telling is None else telling.news


def test_somebody_new_is_invited_and_then_knows() -> None:
    assert news(None, WEEKLY) == "invited"
    assert news(told_of(WEEKLY), WEEKLY) is None
    assert news(told_of(WEEKLY), replace(WEEKLY, last=WEEKLY.first.start)) == "changed"


def test_what_concerns_one_date_is_told_of_that_date() -> None:
    later = replace(WEEKLY, exceptions=(moved(WEEKLY, 2, hours=3),))
    telling = due(told_of(WEEKLY), later, NOW)
    assert telling is not None
    assert (telling.news, telling.meeting) == ("date_changed", moved(WEEKLY, 2, hours=3))
    assert news(told_of(WEEKLY), replace(WEEKLY, exceptions=(OFF,))) == "date_cancelled"
    again = due(told_of(replace(WEEKLY, exceptions=(OFF,))), WEEKLY, NOW)
    assert again is not None
    assert (again.news, again.meeting) == ("date_changed", WEEKLY.planned(OFF.original))
    both = replace(WEEKLY, exceptions=(OFF, moved(WEEKLY, 2, hours=3)))
    assert news(told_of(WEEKLY), both) == "changed"


def test_what_has_been_is_told_to_nobody() -> None:
    early = replace(WEEKLY, exceptions=(moved(WEEKLY, 0, hours=3),))
    assert news(told_of(WEEKLY), early, weeks=1) is None
    assert news(None, WEEKLY, weeks=4) is None
    assert news(told_of(WEEKLY), None, weeks=4) is None


def test_a_date_that_is_expected_yet_is_told_though_it_has_been_put_back_to_what_is_over() -> None:
    """It was moved from Wednesday to Saturday, and on Thursday somebody undoes that."""
    late = told_of(replace(WEEKLY, exceptions=(moved(WEEKLY, 1, hours=75),)))
    thursday = WEEKLY.first.start + WEEK + timedelta(days=1)
    telling = due(late, WEEKLY, thursday)
    assert telling is not None
    assert (telling.news, telling.meeting) == ("date_changed", WEEKLY.planned(WEEKLY.first.original + WEEK))
    assert due(late, WEEKLY, thursday + timedelta(days=3)) is None


def test_what_was_kept_of_older_letters_is_still_read() -> None:
    kept = TypeAdapter(Told).dump_python(told_of(WEEKLY), mode="json")
    del kept["ends"]
    assert TypeAdapter(Told).validate_python(kept) == told_of(WEEKLY)


def test_what_somebody_expects_in_vain_is_called_off() -> None:
    for wanted in (None, replace(WEEKLY, last=NOW - WEEK)):
        for told in (WEEKLY, ENDLESS):
            assert news(told_of(told), wanted) == "cancelled"
        assert news(None, wanted) is None
    assert news(told_of(ENDLESS), None, weeks=400) == "cancelled"


HOURS = {"later": 3, "earlier": -3, "days later": 75, "days earlier": -75}
exceptions = st.dictionaries(st.integers(0, 3), st.sampled_from(["off", *HOURS]), max_size=4)


def drawn(different: dict[int, str], **changes: Any) -> Course:
    def meeting(week: int, how: str) -> Meeting:
        if how == "off":
            return replace(WEEKLY.planned(WEEKLY.first.original + week * WEEK), cancelled=True)
        return moved(WEEKLY, week, hours=HOURS[how])

    return replace(WEEKLY, exceptions=tuple(meeting(week, how) for week, how in sorted(different.items())), **changes)


@given(before=exceptions, after=exceptions)
def test_a_letter_is_due_exactly_when_something_is_different(before: dict[int, str], after: dict[int, str]) -> None:
    known = told_of(drawn(before))
    assert (due(known, drawn(after), NOW) is None) == (before == after)
    assert due(told_of(drawn(after)), drawn(after), NOW) is None


states = st.none() | st.builds(
    drawn,
    exceptions,
    last=st.sampled_from([WEEKLY.last, ONE_WEEK_LONGER]),
    first=st.sampled_from([WEEKLY.first, replace(WEEKLY.first, title="Table")]),
)


@given(history=st.lists(states, min_size=1, max_size=8), steps=st.lists(st.integers(0, 8), min_size=8, max_size=8))
def test_after_any_history_a_calendar_shows_what_is_ahead(history: list[Course | None], steps: list[int]) -> None:
    """Whatever was planned and changed while days went by, each letter leaves the calendar right."""
    program, told, now = Program(), None, NOW
    for sequence, (wanted, days) in enumerate(zip(history, steps, strict=False)):
        now += timedelta(days=days)
        telling = due(told, wanted, now)
        if telling is not None:
            program.take(written(telling, wanted or remembered(told), sequence))
            told = None if telling.news == "cancelled" or wanted is None else told_of(wanted)
        assert program.shown(now) == ahead(wanted, now)


def remembered(told: Told | None) -> Course:
    assert told is not None
    return told.remembered(WEEKLY.uid)


def written(telling: Telling, course: Course, sequence: int) -> bytes:
    letter = replace(INVITATION, sequence=sequence)
    match telling.news, telling.meeting:
        case "date_changed", Meeting() as one:
            return request_date(course, one, letter)
        case "date_cancelled", Meeting() as one:
            return cancel_date(course, one, letter)
        case "cancelled", _:
            return cancel(course, letter)
        case _:
            return request(course, letter)


def ahead(course: Course | None, now: datetime) -> list[tuple[datetime, datetime, str]]:
    if course is None or course.last is None:
        return []
    weeks = (course.last - course.first.start) // WEEK + 1
    different = {one.original: one for one in course.exceptions}
    planned = [course.planned(course.first.original + n * WEEK) for n in range(weeks)]
    dates = [different.get(one.original, one) for one in planned]
    return sorted((one.start, one.end, one.title) for one in dates if not one.cancelled and one.end > now)
