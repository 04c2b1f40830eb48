"""Rooms that belong to something else: made and kept in the transaction of whoever they belong to."""

from collections.abc import Collection, Sequence
from typing import Protocol

from roundtable.database import Connection
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict
from roundtable.kernel.ids import PersonId, RoomId, new_id, new_slug
from roundtable.kernel.session import SessionSettings
from roundtable.rooms import tables
from roundtable.rooms.room import Room
from roundtable.rooms.service import MOST_HOSTED


class RoomStaff(Protocol):
    """Who runs a room."""

    @property
    def organizers(self) -> Sequence[PersonId]: ...
    @property
    def moderators(self) -> Collection[PersonId]: ...
    @property
    def dismissed(self) -> Collection[PersonId]: ...


class KeptRooms:
    """Keeps rooms for others. Whether they may is for those to say who ask."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def make(self, connection: Connection, host: PersonId, title: str) -> tuple[RoomId, str]:
        """Make a room and return it with the last part of its link."""
        if await tables.count_hosted(connection, host) >= MOST_HOSTED:
            raise Conflict("too_many_rooms", most=MOST_HOSTED)
        room = Room(
            id=RoomId(new_id("room")),
            slug=new_slug(),
            title=title,
            settings=SessionSettings(),
            host_id=host,
            moderators=(),
            created_at=self._clock.now(),
        )
        await tables.add(connection, room)
        return room.id, room.slug

    async def retitle(self, connection: Connection, room: RoomId, title: str) -> None:
        """Give a room another title, from its next session on."""
        kept = await tables.find(connection, room)
        if kept is not None:
            await tables.change(connection, room, title, kept.settings)

    async def staff(self, connection: Connection, room: RoomId, staff: RoomStaff) -> None:
        """Let these people run a room, from its next session on."""
        kept = await tables.find(connection, room)
        if kept is None or not staff.organizers:
            return
        host = kept.host_id if kept.host_id in staff.organizers else staff.organizers[0]
        if host != kept.host_id:
            await tables.change_host(connection, room, host)
        wanted = {*staff.organizers, *staff.moderators} - {host}
        for person in sorted({*kept.moderators, *wanted, *staff.dismissed, host}):
            stays = person in kept.moderators and person not in staff.dismissed and person != host
            await tables.set_moderator(connection, room, person, person in wanted or stays)
