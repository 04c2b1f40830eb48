"""What series need of other subjects. The composition root gives it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from roundtable.database import Connection
from roundtable.kernel.callers import Caller
from roundtable.kernel.ids import ClubId, PersonId, PollId, RoomId


class Names(Protocol):
    """Knows people, and invites who is not known yet."""

    async def names(self, ids: Iterable[PersonId]) -> dict[PersonId, str]:
        """Tell the names of some people; unknown ids are left out."""
        ...

    async def with_email(self, email: str) -> PersonId | None:
        """Find somebody by their address."""
        ...

    async def with_emails(self, emails: Collection[str]) -> Mapping[str, PersonId | None]:
        """Find people by addresses in normal form: None is somebody who may not sign in, unknown ones are left out."""
        ...

    async def addresses(self, ids: Iterable[PersonId]) -> Mapping[PersonId, tuple[str, str]]:
        """Tell the names and addresses of some people, for those who may know; unknown ids are left out."""
        ...

    async def invite(
        self, connection: Connection, caller: Caller, newcomers: Mapping[str, str]
    ) -> Mapping[str, PersonId]:
        """Make accounts by address and name in the transaction of whoever asks, and send the letters after it."""
        ...

    async def invited(self, caller: Caller, email: str, name: str) -> PersonId:
        """Make an account for somebody whom nobody knows here, and send them the letter with which they come in."""
        ...


@dataclass(frozen=True, slots=True)
class Office:
    """What somebody holds for a club besides seats."""

    held: bool = False
    """Whether they are an officer of it."""
    feeds: int = 0
    """The club's calendars that they have made."""


class Belongings(Protocol):
    """Knows what somebody holds for a club besides seats, and hands it over in the transaction of whoever asks."""

    async def of(self, connection: Connection, club: ClubId, person: PersonId) -> Office:
        """Tell what somebody holds."""
        ...

    async def give(
        self, connection: Connection, club: ClubId, before: PersonId, heir: PersonId, *, by: PersonId, now: datetime
    ) -> None:
        """Give all of it to somebody else."""
        ...


@dataclass(frozen=True, slots=True)
class Staff:
    """Who runs a room."""

    organizers: Sequence[PersonId]
    """One of them hosts; the host stays who it is as long as that is one of them."""
    moderators: Collection[PersonId]
    dismissed: Collection[PersonId] = ()
    """Who ran it until now; others whom the host has added stay."""


class SeriesRooms(Protocol):
    """Makes and keeps the rooms of series, in the transaction of whoever asks."""

    async def make(self, connection: Connection, host: PersonId, title: str) -> tuple[RoomId, str]:
        """Make a room and return it with the last part of its link."""
        ...

    async def retitle(self, connection: Connection, room: RoomId, title: str) -> None:
        """Give a room the title of its series."""
        ...

    async def staff(self, connection: Connection, room: RoomId, staff: Staff) -> None:
        """Let those run the room who run the series."""
        ...


class WaitingPoll(Protocol):
    """A poll that somebody's clubs have not answered."""

    @property
    def id(self) -> PollId: ...
    @property
    def title(self) -> str: ...
    @property
    def closes_at(self) -> datetime | None: ...
    @property
    def clubs(self) -> Sequence[ClubId]: ...


class OpenPolls(Protocol):
    """Knows what clubs are asked before anything is planned."""

    async def waiting(self, connection: Connection, clubs: Collection[ClubId], now: datetime) -> Sequence[WaitingPoll]:
        """Return the open polls that one of the clubs has not answered, the one that closes first before the others."""
        ...
