"""The log of live sessions as tables: sessions, their events, and the commands that were accepted."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, Union

from pydantic import Field, TypeAdapter
from sqlalchemy import ForeignKey, Index, Integer, String, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.database.base import Base, Id
from roundtable.database.engine import Connection, Database
from roundtable.kernel.events import KERNEL_EVENTS, SessionEnded
from roundtable.kernel.ids import RoomId, SessionId
from roundtable.kernel.messages import Event
from roundtable.kernel.ports import Batch, CommandKey, CommandRepeated, VersionTaken
from roundtable.kernel.session import SessionFacts
from roundtable.kernel.slice import AnySlice

Recorder = Callable[[Connection, Batch], Awaitable[None]]
"""Writes rows or jobs that a batch causes, in the batch's transaction."""


class LiveSession(Base):
    """A session of a room. A room has one live session at most."""

    __tablename__ = "live_session"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    room_id: Mapped[str] = mapped_column(Id, index=True)
    facts: Mapped[str]
    opened_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


Index(
    "uq_live_session_room_id_live",
    LiveSession.room_id,
    unique=True,
    sqlite_where=LiveSession.ended_at.is_(None),
    postgresql_where=LiveSession.ended_at.is_(None),
)


class SessionEvent(Base):
    """One event. The payload is the event's JSON as text; nobody queries inside it."""

    __tablename__ = "session_event"

    session_id: Mapped[str] = mapped_column(Id, ForeignKey("live_session.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(64))
    payload: Mapped[str]
    at: Mapped[datetime]


class SessionCommand(Base):
    """A command that was accepted. Whoever sends it again gets the same answer."""

    __tablename__ = "session_command"

    session_id: Mapped[str] = mapped_column(Id, ForeignKey("live_session.id", ondelete="CASCADE"), primary_key=True)
    participant_id: Mapped[str] = mapped_column(Id, primary_key=True)
    command_id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int]
    at: Mapped[datetime]


_sessions: Any = LiveSession.__table__
_events: Any = SessionEvent.__table__
_commands: Any = SessionCommand.__table__


class DatabaseEventLog:
    """The kernel's `EventLog` over SQLAlchemy. Recorders may add rows and jobs to every batch."""

    def __init__(self, database: Database, slices: Sequence[AnySlice], *, recorders: Sequence[Recorder] = ()) -> None:
        kinds = [*KERNEL_EVENTS, *(kind for part in slices for kind in part.events)]
        self._database = database
        self._recorders = tuple(recorders)
        any_event: Any = Annotated[Union[tuple(kinds)], Field(discriminator="type")]  # noqa: UP007
        self._events: TypeAdapter[Event] = TypeAdapter(any_event)

    async def open(self, facts: SessionFacts) -> SessionFacts:
        """Begin a session, or return the facts of the one that the room has already."""
        row = {
            "id": facts.session,
            "room_id": facts.room,
            "facts": facts.model_dump_json(),
            "opened_at": facts.started_at,
        }
        try:
            async with self._database.transaction() as connection:
                await connection.execute(insert(_sessions), row)
        except IntegrityError:
            live = await self.live_in(facts.room)
            if live is None:
                raise
            return live
        return facts

    async def append(self, batch: Batch) -> None:
        """Write the batch in one transaction; raises VersionTaken or CommandRepeated, and then wrote nothing."""
        try:
            async with self._database.transaction() as connection:
                await self._write(connection, batch)
        except IntegrityError:
            await self._explain(batch)
            raise

    async def _write(self, connection: Connection, batch: Batch) -> None:
        if batch.key is not None:
            await remember_command(connection, batch.facts.session, batch.key, version=batch.last_version, at=batch.at)
        if batch.events:
            await connection.execute(insert(_events), _rows(batch))
        for record in self._recorders:
            await record(connection, batch)
        if any(isinstance(event, SessionEnded) for event in batch.events):
            mine = _sessions.c.id == batch.facts.session
            await connection.execute(update(_sessions).where(mine).values(ended_at=batch.at))

    async def _explain(self, batch: Batch) -> None:
        """Tell a repeated command from a lost race; other faults are nobody's but ours."""
        session = batch.facts.session
        if batch.key is not None:
            version = await self.find_command(session, batch.key)
            if version is not None:
                raise CommandRepeated(version) from None
        if await self._last_version(session) >= batch.version:
            raise VersionTaken from None

    async def _last_version(self, session: SessionId) -> int:
        newest = select(func.max(_events.c.version)).where(_events.c.session_id == session)
        async with self._database.reading() as connection:
            return (await connection.execute(newest)).scalar() or 0

    async def read(self, session: SessionId, after: int) -> Sequence[tuple[int, Event]]:
        """Return the events after a version, in order, each with its version."""
        wanted = (
            select(_events.c.version, _events.c.payload)
            .where(_events.c.session_id == session, _events.c.version > after)
            .order_by(_events.c.version)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted)).all()
        return [(version, self._events.validate_json(payload)) for version, payload in rows]

    async def find_command(self, session: SessionId, key: CommandKey) -> int | None:
        """Return the version at which the command was accepted, if it was."""
        async with self._database.reading() as connection:
            return await accepted_version(connection, session, key)

    async def facts(self, session: SessionId) -> SessionFacts | None:
        """Return the facts of a session, whether it is live or over."""
        return await self._one(_sessions.c.id == session)

    async def live_in(self, room: RoomId) -> SessionFacts | None:
        """Return the live session of a room."""
        return await self._one(_sessions.c.room_id == room, _sessions.c.ended_at.is_(None))

    async def _one(self, *conditions: Any) -> SessionFacts | None:
        async with self._database.reading() as connection:
            facts = (await connection.execute(select(_sessions.c.facts).where(*conditions))).scalar()
        return None if facts is None else SessionFacts.model_validate_json(facts)

    async def live(self) -> Sequence[SessionFacts]:
        """Return the facts of all sessions that are not over, oldest first."""
        wanted = select(_sessions.c.facts).where(_sessions.c.ended_at.is_(None)).order_by(_sessions.c.opened_at)
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted)).scalars().all()
        return [SessionFacts.model_validate_json(row) for row in rows]

    async def versions(self) -> dict[SessionId, int]:
        """Return the last version of every live session."""
        newest = select(func.max(_events.c.version)).where(_events.c.session_id == _sessions.c.id).scalar_subquery()
        wanted = select(_sessions.c.id, func.coalesce(newest, 0)).where(_sessions.c.ended_at.is_(None))
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted)).all()
        return {SessionId(session): version for session, version in rows}


