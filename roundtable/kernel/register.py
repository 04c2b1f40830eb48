"""Clubs and campuses, as far as other subjects care. The clubs' slice has them; the composition root gives it."""

from collections.abc import Collection, Sequence
from typing import Protocol

from roundtable.kernel.ids import CampusId, ClubId


class Campus(Protocol):
    """Where clubs are, and by which clocks they live."""

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
    """Who speaks, votes and owns what was promised."""

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

    async def clubs(self) -> Sequence[Club]:
        """List all clubs."""
        ...

    async def some(self, ids: Collection[ClubId]) -> Sequence[Club]:
        """Tell some clubs by name; unknown ids are left out."""
        ...
