"""Who speaks, for which club, and whose entry it is."""

from hashlib import sha256
from typing import Final

from roundtable.floor.state import Entry, FloorState
from roundtable.floor.values import Speaker
from roundtable.kernel.actors import SPEAKING, Actor
from roundtable.kernel.errors import NotAllowed, NotFound, Refusal
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.kernel.messages import ClubFacts

DIGEST_LETTERS: Final = 20
"""80 bits: no two names of a session meet by chance. The id is shown with each entry, so it is short."""


def speaking(state: FloorState, participant: ParticipantId | None) -> Speaker | Refusal:
    """Return a participant who is in and may speak, for their own club."""
    person = None if participant is None else state.people.get(participant)
    if person is None or not person.is_in:
        return NotFound("no_such_participant")
    if person.role not in SPEAKING:
        return NotAllowed("not_allowed")
    return Speaker(name=person.name, participant=participant, club=person.club)


def club_named(state: FloorState, club: ClubId | None, name: str | None) -> ClubFacts | Refusal | None:
    """Return the club that was chosen or typed, None for neither. A typed name that a club here bears means that club.

    The same typed name is the same club each time, so that its seconds are counted together.
    """
    if club is not None:
        return state.clubs.get(club) or NotFound("no_such_club")
    if name is None:
        return None
    wanted = name.casefold()
    for known in state.clubs.values():
        if wanted in (known.name_zh.casefold(), known.name_en.casefold()):
            return known
    digest = sha256(wanted.encode()).hexdigest()[:DIGEST_LETTERS]
    return ClubFacts(id=ClubId(f"clb_{digest}"), name_zh=name, name_en=name)


def is_own(entry: Entry, actor: Actor) -> bool:
    """Say whether an entry is the actor's, or of somebody in the actor's sub-venue."""
    return actor.participant is not None and entry.speaker.microphone == actor.participant
