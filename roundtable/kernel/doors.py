"""When a room's doors are open to everybody: rooms ask, whoever plans what is held in them answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """What is planned in a room."""

    title: str
    start: datetime
    end: datetime
    opens_at: datetime
    zone: str
    """The place on whose wall it was planned."""
    cancelled: bool = False
    moved_from: datetime | None = None
    """When it would have begun, if it was moved."""


@dataclass(frozen=True, slots=True)
class Doors:
    """The doors of a room in which sessions are planned."""

    now: datetime
    """By the clock that opens them."""
    open: bool
    next: PlannedSession | None
    """The one that goes on or comes next; None if nothing is planned any more."""
    changes: Sequence[PlannedSession] = ()
    """What somebody may come for by mistake: cancelled, or moved to another time."""