async def hold_live(connection: Connection, session: SessionId) -> bool:
    """Say whether a session is live, and keep it so until the transaction ends.

    Rows that belong to a session and have a sequence of their own are written one transaction after the other.
    """
    mine = select(_sessions.c.id).where(_sessions.c.id == session, _sessions.c.ended_at.is_(None))
    return (await connection.execute(mine.with_for_update(key_share=True))).scalar() is not None


async def remember_command(
    connection: Connection, session: SessionId, key: CommandKey, *, version: int, at: datetime
) -> None:
    """Note in a transaction that a command was accepted; raises IntegrityError if it was before."""
    row = {
        "session_id": session,
        "participant_id": key.participant,
        "command_id": key.command,
        "version": version,
        "at": at,
    }
    await connection.execute(insert(_commands), row)


async def accepted_version(connection: Connection, session: SessionId, key: CommandKey) -> int | None:
    """Return what the answer to a command was, None if it was never accepted."""
    wanted = select(_commands.c.version).where(
        _commands.c.session_id == session,
        _commands.c.participant_id == key.participant,
        _commands.c.command_id == key.command,
    )
    version: int | None = (await connection.execute(wanted)).scalar()
    return version


def _rows(batch: Batch) -> list[dict[str, object]]:
    return [
        {
            "session_id": batch.facts.session,
            "version": batch.version + place,
            "kind": event.type,  # type: ignore[attr-defined]
            "payload": event.model_dump_json(exclude_none=True),
            "at": batch.at,
        }
        for place, event in enumerate(batch.events)
    ]
