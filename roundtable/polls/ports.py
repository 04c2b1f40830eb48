"""What polls need of other subjects. The composition root gives it."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from roundtable.database import Connection
from roundtable.kernel.ids import CampusId, ClubId, PersonId


class Names(Protocol):
    """Knows people."""

    async def names(self, ids: Iterable[PersonId]) -> dict[PersonId, str]:
        """Tell the names of some people; unknown ids are left out."""
        ...


class Campus(Protocol):
    """A campus, as far as polls care."""

    @property
    def id(self) -> CampusId: ...
    @property
    def name_zh(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def city_zh(self) -> str: ...
    @property
    def city_en(self) -> str: ...
    @property
    def zone(self) -> str: ...


class Club(Protocol):
    """A club, as far as polls care."""

    @property
    def id(self) -> ClubId: ...
    @property
    def campus_id(self) -> CampusId: ...
    @property
    def name_zh(self) -> str: ...
    @property
    def name_en(self) -> str: ...


class Register(Protocol):
    """Knows clubs and campuses."""

    async def campuses(self) -> Sequence[Campus]:
        """List all campuses."""
        ...

    async def some(self, ids: Collection[ClubId]) -> Sequence[Club]:
        """Tell some clubs by name; unknown ids are left out."""
        ...


class Representatives(Protocol):
    """Knows who speaks for which club today, in the transaction of whoever asks."""

    async def clubs_of(self, connection: Connection, person: PersonId) -> frozenset[ClubId]:
        """Return the clubs for which somebody holds a seat in some series."""
        ...

    async def represented(self, connection: Connection, clubs: Collection[ClubId]) -> frozenset[ClubId]:
        """Return those of some clubs for which anybody holds a seat."""
        ...
