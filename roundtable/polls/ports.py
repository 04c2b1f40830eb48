"""What polls need of other subjects. The composition root gives it."""

from collections.abc import Collection, Iterable
from typing import Protocol

from roundtable.database import Connection
from roundtable.kernel.ids import ClubId, PersonId


class Names(Protocol):
    """Knows people."""

    async def names(self, ids: Iterable[PersonId]) -> dict[PersonId, str]:
        """Tell the names of some people; unknown ids are left out."""
        ...


class Representatives(Protocol):
    """Knows who speaks for which club today, in the transaction of whoever asks."""

    async def clubs_of(self, connection: Connection, person: PersonId) -> frozenset[ClubId]:
        """Return the clubs for which somebody holds a seat in some series."""
        ...

    async def represented(self, connection: Connection, clubs: Collection[ClubId]) -> frozenset[ClubId]:
        """Return those of some clubs for which anybody holds a seat."""
        ...
