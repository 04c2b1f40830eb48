"""HTTP routes about rooms, and the door of a room."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from roundtable.http.models import PageQuery
from roundtable.http.routes import Call, delete, get, patch, post, put
from roundtable.kernel.callers import Caller
from roundtable.kernel.ids import ClubId, GuestId, PersonId
from roundtable.kernel.session import SessionSettings
from roundtable.rooms.ports import Names
from roundtable.rooms.resources import (
    Admission,
    DoorPath,
    DoorsView,
    DoorView,
    Knock,
    LiveView,
    ModeratorForm,
    ModeratorPath,
    NamedPerson,
    NewRoom,
    PastSessionList,
    PastSessionView,
    RoomChanges,
    RoomList,
    RoomPath,
    RoomView,
    SettingsView,
)
from roundtable.rooms.room import Room
from roundtable.rooms.service import Rooms


class Reception(Protocol):
    """Takes down who stands at a door."""

    async def receive(self, call: Call, name: str, club: ClubId | None, language: str) -> PersonId | GuestId:
        """Note what somebody says of themselves; a newcomer becomes a guest and gets a cookie."""
        ...


class RoomsApi:
    """The caller's rooms."""

    def __init__(self, rooms: Rooms, names: Names) -> None:
        self._rooms = rooms
        self._names = names

    @get("/api/rooms", needs="account", token="read")
    async def mine(self, call: Call, query: PageQuery) -> RoomList:
        """List the rooms that the caller hosts, moderates or has visited."""
        rooms, following = await self._rooms.mine(call.signed_in, query.window)
        names = await self._names.names(_people_of(rooms))
        return RoomList(items=[await self._view(room, call.signed_in, names) for room in rooms], next=following)

    @post("/api/rooms", status=201, needs="account", token="rooms:write", limits=("making",))
    async def make(self, call: Call, body: NewRoom) -> RoomView:
        """Make a room."""
        settings = body.settings.applied_to(SessionSettings())
        return await self._shown(await self._rooms.make(call.signed_in, body.title, settings), call)

    @get("/api/rooms/{id}", needs="account", token="read")
    async def find(self, call: Call, path: RoomPath) -> RoomView:
        """Show a room."""
        return await self._shown(await self._rooms.find(call.signed_in, path.id), call)

    @patch("/api/rooms/{id}", token="rooms:write")
    async def change(self, call: Call, path: RoomPath, body: RoomChanges) -> RoomView:
        """Change a room's title and settings, from its next session on."""
        before = await self._rooms.find(call.signed_in, path.id)
        settings = body.settings.applied_to(before.settings)
        return await self._shown(await self._rooms.change(call.signed_in, path.id, body.title, settings), call)

    @delete("/api/rooms/{id}", token="rooms:write")
    async def remove(self, call: Call, path: RoomPath) -> None:
        """Delete a room."""
        await self._rooms.remove(call.signed_in, path.id)

    @post("/api/rooms/{id}/moderators", needs="account", token="rooms:write", limits=("links",))
    async def add_moderator_by_email(self, call: Call, path: RoomPath, body: ModeratorForm) -> RoomView:
        """Make somebody a moderator of the room whose address the host knows."""
        room = await self._rooms.add_moderator_by_email(call.signed_in, path.id, body.email)
        return await self._shown(room, call)

    @put("/api/rooms/{id}/moderators/{person_id}", token="rooms:write")
    async def add_moderator(self, call: Call, path: ModeratorPath) -> RoomView:
        """Make a person a moderator of the room."""
        room = await self._rooms.set_moderator(call.signed_in, path.id, path.person_id, True)
        return await self._shown(room, call)

    @delete("/api/rooms/{id}/moderators/{person_id}", token="rooms:write")
    async def remove_moderator(self, call: Call, path: ModeratorPath) -> None:
        """Let a person no longer be a moderator of the room."""
        await self._rooms.set_moderator(call.signed_in, path.id, path.person_id, False)

    @get("/api/rooms/{id}/sessions", needs="account", token="read")
    async def past_sessions(self, call: Call, path: RoomPath, query: PageQuery) -> PastSessionList:
        """List the room's sessions, the latest first."""
        found, following = await self._rooms.past_sessions(call.signed_in, path.id, query.window)
        return PastSessionList(
            items=[
                PastSessionView(session_id=one.id, started_at=one.started_at, ended_at=one.ended_at) for one in found
            ],
            next=following,
        )

    async def _shown(self, room: Room, call: Call) -> RoomView:
        return await self._view(room, call.signed_in, await self._names.names(_people_of([room])))

    async def _view(self, room: Room, caller: Caller, names: Mapping[PersonId, str]) -> RoomView:
        live = await self._rooms.live(room)
        return RoomView(
            id=room.id,
            slug=room.slug,
            title=room.title,
            settings=SettingsView.model_validate(room.settings),
            hosted_by=_named(room.host_id, names),
            moderators=[_named(id_, names) for id_ in room.moderators],
            live=LiveView(session_id=live.facts.session, since=live.facts.started_at, people=live.people)
            if live
            else None,
            mine=room.right_of(caller.person) or "visitor",
        )


class DoorApi:
    """The way in, for everybody who has the link."""

    def __init__(self, rooms: Rooms, reception: Reception) -> None:
        self._rooms = rooms
        self._reception = reception

    @get("/api/entry/{slug}", token="read", limits=("entry",))
    async def look(self, call: Call, path: DoorPath) -> DoorView:
        """Read what stands on the door."""
        room = await self._rooms.behind(path.slug)
        live = await self._rooms.live(room)
        doors = await self._rooms.doors(room)
        clubs = await self._rooms.seated(room, call.caller.person if call.caller else None)
        return DoorView(
            title=room.title,
            lobby=live.lobby if live else room.settings.lobby,
            sits_for=None if clubs is None else list(clubs),
            locked=live.locked if live else False,
            live=live is not None,
            people=live.people if live else 0,
            mine=room.right_of(call.caller.person) if call.caller else None,
            doors=DoorsView.model_validate(doors) if doors else None,
        )

    @post("/api/entry/{slug}", token="none", limits=("entry",))
    async def knock(self, call: Call, path: DoorPath, body: Knock) -> Admission:
        """Say who one is. Afterwards a socket may be opened; whether one has to wait is told there."""
        room = await self._rooms.behind(path.slug)
        await self._rooms.refuse_early(room, call.caller.person if call.caller else None)
        await self._rooms.refuse_unknown_club(body.club_id)
        identity = await self._reception.receive(call, body.name, body.club_id, body.language)
        return Admission(session_id=await self._rooms.open(room, identity))


def _people_of(rooms: Iterable[Room]) -> set[PersonId]:
    return {person for room in rooms for person in (room.host_id, *room.moderators)}


def _named(person: PersonId, names: Mapping[PersonId, str]) -> NamedPerson:
    return NamedPerson(id=person, name=names.get(person, ""))
