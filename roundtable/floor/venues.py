"""Sub-venues: a person who holds a room full of people names them and enters them in the queue. Pure."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Literal

from roundtable.floor.commands.venues import AddAttendee, AskFor, CloseVenue, OpenVenue, RemoveAttendee
from roundtable.floor.deciding import acting, ended_turns, fresh, moment
from roundtable.floor.events.queue import EntryRemoved
from roundtable.floor.events.venues import AttendeeAdded, AttendeeRemoved, VenueClosed, VenueOpened
from roundtable.floor.queue import enter
from roundtable.floor.state import Attendee, FloorState
from roundtable.floor.turns import ended
from roundtable.floor.typed_clubs import club_of
from roundtable.floor.values import AttendeeId, Speaker, TurnEnding
from roundtable.kernel.actors import SPEAKING, Actor
from roundtable.kernel.errors import Conflict, NotAllowed, NotFound, Refusal
from roundtable.kernel.events import ParticipantJoined, ParticipantLeft, RoleChanged
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import Command, Event

MOST_VENUES: Final = 50
MOST_ATTENDEES: Final = 200
"""People of one sub-venue who are named: a lecture hall. Only those who want to speak need be."""


def open_venue(state: FloorState, command: OpenVenue, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Make a participant the host of a sub-venue, or give it another title."""
    person = state.people.get(command.participant)
    if person is None or not person.is_in:
        return NotFound("no_such_participant")
    if person.role not in SPEAKING:
        return NotAllowed("not_allowed")
    venue = state.venues.get(command.participant)
    if venue is not None and venue.title == command.title:
        return []
    if venue is None and len(state.venues) >= MOST_VENUES:
        return Conflict("too_many_venues", most=MOST_VENUES)
    by, at = acting(actor), moment(state, now)
    return [VenueOpened(participant=command.participant, title=command.title, by=by, at=at)]


def close_venue(state: FloorState, command: CloseVenue, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """End a sub-venue: its people wait no longer, and who of them speaks has spoken."""
    if command.participant not in state.venues:
        return NotFound("no_such_venue")
    by, at = acting(actor), moment(state, now)
    gone = _gone(state, lambda speaker: speaker.venue == command.participant, "removed", by=by, at=at)
    return [*gone, VenueClosed(participant=command.participant, by=by, at=at)]


def add_attendee(state: FloorState, command: AddAttendee, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Name somebody. Two of the same name are two people."""
    host = acting(actor)
    venue = state.venues.get(host)
    if venue is None:
        return NotFound("no_such_venue")
    if len(venue.attendees) >= MOST_ATTENDEES:
        return Conflict("too_many_attendees", most=MOST_ATTENDEES)
    club = club_of(state, command.club, command.club_name)
    if isinstance(club, Refusal):
        return club
    attendee = AttendeeId(fresh(state, "att"))
    return [AttendeeAdded(attendee=attendee, venue=host, name=command.name, club=club, at=moment(state, now))]


def remove_attendee(state: FloorState, command: RemoveAttendee, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Forget somebody who has gone home, with their place in the queue."""
    host = acting(actor)
    if _attendee(state, host, command.attendee) is None:
        return NotFound("no_such_attendee")
    at = moment(state, now)

    gone = _gone(
        state, lambda speaker: (speaker.venue, speaker.attendee) == (host, command.attendee), "left", by=host, at=at
    )
    return [*gone, AttendeeRemoved(attendee=command.attendee, venue=host, at=at)]


def ask_for(state: FloorState, command: AskFor, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Enter somebody under their own name and for their own club; their turn opens the sub-venue's microphone."""
    host = acting(actor)
    attendee = _attendee(state, host, command.attendee)
    if attendee is None:
        return NotFound("no_such_attendee")
    speaker = Speaker(name=attendee.name, club=attendee.club, venue=host, attendee=attendee.id)
    return enter(state, command, speaker, actor=actor, now=now)


def follow(state: FloorState, event: Event, now: datetime) -> list[Event]:
    """Close a sub-venue whose host goes, or may no longer speak. What its people had is ended by queue and turns.

    A host whose connection is gone keeps it: nobody there can speak until they are back, and everybody stands where
    they stood.
    """
    match event:
        case ParticipantLeft(participant=host, reason=reason) if reason != "gone" and host in state.venues:
            return [VenueClosed(participant=host, at=moment(state, now))]
        case RoleChanged(participant=host, role=role) | ParticipantJoined(participant=host, role=role) if (
            role not in SPEAKING and host in state.venues
        ):
            return [VenueClosed(participant=host, at=moment(state, now))]
        case _:
            return []


def _attendee(state: FloorState, host: ParticipantId, attendee: AttendeeId) -> Attendee | None:
    venue = state.venues.get(host)
    return None if venue is None else venue.attendees.get(attendee)


def _gone(
    state: FloorState,
    whose: Callable[[Speaker], bool],
    why: Literal["removed", "left"],
    *,
    by: ParticipantId,
    at: datetime,
) -> list[Event]:
    """Take some speakers off the floor and off the queue."""
    ending: TurnEnding = "moderator" if why == "removed" else "left"
    turns = [turn for turn in (state.interposed, state.main) if turn is not None and whose(turn.speaker)]
    over = (
        ended(state, turns[0], ending, at, by=by)
        if len(turns) == 1
        else ended_turns(state, ending, by, at, which=lambda turn: turn in turns)
    )
    waiting = [entry.id for entry in state.entries.values() if whose(entry.speaker)]
    return [*over, *(EntryRemoved(entry=entry, why=why, by=by, at=at) for entry in waiting)]


DECISIONS: Final[dict[type[Command], Callable[[FloorState, Any, Actor, datetime], list[Event] | Refusal]]] = {
    OpenVenue: open_venue,
    CloseVenue: close_venue,
    AddAttendee: add_attendee,
    RemoveAttendee: remove_attendee,
    AskFor: ask_for,
}
