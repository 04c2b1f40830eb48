"""Who must be told what of a course: never twice the same, and of many changes what has come of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from roundtable.calendars.course import Course
from roundtable.calendars.model import Meeting
from roundtable.calendars.telling import News, Told, due, told_of
from tests.roundtable.calendars.test_invitations import WEEK, WEEKLY, moved

NOW = WEEKLY.first.start - timedelta(days=3)
ENDLESS = replace(WEEKLY, last=None)
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


def test_what_somebody_expects_in_vain_is_called_off() -> None:
    for wanted in (None, replace(WEEKLY, last=NOW - WEEK)):
        for told in (WEEKLY, ENDLESS):
            assert news(told_of(told), wanted) == "cancelled"
        assert news(None, wanted) is None
    assert news(told_of(ENDLESS), None, weeks=400) == "cancelled"


exceptions = st.dictionaries(st.integers(0, 3), st.sampled_from(["off", "later", "earlier"]), max_size=4)


def drawn(different: dict[int, str], **changes: Any) -> Course:
    def meeting(week: int, how: str) -> Meeting:
        if how == "off":
            return replace(WEEKLY.planned(WEEKLY.first.original + week * WEEK), cancelled=True)
        return moved(WEEKLY, week, hours=3 if how == "later" else -3)

    return replace(WEEKLY, exceptions=tuple(meeting(week, how) for week, how in sorted(different.items())), **changes)


@given(before=exceptions, after=exceptions)
def test_a_letter_is_due_exactly_when_something_is_different(before: dict[int, str], after: dict[int, str]) -> None:
    known = told_of(drawn(before))
    assert (due(known, drawn(after), NOW) is None) == (before == after)
    assert due(told_of(drawn(after)), drawn(after), NOW) is None
