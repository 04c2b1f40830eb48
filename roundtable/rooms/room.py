"""A room as its rows tell it: what stays between sessions."""

from dataclasses import dataclass
from datetime import datetime

from roundtable.kernel.ids import PersonId, RoomId, SessionId
from roundtable.kernel.session import SessionSettings
from roundtable.rooms.messages import RoomRight


@dataclass(frozen=True, slots=True)
class Room:
    """A place with a stable link, where one session after the other is held."""

    id: RoomId
    slug: str
    title: str
    settings: SessionSettings
    """What a session starts with."""
    host_id: PersonId
    moderators: tuple[PersonId, ...]
    created_at: datetime

    def right_of(self, person: PersonId | None) -> RoomRight | None:
        """Tell what the room gives somebody in its sessions."""
        if person is None:
            return None
        if person == self.host_id:
            return "host"
        return "moderator" if person in self.moderators else None


@dataclass(frozen=True, slots=True)
class PastSession:
    """One session of a room, over or still live."""

    id: SessionId
    started_at: datetime
    ended_at: datetime | None
