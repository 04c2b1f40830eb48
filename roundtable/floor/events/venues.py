"""What has happened to sub-venues."""

from datetime import datetime
from typing import Final, Literal

from roundtable.floor.values import AttendeeRef
from roundtable.kernel.messages import ClubFacts, Event, ParticipantRef
from roundtable.kernel.text import PersonName, Title


class VenueOpened(Event):
    """A participant holds a room full of people."""

    type: Literal["floor.venue_opened"] = "floor.venue_opened"
    participant: ParticipantRef
    title: Title
    by: ParticipantRef
    at: datetime


class VenueClosed(Event):
    """A sub-venue is over."""

    type: Literal["floor.venue_closed"] = "floor.venue_closed"
    participant: ParticipantRef
    by: ParticipantRef | None = None
    at: datetime


class AttendeeAdded(Event):
    """Somebody is in a sub-venue."""

    type: Literal["floor.attendee_added"] = "floor.attendee_added"
    attendee: AttendeeRef
    venue: ParticipantRef
    name: PersonName
    club: ClubFacts | None = None
    at: datetime


class AttendeeRemoved(Event):
    """Somebody has left a sub-venue."""

    type: Literal["floor.attendee_removed"] = "floor.attendee_removed"
    attendee: AttendeeRef
    venue: ParticipantRef
    at: datetime


EVENTS: Final = (VenueOpened, VenueClosed, AttendeeAdded, AttendeeRemoved)
