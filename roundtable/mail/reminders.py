"""Which reminders a session calls for, when, and for whom: a plan, nothing is written here.

The start is part of each key: a session that was moved reminds again, and what was planned for the old start is told
by `is_current` to be out of date.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from roundtable.kernel.clock import as_text
from roundtable.kernel.ids import ClubId

LEADS: Final = (timedelta(hours=24), timedelta(hours=1))
"""How long before the start people are reminded."""
LATEST: Final = 2
"""A reminder is still worth something until half of its lead has passed; later it is dropped, not sent in a burst."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A session of a series. Its key stays what it is when it is moved."""

    series: str
    key: str
    start_at: datetime
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who has a seat or a role, and what they want."""

    wants_reminders: bool = True
    runs_it: bool = False
    """They have a role in the series."""
    clubs: Collection[ClubId] = field(default_factory=frozenset)
    """For which they sit in it on that day."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """Letters to be written at a moment, and not after another, to whoever sits in the series then."""

    key: str
    """The same for the same session, start and lead, however often one plans."""
    start_at: datetime
    lead: timedelta

    @property
    def run_at(self) -> datetime:
        """Return when it is due."""
        return self.start_at - self.lead

    @property
    def expires_at(self) -> datetime:
        """Return when it is too late."""
        return self.run_at + self.lead / LATEST


def planned(occasion: Occasion, now: datetime) -> Iterator[Reminder]:
    """Plan the reminders of a session that are not too late yet."""
    if occasion.cancelled:
        return
    for lead in LEADS:
        key = f"{occasion.series}/{occasion.key}/{as_text(occasion.start_at)}/{int(lead.total_seconds())}"
        reminder = Reminder(key, occasion.start_at, lead)
        if reminder.expires_at > now:
            yield reminder


def is_current(reminder_start: datetime, occasion: Occasion | None) -> bool:
    """Say whether a reminder that was planned for a start is still right: asked just before a letter is sent."""
    return occasion is not None and not occasion.cancelled and occasion.start_at == reminder_start


def is_reminded(reader: Reader, absent: Collection[ClubId]) -> bool:
    """Say whether somebody is reminded, if some clubs have said that they do not come."""
    if not reader.wants_reminders:
        return False
    return reader.runs_it or any(club not in absent for club in reader.clubs)
