"""Knowing people again from one session of a room to the next. Pure.

A participant's id is a digest over session and person, so that nobody can link sessions; who knows the person can.
"""

from collections.abc import Iterable, Sequence

from roundtable.kernel.carried import CarriedEntry
from roundtable.kernel.ids import PersonId, SessionId, participant_of


def known_again(
    entries: Sequence[CarriedEntry], session: SessionId, people: Iterable[PersonId]
) -> tuple[CarriedEntry, ...]:
    """Return the entries with whose they are in this session; a name alone is left of those who have no account."""
    origins = {entry.session for entry in entries}
    then = {participant_of(origin, person): person for person in people for origin in origins}
    return tuple(
        _given(entry, session, then.get(entry.participant) if entry.participant else None) for entry in entries
    )


def _given(entry: CarriedEntry, session: SessionId, person: PersonId | None) -> CarriedEntry:
    whose = None if person is None else participant_of(session, person)
    return entry.model_copy(update={"participant": whose})
