"""How the floor begins: as the room is set, with those who were carried over from a session before. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from roundtable.floor import queue_folds
from roundtable.floor.events.queue import EntryAdded
from roundtable.floor.evolving import in_order
from roundtable.floor.presence import with_club
from roundtable.floor.state import FloorState, Person
from roundtable.floor.values import EntryId, Speaker
from roundtable.kernel.session import SessionFacts


def begin(facts: SessionFacts) -> FloorState:
    """Return the floor before the first event. Who was carried over is away until they come in."""
    state = FloorState(settings=facts.settings.floor, latest=facts.started_at)
    people = {
        carried.participant: Person(name=carried.name, role="representative", club=carried.club, is_in=False)
        for carried in facts.carried
        if carried.participant is not None
    }
    state = replace(state, people=people)
    for event in taken_over(facts):
        state = queue_folds.added(state, event)
        if event.speaker.club is not None:
            state = with_club(state, event.speaker.club)
    return in_order(state)


def taken_over(facts: SessionFacts) -> Iterator[EntryAdded]:
    """Tell those who were carried over as if they had entered at the start. These events are in no log."""
    for place, carried in enumerate(facts.carried):
        yield EntryAdded(
            entry=carried_id(place),
            kind=carried.kind,
            text=carried.text,
            text_turn=carried.text_turn,
            speaker=Speaker(name=carried.name, participant=carried.participant, club=carried.club),
            at=facts.started_at,
        )


def carried_id(place: int) -> EntryId:
    """Name an entry that was carried over, by its place in the facts: they are the first that are counted."""
    return EntryId(f"ent_{place + 1}")
