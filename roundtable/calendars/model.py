"""What goes into calendars: meetings, and the feeds by which programs read them. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from roundtable.kernel.ids import ClubId, FeedId, PersonId, SeriesId

Language = Literal["zh-CN", "en"]

KEY: Final = "%Y%m%dT%H%M"
"""How the identity of a meeting within its series is written."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session of a series, as calendar programs are told of it."""

    series: SeriesId
    original: datetime
    """The wall clock at which it was first planned: its identity in the series, wherever it is moved."""
    zone: str
    start: datetime
    end: datetime
    """Moments."""
    title: str
    url: str
    """By which it is entered."""
    created: datetime
    sequence: int = 0
    """Grows with every edit of the series or of this session."""
    about: str = ""
    cancelled: bool = False

    @property
    def uid(self) -> str:
        """Return the name that feeds and files give it, always the same, and none that letters use: see the README."""
        return f"{self.series}-on-{self.original.strftime(KEY)}@roundtable"


@dataclass(frozen=True, slots=True)
class Feed:
    """An address from which calendar programs read what a person or a club has ahead. Its secret is nowhere kept."""

    id: FeedId
    digest: str
    person_id: PersonId
    """Who made it."""
    club_id: ClubId | None
    """Whose sessions it tells; None for those of the person."""
    language: Language
    created_at: datetime
    revoked_at: datetime | None = None
