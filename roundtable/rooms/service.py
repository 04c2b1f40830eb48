"""Rooms between sessions, and the way from a room's link into its live session."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from roundtable.database import Connection, Database
from roundtable.kernel.audiences import MODERATORS
from roundtable.kernel.callers import Caller
from roundtable.kernel.carried import CarriedEntry
from roundtable.kernel.clock import Clock
from roundtable.kernel.doors import Doors
from roundtable.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from roundtable.kernel.ids import (
    ClubId,
    ConnectionId,
    GuestId,
    ParticipantId,
    PersonId,
    RoomId,
    SessionId,
    new_id,
    new_slug,
    participant_of,
)
from roundtable.kernel.live import LiveSessions
from roundtable.kernel.pages import Window, cut
from roundtable.kernel.session import SessionFacts, SessionSettings
from roundtable.rooms import tables
from roundtable.rooms.messages import Disconnect, Enter, Leave, RoomRight, Visitor
from roundtable.rooms.ports import ClubRegister, Handover, Names, Timetable
from roundtable.rooms.returning import known_again
from roundtable.rooms.room import PastSession, Room

MOST_HOSTED: Final = 100
"""Rooms that one person hosts."""
MOST_MODERATORS: Final = 50
MOST_REGULARS: Final = 5_000
"""People among whom those who wait from a session before are known again."""


@dataclass(frozen=True, slots=True)
class Live:
    """How a room's live session stands."""

    facts: SessionFacts
    people: int
    locked: bool
    lobby: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """A socket that wants in."""

    slug: str
    observe: bool
    connection: ConnectionId
    address_key: str
    node: str


