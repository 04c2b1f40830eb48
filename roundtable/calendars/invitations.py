"""Invitations (RFC 5546): what a letter carries so that a calendar program enters, moves or deletes a meeting. Pure.

Each session is invited to by its own UID, the one it has in feeds: programs understand a change of one event, and of a
changed rule with exceptions each makes something else.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from roundtable.calendars.content import line, mailto, parameter
from roundtable.calendars.model import Language, Meeting
from roundtable.calendars.writing import Extras, written


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
    reply_wanted: bool = False
    """Whether programs shall send a reply by mail. Clubs answer on our pages."""


def request(meeting: Meeting, invitation: Invitation) -> bytes:
    """Write an invitation to a meeting, or what has changed about it; a cancelled one is called off."""
    if meeting.cancelled:
        return cancel(meeting, invitation)
    wish = "TRUE" if invitation.reply_wanted else "FALSE"
    parameters = f";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP={wish}"
    lines = (_person("ORGANIZER", invitation.organizer), _person("ATTENDEE", invitation.attendee, parameters))
    return written("REQUEST", [meeting], invitation.language, extras=Extras(lines, invitation.stamped))


def cancel(meeting: Meeting, invitation: Invitation) -> bytes:
    """Write that a meeting does not take place, or not for this person."""
    lines = (_person("ORGANIZER", invitation.organizer), _person("ATTENDEE", invitation.attendee))
    gone = replace(meeting, cancelled=True)
    return written("CANCEL", [gone], invitation.language, extras=Extras(lines, invitation.stamped))


def _person(role: str, who: Mailbox, parameters: str = "") -> bytes:
    return line(f"{role};CN={parameter(who.name)}{parameters}", mailto(who.address))
