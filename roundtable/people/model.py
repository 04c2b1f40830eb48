"""People as values: what services pass on and what the HTTP interface shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from roundtable.kernel.ids import ClubId, GuestId, PersonId

Language = Literal["zh-CN", "en"]

PERSON_IDLE: Final = timedelta(days=30)
"""A sign-in that nobody used for so long is over."""
GUEST_IDLE: Final = timedelta(days=7)
WELCOME_LIFE: Final = timedelta(days=14)
SEEN_EVERY: Final = timedelta(minutes=5)
"""How exactly it is noted when a sign-in was last used: a write for every request would cost more than it tells."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. Without a password they have not yet followed their welcome link."""

    id: PersonId
    email: str
    name: str
    language: str
    club_id: ClubId | None
    administrator: bool
    disabled: bool
    password: str | None
    created_at: datetime
    zone: str | None = None
    """By whose clocks letters tell times; None for those of the club's campus."""
    mail_reminders: bool = True
    """Whether they want letters before sessions."""
    mail_invitations: bool = True
    """Whether they want letters that enter sessions in their calendar."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who gave a name at a room's door."""

    id: GuestId
    name: str
    language: str
    club_id: ClubId | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SignIn:
    """One browser in which somebody is signed in, as a person or as a guest."""

    id: str
    token_digest: str
    person_id: PersonId | None
    guest_id: GuestId | None
    created_at: datetime
    last_seen_at: datetime
    agent: str
    address: str

    def is_over(self, now: datetime) -> bool:
        """Say whether it has not been used for too long."""
        return now - self.last_seen_at > (PERSON_IDLE if self.person_id else GUEST_IDLE)


@dataclass(frozen=True, slots=True)
class Welcome:
    """An open link with which a person sets their password."""

    person_id: PersonId
    token_digest: str
    created_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Say whether it is too old."""
        return now - self.created_at > WELCOME_LIFE


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs in; shown to them in the list of their sign-ins."""

    agent: str
    address: str
