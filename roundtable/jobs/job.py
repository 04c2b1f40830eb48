"""What is to be done, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal, NewType

JobId = NewType("JobId", str)

MOST_ATTEMPTS: Final = 8
"""Then a job counts as failed and waits for a person."""

FIRST_RETRY: Final = timedelta(seconds=30)
LONGEST_RETRY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NewJob:
    """Something to be done. Of one kind there is one job for each key, however often it is asked for."""

    kind: str
    key: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    """JSON."""
    run_at: datetime | None = None
    """None: at once."""
    expires_at: datetime | None = None
    """When it is better left undone: a reminder after the session."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something that a worker has taken on."""

    id: JobId
    kind: str
    key: str
    payload: Mapping[str, Any]
    attempt: int
    """1 for the first."""

    @property
    def retry_after(self) -> timedelta:
        """Return how long to wait after this attempt has failed: longer each time."""
        wait: timedelta = FIRST_RETRY * 2 ** (self.attempt - 1)
        return min(wait, LONGEST_RETRY)


@dataclass(frozen=True, slots=True)
class WrittenJob:
    """A job as it stands in the table, for people who look at what became of it."""

    id: JobId
    key: str
    payload: Mapping[str, Any]
    created_at: datetime
    run_at: datetime
    attempts: int
    done_at: datetime | None
    failed_at: datetime | None
    note: str | None
    """The last error, or why it was left undone."""


Withdrawal = Literal["untouched", "tried", "settled"]
"""Of a job that was withdrawn: nobody has tried it, somebody has or just does, it was done before (or never was)."""


class Dropped(Exception):
    """Raised by a handler: the reason for the job is gone, for instance because the session was moved."""


class Hopeless(Exception):
    """Raised by a handler: it cannot be done, however often one tries."""


class Postponed(Exception):
    """Raised by a handler: not now, and this was no failed attempt."""

    def __init__(self, until: datetime, reason: str | None = None) -> None:
        super().__init__(reason or until.isoformat())
        self.until: Final = until
        self.reason: Final = reason
        """Kept for people to read."""
