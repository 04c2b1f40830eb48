"""What every message is made of: frozen, bounded, unknown fields refused.

Commands say what somebody wants, events say what has happened. Slices derive theirs from the classes here.
"""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, StringConstraints

from roundtable.kernel.actors import Role
from roundtable.kernel.ids import (
    BanId,
    CampusId,
    ClubId,
    CommandId,
    ConnectionId,
    GuestId,
    MessageId,
    ParticipantId,
    PersonId,
    RoomId,
    SessionId,
)

_ID = StringConstraints(min_length=5, max_length=64, pattern=r"^[a-z]+_[A-Za-z0-9]+$")

PersonRef = Annotated[PersonId, _ID]
GuestRef = Annotated[GuestId, _ID]
CampusRef = Annotated[CampusId, _ID]
ClubRef = Annotated[ClubId, _ID]
RoomRef = Annotated[RoomId, _ID]
SessionRef = Annotated[SessionId, _ID]
ParticipantRef = Annotated[ParticipantId, _ID]
MessageRef = Annotated[MessageId, _ID]
BanRef = Annotated[BanId, _ID]
ConnectionRef = Annotated[ConnectionId, StringConstraints(min_length=1, max_length=64)]
CommandRef = Annotated[CommandId, StringConstraints(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
"""Chosen by the client, a UUID as a rule; the same id again means the same command again."""

ShortName = Annotated[str, StringConstraints(max_length=200)]
"""A name that was checked where it was made: of a club, a campus, a node."""


class Message(BaseModel):
    """A value with a name, that cannot change and has no field nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Command(Message):
    """Something asked for. Its `type` is a literal, `<slice>.<verb>`."""


class ClientCommand(Command):
    """A command that a participant may send; anything else from a socket is refused before it is looked at."""

    allowed: ClassVar[frozenset[Role]]
    """The roles that may send it. The kernel refuses the others before the slice is asked."""

    open_to_waiting: ClassVar[bool] = False
    """Whether a person in the lobby may send it too."""


class SystemCommand(Command):
    """A command that only the server itself gives."""


class Event(Message):
    """Something that has happened in a session; its `type` is a literal. Written to the log, never changed.

    Later versions of the program read old logs: new fields need a default.
    """


class ClubFacts(Message):
    """The club somebody speaks for, as it was when they joined."""

    id: ClubRef
    name_zh: ShortName
    name_en: ShortName
    campus_zh: ShortName = ""
    campus_en: ShortName = ""
