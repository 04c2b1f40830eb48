"""What people are invited to by mail: dates that one rule makes at one hour, with what is different about single ones.

Pure values; `invitations.py` writes them.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from roundtable.calendars.model import KEY, Meeting

_CANCELLED: Final = "cancelled"
_FINGERPRINT: Final = 24
"""Letters; enough that no two states of one course look the same."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """How often; what RFC 5545 calls the same."""

    frequency: Literal["daily", "weekly", "monthly"]
    interval: int
    weekdays: Sequence[str] = ()
    month_day: int | None = None
    nth: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Dates of a series that calendar programs know by one UID."""

    uid: str
    first: Meeting
    """The first date as it is planned; the one date of a course without a rule as it is."""
    repeats: Repetition | None = None
    last: datetime | None = None
    """When the last date begins, a moment; None for an endless course. Of a single date its own start."""
    left_out: tuple[datetime, ...] = ()
    """On the wall: dates of the rule that are none of the course."""
    exceptions: tuple[Meeting, ...] = ()
    """Dates that are not as they are planned, at most one for each original start."""

    @property
    def length(self) -> timedelta:
        """Return how long a date lasts."""
        return self.first.end - self.first.start

    @property
    def over_at(self) -> datetime | None:
        """Return when the last date is over, None for never."""
        if self.last is None:
            return None
        return max([self.last + self.length, *(one.end for one in self.exceptions)])

    @property
    def is_one_date(self) -> bool:
        """Say whether there is no other date in it."""
        return self.over_at == self.first.end

    def planned(self, original: datetime) -> Meeting:
        """Return a date as the rule has it."""
        start = original.replace(tzinfo=ZoneInfo(self.first.zone), fold=0).astimezone(UTC)
        return replace(self.first, original=original, start=start, end=start + self.length)

    @property
    def main_print(self) -> str:
        """Return a fingerprint of the rule and of all that the dates have in common."""
        one = self.first
        common = (one.original, one.zone, one.start, one.end, one.title, one.url, one.about)
        return _print((*common, self.repeats, self.last, self.left_out))

    @property
    def date_prints(self) -> Mapping[str, str]:
        """Return a fingerprint of each date that is different, by its key."""
        return {
            one.original.strftime(KEY): _CANCELLED if one.cancelled else _print((one.start, one.end, one.title))
            for one in self.exceptions
        }

    @property
    def date_ends(self) -> Mapping[str, datetime]:
        """Return when each date is over that is different and takes place, by its key."""
        return {one.original.strftime(KEY): one.end for one in self.exceptions if not one.cancelled}


def _print(facts: object) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:_FINGERPRINT]
