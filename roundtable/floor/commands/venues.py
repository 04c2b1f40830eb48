"""What moderators and hosts of sub-venues may ask for the people of a sub-venue."""

from typing import ClassVar, Final, Literal

from roundtable.floor.values import AttendeeRef, Line
from roundtable.kernel.actors import MODERATING, SPEAKING
from roundtable.kernel.floor_settings import Kind
from roundtable.kernel.messages import ClientCommand, ClubRef, ParticipantRef
from roundtable.kernel.text import PersonName, Title


class OpenVenue(ClientCommand):
    """Say that a participant holds a room full of people."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.open_venue"] = "floor.open_venue"
    participant: ParticipantRef
    title: Title


class CloseVenue(ClientCommand):
    """Say that a sub-venue is over; what its people have waiting is withdrawn."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.close_venue"] = "floor.close_venue"
    participant: ParticipantRef


class AddAttendee(ClientCommand):
    """Name somebody who is in one's sub-venue."""

    allowed: ClassVar = SPEAKING
    type: Literal["floor.add_attendee"] = "floor.add_attendee"
    name: PersonName
    club: ClubRef | None = None
    club_name: PersonName | None = None


class RemoveAttendee(ClientCommand):
    """Somebody has left one's sub-venue."""

    allowed: ClassVar = SPEAKING
    type: Literal["floor.remove_attendee"] = "floor.remove_attendee"
    attendee: AttendeeRef


class AskFor(ClientCommand):
    """Enter an attendee of one's sub-venue."""

    allowed: ClassVar = SPEAKING
    type: Literal["floor.ask_for"] = "floor.ask_for"
    attendee: AttendeeRef
    kind: Kind
    text: Line = ""
    text_turn: bool = False


COMMANDS: Final = (OpenVenue, CloseVenue, AddAttendee, RemoveAttendee, AskFor)
