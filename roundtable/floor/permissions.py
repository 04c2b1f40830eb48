"""Who may publish what: a pure function of the mode, of who has the floor, and of the item.

The floor only takes away; the room's own rules (stopped by a moderator, observers, who may share a screen) come on top
when the kernel meets what all slices say. So whoever was stopped and is called has the right as soon as they reopen.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from roundtable.floor.state import FloorState, Person
from roundtable.kernel.actors import MODERATING, SPEAKING
from roundtable.kernel.grants import Grant, Grants
from roundtable.kernel.ids import ClubId, ParticipantId

CAMERA_ONLY: Final = Grant(publish=frozenset({"camera"}))
"""What is left to those without the floor: they are seen, and neither heard nor do they show a screen."""

UNSEEN: Final = Grant(publish=frozenset())
"""What is left to the audience of a stage."""

REMEMBERED: Final = 64
"""Results that are kept: one or two for each session that is busy at the same time."""

_NOTHING_TAKEN: Final[Grants] = {}


class _Same:
    """A mapping as a key: found again by being the same object. States share what has not changed."""

    __slots__ = ("people",)

    def __init__(self, people: Mapping[ParticipantId, Person]) -> None:
        self.people = people

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.people is other.people

    def __hash__(self) -> int:
        return id(self.people)


def grants(state: FloorState) -> Grants:
    """Return what the floor takes away, and from whom; who is not in it keeps everything.

    The very same object again as long as nothing has changed that it follows from.
    """
    mode = state.settings.mode
    if mode == "open" or state.ended:
        return _NOTHING_TAKEN
    clubs = _reporting(state) if mode == "round" else frozenset[ClubId]()
    called = floor_holder(state)
    speakers = frozenset(() if called is None else (called,)) | (state.presenters if mode == "stage" else frozenset())
    return _taken(_Same(state.people), UNSEEN if mode == "stage" else CAMERA_ONLY, speakers, clubs)


def floor_holder(state: FloorState) -> ParticipantId | None:
    """Return whose microphone the floor opens: the speaker's own, or their sub-venue's. Nobody's for a text turn."""
    turn = state.turn
    return None if turn is None or turn.text_turn else turn.speaker.microphone


def _reporting(state: FloorState) -> frozenset[ClubId]:
    """Return the clubs whose report it is."""
    item = state.items.get(state.item) if state.item is not None else None
    return frozenset() if item is None else frozenset(item.clubs)


@lru_cache(maxsize=REMEMBERED)
def _taken(people: _Same, left: Grant, speakers: frozenset[ParticipantId], clubs: frozenset[ClubId]) -> Grants:
    """Leave only so much to all but moderators, these speakers and these clubs."""

    def may_speak(participant: ParticipantId, person: Person) -> bool:
        if person.role not in SPEAKING:
            return False
        if person.role in MODERATING or participant in speakers:
            return True
        return person.club is not None and person.club.id in clubs

    return {
        participant: left
        for participant, person in people.people.items()
        if person.is_in and not may_speak(participant, person)
    }
