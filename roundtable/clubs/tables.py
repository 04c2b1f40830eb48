"""Rows of campuses and clubs, and the queries on them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.clubs.model import NAME_LENGTH, Campus, Club
from roundtable.database import Base, Connection
from roundtable.database.base import Id
from roundtable.database.paging import page
from roundtable.kernel.errors import Conflict
from roundtable.kernel.ids import CampusId, ClubId
from roundtable.kernel.pages import Window

_NAME = String(NAME_LENGTH)


class CampusRow(Base):
    """See `model.Campus`."""

    __tablename__ = "campus"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name_zh: Mapped[str] = mapped_column(_NAME, unique=True)
    name_en: Mapped[str] = mapped_column(_NAME)
    city_zh: Mapped[str] = mapped_column(_NAME)
    city_en: Mapped[str] = mapped_column(_NAME)
    zone: Mapped[str] = mapped_column(String(60))


class ClubRow(Base):
    """See `model.Club`."""

    __tablename__ = "club"
    __table_args__ = (UniqueConstraint("campus_id", "name_zh"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    campus_id: Mapped[str] = mapped_column(Id, ForeignKey("campus.id"))
    name_zh: Mapped[str] = mapped_column(_NAME)
    name_en: Mapped[str] = mapped_column(_NAME)
    link: Mapped[str | None]


_campuses: Any = CampusRow.__table__
_clubs: Any = ClubRow.__table__


async def campuses(connection: Connection) -> Sequence[Campus]:
    """List all campuses by name."""
    rows = (await connection.execute(select(_campuses).order_by(_campuses.c.name_en, _campuses.c.id))).mappings()
    return [Campus(**row) for row in rows]


async def campus_page(connection: Connection, window: Window) -> Sequence[Campus]:
    """List campuses by name, one more than asked for if there are more."""
    rows = await page(connection, select(_campuses), window, by=_campuses.c.name_en, id_=_campuses.c.id)
    return [Campus(**row) for row in rows.mappings()]


async def club_page(connection: Connection, window: Window) -> Sequence[Club]:
    """List clubs by name, one more than asked for if there are more."""
    rows = await page(connection, select(_clubs), window, by=_clubs.c.name_en, id_=_clubs.c.id)
    return [Club(**row) for row in rows.mappings()]


async def clubs(connection: Connection) -> Sequence[Club]:
    """List all clubs by name."""
    rows = (await connection.execute(select(_clubs).order_by(_clubs.c.name_en, _clubs.c.id))).mappings()
    return [Club(**row) for row in rows]


async def some_clubs(connection: Connection, ids: Collection[ClubId]) -> Sequence[Club]:
    """List some clubs by name."""
    query = select(_clubs).where(_clubs.c.id.in_(ids)).order_by(_clubs.c.name_en, _clubs.c.id)
    return [Club(**row) for row in (await connection.execute(query)).mappings()]


async def campus(connection: Connection, id_: CampusId) -> Campus | None:
    """Find a campus."""
    row = (await connection.execute(select(_campuses).where(_campuses.c.id == id_))).mappings().one_or_none()
    return Campus(**row) if row else None


async def club(connection: Connection, id_: ClubId) -> Club | None:
    """Find a club."""
    row = (await connection.execute(select(_clubs).where(_clubs.c.id == id_))).mappings().one_or_none()
    return Club(**row) if row else None


async def add_campus(connection: Connection, campus: Campus) -> None:
    """Add a campus; refuse a name that is taken."""
    try:
        await connection.execute(insert(_campuses).values(asdict(campus)))
    except IntegrityError as error:
        raise Conflict("name_taken") from error


async def add_club(connection: Connection, club: Club) -> None:
    """Add a club; refuse a name that is taken on its campus."""
    try:
        await connection.execute(insert(_clubs).values(asdict(club)))
    except IntegrityError as error:
        raise Conflict("name_taken") from error


async def change_campus(connection: Connection, id_: CampusId, changes: Mapping[str, object]) -> None:
    """Change some columns of a campus."""
    await _change(connection, _campuses, id_, changes)


async def change_club(connection: Connection, id_: ClubId, changes: Mapping[str, object]) -> None:
    """Change some columns of a club."""
    await _change(connection, _clubs, id_, changes)


async def _change(connection: Connection, table: Any, id_: str, changes: Mapping[str, object]) -> None:
    if not changes:
        return
    try:
        await connection.execute(update(table).where(table.c.id == id_).values(dict(changes)))
    except IntegrityError as error:
        raise Conflict("name_taken") from error


async def delete_campus(connection: Connection, id_: CampusId) -> int:
    """Delete a campus without clubs and return how many there were: 0 or 1."""
    try:
        result = await connection.execute(delete(_campuses).where(_campuses.c.id == id_))
    except IntegrityError as error:
        raise Conflict("campus_has_clubs") from error
    return int(result.rowcount)


async def delete_club(connection: Connection, id_: ClubId) -> int:
    """Delete a club that has no seat in a series, and return how many there were: 0 or 1."""
    try:
        result = await connection.execute(delete(_clubs).where(_clubs.c.id == id_))
    except IntegrityError as error:
        raise Conflict("club_has_seats") from error
    return int(result.rowcount)


async def count(connection: Connection) -> tuple[int, int]:
    """Count campuses and clubs."""
    of_campuses = await connection.scalar(select(func.count()).select_from(_campuses)) or 0
    of_clubs = await connection.scalar(select(func.count()).select_from(_clubs)) or 0
    return of_campuses, of_clubs
