"""What the HTTP interface takes and gives about rooms between sessions."""

from typing import Annotated, Final, Literal

from pydantic import StringConstraints

from roundtable.http.models import KEY, Inbound, Moment, View
from roundtable.kernel.floor_settings import (
    Bound,
    EntriesPerKind,
    FloorMode,
    FloorSettings,
    GraceSeconds,
    Policy,
    TurnSeconds,
)
from roundtable.kernel.ids import ClubId, PersonId, RoomId, SessionId
from roundtable.kernel.messages import ClubRef
from roundtable.kernel.session import Capacity, ScreenShare, SessionSettings
from roundtable.kernel.text import PersonName, Title

REFUSALS: Final = (
    "already_host",
    "hosts_only",
    "no_such_person",
    "no_such_room",
    "room_is_live",
    "room_of_series",
    "too_many_moderators",
    "too_many_rooms",
)

Standing = Literal["host", "moderator", "visitor"]


class LimitsChanges(Inbound):
    """Seconds of a turn that shall be different, for some kinds."""

    point_of_order: TurnSeconds | None = None
    clarifying_question: TurnSeconds | None = None
    reply: TurnSeconds | None = None
    topic: TurnSeconds | None = None


class FloorChanges(Inbound):
    """What shall be different about how the floor begins."""

    mode: FloorMode | None = None
    policy: Policy | None = None
    bound: Bound | None = None
    limits: LimitsChanges | None = None
    warning: GraceSeconds | None = None
    hard_stop: bool | None = None
    call_grace: GraceSeconds | None = None
    absence_grace: GraceSeconds | None = None
    entries_per_kind: EntriesPerKind | None = None

    def applied_to(self, floor: FloorSettings) -> FloorSettings:
        """Return how the floor begins, with these changes."""
        changes = self.model_dump(exclude_none=True, exclude={"limits"})
        if self.limits is not None:
            changes["limits"] = floor.limits.model_copy(update=self.limits.model_dump(exclude_none=True))
        return floor.model_copy(update=changes)


class SettingsChanges(Inbound):
    """Settings that shall be different."""

    lobby: bool | None = None
    screen_share: ScreenShare | None = None
    chat_kept: bool | None = None
    capacity: Capacity | None = None
    floor: FloorChanges | None = None

    def applied_to(self, settings: SessionSettings) -> SessionSettings:
        """Return the settings with these changes."""
        changes = self.model_dump(exclude_none=True, exclude={"floor"})
        if self.floor is not None:
            changes["floor"] = self.floor.applied_to(settings.floor)
        return settings.model_copy(update=changes)


class NewRoom(Inbound):
    """A room that somebody makes."""

    title: Title
    settings: SettingsChanges = SettingsChanges()


class RoomChanges(Inbound):
    """What a host changes of a room. A live session keeps its own settings."""

    title: Title | None = None
    settings: SettingsChanges = SettingsChanges()


class Knock(Inbound):
    """What somebody says of themselves at the door."""

    name: PersonName
    club_id: ClubRef | None = None
    language: Literal["zh-CN", "en"] = "zh-CN"


class RoomPath(Inbound):
    """A room in a path."""

    id: Annotated[RoomId, KEY]


class ModeratorPath(Inbound):
    """A person of a room in a path."""

    id: Annotated[RoomId, KEY]
    person_id: Annotated[PersonId, KEY]


class ModeratorForm(Inbound):
    """A person whom the host knows by their address."""

    email: Annotated[str, StringConstraints(max_length=254)]


class DoorPath(Inbound):
    """The last part of a room's link."""

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,64}$")]


class NamedPerson(View):
    """A person as others see them."""

    id: PersonId
    name: str


class LiveView(View):
    """The session that goes on in a room."""

    session_id: SessionId
    since: Moment
    people: int


class SettingsView(View):
    """The settings of a room."""

    lobby: bool
    screen_share: ScreenShare
    chat_kept: bool
    capacity: int
    floor: FloorSettings
    """How the floor begins. Times are in seconds."""


class RoomView(View):
    """A room, for people who have to do with it."""

    id: RoomId
    slug: str
    title: str
    settings: SettingsView
    hosted_by: NamedPerson
    moderators: list[NamedPerson]
    live: LiveView | None = None
    mine: Standing


class RoomList(View):
    """The caller's rooms, the last visited first; `next` goes into `after` if there are more."""

    items: list[RoomView]
    next: str | None = None


class PastSessionView(View):
    """One session of a room."""

    session_id: SessionId
    started_at: Moment
    ended_at: Moment | None = None


class PastSessionList(View):
    """The sessions of a room, the latest first; `next` goes into `after` if there are more."""

    items: list[PastSessionView]
    next: str | None = None


class PlannedSessionView(View):
    """What is planned in a room."""

    title: str
    start: Moment
    end: Moment
    opens_at: Moment
    zone: str
    cancelled: bool
    moved_from: Moment | None = None


class DoorsView(View):
    """The doors of a room in which sessions are planned."""

    now: Moment
    """By the clock that opens them."""
    open: bool
    next: PlannedSessionView | None = None
    """The one that goes on or comes next."""
    changes: list[PlannedSessionView]
    """What somebody may come for by mistake: cancelled, or moved to another time."""


class DoorView(View):
    """What stands on a room's door, for whoever has the link."""

    title: str
    lobby: bool
    locked: bool
    live: bool
    people: int
    mine: Literal["host", "moderator"] | None = None
    sits_for: list[ClubId] | None = None
    """The clubs for which the reader sits at this table, none for a scribe: they need not knock. Absent for others."""
    doors: DoorsView | None = None
    """Absent for a room that is open at any time."""


class Admission(View):
    """The session that a socket may now be opened for."""

    session_id: SessionId
