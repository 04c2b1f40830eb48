"""Sub-venues: how the state follows. Pure, and never refuses."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from roundtable.floor.deciding import counted_to
from roundtable.floor.events.venues import AttendeeAdded, AttendeeRemoved, VenueClosed, VenueOpened
from roundtable.floor.presence import with_club
from roundtable.floor.state import Attendee, FloorState, Venue
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import Event


def opened(state: FloorState, event: VenueOpened) -> FloorState:
    """Somebody holds a room full of people, or calls it differently."""
    venue = state.venues.get(event.participant, Venue(title=event.title))
    return _with(state, event.participant, replace(venue, title=event.title))


def closed(state: FloorState, event: VenueClosed) -> FloorState:
    """A sub-venue is over."""
    return replace(state, venues={host: venue for host, venue in state.venues.items() if host != event.participant})


def attendee_added(state: FloorState, event: AttendeeAdded) -> FloorState:
    """Somebody is in a sub-venue, with a club that is shown from now on."""
    venue = state.venues.get(event.venue)
    if venue is None:
        return state
    attendee = Attendee(id=event.attendee, name=event.name, club=event.club)
    state = _with(state, event.venue, replace(venue, attendees={**venue.attendees, attendee.id: attendee}))
    state = replace(state, counted=counted_to(state, [event.attendee]))
    return state if event.club is None else with_club(state, event.club)


def attendee_removed(state: FloorState, event: AttendeeRemoved) -> FloorState:
    """Somebody has left a sub-venue."""
    venue = state.venues.get(event.venue)
    if venue is None:
        return state
    rest = {id_: attendee for id_, attendee in venue.attendees.items() if id_ != event.attendee}
    return _with(state, event.venue, replace(venue, attendees=rest))


def _with(state: FloorState, host: ParticipantId, venue: Venue) -> FloorState:
    return replace(state, venues={**state.venues, host: venue})


FOLDS: Final[dict[type[Event], Callable[[FloorState, Any], FloorState]]] = {
    VenueOpened: opened,
    VenueClosed: closed,
    AttendeeAdded: attendee_added,
    AttendeeRemoved: attendee_removed,
}
