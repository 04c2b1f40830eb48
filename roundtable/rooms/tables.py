"""Rows of rooms, their moderators, visits and attendance, and the queries on them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.database import Base, Connection
from roundtable.database.base import Id
from roundtable.database.event_log import LiveSession
from roundtable.database.paging import page
from roundtable.kernel.errors import Conflict
from roundtable.kernel.ids import PersonId, RoomId, SessionId
from roundtable.kernel.pages import Window
from roundtable.kernel.ports import Batch
from roundtable.kernel.session import SessionSettings
from roundtable.rooms.messages import Arrived
from roundtable.rooms.room import PastSession, Room


class RoomRow(Base):
    """See `room.Room`."""

    __tablename__ = "room"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str]
    settings: Mapped[str]
    host_id: Mapped[str] = mapped_column(Id, index=True)
    created_at: Mapped[datetime]


class RoomModeratorRow(Base):
    """A person whom the host made a moderator for all sessions of the room."""

    __tablename__ = "room_moderator"

    room_id: Mapped[str] = mapped_column(Id, ForeignKey("room.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, primary_key=True, index=True)


class RoomVisitRow(Base):
    """When a person was last in a room, so that they find it again."""

    __tablename__ = "room_visit"

    room_id: Mapped[str] = mapped_column(Id, ForeignKey("room.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, primary_key=True, index=True)
    at: Mapped[datetime]


class AttendanceRow(Base):
    """Somebody came to a session with their account, or knocked. The logs say so too, but only session by session."""

    __tablename__ = "attendance"

    session_id: Mapped[str] = mapped_column(Id, ForeignKey("live_session.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, primary_key=True, index=True)


_rooms: Any = RoomRow.__table__
_attendance: Any = AttendanceRow.__table__
_moderators: Any = RoomModeratorRow.__table__
_visits: Any = RoomVisitRow.__table__
_sessions: Any = LiveSession.__table__


async def add(connection: Connection, room: Room) -> None:
    """Add a room."""
    await connection.execute(
        insert(_rooms).values(
            id=room.id,
            slug=room.slug,
            title=room.title,
            settings=room.settings.model_dump_json(),
            host_id=room.host_id,
            created_at=room.created_at,
        )
    )


async def find(connection: Connection, id_: RoomId) -> Room | None:
    """Find a room by its id."""
    return await _one(connection, _rooms.c.id == id_)


async def by_slug(connection: Connection, slug: str) -> Room | None:
    """Find a room by the last part of its link."""
    return await _one(connection, _rooms.c.slug == slug)


async def _one(connection: Connection, condition: Any) -> Room | None:
    row = (await connection.execute(select(_rooms).where(condition))).one_or_none()
    return (await _whole(connection, [row]))[0] if row else None


async def of_person(connection: Connection, person: PersonId, window: Window) -> Sequence[Room]:
    """List the rooms that a person hosts, moderates or has visited, the last visited first; one more if there is."""
    moderated = select(_moderators.c.room_id).where(_moderators.c.person_id == person)
    visit = (_visits.c.room_id == _rooms.c.id) & (_visits.c.person_id == person)
    query = (
        select(_rooms)
        .outerjoin(_visits, visit)
        .where(or_(_rooms.c.host_id == person, _rooms.c.id.in_(moderated), _visits.c.at.is_not(None)))
    )
    last = func.coalesce(_visits.c.at, _rooms.c.created_at)
    rows = await page(connection, query, window, by=last, id_=_rooms.c.id, newest_first=True)
    return await _whole(connection, rows.all())


async def hosted_by(connection: Connection, person: PersonId) -> Sequence[Room]:
    """Return the rooms that a person hosts."""
    query = select(_rooms).where(_rooms.c.host_id == person).order_by(_rooms.c.created_at, _rooms.c.id)
    return await _whole(connection, (await connection.execute(query)).all())


async def count_hosted(connection: Connection, person: PersonId) -> int:
    """Count the rooms that a person hosts."""
    return await connection.scalar(select(func.count()).select_from(_rooms).where(_rooms.c.host_id == person)) or 0


async def change(connection: Connection, id_: RoomId, title: str, settings: SessionSettings) -> None:
    """Write a room's title and settings."""
    values: Mapping[str, object] = {"title": title, "settings": settings.model_dump_json()}
    await connection.execute(update(_rooms).where(_rooms.c.id == id_).values(values))


