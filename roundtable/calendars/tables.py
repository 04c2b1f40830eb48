"""Rows of feeds and of what people were invited to, and the queries on them."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import ForeignKey, String, delete, func, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.calendars.model import Feed
from roundtable.calendars.telling import Invited, Told
from roundtable.database import Base, Connection
from roundtable.database.base import Id
from roundtable.kernel.ids import ClubId, FeedId, PersonId, SeriesId


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


async def count_made(connection: Connection, person: PersonId, club: ClubId) -> int:
    """Count the feeds of a club that somebody has made."""
    mine = (_feeds.c.person_id == person) & (_feeds.c.club_id == club) & _feeds.c.revoked_at.is_(None)
    return await connection.scalar(select(func.count()).select_from(_feeds).where(mine)) or 0


async def give(connection: Connection, club: ClubId, before: PersonId, heir: PersonId) -> None:
    """Let somebody answer for the feeds of a club that another has made."""
    made = (_feeds.c.person_id == before) & (_feeds.c.club_id == club)
    await connection.execute(update(_feeds).where(made).values(person_id=heir))


async def revoke(connection: Connection, id_: FeedId, now: datetime) -> None:
    """Let a feed be read no more."""
    await connection.execute(update(_feeds).where(_feeds.c.id == id_).values(revoked_at=now))


class InvitationRow(Base):
    """See `telling.Invited`; what a calendar knows is JSON."""

    __tablename__ = "invitation"

    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    uid: Mapped[str] = mapped_column(String(150), primary_key=True)
    series_id: Mapped[str] = mapped_column(Id, ForeignKey("series.id", ondelete="CASCADE"), index=True)
    since: Mapped[date]
    sequence: Mapped[int]
    letter: Mapped[str | None] = mapped_column(String(200))
    known: Mapped[str | None]
    before: Mapped[str | None]


_invitations: Any = InvitationRow.__table__
_told: Final = TypeAdapter(Told)


async def people_told(connection: Connection, series: SeriesId) -> set[PersonId]:
    """Return everybody who was ever told something of a series."""
    query = select(_invitations.c.person_id).where(_invitations.c.series_id == series).distinct()
    return set((await connection.execute(query)).scalars())


async def invited(connection: Connection, series: SeriesId, people: Collection[PersonId]) -> Sequence[Invited]:
    """Return what some people were told of a series."""
    mine = (_invitations.c.series_id == series) & _invitations.c.person_id.in_(people)
    rows = (await connection.execute(select(_invitations).where(mine))).mappings()
    return [Invited(**{**row, "known": _read(row["known"]), "before": _read(row["before"])}) for row in rows]


async def last_letter(connection: Connection, person: PersonId, uid: str) -> str | None:
    """Return the key of the latest letter to somebody about a course."""
    this = (_invitations.c.person_id == person) & (_invitations.c.uid == uid)
    return (await connection.execute(select(_invitations.c.letter).where(this))).scalar()


async def put_invited(connection: Connection, one: Invited) -> None:
    """Write what somebody was told."""
    this = (_invitations.c.person_id == one.person_id) & (_invitations.c.uid == one.uid)
    await connection.execute(delete(_invitations).where(this))
    values = {column.name: getattr(one, column.name) for column in _invitations.columns}
    told = {"known": _written(one.known), "before": _written(one.before)}
    await connection.execute(insert(_invitations).values({**values, **told}))


def _read(told: str | None) -> Told | None:
    return None if told is None else _told.validate_json(told)


def _written(told: Told | None) -> str | None:
    return None if told is None else _told.dump_json(told).decode()
