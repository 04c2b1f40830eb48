"""Rows of tokens: digests only."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.database import Base, Connection
from roundtable.database.base import Id
from roundtable.http.scopes import SCOPES
from roundtable.kernel.ids import PersonId
from roundtable.people.api_tokens.model import NAME_LENGTH, ApiToken


class ApiTokenRow(Base):
    """See `model.ApiToken`; scopes with blanks between."""

    __tablename__ = "api_token"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    scopes: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


_tokens: Any = ApiTokenRow.__table__


async def add(connection: Connection, token: ApiToken) -> None:
    """Add a token."""
    await connection.execute(insert(_tokens).values({**asdict(token), "scopes": " ".join(token.scopes)}))


async def with_digest(connection: Connection, digest: str) -> ApiToken | None:
    """Find a token by what the database keeps of its secret."""
    found = await _some(connection, _tokens.c.digest == digest)
    return found[0] if found else None


async def of_person(connection: Connection, person: PersonId) -> Sequence[ApiToken]:
    """List a person's tokens, the newest first."""
    return await _some(connection, _tokens.c.person_id == person)


async def _some(connection: Connection, condition: Any) -> Sequence[ApiToken]:
    query = select(_tokens).where(condition).order_by(_tokens.c.created_at.desc(), _tokens.c.id)
    return [_token(row) for row in (await connection.execute(query)).mappings()]


def _token(row: Any) -> ApiToken:
    """Read a row; a scope that this program does not know opens nothing."""
    words = row["scopes"].split()
    return ApiToken(**{**row, "scopes": tuple(scope for scope in SCOPES if scope in words)})


async def touch(connection: Connection, id_: str, now: datetime) -> None:
    """Note that a token is in use."""
    await connection.execute(update(_tokens).where(_tokens.c.id == id_).values(last_used_at=now))


async def remove(connection: Connection, person: PersonId, id_: str) -> bool:
    """Delete one of a person's tokens; False if there is none such."""
    mine = (_tokens.c.id == id_) & (_tokens.c.person_id == person)
    return bool((await connection.execute(delete(_tokens).where(mine))).rowcount)


async def remove_all(connection: Connection, person: PersonId) -> None:
    """Delete a person's tokens."""
    await connection.execute(delete(_tokens).where(_tokens.c.person_id == person))


async def remove_expired(connection: Connection, person: PersonId, before: datetime) -> None:
    """Delete those of a person's tokens that expired long ago."""
    old = (_tokens.c.person_id == person) & (_tokens.c.expires_at < before)
    await connection.execute(delete(_tokens).where(old))
