"""Invitations (RFC 5546): what a letter carries so that a calendar program enters, moves or deletes meetings. Pure.

A course is one event with a rule; a date that is different is the same UID with a RECURRENCE-ID. That is how the big
programs invite each other, and so what all of them take from a letter. See the README.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from roundtable.calendars.content import line, mailto, parameter, text
from roundtable.calendars.course import Course, Repetition
from roundtable.calendars.model import Language, Meeting
from roundtable.calendars.words import WORDS
from roundtable.calendars.writing import Extras, enclosed, event, moment_line, subject
from roundtable.calendars.zones import described, listed

_WALL: Final = "%Y%m%dT%H%M%S"
_ENDLESS_YEARS: Final = 10
"""How far ahead the zone of an endless course is described, where its clocks are changed by no yearly rule."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody with an address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """One letter's part for calendar programs. The letter's content type must name the same method."""

    organizer: Mailbox
    """Whose name programs show, and where they send replies; the sender's, or Outlook mistrusts the letter."""
    attendee: Mailbox
    language: Language
    stamped: datetime
    """When it is written: of two with the same SEQUENCE programs take the later."""
    sequence: int = 0
    """Grows with every letter about the course to this person."""
    reply_wanted: bool = False
    """Whether programs shall send a reply by mail. Clubs answer on our pages."""


def request(course: Course, invitation: Invitation) -> bytes:
    """Write an invitation to a course with all that is different about its dates, or what it has become."""
    people = _asked(invitation)
    dates = [_date(course, one, invitation, people) for one in course.exceptions if not one.cancelled]
    return enclosed("REQUEST", [_zone(course), *_main(course, invitation, people), *dates])


def request_date(course: Course, meeting: Meeting, invitation: Invitation) -> bytes:
    """Write that one date is at another hour, or has another title, or is again as it was planned."""
    return enclosed("REQUEST", [_zone(course), _date(course, meeting, invitation, _asked(invitation))])


def cancel(course: Course, invitation: Invitation) -> bytes:
    """Write that a course does not take place, or not for this person."""
    gone = replace(course, first=replace(course.first, cancelled=True), exceptions=())
    return enclosed("CANCEL", [_zone(course), *_main(gone, invitation, _named(invitation))])


def cancel_date(course: Course, meeting: Meeting, invitation: Invitation) -> bytes:
    """Write that one date does not take place."""
    gone = replace(course.planned(meeting.original), cancelled=True)
    return enclosed("CANCEL", [_zone(course), _date(course, gone, invitation, _named(invitation))])


def _main(course: Course, invitation: Invitation, people: Sequence[bytes]) -> Iterator[bytes]:
    one, words, clocks = course.first, WORDS[invitation.language], ZoneInfo(course.first.zone)
    title = f"{words.cancelled}{one.title}" if one.cancelled else one.title
    begin = one.start.astimezone(clocks) if course.repeats is None else one.original
    yield line("BEGIN", "VEVENT")
    yield line("UID", text(course.uid))
    yield moment_line("DTSTAMP", invitation.stamped, None)
    yield moment_line("CREATED", one.created, None)
    yield line("SEQUENCE", str(invitation.sequence))
    yield line(f"DTSTART;TZID={one.zone}", begin.strftime(_WALL))
    yield line(f"DTEND;TZID={one.zone}", one.end.astimezone(clocks).strftime(_WALL))
    if course.repeats is not None:
        yield line("RRULE", _rule(course.repeats, course.last))
    gone = sorted({*course.left_out, *(each.original for each in course.exceptions if each.cancelled)})
    if gone:
        yield line(f"EXDATE;TZID={one.zone}", ",".join(wall.strftime(_WALL) for wall in gone))
    yield from subject(title, one.about, one.url, words)
    yield line("STATUS", "CANCELLED" if one.cancelled else "CONFIRMED")
    yield line("TRANSP", "TRANSPARENT" if one.cancelled else "OPAQUE")
    yield from people
    yield line("END", "VEVENT")


def _date(course: Course, meeting: Meeting, invitation: Invitation, people: Sequence[bytes]) -> bytes:
    extras = Extras((_original(meeting), *people), invitation.stamped, course.uid)
    numbered = replace(meeting, sequence=invitation.sequence)
    return b"".join(event(numbered, invitation.language, {meeting.zone: _zone(course)}, extras))


def _original(meeting: Meeting) -> bytes:
    return line(f"RECURRENCE-ID;TZID={meeting.zone}", meeting.original.strftime(_WALL))


def _rule(repeats: Repetition, last: datetime | None) -> str:
    parts = [f"FREQ={repeats.frequency.upper()}", f"INTERVAL={repeats.interval}"]
    if repeats.weekdays:
        parts.append("BYDAY=" + ",".join(f"{repeats.nth or ''}{day}" for day in repeats.weekdays))
    if repeats.month_day is not None:
        parts.append(f"BYMONTHDAY={repeats.month_day}")
    if repeats.frequency == "weekly":
        parts.append("WKST=MO")
    if last is not None:
        parts.append(f"UNTIL={last:%Y%m%dT%H%M%SZ}")
    return ";".join(parts)


def _zone(course: Course) -> bytes:
    """Describe the zone of a course over its years and one more on both sides."""
    zone, first = course.first.zone, course.first.start.year - 1
    over_at = course.over_at
    last = course.first.start.year + _ENDLESS_YEARS if over_at is None else over_at.year + 1
    return described(zone, first, last) or listed(zone, first, last)


def _asked(invitation: Invitation) -> Sequence[bytes]:
    wish = "TRUE" if invitation.reply_wanted else "FALSE"
    parameters = f";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP={wish}"
    return _person("ORGANIZER", invitation.organizer), _person("ATTENDEE", invitation.attendee, parameters)


def _named(invitation: Invitation) -> Sequence[bytes]:
    return _person("ORGANIZER", invitation.organizer), _person("ATTENDEE", invitation.attendee)


def _person(role: str, who: Mailbox, parameters: str = "") -> bytes:
    return line(f"{role};CN={parameter(who.name)}{parameters}", mailto(who.address))
