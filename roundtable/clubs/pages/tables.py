"""Rows of clubs' pages, logos and officers, and the queries on them."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.clubs.pages.model import Logo, Officer, Page
from roundtable.database import Base, Connection
from roundtable.database.base import Id
from roundtable.kernel.ids import ClubId, PersonId


class ClubPageRow(Base):
    """See `model.Page`."""

    __tablename__ = "club_page"

    club_id: Mapped[str] = mapped_column(Id, ForeignKey("club.id", ondelete="CASCADE"), primary_key=True)
    about: Mapped[str]
    contact: Mapped[str]


class ClubLogoRow(Base):
    """See `model.Logo`."""

    __tablename__ = "club_logo"

    club_id: Mapped[str] = mapped_column(Id, ForeignKey("club.id", ondelete="CASCADE"), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ClubOfficerRow(Base):
    """See `model.Officer`."""

    __tablename__ = "club_officer"

    club_id: Mapped[str] = mapped_column(Id, ForeignKey("club.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(
        Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    since: Mapped[datetime]
    by: Mapped[str] = mapped_column(Id)


_pages: Any = ClubPageRow.__table__
_logos: Any = ClubLogoRow.__table__
_officers: Any = ClubOfficerRow.__table__


async def page(connection: Connection, club: ClubId) -> Page:
    """Return what a club writes about itself; empty if it has written nothing."""
    query = select(_pages.c.about, _pages.c.contact).where(_pages.c.club_id == club)
    row = (await connection.execute(query)).one_or_none()
    return Page(*row) if row else Page()


async def put_page(connection: Connection, club: ClubId, new: Page) -> None:
    """Write what a club writes about itself."""
    await connection.execute(delete(_pages).where(_pages.c.club_id == club))
    await connection.execute(insert(_pages).values(club_id=club, **asdict(new)))


async def logo(connection: Connection, club: ClubId, digest: str) -> Logo | None:
    """Return a club's picture if it is still this one."""
    query = select(_logos.c.media_type, _logos.c.content, _logos.c.digest)
    row = (await connection.execute(query.where(_logos.c.club_id == club, _logos.c.digest == digest))).one_or_none()
    return Logo(*row) if row else None


async def logo_digests(connection: Connection, clubs: Collection[ClubId] | None = None) -> dict[ClubId, str]:
    """Return which picture each of some clubs has, or each of all."""
    query = select(_logos.c.club_id, _logos.c.digest)
    wanted = query if clubs is None else query.where(_logos.c.club_id.in_(clubs))
    return {ClubId(club): digest for club, digest in await connection.execute(wanted)}


async def put_logo(connection: Connection, club: ClubId, new: Logo | None) -> None:
    """Give a club a picture, or none."""
    await connection.execute(delete(_logos).where(_logos.c.club_id == club))
    if new is not None:
        await connection.execute(insert(_logos).values(club_id=club, **asdict(new)))


async def officers(connection: Connection, club: ClubId) -> Sequence[Officer]:
    """Return a club's officers, the longest first."""
    query = select(_officers).where(_officers.c.club_id == club).order_by(_officers.c.since, _officers.c.person_id)
    return [Officer(**row) for row in (await connection.execute(query)).mappings()]


async def offices_of(connection: Connection, person: PersonId) -> frozenset[ClubId]:
    """Return the clubs that somebody is an officer of."""
    query = select(_officers.c.club_id).where(_officers.c.person_id == person)
    return frozenset(ClubId(club) for club in (await connection.execute(query)).scalars())


async def add_officer(connection: Connection, new: Officer) -> None:
    """Make somebody an officer; who is one stays one since when they were."""
    if new.club_id not in await offices_of(connection, new.person_id):
        await connection.execute(insert(_officers).values(asdict(new)))


async def remove_officer(connection: Connection, club: ClubId, person: PersonId) -> int:
    """Let somebody be no officer any more, and return whether they were one: 0 or 1."""
    this = (_officers.c.club_id == club) & (_officers.c.person_id == person)
    return int((await connection.execute(delete(_officers).where(this))).rowcount)
