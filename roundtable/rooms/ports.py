"""What rooms need of other subjects. The composition root gives it."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from roundtable.kernel.carried import CarriedEntry
from roundtable.kernel.doors import Doors
from roundtable.kernel.ids import ClubId, PersonId, RoomId, SessionId
from roundtable.kernel.messages import ClubFacts


class Names(Protocol):
    """Knows people's names."""

    async def names(self, ids: Iterable[PersonId]) -> dict[PersonId, str]:
        """Tell the names of some people; unknown ids are left out."""
        ...

    async def with_email(self, email: str) -> PersonId | None:
        """Find somebody by their address."""
        ...


class ClubRegister(Protocol):
    """Knows clubs."""

    async def facts(self, id_: ClubId) -> ClubFacts | None:
        """Tell what others see of a club, or None if there is no such club."""
        ...


class Handover(Protocol):
    """Knows what a room's next session takes over."""

    async def waiting_for(self, room: RoomId) -> Sequence[CarriedEntry]:
        """Tell who waits for it, by the ids of the session they come from."""
        ...


class Timetable(Protocol):
    """Knows what is planned in which room."""

    async def doors(self, room: RoomId, live: SessionId | None) -> Doors | None:
        """Tell how the doors of a room stand in which `live` goes on; None for a room in which nothing is planned."""
        ...

    async def seated(self, room: RoomId, person: PersonId) -> Sequence[ClubId] | None:
        """Tell for which clubs somebody sits at a room's table today; None for whoever has no place there."""
        ...
