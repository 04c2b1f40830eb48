"""Which reminders a session calls for, and when: a plan, nothing is written here.

The start is part of each key: a session that was moved reminds again, and what was planned for the old start is told
by `is_current` to be out of date.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from roundtable.kernel.clock import as_text
from roundtable.kernel.ids import PersonId

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
    """Somebody who has a seat, and what they want."""

    person: PersonId
    wants_reminders: bool = True


@dataclass(frozen=True, slots=True)
class Reminder:
    """A letter to be written at a moment, and not after another."""

    key: str
    """The same for the same person, session, start and lead, however often one plans."""
    person: PersonId
    run_at: datetime
    expires_at: datetime


def planned(occasion: Occasion, readers: Iterable[Reader], now: datetime) -> Iterator[Reminder]:
    """Plan the reminders of a session that are not too late yet."""
    if occasion.cancelled:
        return
    wanted = readers_of(readers)
    for lead in LEADS:
        run_at = occasion.start_at - lead
        expires_at = run_at + lead / LATEST
        if expires_at <= now:
            continue
        for reader in wanted:
            start = as_text(occasion.start_at)
            key = f"{occasion.series}/{occasion.key}/{start}/{int(lead.total_seconds())}/{reader.person}"
            yield Reminder(key, reader.person, run_at, expires_at)


def readers_of(readers: Iterable[Reader]) -> list[Reader]:
    """Return who wants to be reminded, each once, however many seats they have."""
    return list({reader.person: reader for reader in readers if reader.wants_reminders}.values())


def is_current(reminder_start: datetime, occasion: Occasion | None) -> bool:
    """Say whether a reminder that was planned for a start is still right: asked just before the letter is written."""
    return occasion is not None and not occasion.cancelled and occasion.start_at == reminder_start
