"""People as the floor must know them: folded from the events of the room, before anything else hears of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from roundtable.floor.state import FloorState, Person, Tally
from roundtable.floor.values import GroupKey
from roundtable.kernel.events import (
    ParticipantAway,
    ParticipantBack,
    ParticipantJoined,
    ParticipantLeft,
    ParticipantRenamed,
    RoleChanged,
    SessionEnded,
)
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import ClubFacts, Event

MOST_KNOWN: Final = 2000
"""People a session remembers, those who left among them: strangers who come and go must not fill the memory."""


def joined(state: FloorState, event: ParticipantJoined) -> FloorState:
    """Somebody is in, with a club that is shown from now on, also before it speaks."""
    person = Person(name=event.name, role=event.role, club=event.club, is_in=True)
    people = {**state.people, event.participant: person}
    if len(people) > MOST_KNOWN:
        people = _without_a_stranger(state, people)
    state = _called(replace(state, people=people), event.participant, event.name)
    return state if event.club is None else with_club(state, event.club)


def _without_a_stranger(state: FloorState, people: Mapping[ParticipantId, Person]) -> dict[ParticipantId, Person]:
    """Forget whoever is out for longest, and neither waits nor has the floor or the gavel."""
    speaking = [turn.speaker.microphone for turn in (state.main, state.interposed) if turn is not None]
    needed = {state.gavel.holder, *speaking, *(entry.microphone for entry in state.entries.values())}
    out = next((who for who, person in people.items() if not person.is_in and who not in needed), None)
    return {who: person for who, person in people.items() if who != out}


def with_club(state: FloorState, club: ClubFacts) -> FloorState:
    """Return the state with a club that is shown from now on, also before it speaks."""
    group = GroupKey(club.id)
    if club.id not in state.clubs:
        state = replace(state, clubs={**state.clubs, club.id: club})
    if group not in state.by_group:
        state = replace(state, by_group={**state.by_group, group: Tally(name=club.name_zh, club=club)})
    return state


def away(state: FloorState, event: ParticipantAway) -> FloorState:
    """Nobody is there who could speak."""
    return _changed(state, event.participant, away_since=event.at)


def back(state: FloorState, event: ParticipantBack) -> FloorState:
    """They can speak again."""
    return _changed(state, event.participant, away_since=None)


def left(state: FloorState, event: ParticipantLeft) -> FloorState:
    """They are out; who they are stays known, as the record and their place may need it."""
    return _changed(state, event.participant, is_in=False, away_since=None)


def renamed(state: FloorState, event: ParticipantRenamed) -> FloorState:
    """They are called differently, where they wait too."""
    return _called(_changed(state, event.participant, name=event.name), event.participant, event.name)


def _called(state: FloorState, who: ParticipantId, name: str) -> FloorState:
    """Call somebody by a name where they wait."""
    renamed = {
        entry.id: replace(entry, speaker=entry.speaker.model_copy(update={"name": name}))
        for entry in state.entries.values()
        if entry.speaker.participant == who and entry.speaker.name != name
    }
    return replace(state, entries={**state.entries, **renamed}) if renamed else state


def role_changed(state: FloorState, event: RoleChanged) -> FloorState:
    """They have another role."""
    return _changed(state, event.participant, role=event.role)


def ended(state: FloorState, _event: SessionEnded) -> FloorState:
    """The session is over; what the floor was stays readable."""
    return replace(state, ended=True)


def _changed(state: FloorState, who: ParticipantId, **changes: Any) -> FloorState:
    person = state.people.get(who)
    return state if person is None else replace(state, people={**state.people, who: replace(person, **changes)})


FOLDS: Final[dict[type[Event], Callable[[FloorState, Any], FloorState]]] = {
    ParticipantJoined: joined,
    ParticipantAway: away,
    ParticipantBack: back,
    ParticipantLeft: left,
    ParticipantRenamed: renamed,
    RoleChanged: role_changed,
    SessionEnded: ended,
}
