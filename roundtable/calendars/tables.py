"""Rows of feeds, and the queries on them."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, func, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.calendars.model import Feed
from roundtable.database import Base, Connection
from roundtable.database.base import Id
from roundtable.kernel.ids import ClubId, FeedId, PersonId


class CalendarFeedRow(Base):
    """See `model.Feed`."""

    __tablename__ = "calendar_feed"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"), index=True)
    club_id: Mapped[str | None] = mapped_column(Id, ForeignKey("club.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


_feeds: Any = CalendarFeedRow.__table__


async def add(connection: Connection, feed: Feed) -> None:
    """Add a feed."""
    await connection.execute(insert(_feeds).values(asdict(feed)))


async def with_digest(connection: Connection, digest: str) -> Feed | None:
    """Find a feed that is not revoked by what the database keeps of its secret."""
    query = select(_feeds).where(_feeds.c.digest == digest, _feeds.c.revoked_at.is_(None))
    row = (await connection.execute(query)).mappings().one_or_none()
    return Feed(**row) if row else None


async def find(connection: Connection, id_: FeedId) -> Feed | None:
    """Find a feed that is not revoked."""
    query = select(_feeds).where(_feeds.c.id == id_, _feeds.c.revoked_at.is_(None))
    row = (await connection.execute(query)).mappings().one_or_none()
    return Feed(**row) if row else None


async def of(connection: Connection, person: PersonId, clubs: Collection[ClubId]) -> Sequence[Feed]:
    """List a person's own feeds and those of some clubs, the newest first."""
    own = (_feeds.c.person_id == person) & _feeds.c.club_id.is_(None)
    mine = or_(own, _feeds.c.club_id.in_(clubs))
    query = select(_feeds).where(mine, _feeds.c.revoked_at.is_(None))
    rows = await connection.execute(query.order_by(_feeds.c.created_at.desc(), _feeds.c.id))
    return [Feed(**row) for row in rows.mappings()]


async def count(connection: Connection, person: PersonId, club: ClubId | None) -> int:
    """Count the feeds of a club, or of a person."""
    own = (_feeds.c.person_id == person) & _feeds.c.club_id.is_(None)
    mine = own if club is None else _feeds.c.club_id == club
    query = select(func.count()).select_from(_feeds).where(mine, _feeds.c.revoked_at.is_(None))
    return await connection.scalar(query) or 0


async def revoke(connection: Connection, id_: FeedId, now: datetime) -> None:
    """Let a feed be read no more."""
    await connection.execute(update(_feeds).where(_feeds.c.id == id_).values(revoked_at=now))
