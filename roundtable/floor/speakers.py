"""Who speaks, and whose entry it is."""

from roundtable.floor.state import Entry, FloorState
from roundtable.floor.values import Speaker
from roundtable.kernel.actors import SPEAKING, Actor
from roundtable.kernel.errors import NotAllowed, NotFound, Refusal
from roundtable.kernel.ids import ParticipantId


def speaking(state: FloorState, participant: ParticipantId | None) -> Speaker | Refusal:
    """Return a participant who is in and may speak, for their own club."""
    person = None if participant is None else state.people.get(participant)
    if person is None or not person.is_in:
        return NotFound("no_such_participant")
    if person.role not in SPEAKING:
        return NotAllowed("not_allowed")
    return Speaker(name=person.name, participant=participant, club=person.club)


def is_own(entry: Entry, actor: Actor) -> bool:
    """Say whether an entry is the actor's, or of somebody in the actor's sub-venue."""
    return actor.participant is not None and entry.speaker.microphone == actor.participant
