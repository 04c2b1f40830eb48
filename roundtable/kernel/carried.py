"""Those who waited when an item was closed, and wait again at the start of the room's next session.

In the kernel because the floor keeps them, and the room, which knows people from session to session, hands them on.
"""

from typing import Annotated, Final

from pydantic import StringConstraints

from roundtable.kernel.floor_settings import Kind
from roundtable.kernel.messages import ClubFacts, Message, ParticipantRef, SessionRef
from roundtable.kernel.text import PersonName

MOST_CARRIED: Final = 200
"""Entries that one session takes over; the oldest come first."""


class CarriedEntry(Message):
    """An entry from a session before."""

    session: SessionRef
    """Where it waited."""
    entry: Annotated[str, StringConstraints(max_length=16)]
    """What it was called there."""
    kind: Kind
    text: Annotated[str, StringConstraints(max_length=140)] = ""
    text_turn: bool = False
    name: PersonName
    club: ClubFacts | None = None
    participant: ParticipantRef | None = None
    """Whose it is: in the facts of a session by their id in that session, before by the one they had where it waited.

    None for those who are not known again: people without an account, and people of a sub-venue.
    """
