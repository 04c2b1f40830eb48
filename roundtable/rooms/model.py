"""The state of a room while a session is live: who is known, who waits, who is banned. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Final

from roundtable.kernel.grants import Grants
from roundtable.kernel.ids import BanId, ParticipantId
from roundtable.kernel.session import SessionFacts, SessionSettings
from roundtable.rooms.messages import Visitor
from roundtable.rooms.seats import BanRecord, Seat
from roundtable.rooms.views import ParticipantView

MOST_KNOWN: Final = 2000
"""People a session remembers, those who left among them: strangers who come and go must not fill the memory."""


@dataclass(frozen=True)
class RoomState:
    """Everything the `rooms` slice knows at one version."""

    facts: SessionFacts
    settings: SessionSettings
    empty_since: datetime | None
    """Since when nobody is in and nobody waits."""
    locked: bool = False
    ended: bool = False
    people: Mapping[ParticipantId, Seat] = field(default_factory=dict)
    bans: Mapping[BanId, BanRecord] = field(default_factory=dict)

    @cached_property
    def present(self) -> Mapping[ParticipantId, Seat]:
        """Return those who are in, in the order in which they became known."""
        return {participant: seat for participant, seat in self.people.items() if seat.is_in}

    @cached_property
    def shown_participants(self) -> dict[str, ParticipantView]:
        """Return what all who are in see of each other; made once, shared by the audiences."""
        return {participant: seat.shown for participant, seat in self.present.items()}

    @cached_property
    def lobby(self) -> Mapping[ParticipantId, Seat]:
        """Return those who wait, whoever knocked first coming first."""
        waiting = sorted((seat for seat in self.people.values() if seat.is_waiting), key=lambda seat: seat.since)
        return {seat.id: seat for seat in waiting}

    @cached_property
    def places_in_lobby(self) -> Mapping[ParticipantId, int]:
        """Return how many knocked before each of those who wait."""
        return {participant: place for place, participant in enumerate(self.lobby)}

    @property
    def free_seats(self) -> int:
        """Return how many more may come in; never below zero."""
        return max(0, self.settings.capacity - len(self.present))

    @property
    def hosts(self) -> int:
        """Return how many hosts are in."""
        return sum(seat.role == "host" for seat in self.present.values())

    @cached_property
    def is_moderated(self) -> bool:
        """Say whether a host or a moderator is in who has not just lost their connection."""
        return any(seat.is_moderating and seat.connection is not None for seat in self.present.values())

    def covering_ban(self, visitor: Visitor) -> BanRecord | None:
        """Return the ban that keeps somebody out.

        Whoever was in before is no stranger: they are not taken for a banned guest because of a shared address.
        """
        known = self.people.get(visitor.participant)
        for ban in self.bans.values():
            if ban.covers(visitor) and (known is None or not known.admitted or known.standing == "banned"):
                return ban
        return None

    def with_seat(self, seat: Seat) -> "RoomState":
        """Return the state with this seat new or changed."""
        people = {**self.people, seat.id: seat}
        if len(people) > MOST_KNOWN:
            _forget_one(people)
        return replace(self, people=people)


def new_room(facts: SessionFacts) -> RoomState:
    """Return the room before anybody has come."""
    return RoomState(facts=facts, settings=facts.settings, empty_since=facts.started_at)


def grants(state: RoomState) -> Grants:
    """Return what those who are in may publish."""
    open_screen = state.settings.screen_share == "everyone"
    return {participant: seat.grants[open_screen] for participant, seat in state.present.items()}


def _forget_one(people: dict[ParticipantId, Seat]) -> None:
    """Forget whoever is out for longest, strangers before those who were in."""
    for participant in _forgettable(people):
        del people[participant]
        return


def _forgettable(people: Mapping[ParticipantId, Seat]) -> Iterator[ParticipantId]:
    out = [seat for seat in people.values() if not (seat.is_in or seat.is_waiting)]
    yield from (seat.id for seat in out if not seat.admitted)
    yield from (seat.id for seat in out)
