"""How the floor begins: as the room is set, with those who were carried over from a session before. Pure."""

from dataclasses import replace
from datetime import datetime

from roundtable.floor.evolving import in_order
from roundtable.floor.presence import with_club
from roundtable.floor.state import Entry, FloorState, Person
from roundtable.floor.values import EntryId, Speaker
from roundtable.kernel.carried import CarriedEntry
from roundtable.kernel.session import SessionFacts


def begin(facts: SessionFacts) -> FloorState:
    """Return the floor before the first event. Who was carried over is away until they come in."""
    state = FloorState(settings=facts.settings.floor, latest=facts.started_at)
    if not facts.carried:
        return state
    for number, carried in enumerate(facts.carried, start=1):
        state = _with(state, carried, number, facts.started_at)
    return in_order(replace(state, counted=len(facts.carried)))


def carried_id(place: int) -> EntryId:
    """Name an entry that was carried over, by its place in the facts: they are the first that are counted."""
    return EntryId(f"ent_{place + 1}")


def _with(state: FloorState, carried: CarriedEntry, number: int, at: datetime) -> FloorState:
    speaker = Speaker(name=carried.name, participant=carried.participant, club=carried.club)
    entry = Entry(
        id=carried_id(number - 1),
        kind=carried.kind,
        text=carried.text,
        text_turn=carried.text_turn,
        speaker=speaker,
        by=None,
        at=at,
        arrival=number,
    )
    state = replace(state, entries={**state.entries, entry.id: entry})
    if carried.club is not None:
        state = with_club(state, carried.club)
    if carried.participant is None:
        return state
    person = Person(name=carried.name, role="representative", club=carried.club, is_in=False)
    return replace(state, people={**state.people, carried.participant: person})
