"""What calendars need of other subjects. The composition root gives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from roundtable.calendars.model import Language, Meeting
from roundtable.kernel.callers import Caller
from roundtable.kernel.ids import ClubId, PersonId, SeriesId


@dataclass(frozen=True, slots=True)
class Span:
    """Which meetings are asked for: those between two moments."""

    begin: datetime
    end: datetime
    origin: str
    """Where the pages are that links lead to: `https://roundtable.example.org`."""


class Diary(Protocol):
    """Knows what is ahead of whom, at the moment at which it is asked: rights that were taken away show at once."""

    async def of_person(self, person: PersonId, span: Span) -> Sequence[Meeting]:
        """Return the sessions of the series in which a person has a role or a seat.

        Raises NotFound for whoever may not sign in any more.
        """
        ...

    async def of_club(self, club: ClubId, span: Span) -> Sequence[Meeting]:
        """Return the sessions of the series in which a club has a seat."""
        ...

    async def one(self, caller: Caller, series: SeriesId, key: str, origin: str) -> Meeting:
        """Return one session; raises NotFound if it is none of the caller's."""
        ...

    async def offices_of(self, person: PersonId) -> frozenset[ClubId]:
        """Return the clubs that somebody is an officer of."""
        ...

    async def keeps(self, person: PersonId, club: ClubId) -> bool:
        """Say whether somebody may have feeds of a club: as its officer, or as an administrator."""
        ...

    async def club_name(self, club: ClubId, language: Language) -> str | None:
        """Return what a club is called; None if there is no such club."""
        ...