async def change_host(connection: Connection, id_: RoomId, host: PersonId) -> None:
    """Let somebody else host a room."""
    await connection.execute(update(_rooms).where(_rooms.c.id == id_).values(host_id=host))


async def remove(connection: Connection, id_: RoomId) -> None:
    """Delete a room, its moderators and visits; not one of a series. The logs of its sessions stay."""
    try:
        await connection.execute(delete(_rooms).where(_rooms.c.id == id_))
    except IntegrityError as error:
        raise Conflict("room_of_series") from error


async def set_moderator(connection: Connection, id_: RoomId, person: PersonId, moderates: bool) -> None:
    """Make somebody a moderator, or no longer; doing it twice is the same as once."""
    here = (_moderators.c.room_id == id_) & (_moderators.c.person_id == person)
    await connection.execute(delete(_moderators).where(here))
    if moderates:
        await connection.execute(insert(_moderators).values(room_id=id_, person_id=person))


async def note_visit(connection: Connection, id_: RoomId, person: PersonId, now: datetime) -> None:
    """Note that a person was here."""
    here = (_visits.c.room_id == id_) & (_visits.c.person_id == person)
    await connection.execute(delete(_visits).where(here))
    await connection.execute(insert(_visits).values(room_id=id_, person_id=person, at=now))


async def regulars(connection: Connection, room: Room, limit: int) -> set[PersonId]:
    """Return the accounts that were in a room, the latest at most so many, and those who run it."""
    query = select(_visits.c.person_id).where(_visits.c.room_id == room.id).order_by(_visits.c.at.desc()).limit(limit)
    return {room.host_id, *room.moderators, *(await connection.execute(query)).scalars()}


async def past_sessions(connection: Connection, id_: RoomId, window: Window) -> Sequence[PastSession]:
    """List a room's sessions, the latest first; one more than asked for if there are more."""
    columns = (_sessions.c.id, _sessions.c.opened_at, _sessions.c.ended_at)
    query = select(*columns).where(_sessions.c.room_id == id_)
    rows = await page(connection, query, window, by=_sessions.c.opened_at, id_=_sessions.c.id, newest_first=True)
    return [PastSession(SessionId(row[0]), row[1], row[2]) for row in rows]


async def _whole(connection: Connection, rows: Sequence[Any]) -> list[Room]:
    """Put the moderators to their rooms, with one more query."""
    ids = [row.id for row in rows]
    query = select(_moderators).where(_moderators.c.room_id.in_(ids)).order_by(_moderators.c.person_id)
    found = (await connection.execute(query)).all()
    return [
        Room(
            id=RoomId(row.id),
            slug=row.slug,
            title=row.title,
            settings=SessionSettings.model_validate_json(row.settings),
            host_id=PersonId(row.host_id),
            moderators=tuple(PersonId(one.person_id) for one in found if one.room_id == row.id),
            created_at=row.created_at,
        )
        for row in rows
    ]


async def has_visited(connection: Connection, id_: RoomId, person: PersonId) -> bool:
    """Say whether a person was here before."""
    here = (_visits.c.room_id == id_) & (_visits.c.person_id == person)
    return (await connection.execute(select(_visits.c.at).where(here))).first() is not None


async def note_attendance(connection: Connection, batch: Batch) -> None:
    """Note in the batch's transaction who has come with their account."""
    come = {event.visitor.person for event in batch.events if isinstance(event, Arrived)} - {None}
    if not come:
        return
    here = _attendance.c.session_id == batch.facts.session
    known = set((await connection.execute(select(_attendance.c.person_id).where(here))).scalars())
    if new := sorted(str(person) for person in come if person not in known):
        rows = [{"session_id": batch.facts.session, "person_id": person} for person in new]
        await connection.execute(insert(_attendance), rows)