class Rooms:
    """All rooms. Who has nothing to do with a room learns nothing of it but what stands on its door."""

    def __init__(
        self,
        database: Database,
        sessions: LiveSessions,
        names: Names,
        *,
        clubs: ClubRegister,
        clock: Clock,
        handover: Handover,
        timetable: Timetable,
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._names = names
        self._clubs = clubs
        self._clock = clock
        self._handover = handover
        self._timetable = timetable

    async def mine(self, caller: Caller, window: Window) -> tuple[Sequence[Room], str | None]:
        """List what the caller hosts, moderates or has visited; and return after which room the next page begins."""
        async with self._database.reading() as connection:
            return cut(await tables.of_person(connection, caller.account, window), window)

    async def make(self, caller: Caller, title: str, settings: SessionSettings) -> Room:
        """Make a room with a link that nobody can guess."""
        room = Room(
            id=RoomId(new_id("room")),
            slug=new_slug(),
            title=title,
            settings=settings,
            host_id=caller.account,
            moderators=(),
            created_at=self._clock.now(),
        )
        async with self._database.transaction() as connection:
            if await tables.count_hosted(connection, caller.account) >= MOST_HOSTED:
                raise Conflict("too_many_rooms", most=MOST_HOSTED)
            await tables.add(connection, room)
        return room

    async def find(self, caller: Caller, id_: RoomId) -> Room:
        """Find a room that the caller has to do with."""
        async with self._database.reading() as connection:
            return await self._known(connection, caller, id_)

    async def change(self, caller: Caller, id_: RoomId, title: str | None, settings: SessionSettings | None) -> Room:
        """Change title or settings, from the next session on."""
        async with self._database.transaction() as connection:
            room = await self._own(connection, caller, id_)
            changed = replace(room, title=title or room.title, settings=settings or room.settings)
            await tables.change(connection, id_, changed.title, changed.settings)
        return changed

    async def remove(self, caller: Caller, id_: RoomId) -> None:
        """Delete a room in which nobody meets now."""
        async with self._database.transaction() as connection:
            await self._own(connection, caller, id_)
            if await self._sessions.live_in(id_):
                raise Conflict("room_is_live")
            await tables.remove(connection, id_)

    async def set_moderator(self, caller: Caller, id_: RoomId, person: PersonId, moderates: bool) -> Room:
        """Make a person a moderator of all coming sessions, or no longer."""
        exists = bool(await self._names.names([person]))
        async with self._database.transaction() as connection:
            room = await self._own(connection, caller, id_)
            if moderates and not exists:
                raise NotFound("not_found")
            if moderates and person == room.host_id:
                raise Conflict("already_host")
            if moderates and person not in room.moderators and len(room.moderators) >= MOST_MODERATORS:
                raise Conflict("too_many_moderators", most=MOST_MODERATORS)
            await tables.set_moderator(connection, id_, person, moderates)
            return await self._own(connection, caller, id_)

    async def add_moderator_by_email(self, caller: Caller, id_: RoomId, email: str) -> Room:
        """Make somebody a moderator whose address the host knows. Only hosts can ask who has an account."""
        async with self._database.reading() as connection:
            await self._own(connection, caller, id_)
        person = await self._names.with_email(email)
        if person is None:
            raise NotFound("no_such_person")
        return await self.set_moderator(caller, id_, person, True)

    async def past_sessions(
        self, caller: Caller, id_: RoomId, window: Window
    ) -> tuple[Sequence[PastSession], str | None]:
        """List the sessions of a room; and return after which one the next page begins."""
        async with self._database.reading() as connection:
            await self._known(connection, caller, id_)
            return cut(await tables.past_sessions(connection, id_, window), window)

    async def moderates(self, id_: RoomId, person: PersonId) -> bool:
        """Say whether somebody is the host or a moderator of a room; of one that was deleted nobody is."""
        async with self._database.reading() as connection:
            room = await tables.find(connection, id_)
        return room is not None and room.right_of(person) is not None

    async def behind(self, slug: str) -> Room:
        """Find a room by its link."""
        async with self._database.reading() as connection:
            room = await tables.by_slug(connection, slug)
        if room is None:
            raise NotFound("no_such_room")
        return room

    async def live(self, room: Room) -> Live | None:
        """Tell how the live session of a room stands, if there is one."""
        facts = await self._sessions.live_in(room.id)
        if facts is None:
            return None
        presence = await self._sessions.presence(facts.session)
        view = (await self._sessions.snapshot(facts.session, MODERATORS)).view.get("rooms", {})
        return Live(
            facts=facts,
            people=len(presence.people),
            locked=isinstance(view, dict) and bool(view.get("locked")),
            lobby=presence.settings.lobby,
        )

    async def doors(self, room: Room) -> Doors | None:
        """Tell how the doors stand; None for a room that is open at any time."""
        live = await self._sessions.live_in(room.id)
        return await self._timetable.doors(room.id, live.session if live else None)

    async def refuse_early(self, room: Room, person: PersonId | None) -> None:
        """Refuse whoever comes while the doors are closed. Those who run the room may prepare it at any time."""
        if room.right_of(person) is not None:
            return
        doors = await self.doors(room)
        if doors is not None and not doors.open:
            raise NotAllowed("doors_closed")

    async def seated(self, room: Room, person: PersonId | None) -> Sequence[ClubId] | None:
        """Tell for which clubs somebody sits at this table, needing nobody to let them in; None for all others."""
        return await self._timetable.seated(room.id, person) if person else None

    async def open(self, room: Room, identity: PersonId | GuestId) -> SessionId:
        """Return the live session of a room; begin one if there is none. A person finds the room again later."""
        opened = await self._sessions.open(await self._facts(room))
        if identity.startswith("per_"):
            async with self._database.transaction() as connection:
                await tables.note_visit(connection, room.id, PersonId(identity), self._clock.now())
        return opened.session

    async def _facts(self, room: Room) -> SessionFacts:
        """Say how the room's next session begins. Where one is live, these facts come to nothing."""
        session = SessionId(new_id("ses"))
        is_live = await self._sessions.live_in(room.id) is not None
        return SessionFacts(
            session=session,
            room=room.id,
            slug=room.slug,
            title=room.title,
            started_at=self._clock.now(),
            settings=room.settings,
            carried=() if is_live else await self._taken_over(room, session),
        )

    async def _taken_over(self, room: Room, session: SessionId) -> tuple[CarriedEntry, ...]:
        """Return who waits from the beginning: people with an account as themselves."""
        entries = await self._handover.waiting_for(room.id)
        if not entries:
            return ()
        async with self._database.reading() as connection:
            people = await tables.regulars(connection, room, MOST_REGULARS)
        return known_again(entries, session, people)

    async def enter(self, caller: Caller, arrival: Arrival) -> tuple[SessionId, ParticipantId]:
        """Bring a socket into the live session behind a link, or refuse."""
        room = await self.behind(arrival.slug)
        await self.refuse_early(room, caller.person)
        session = (live.session if (live := await self._sessions.live_in(room.id)) else None) or await self.open(
            room, caller.identity
        )
        visitor = await self._visitor(caller, arrival, participant_of(session, caller.identity), room)
        await self._sessions.tell(session, Enter(visitor=visitor, connection=arrival.connection, node=arrival.node))
        return session, visitor.participant

    async def leave(self, session: SessionId, participant: ParticipantId, connection: ConnectionId) -> None:
        """Note that a socket is gone."""
        await self._sessions.tell_reliably(session, Disconnect(participant=participant, connection=connection))

    async def sign_out(self, session: SessionId, participant: ParticipantId) -> None:
        """Have somebody leave whose sign-in is over: what they could see and hear ends with it, not a minute later."""
        await self._sessions.execute(session, Leave(), by=participant)

    async def refuse_unknown_club(self, club: ClubId | None) -> None:
        """Refuse a club that is not there."""
        if club is not None and await self._clubs.facts(club) is None:
            raise Invalid("unknown_club")

    async def _visitor(self, caller: Caller, arrival: Arrival, participant: ParticipantId, room: Room) -> Visitor:
        right: RoomRight | None = room.right_of(caller.person)
        return Visitor(
            participant=participant,
            name=caller.name,
            person=caller.person,
            guest=None if caller.person else GuestId(caller.identity),
            club=await self._clubs.facts(caller.club) if caller.club else None,
            right=right,
            observe=arrival.observe,
            seated=await self.seated(room, caller.person) is not None,
            address_key=arrival.address_key,
        )

    async def _known(self, connection: Connection, caller: Caller, id_: RoomId) -> Room:
        """Find a room that the caller hosts, moderates or has visited; others do not exist for them."""
        room = await tables.find(connection, id_)
        person = caller.account
        if room is None or not (room.right_of(person) or await tables.has_visited(connection, id_, person)):
            raise NotFound("not_found")
        return room

    async def _own(self, connection: Connection, caller: Caller, id_: RoomId) -> Room:
        """Find a room that the caller hosts. Who knows of it learns that it is not theirs, the others nothing."""
        room = await self._known(connection, caller, id_)
        if room.host_id != caller.account:
            raise NotAllowed("hosts_only")
        return room
