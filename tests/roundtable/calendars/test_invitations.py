"""Invitations, as two calendar programs read them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest

from roundtable.calendars.invitations import Invitation, Mailbox, cancel, request
from tests.roundtable.calendars.meetings import one_meeting
from tests.roundtable.calendars.readers import Entry, IcalJs, python_reader

INVITATION = Invitation(
    organizer=Mailbox("圆桌 Roundtable", "roundtable@example.org"),
    attendee=Mailbox("李雷", "lei.li+club@example.org"),
    language="en",
    stamped=datetime(2026, 11, 20, 9, tzinfo=UTC),
)
ORGANIZER = ("圆桌 Roundtable", "mailto:roundtable@example.org", None)


def both(javascript: IcalJs, content: bytes) -> Entry:
    """What both readers find: the same, once."""
    [python], [script] = python_reader(content), javascript.read(content)
    assert python == script
    return script


def test_an_invitation_names_who_asks_and_who_is_asked(javascript: IcalJs) -> None:
    content = request(one_meeting(), INVITATION)
    found = both(javascript, content)
    assert javascript.answer(content)["method"] == "REQUEST"
    assert found.people == (ORGANIZER, ("李雷", "mailto:lei.li+club@example.org", "FALSE"))
    assert (found.status, found.title) == ("CONFIRMED", "Weekly sync")


def test_a_reply_is_asked_for_only_where_somebody_reads_it(javascript: IcalJs) -> None:
    found = both(javascript, request(one_meeting(), replace(INVITATION, reply_wanted=True)))
    assert found.people[1][2] == "TRUE"


def test_a_moved_meeting_is_the_same_one_with_a_higher_sequence(javascript: IcalJs) -> None:
    planned = one_meeting()
    moved = replace(planned, start=planned.start + timedelta(hours=3), end=planned.end + timedelta(hours=3), sequence=4)
    before, after = (both(javascript, request(one, INVITATION)) for one in (planned, moved))
    assert before.uid == after.uid
    assert (before.sequence, after.sequence) == (0, 4)
    assert after.start - before.start == timedelta(hours=3)


def test_a_cancelled_meeting_is_called_off_under_its_name(javascript: IcalJs) -> None:
    called_off = one_meeting(cancelled=True, sequence=5)
    for content in (request(called_off, INVITATION), cancel(one_meeting(sequence=5), INVITATION)):
        found = both(javascript, content)
        assert javascript.answer(content)["method"] == "CANCEL"
        assert (found.uid, found.status, found.sequence) == (one_meeting().uid, "CANCELLED", 5)
        assert found.people[1] == ("李雷", "mailto:lei.li+club@example.org", None)


def test_it_is_stamped_when_it_is_written() -> None:
    calendar: Any = icalendar.Calendar.from_ical(request(one_meeting(), INVITATION))
    assert calendar.walk("VEVENT")[0]["DTSTAMP"].dt == INVITATION.stamped


@pytest.mark.parametrize(
    "nasty",
    ['"; RSVP=TRUE:mailto:x@y.z', "a\r\nATTENDEE:mailto:evil@example.org", "a\nb", "a\u2028b", "a;b,c:d", "^n^'"],
)
def test_names_and_addresses_stay_in_their_place(javascript: IcalJs, nasty: str) -> None:
    somebody = Mailbox(nasty, f"{nasty}@example.org")
    content = request(one_meeting(), replace(INVITATION, attendee=somebody, organizer=somebody))
    found = javascript.read(content)[0]
    assert len(found.people) == 2
    assert found.people[1][2] == "FALSE"
    assert content.count(b"\r\nATTENDEE") == 1
