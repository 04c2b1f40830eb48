"""Events and commands that belong to no slice: who is here, in which role, under which settings.

Every slice hears them. The `rooms` slice decides most of them; others must not.
"""

from datetime import datetime
from typing import Literal

from roundtable.kernel.actors import Role
from roundtable.kernel.messages import (
    ClubFacts,
    ConnectionRef,
    Event,
    ParticipantRef,
    ShortName,
    SystemCommand,
)
from roundtable.kernel.session import SessionSettings
from roundtable.kernel.text import PersonName

LeaveReason = Literal["left", "gone", "removed", "banned", "refused", "ended"]
"""left: by themselves · gone: no connection for too long · refused: in the lobby · the others by a moderator."""


class ParticipantKnocked(Event):
    """Somebody waits in the lobby."""

    type: Literal["participants.knocked"] = "participants.knocked"
    participant: ParticipantRef
    at: datetime


class ParticipantJoined(Event):
    """Somebody was admitted, or came back after having left."""

    type: Literal["participants.joined"] = "participants.joined"
    participant: ParticipantRef
    name: PersonName
    role: Role
    club: ClubFacts | None = None
    at: datetime


class ParticipantAway(Event):
    """The connection of somebody who is in, or waits, was lost; they keep their place for a while."""

    type: Literal["participants.away"] = "participants.away"
    participant: ParticipantRef
    at: datetime
    lost_at: datetime | None = None
    """When nobody heard them any more, if that was before: the server itself was down."""


class ParticipantBack(Event):
    """Somebody who was away is connected again."""

    type: Literal["participants.back"] = "participants.back"
    participant: ParticipantRef
    at: datetime


class ParticipantLeft(Event):
    """Somebody is out, or no longer waits."""

    type: Literal["participants.left"] = "participants.left"
    participant: ParticipantRef
    reason: LeaveReason
    at: datetime


class ParticipantRenamed(Event):
    """Somebody is called differently from now on."""

    type: Literal["participants.renamed"] = "participants.renamed"
    participant: ParticipantRef
    name: PersonName


class RoleChanged(Event):
    """Somebody who is in has another role."""

    type: Literal["participants.role_changed"] = "participants.role_changed"
    participant: ParticipantRef
    role: Role


class ConnectionReplaced(Event):
    """A participant opened a second window; the older connection is over."""

    type: Literal["participants.connection_replaced"] = "participants.connection_replaced"
    participant: ParticipantRef
    connection: ConnectionRef


class SessionConfigured(Event):
    """The settings are these from now on."""

    type: Literal["session.configured"] = "session.configured"
    settings: SessionSettings


class SessionEnded(Event):
    """The session is over; nothing follows this event."""

    type: Literal["session.ended"] = "session.ended"
    reason: Literal["ended", "empty"]
    at: datetime


class Tick(SystemCommand):
    """Time has passed a deadline that a slice asked for."""

    type: Literal["session.tick"] = "session.tick"


class ServerStarted(SystemCommand):
    """A node has started, so every connection it had before is lost."""

    type: Literal["session.server_started"] = "session.server_started"
    node: ShortName
    alive_at: datetime | None = None
    """The last sign of life that the node left before, if it left one."""


KERNEL_EVENTS: tuple[type[Event], ...] = (
    ParticipantKnocked,
    ParticipantJoined,
    ParticipantAway,
    ParticipantBack,
    ParticipantLeft,
    ParticipantRenamed,
    RoleChanged,
    ConnectionReplaced,
    SessionConfigured,
    SessionEnded,
)
