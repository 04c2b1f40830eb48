"""Commands, events and views of a room while a session is live."""

from datetime import datetime
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from roundtable.kernel.actors import ANYONE, MODERATING, Role
from roundtable.kernel.grants import Source
from roundtable.kernel.messages import (
    BanRef,
    ClientCommand,
    ClubFacts,
    ConnectionRef,
    Event,
    GuestRef,
    Message,
    ParticipantRef,
    PersonRef,
    ShortName,
    SystemCommand,
)
from roundtable.kernel.session import Capacity, ScreenShare
from roundtable.kernel.text import PersonName

REFUSALS: Final = (
    "banned",
    "doors_closed",
    "last_host",
    "lobby_full",
    "no_such_ban",
    "no_such_participant",
    "not_waiting",
    "room_full",
    "room_locked",
    "role_too_high",
)

RoomRight = Literal["host", "moderator"]
"""What the room's own rows give somebody: its owner is a host."""

AddressKey = Annotated[str, Field(max_length=128)]
"""A keyed digest of the network address; only ever compared, never shown."""


class Leave(ClientCommand):
    """Go, on purpose."""

    allowed: ClassVar = ANYONE
    open_to_waiting: ClassVar = True
    type: Literal["rooms.leave"] = "rooms.leave"


class Rename(ClientCommand):
    """Be called differently."""

    allowed: ClassVar = ANYONE
    open_to_waiting: ClassVar = True
    type: Literal["rooms.rename"] = "rooms.rename"
    name: PersonName


class Reopen(ClientCommand):
    """Take back one's own source after a moderator has stopped it; nobody can do this for another."""

    allowed: ClassVar = ANYONE
    type: Literal["rooms.reopen"] = "rooms.reopen"
    source: Source


class Admit(ClientCommand):
    """Let one person in from the lobby."""

    allowed: ClassVar = MODERATING
    type: Literal["rooms.admit"] = "rooms.admit"
    participant: ParticipantRef


class AdmitAll(ClientCommand):
    """Let everybody in who waits."""

    allowed: ClassVar = MODERATING
    type: Literal["rooms.admit_all"] = "rooms.admit_all"


class Refuse(ClientCommand):
    """Send one person away from the lobby; they may knock again."""

    allowed: ClassVar = MODERATING
    type: Literal["rooms.refuse"] = "rooms.refuse"
    participant: ParticipantRef


class Stop(ClientCommand):
    """Take a microphone, a camera or a screen from somebody, until they reopen it themselves."""

    allowed: ClassVar = MODERATING
    type: Literal["rooms.stop"] = "rooms.stop"
    participant: ParticipantRef
    source: Source


class StopAll(ClientCommand):
    """Take a source from everybody but hosts and moderators."""

    allowed: ClassVar = MODERATING
    type: Literal["rooms.stop_all"] = "rooms.stop_all"
    source: Source


class Remove(ClientCommand):
    """Send somebody out; they may knock again."""

    allowed: ClassVar = MODERATING
    type: Literal["rooms.remove"] = "rooms.remove"
    participant: ParticipantRef


class Ban(ClientCommand):
    """Send somebody out, or away from the lobby, for the rest of the session."""

    allowed: ClassVar = MODERATING
    type: Literal["rooms.ban"] = "rooms.ban"
    participant: ParticipantRef


class LiftBan(ClientCommand):
    """Let a banned person knock again."""

    allowed: ClassVar = MODERATING
    type: Literal["rooms.lift_ban"] = "rooms.lift_ban"
    ban: BanRef


class SetRole(ClientCommand):
    """Promote or demote somebody who is in."""

    allowed: ClassVar = MODERATING
    type: Literal["rooms.set_role"] = "rooms.set_role"
    participant: ParticipantRef
    role: Role


class Lock(ClientCommand):
    """Let nobody new in, or open the door again."""

    allowed: ClassVar = MODERATING
    type: Literal["rooms.lock"] = "rooms.lock"
    locked: bool


class Configure(ClientCommand):
    """Change some of the settings."""

    allowed: ClassVar = MODERATING
    type: Literal["rooms.configure"] = "rooms.configure"
    lobby: bool | None = None
    screen_share: ScreenShare | None = None
    chat_kept: bool | None = None
    capacity: Capacity | None = None


class End(ClientCommand):
    """End the session for all."""

    allowed: ClassVar = MODERATING
    type: Literal["rooms.end"] = "rooms.end"


class Visitor(Message):
    """What the server knows of a person who connects, from their cookie and the room's rows."""

    participant: ParticipantRef
    name: PersonName
    person: PersonRef | None = None
    guest: GuestRef | None = None
    club: ClubFacts | None = None
    right: RoomRight | None = None
    observe: bool = False
    seated: bool = False
    """Has a place at this table by a seat or a role, so that nobody has to let them in."""
    address_key: AddressKey = ""


class Enter(SystemCommand):
    """A socket has connected for somebody."""

    type: Literal["rooms.enter"] = "rooms.enter"
    visitor: Visitor
    connection: ConnectionRef
    node: ShortName = "node"


class Disconnect(SystemCommand):
    """A socket is gone; nothing happens if the participant has a newer one."""

    type: Literal["rooms.disconnect"] = "rooms.disconnect"
    participant: ParticipantRef
    connection: ConnectionRef


class Arrived(Event):
    """A connection of somebody was taken in; whether they wait or are in is told by the event that follows."""

    type: Literal["rooms.arrived"] = "rooms.arrived"
    visitor: Visitor
    connection: ConnectionRef
    node: ShortName
    at: datetime


class Stopped(Event):
    """A source of somebody was stopped by a moderator."""

    type: Literal["rooms.stopped"] = "rooms.stopped"
    participant: ParticipantRef
    source: Source


class Reopened(Event):
    """Somebody took a stopped source back."""

    type: Literal["rooms.reopened"] = "rooms.reopened"
    participant: ParticipantRef
    source: Source


class Banned(Event):
    """Somebody may not come back."""

    type: Literal["rooms.banned"] = "rooms.banned"
    ban: BanRef
    participant: ParticipantRef
    at: datetime


class BanLifted(Event):
    """Somebody may knock again."""

    type: Literal["rooms.ban_lifted"] = "rooms.ban_lifted"
    ban: BanRef


class Locked(Event):
    """The door was shut or opened."""

    type: Literal["rooms.locked"] = "rooms.locked"
    locked: bool


COMMANDS: Final = (
    Leave, Rename, Reopen, Admit, AdmitAll, Refuse, Stop, StopAll, Remove, Ban, LiftBan, SetRole, Lock, Configure, End,
)  # fmt: skip

EVENTS: Final = (Arrived, Stopped, Reopened, Banned, BanLifted, Locked)
