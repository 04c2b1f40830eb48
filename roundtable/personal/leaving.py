"""Deleting an account: what stands against it, what becomes of everything, and the deed in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from roundtable.database import Connection, Database
from roundtable.jobs import tables as jobs
from roundtable.jobs.job import Job, NewJob, Postponed
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, NotFound
from roundtable.kernel.ids import ParticipantId, PersonId, SessionId, participant_of
from roundtable.people import tables as people
from roundtable.people.model import Person
from roundtable.people.sign_ins import SignIns
from roundtable.personal import tables
from roundtable.personal.traces import TRACES
from roundtable.rooms import leaving as rooms
from roundtable.series import leaving as series
from roundtable.series.ports import SeriesRooms
from roundtable.series.tables import series as series_rows

REDACTION: Final = "person.redaction"
"""The kind of job that takes a name out of a session that was live; its payload names no person."""
LOOK_AGAIN: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why somebody cannot go yet."""

    code: str
    title: str | None = None
    """Of the series or the room."""
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Prospect:
    """What deleting an account means."""

    obstacles: Sequence[Obstacle]
    seats: Sequence[str]
    """Titles of series in which a seat is left."""
    roles: Sequence[str]
    rooms_passed_on: Sequence[str]
    rooms_deleted: Sequence[str]
    sessions: int
    """In whose records a name is replaced."""
    tokens: int
    feeds: int


class Leaving:
    """Deletes accounts."""

    def __init__(self, database: Database, sign_ins: SignIns, *, series_rooms: SeriesRooms, clock: Clock) -> None:
        self._database = database
        self._sign_ins = sign_ins
        self._series_rooms = series_rooms
        self._clock = clock

    async def prospect(self, id_: PersonId) -> Prospect:
        """Tell what deleting somebody's account means; raises NotFound for an unknown person."""
        async with self._database.reading() as connection:
            person = await _existing(connection, id_)
            held = await series.held(connection, id_, self._clock.now())
            hosted = await self._hosted(connection, id_)
            rows = {trace.table: await tables.rows_of(connection, trace, id_) for trace in TRACES}
            return Prospect(
                obstacles=await self._obstacles(connection, person),
                seats=[one.title for one in held.seats],
                roles=[one.title for one in held.roles],
                rooms_passed_on=[room.title for room in hosted.passed_on],
                rooms_deleted=[room.title for room in hosted.deleted],
                sessions=len(await tables.sessions_of(connection, id_)),
                tokens=len(rows["api_token"]),
                feeds=sum(feed["revoked_at"] is None for feed in rows["calendar_feed"]),
            )

    async def delete(self, id_: PersonId) -> None:
        """Delete an account with everything that is its own; what others share goes on without its name.

        Raises Conflict with the first of the obstacles, and then nothing was changed.
        """
        now = self._clock.now()
        async with self._database.transaction() as connection:
            person = await _existing(connection, id_)
            for obstacle in await self._obstacles(connection, person, to_change=True):
                raise Conflict(obstacle.code, **({"title": obstacle.title} if obstacle.title else {}))
            hosted = await self._hosted(connection, id_)
            await series.leave(connection, self._series_rooms, id_, now=now)
            await rooms.give_up(connection, hosted)
            await self._redact(connection, id_)
            over = [one.id for one in await people.sign_ins_of(connection, id_)]
            await tables.forget(connection, id_, person.email)
        self._sign_ins.are_over(over)

    async def _redact(self, connection: Connection, person: PersonId) -> None:
        """Take the name out of the sessions that are over, and have it taken out of live ones when they are."""
        now = self._clock.now()
        live = await tables.live_sessions(connection)
        for session in await tables.sessions_of(connection, person):
            if session not in live:
                await tables.redact(connection, session, participant_of(session, person), now)
        later = [(session, participant_of(session, person)) for session in live]
        work = [NewJob(REDACTION, f"{one}/{me}", {"session": one, "participant": me}) for one, me in later]
        await jobs.enqueue(connection, work, now)

    async def _obstacles(
        self, connection: Connection, person: Person, *, to_change: bool = False
    ) -> Sequence[Obstacle]:
        found: list[Obstacle] = []
        works = person.administrator and not person.disabled and person.password is not None
        if works and await people.lock_administrators(connection) <= 1:
            found.append(Obstacle("last_administrator"))
        held = await series.held(connection, person.id, self._clock.now(), to_change=to_change)
        found += [Obstacle("series_needs_organizer", one.title, one.id) for one in held.alone]
        for room in (await self._hosted(connection, person.id)).deleted:
            if await tables.is_live_in(connection, room.id):
                found.append(Obstacle("own_room_is_live", room.title, room.id))
        return found

    async def _hosted(self, connection: Connection, person: PersonId) -> rooms.Hosted:
        kept: frozenset[str] = frozenset(await series_rows.all_rooms(connection))
        return await rooms.hosted(connection, person, kept=kept)


class Redaction:
    """Does the jobs of kind `person.redaction`: waits until a session is over, then takes a name out of it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, job: Job) -> None:
        """Take the name out, or look again later."""
        session = SessionId(job.payload["session"])
        async with self._database.transaction() as connection:
            if await tables.is_live(connection, session):
                raise Postponed(self._clock.now() + LOOK_AGAIN, "the session is live")
            await tables.redact(connection, session, ParticipantId(job.payload["participant"]), self._clock.now())


async def _existing(connection: Connection, id_: PersonId) -> Person:
    person = await people.person(connection, id_)
    if person is None:
        raise NotFound("not_found")
    return person
