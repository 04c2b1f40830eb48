"""Invitations, as two calendar programs read them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings

from roundtable.calendars.course import Course, Repetition
from roundtable.calendars.invitations import Invitation, Mailbox, cancel, cancel_date, request, request_date
from roundtable.calendars.model import Meeting
from roundtable.kernel.wall_clock import wall_at
from roundtable.series.schedule import Occurrence, Schedule, occurrences
from tests.roundtable.calendars.meetings import EVER, courses_of, one_meeting, schedules
from tests.roundtable.calendars.program import Program
from tests.roundtable.calendars.readers import Entry, IcalJs, python_reader

INVITATION = Invitation(
    organizer=Mailbox("圆桌 Roundtable", "roundtable@example.org"),
    attendee=Mailbox("李雷", "lei.li+club@example.org"),
    language="en",
    stamped=datetime(2026, 11, 20, 9, tzinfo=UTC),
    sequence=3,
)
ORGANIZER = ("圆桌 Roundtable", "mailto:roundtable@example.org", None)
WEEK = timedelta(weeks=1)
WEEKLY = Course(
    "ser_a-a@roundtable",
    one_meeting(),
    Repetition("weekly", 1, ("WE",)),
    last=datetime(2026, 12, 16, 19, tzinfo=UTC),
)
"""Four Wednesdays at 20:00 in Berlin."""


def moved(course: Course, weeks: int, hours: int) -> Meeting:
    """One date of the course at another hour, with a title of its own."""
    one = course.planned(course.first.original + weeks * WEEK)
    later = timedelta(hours=hours)
    return replace(one, start=one.start + later, end=one.end + later, title="改期 moved")


def shown(javascript: IcalJs, content: bytes) -> list[tuple[datetime, str]]:
    """What the program shows: starts and titles."""
    return [(one.start, one.title) for one in javascript.read(content)]


def only(content: bytes) -> Any:
    """The one event in it, as the other reader takes it."""
    calendar: Any = icalendar.Calendar.from_ical(content)
    [event] = calendar.walk("VEVENT")
    return event


def alone(javascript: IcalJs, content: bytes) -> Entry:
    """What both readers find in a letter about one date: the same, once."""
    [python], [script] = python_reader(content), javascript.read(content)
    assert python == script
    return script


def test_an_invitation_enters_every_date_and_names_who_asks_and_who_is_asked(javascript: IcalJs) -> None:
    content = request(WEEKLY, INVITATION)
    assert javascript.answer(content)["method"] == "REQUEST"
    found = javascript.read(content)
    first = datetime(2026, 11, 25, 19, tzinfo=UTC)
    assert [one.start for one in found] == [first + n * WEEK for n in range(4)]
    assert {(one.uid, one.sequence, one.status) for one in found} == {("ser_a-a@roundtable", 3, "CONFIRMED")}
    assert found[0].people == (ORGANIZER, ("李雷", "mailto:lei.li+club@example.org", "FALSE"))
    event = only(content)
    assert (event["UID"], event["SEQUENCE"], event["DTSTAMP"].dt) == ("ser_a-a@roundtable", 3, INVITATION.stamped)
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;UNTIL=20261216T190000Z;INTERVAL=1;BYDAY=WE;WKST=MO"


def test_a_reply_is_asked_for_only_where_somebody_reads_it(javascript: IcalJs) -> None:
    found = javascript.read(request(WEEKLY, replace(INVITATION, reply_wanted=True)))
    assert found[0].people[1][2] == "TRUE"


def test_what_is_different_about_dates_is_in_the_invitation(javascript: IcalJs) -> None:
    gone = replace(WEEKLY.planned(WEEKLY.first.original + WEEK), cancelled=True)
    course = replace(WEEKLY, exceptions=(gone, moved(WEEKLY, 2, hours=3)))
    first = WEEKLY.first.start
    assert shown(javascript, request(course, INVITATION)) == [
        (first, "Weekly sync"),
        (first + 2 * WEEK + timedelta(hours=3), "改期 moved"),
        (first + 3 * WEEK, "Weekly sync"),
    ]


def test_one_date_that_was_moved_is_named_by_when_it_was_planned(javascript: IcalJs) -> None:
    content = request_date(WEEKLY, moved(WEEKLY, 1, hours=3), INVITATION)
    found = alone(javascript, content)
    assert (found.uid, found.sequence, found.title) == ("ser_a-a@roundtable", 3, "改期 moved")
    assert found.start == WEEKLY.first.start + WEEK + timedelta(hours=3)
    named = only(content)["RECURRENCE-ID"]
    assert (named.dt.replace(tzinfo=None), named.params["TZID"]) == (WEEKLY.first.original + WEEK, "Europe/Berlin")


def test_one_date_that_does_not_take_place_is_called_off_alone(javascript: IcalJs) -> None:
    content = cancel_date(WEEKLY, WEEKLY.planned(WEEKLY.first.original + WEEK), INVITATION)
    assert javascript.answer(content)["method"] == "CANCEL"
    found = alone(javascript, content)
    assert (found.uid, found.status, found.sequence) == ("ser_a-a@roundtable", "CANCELLED", 3)
    assert found.people[1] == ("李雷", "mailto:lei.li+club@example.org", None)
    assert only(content)["RECURRENCE-ID"].dt.replace(tzinfo=None) == WEEKLY.first.original + WEEK


def test_a_course_is_called_off_under_its_name(javascript: IcalJs) -> None:
    content = cancel(WEEKLY, INVITATION)
    assert javascript.answer(content)["method"] == "CANCEL"
    event = only(content)
    assert (event["UID"], event["STATUS"], event["SEQUENCE"]) == ("ser_a-a@roundtable", "CANCELLED", 3)
    assert "RECURRENCE-ID" not in event


def test_one_date_without_a_rule_is_one_event_at_the_hour_it_has(javascript: IcalJs) -> None:
    late = one_meeting(start=datetime(2026, 11, 25, 21, tzinfo=UTC), end=datetime(2026, 11, 25, 22, tzinfo=UTC))
    found = alone(javascript, request(Course("ser_a-20261125T2000@roundtable", late, last=late.start), INVITATION))
    assert (found.start, found.end) == (late.start, late.end)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(schedule=schedules())
def test_programs_show_what_the_schedule_means(javascript: IcalJs, schedule: Schedule) -> None:
    """Courses of one or two anchors, over shifts of clocks, in zones with and without yearly rules.

    When a date ends over whose hours clocks are changed programs do not agree: some count on the wall.
    """
    letters = [request(course, INVITATION) for course in courses_of(schedule)]
    meant = sorted(occurrences(schedule, {}, *EVER), key=lambda one: (one.start, one.end))
    program = Program()
    for letter in letters:
        program.take(letter)
    by_script = [(one.start, one.end) for letter in letters for one in javascript.read(letter)]
    for found in (sorted(by_script), [(start, end) for start, end, _ in program.shown(EVER[0])]):
        assert [start for start, _ in found] == [one.start for one in meant]
        assert all(end == one.end or shifts(one) for (_, end), one in zip(found, meant, strict=True))


def shifts(one: Occurrence) -> bool:
    """Say whether clocks are changed while it lasts, or show the hour at which it ends twice."""
    later = one.end + timedelta(hours=1)
    return wall_at(later, one.zone) - wall_at(one.start, one.zone) != later - one.start


@pytest.mark.parametrize(
    "nasty",
    ['"; RSVP=TRUE:mailto:x@y.z', "a\r\nATTENDEE:mailto:evil@example.org", "a\nb", "a\u2028b", "a;b,c:d", "^n^'"],
)
def test_names_titles_and_addresses_stay_in_their_place(javascript: IcalJs, nasty: str) -> None:
    somebody = Mailbox(nasty, f"{nasty}@example.org")
    course = replace(WEEKLY, first=replace(WEEKLY.first, title=nasty, about=nasty))
    content = request(course, replace(INVITATION, attendee=somebody, organizer=somebody))
    found = javascript.read(content)[0]
    assert len(found.people) == 2
    assert found.people[1][2] == "FALSE"
    assert (content.count(b"\r\nATTENDEE"), content.count(b"BEGIN:VEVENT")) == (1, 1)
