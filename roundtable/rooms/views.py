"""What is seen of a room: types of the JSON that `view` makes."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from roundtable.kernel.actors import Role
from roundtable.kernel.session import ScreenShare
from roundtable.kernel.views import ClubView


class StoppedView(TypedDict, total=False):
    """The sources a moderator has stopped."""

    microphone: Literal[True]
    camera: Literal[True]
    screen: Literal[True]


class ParticipantView(TypedDict):
    """Somebody who is in."""

    id: str
    name: str
    role: Role
    club: NotRequired[ClubView]
    kind: Literal["account", "guest"]
    joined_at: str
    connected: bool
    stopped: StoppedView


class WaitingView(TypedDict):
    """Somebody in the lobby, as moderators see them."""

    id: str
    name: str
    club: NotRequired[ClubView]
    kind: Literal["account", "guest"]
    knocked_at: str


class BanView(TypedDict):
    """Somebody who may not come back, as moderators see them."""

    id: str
    name: str
    at: str


class SettingsView(TypedDict):
    """How the room is run."""

    lobby: bool
    screen_share: ScreenShare
    chat_kept: bool
    capacity: int


class RoomsView(TypedDict):
    """The room as those see it who are in; `waiting` and `bans` are for moderators only."""

    session_id: str
    room_id: str
    slug: str
    title: str
    started_at: str
    locked: bool
    ended: bool
    settings: SettingsView
    participants: dict[str, ParticipantView]
    waiting: NotRequired[dict[str, WaitingView]]
    bans: NotRequired[dict[str, BanView]]


class LobbyView(TypedDict):
    """The room as a person in the lobby sees it."""

    title: str
    you: Literal["waiting", "refused", "removed", "banned", "left"]
    ahead: int
    moderated: bool
    """Whether somebody is inside, and connected, who could open the door."""
    ended: bool
