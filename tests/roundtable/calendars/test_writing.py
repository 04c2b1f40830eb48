"""What we write, two programs read in the same way, and both read what was meant."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable.calendars.model import Meeting
from roundtable.calendars.service import MOST_ABOUT, MOST_MEETINGS, feed_page
from roundtable.calendars.writing import Published, published
from roundtable.calendars.zones import described
from tests.roundtable.calendars.meetings import URL, ZONES, meetings, one_meeting
from tests.roundtable.calendars.readers import Entry, IcalJs, python_reader
from tests.roundtable.series.costs import cost

SHIFTS = [
    datetime(2026, 11, 1, 9, tzinfo=UTC),  # Los Angeles goes back
    datetime(2027, 3, 14, 10, tzinfo=UTC),  # and forward
    datetime(2026, 10, 25, 1, tzinfo=UTC),  # Berlin
    datetime(2027, 3, 28, 1, tzinfo=UTC),
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),  # Lord Howe, by half an hour
    datetime(2027, 4, 3, 15, tzinfo=UTC),
    datetime(2027, 2, 7, 2, tzinfo=UTC),  # Casablanca, for Ramadan
    datetime(2027, 3, 14, 2, tzinfo=UTC),
]
PROPERTIES = (
    "created", "description", "dtend", "dtstamp", "dtstart", "location", "sequence", "status", "summary", "transp",
    "uid", "url",
)  # fmt: skip


def expected(meeting: Meeting, title: str | None = None) -> Entry:
    """What programs must show of a meeting, in English."""
    return Entry(
        start=meeting.start,
        end=meeting.end,
        uid=meeting.uid,
        title=title or ("Cancelled: " if meeting.cancelled else "") + meeting.title,
        about=f"Join: {meeting.url}",
        location=meeting.url,
        url=meeting.url,
        status="CANCELLED" if meeting.cancelled else "CONFIRMED",
        sequence=meeting.sequence,
        people=(),
        properties=PROPERTIES,
    )


@settings(max_examples=40, deadline=None)
@given(found=meetings())
def test_two_readers_agree_with_the_schedule_on_every_meeting(javascript: IcalJs, found: list[Meeting]) -> None:
    content = published(Published(found, "en"))
    meant = sorted(expected(one) for one in found)
    assert python_reader(content) == meant
    assert javascript.read(content) == meant


@pytest.mark.parametrize("zone", ZONES)
def test_every_half_hour_around_a_shift_is_read_as_it_was_meant(javascript: IcalJs, zone: str) -> None:
    """Also those that clocks show twice, and those around the hours that they do not show."""
    starts = sorted(shift + timedelta(minutes=30 * step + 10) for shift in SHIFTS for step in range(-10, 10))
    found = [
        one_meeting(zone=zone, original=start.replace(tzinfo=None), start=start, end=start + timedelta(minutes=50))
        for start in starts
    ]
    content = published(Published(found, "en"))
    assert [(one.start, one.end) for one in javascript.read(content)] == [(one.start, one.end) for one in found]
    assert [(one.start, one.end) for one in python_reader(content)] == [(one.start, one.end) for one in found]


def test_a_zone_is_described_as_outlook_reads_it() -> None:
    content = published(Published([one_meeting()], "en")).decode()
    assert content.partition("BEGIN:VTIMEZONE")[2].partition("END:VTIMEZONE")[0].split() == [
        "TZID:Europe/Berlin",
        "BEGIN:STANDARD",
        "DTSTART:20251026T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20250330T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "END:DAYLIGHT",
    ]


def test_every_zone_is_a_yearly_rule_a_steady_clock_or_utc() -> None:
    described_ones = {zone: described(zone, 2025, 2028) for zone in ZONES}
    assert {zone for zone, text in described_ones.items() if text is None} == {"Africa/Casablanca"}
    assert b"TZOFFSETFROM:+0545" in (described_ones["Asia/Kathmandu"] or b"")
    assert b"TZOFFSETFROM:+1030\r\nTZOFFSETTO:+1100" in (described_ones["Australia/Lord_Howe"] or b"")


def test_years_in_which_the_law_was_changed_are_no_yearly_rule() -> None:
    """Los Angeles took other Sundays until 2006."""
    assert described("America/Los_Angeles", 2005, 2009) is None
    assert described("America/Los_Angeles", 2007, 2037) is not None


HOSTILE = (
    "a\r\nATTENDEE:mailto:evil@example.org",
    "a\nEND:VEVENT\nBEGIN:VEVENT",
    "a\rX:1", "a\x0bX:1", "a\x0cX:1", "a\x1cX:1", "a\x85X:1", "a\u2028X:1", "a\u2029X:1", "a\x00b", "\ud800",
    "semi;colon, comma: \\n backslash\\", '"quoted"', "=1+1", "\tindented", "学生开源圆桌 " * 12, "👩‍👩‍👧‍👦🇨🇳" * 20, "",
)  # fmt: skip


@pytest.mark.parametrize("nasty", HOSTILE)
def test_what_people_type_stays_in_its_line(javascript: IcalJs, nasty: str) -> None:
    hostile = one_meeting(title=nasty, about=nasty, url=f"{URL}/{nasty}")
    content = published(Published([hostile], "en", name=nasty))
    python, javascripts = python_reader(content), javascript.read(content)
    assert python == javascripts
    assert [one.properties for one in python] == [PROPERTIES]
    assert all(len(line) <= 75 and line.isascii() is line.decode().isascii() for line in content.split(b"\r\n"))
    assert content.count(b"\r") == content.count(b"\n") == content.count(b"\r\n")


@settings(max_examples=150, deadline=None)
@given(title=st.text(max_size=120), about=st.text(max_size=300))
def test_any_text_is_read_back(javascript: IcalJs, title: str, about: str) -> None:
    content = published(Published([one_meeting(title=title, about=about)], "zh-CN"))
    [python], [script] = python_reader(content), javascript.read(content)
    assert python == script
    if title.isprintable():
        assert script.title == title
    if about.isprintable():
        assert script.about == f"{about}\n\n入口：{URL}".strip()


def test_a_feed_says_its_name_and_how_often_it_may_be_read() -> None:
    lines = published(Published([], "zh-CN", name="开源社；圆桌, A")).decode().split("\r\n")
    assert lines == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//roundtable//roundtable//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:开源社；圆桌\\, A",
        "X-WR-CALNAME:开源社；圆桌\\, A",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "END:VCALENDAR",
        "",
    ]


def test_a_moved_session_keeps_its_name_and_a_cancelled_one_says_so_in_its_title(javascript: IcalJs) -> None:
    planned = one_meeting()
    moved = replace(planned, start=planned.start + timedelta(days=1), end=planned.end + timedelta(days=1), sequence=1)
    called_off = replace(moved, cancelled=True, sequence=2)
    shown = [javascript.read(published(Published([one], "zh-CN")))[0] for one in (planned, moved, called_off)]
    assert [one.uid for one in shown] == ["ser_a-on-20261125T2000@roundtable"] * 3
    assert [one.sequence for one in shown] == [0, 1, 2]
    assert [one.title for one in shown] == ["Weekly sync", "Weekly sync", "【已取消】Weekly sync"]
    assert [one.status for one in shown] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_a_calendar_full_of_long_texts_is_cut_to_what_can_be_sent() -> None:
    """Whoever plans series that others sit in cannot make the server write for seconds, nor fill its memory."""
    hostile = [
        one_meeting(about="字;" * 2000, original=one_meeting().original + timedelta(hours=8 * n))
        for n in range(MOST_MEETINGS)
    ]
    for found in (hostile[:300], hostile):
        milliseconds, megabytes = cost(lambda found=found: feed_page(found, "en", "Roundtable"))  # type: ignore[misc]
        assert megabytes <= 10, len(found)
        assert milliseconds <= len(found) / 3, len(found)
    page = python_reader(feed_page(hostile[:300], "en", "Roundtable").content)
    share = "字;" * (MOST_ABOUT // 300 // 2)
    assert {one.about for one in page} == {f"{share}…\n\nJoin: {URL}"}
    short = python_reader(feed_page(hostile[:2], "en", "Roundtable").content)
    assert {one.about for one in short} == {f"{'字;' * 2000}\n\nJoin: {URL}"}
