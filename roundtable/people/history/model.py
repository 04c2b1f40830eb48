"""The history of a person's sign-ins as values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, get_args

from roundtable.kernel.ids import PersonId

How = Literal["password", "mail_link", "openid", "welcome", "first_start"]
"""The way of a sign-in; `welcome` and `first_start` are the links with which somebody sets their password."""
HOWS: Final[tuple[How, ...]] = get_args(How)

KEPT: Final = timedelta(days=90)
MOST_KEPT: Final = 300
"""Of one person and one outcome: whoever tries in vain again and again cannot push out what went well."""

SAME_WITHIN: Final = timedelta(hours=1)
"""Failures from the same place in the same way within it are one entry with a count."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody signed in, or tried `times` times in vain."""

    id: str
    person_id: PersonId
    how: How
    succeeded: bool
    times: int
    began_at: datetime
    at: datetime
    agent: str
    address: str
