"""Rows of the history of sign-ins, and the queries on them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, and_, delete, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.database import Base, Connection
from roundtable.database.base import Id
from roundtable.kernel.ids import PersonId
from roundtable.people.history.model import Entry

Place = tuple[datetime, str]
"""Where an entry stands in the order: its moment, and its id among those of the same moment."""


class SignInEntryRow(Base):
    """See `model.Entry`."""

    __tablename__ = "sign_in_entry"
    __table_args__ = (Index("ix_sign_in_entry_person_id_at", "person_id", "at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"))
    how: Mapped[str] = mapped_column(String(20))
    succeeded: Mapped[bool]
    times: Mapped[int]
    began_at: Mapped[datetime]
    at: Mapped[datetime] = mapped_column(index=True)
    agent: Mapped[str]
    address: Mapped[str] = mapped_column(String(64))


_entries: Any = SignInEntryRow.__table__


async def add(connection: Connection, entry: Entry) -> None:
    """Add an entry."""
    await connection.execute(insert(_entries).values(asdict(entry)))


async def count_one_more(connection: Connection, entry: Entry, since: datetime) -> bool:
    """Count a failure to a like one since some moment; False if there is none."""
    alike = and_(*(_entries.c[name] == getattr(entry, name) for name in ("person_id", "how", "agent", "address")))
    recent = _entries.c.succeeded.is_(False) & (_entries.c.began_at > since)
    id_ = await connection.scalar(select(_entries.c.id).where(alike, recent).order_by(_entries.c.at.desc()).limit(1))
    if id_ is None:
        return False
    changes = {"times": _entries.c.times + 1, "at": entry.at}
    await connection.execute(update(_entries).where(_entries.c.id == id_).values(changes))
    return True


async def trim(connection: Connection, person: PersonId, *, succeeded: bool, most: int) -> None:
    """Keep the latest entries of a person and an outcome."""
    alike = (_entries.c.person_id == person) & (_entries.c.succeeded.is_(succeeded))
    query = select(_entries.c.id).where(alike).order_by(_entries.c.at.desc(), _entries.c.id.desc()).offset(most)
    old = list((await connection.execute(query.limit(most))).scalars())
    if old:
        await connection.execute(delete(_entries).where(_entries.c.id.in_(old)))


async def page(
    connection: Connection, person: PersonId, *, since: datetime, before: Place | None, most: int
) -> Sequence[Entry]:
    """List a person's entries since a moment and before a place, the latest first."""
    query = select(_entries).where(_entries.c.person_id == person, _entries.c.at > since)
    if before is not None:
        at, id_ = before
        query = query.where(or_(_entries.c.at < at, (_entries.c.at == at) & (_entries.c.id < id_)))
    rows = await connection.execute(query.order_by(_entries.c.at.desc(), _entries.c.id.desc()).limit(most))
    return [Entry(**row) for row in rows.mappings()]


async def drop_before(connection: Connection, moment: datetime) -> None:
    """Forget what is too old."""
    await connection.execute(delete(_entries).where(_entries.c.at <= moment))
