"""Rows of identities and of attempts to sign in with one, and the queries on them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.database import Base, Connection
from roundtable.database.base import Id
from roundtable.kernel.errors import Conflict
from roundtable.kernel.ids import IdentityId, PersonId
from roundtable.people.openid.model import ISSUER_LENGTH, SUBJECT_LENGTH, Attempt, Identity


class IdentityRow(Base):
    """See `model.Identity`."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    issuer: Mapped[str] = mapped_column(String(ISSUER_LENGTH))
    subject: Mapped[str] = mapped_column(String(SUBJECT_LENGTH))
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"), index=True)
    email: Mapped[str | None]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime]


class AttemptRow(Base):
    """See `model.Attempt`."""

    __tablename__ = "openid_attempt"

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str | None] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"), index=True)
    next: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)


_identities: Any = IdentityRow.__table__
_attempts: Any = AttemptRow.__table__


async def add_identity(connection: Connection, identity: Identity) -> None:
    """Link an identity; refuse one that is linked already."""
    try:
        await connection.execute(insert(_identities).values(asdict(identity)))
    except IntegrityError as error:
        raise Conflict("identity_taken") from error


async def identity(connection: Connection, issuer: str, subject: str) -> Identity | None:
    """Find an identity."""
    condition = (_identities.c.issuer == issuer) & (_identities.c.subject == subject)
    row = (await connection.execute(select(_identities).where(condition))).mappings().one_or_none()
    return Identity(**row) if row else None


async def identities_of(connection: Connection, person: PersonId, *, lock: bool = False) -> Sequence[Identity]:
    """List a person's identities, the oldest first; with `lock` they stay as they are until the transaction is over."""
    query = select(_identities).where(_identities.c.person_id == person)
    query = query.order_by(_identities.c.created_at, _identities.c.id)
    rows = await connection.execute(query.with_for_update() if lock else query)
    return [Identity(**row) for row in rows.mappings()]


async def used(connection: Connection, id_: IdentityId, email: str | None, now: datetime) -> None:
    """Note that somebody signed in with an identity, and the address that it has now."""
    await connection.execute(update(_identities).where(_identities.c.id == id_).values(email=email, used_at=now))


async def drop_identity(connection: Connection, id_: IdentityId) -> None:
    """Unlink an identity."""
    await connection.execute(delete(_identities).where(_identities.c.id == id_))


async def owners(connection: Connection, issuer: str) -> set[PersonId]:
    """Tell who has an identity of an issuer."""
    query = select(_identities.c.person_id).where(_identities.c.issuer == issuer).distinct()
    rows: Iterable[str] = (await connection.execute(query)).scalars()
    return {PersonId(one) for one in rows}


async def add_attempt(connection: Connection, attempt: Attempt) -> None:
    """Open an attempt."""
    await connection.execute(insert(_attempts).values(asdict(attempt)))


async def take_attempt(connection: Connection, token_digest: str) -> Attempt | None:
    """Close an attempt and return it; of two who try at once, one gets it."""
    query = select(_attempts).where(_attempts.c.token_digest == token_digest)
    row = (await connection.execute(query)).mappings().one_or_none()
    gone = await connection.execute(delete(_attempts).where(_attempts.c.token_digest == token_digest))
    return Attempt(**row) if row and gone.rowcount else None


async def drop_attempts_before(connection: Connection, moment: datetime) -> None:
    """Forget the attempts that are too old."""
    await connection.execute(delete(_attempts).where(_attempts.c.created_at < moment))
