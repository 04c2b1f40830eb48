"""Rows of people, guests and sign-ins, and the queries on them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, Integer, String, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.database import Base, Connection
from roundtable.database.base import Id
from roundtable.database.paging import page
from roundtable.kernel.addresses import EMAIL_LENGTH
from roundtable.kernel.errors import Conflict
from roundtable.kernel.ids import GuestId, PersonId
from roundtable.kernel.pages import Window
from roundtable.people.model import Guest, Person, SignIn, Welcome

_DIGEST: Final = String(64)


class PersonRow(Base):
    """See `model.Person`."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), unique=True)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(String(10))
    club_id: Mapped[str | None] = mapped_column(Id)
    administrator: Mapped[bool]
    disabled: Mapped[bool]
    password: Mapped[str | None]
    created_at: Mapped[datetime]
    zone: Mapped[str | None] = mapped_column(String(60))
    mail_reminders: Mapped[bool]
    mail_invitations: Mapped[bool]


class FirstStartRow(Base):
    """There is at most one: who made the first account. Two who try at once cannot both have it."""

    __tablename__ = "first_start"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    person_id: Mapped[str] = mapped_column(Id)


class GuestRow(Base):
    """See `model.Guest`."""

    __tablename__ = "guest"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(String(10))
    club_id: Mapped[str | None] = mapped_column(Id)
    created_at: Mapped[datetime]


class SignInRow(Base):
    """See `model.SignIn`."""

    __tablename__ = "sign_in"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    token_digest: Mapped[str] = mapped_column(_DIGEST, unique=True)
    person_id: Mapped[str | None] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"), index=True)
    guest_id: Mapped[str | None] = mapped_column(Id, ForeignKey("guest.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime] = mapped_column(index=True)
    agent: Mapped[str]
    address: Mapped[str] = mapped_column(String(64))


class WelcomeRow(Base):
    """See `model.Welcome`. One a person: a new link replaces the old."""

    __tablename__ = "welcome"

    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    token_digest: Mapped[str] = mapped_column(_DIGEST, unique=True)
    created_at: Mapped[datetime]


class SignInLinkRow(Base):
    """A link that signs somebody in, once."""

    __tablename__ = "sign_in_link"

    token_digest: Mapped[str] = mapped_column(_DIGEST, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]


_people: Any = PersonRow.__table__
_first_start: Any = FirstStartRow.__table__
_guests: Any = GuestRow.__table__
_sign_ins: Any = SignInRow.__table__
_welcomes: Any = WelcomeRow.__table__
_links: Any = SignInLinkRow.__table__


async def is_empty(connection: Connection) -> bool:
    """Say whether there is no account yet."""
    return not await connection.scalar(select(exists().select_from(_people)))


async def claim_first_start(connection: Connection, person: PersonId) -> None:
    """Make this the first account, or refuse because somebody else's is."""
    try:
        await connection.execute(insert(_first_start).values(id=1, person_id=person))
    except IntegrityError as error:
        raise Conflict("first_start_over") from error


async def add_person(connection: Connection, person: Person) -> None:
    """Add a person; refuse an address that is taken."""
    try:
        await connection.execute(insert(_people).values(asdict(person)))
    except IntegrityError as error:
        raise Conflict("email_taken") from error


async def change_person(connection: Connection, id_: PersonId, changes: Mapping[str, object]) -> None:
    """Change some columns of a person."""
    if changes:
        await connection.execute(update(_people).where(_people.c.id == id_).values(dict(changes)))


async def person(connection: Connection, id_: PersonId) -> Person | None:
    """Find a person."""
    return await _one_person(connection, _people.c.id == id_)


async def person_by_email(connection: Connection, email: str) -> Person | None:
    """Find a person by their address in its normal form."""
    return await _one_person(connection, _people.c.email == email)


async def people_by_email(connection: Connection, emails: Collection[str]) -> Sequence[Person]:
    """Find people by their addresses in normal form; unknown ones are left out."""
    rows = (await connection.execute(select(_people).where(_people.c.email.in_(emails)))).mappings()
    return [Person(**row) for row in rows]


async def _one_person(connection: Connection, condition: Any) -> Person | None:
    row = (await connection.execute(select(_people).where(condition))).mappings().one_or_none()
    return Person(**row) if row else None


async def people(connection: Connection, window: Window) -> Sequence[Person]:
    """List people by name, one more than asked for if there are more."""
    rows = await page(connection, select(_people), window, by=_people.c.name, id_=_people.c.id)
    return [Person(**row) for row in rows.mappings()]


async def everybody(connection: Connection) -> Sequence[Person]:
    """List everybody by address, for a sheet."""
    rows = (await connection.execute(select(_people).order_by(_people.c.email))).mappings()
    return [Person(**row) for row in rows]


async def some(connection: Connection, ids: Iterable[PersonId]) -> Sequence[Person]:
    """Return some people; unknown ids are left out."""
    rows = (
        await connection.execute(select(_people).where(_people.c.id.in_(list(ids))).order_by(_people.c.id))
    ).mappings()
    return [Person(**row) for row in rows]


async def names(connection: Connection, ids: Iterable[PersonId]) -> dict[PersonId, str]:
    """Tell the names of some people."""
    rows = await connection.execute(select(_people.c.id, _people.c.name).where(_people.c.id.in_(list(ids))))
    return {PersonId(id_): name for id_, name in rows}


async def lock_administrators(connection: Connection) -> int:
    """Count the administrators who can sign in, and let nobody change that until the transaction is over."""
    condition = _people.c.administrator & ~_people.c.disabled & _people.c.password.is_not(None)
    rows = await connection.execute(select(_people.c.id).where(condition).with_for_update())
    return len(rows.all())


async def add_guest(connection: Connection, guest: Guest) -> None:
    """Add a guest."""
    await connection.execute(insert(_guests).values(asdict(guest)))


async def guest(connection: Connection, id_: GuestId) -> Guest | None:
    """Find a guest."""
    row = (await connection.execute(select(_guests).where(_guests.c.id == id_))).mappings().one_or_none()
    return Guest(**row) if row else None


async def change_guest(connection: Connection, id_: GuestId, changes: Mapping[str, object]) -> None:
    """Change some columns of a guest."""
    await connection.execute(update(_guests).where(_guests.c.id == id_).values(dict(changes)))


async def add_sign_in(connection: Connection, sign_in: SignIn) -> None:
    """Add a sign-in."""
    await connection.execute(insert(_sign_ins).values(asdict(sign_in)))


async def sign_in_with(connection: Connection, token_digest: str) -> SignIn | None:
    """Find a sign-in by what the database keeps of its token."""
    query = select(_sign_ins).where(_sign_ins.c.token_digest == token_digest)
    row = (await connection.execute(query)).mappings().one_or_none()
    return SignIn(**row) if row else None


async def sign_ins_of(connection: Connection, owner: PersonId) -> Sequence[SignIn]:
    """List a person's sign-ins, the latest first."""
    query = select(_sign_ins).where(_sign_ins.c.person_id == owner).order_by(_sign_ins.c.last_seen_at.desc())
    return [SignIn(**row) for row in (await connection.execute(query)).mappings()]


async def touch(connection: Connection, id_: str, now: datetime) -> None:
    """Note that a sign-in is in use."""
    await connection.execute(update(_sign_ins).where(_sign_ins.c.id == id_).values(last_seen_at=now))


async def end_sign_ins(connection: Connection, ids: Iterable[str]) -> None:
    """Delete sign-ins."""
    await connection.execute(delete(_sign_ins).where(_sign_ins.c.id.in_(list(ids))))


async def purge(connection: Connection, people_before: datetime, guests_before: datetime) -> None:
    """Delete the sign-ins that nobody has used since, and the guests who can never come back."""
    seen, owner, visitor = _sign_ins.c.last_seen_at, _sign_ins.c.person_id, _sign_ins.c.guest_id
    await connection.execute(delete(_sign_ins).where(owner.is_not(None), seen < people_before))
    await connection.execute(delete(_sign_ins).where(visitor.is_not(None), seen < guests_before))
    known = select(visitor).where(visitor.is_not(None))
    await connection.execute(delete(_guests).where(_guests.c.created_at < guests_before, _guests.c.id.not_in(known)))


async def put_welcome(connection: Connection, welcome: Welcome) -> None:
    """Open a welcome link; the one before it is dead."""
    await drop_welcome(connection, welcome.person_id)
    await connection.execute(insert(_welcomes).values(asdict(welcome)))


async def drop_welcome(connection: Connection, person: PersonId) -> int:
    """Close a person's welcome link and return how many there were: 0 or 1."""
    result = await connection.execute(delete(_welcomes).where(_welcomes.c.person_id == person))
    return int(result.rowcount)


async def welcome_with(connection: Connection, token_digest: str) -> Welcome | None:
    """Find a welcome link by what the database keeps of its token."""
    query = select(_welcomes).where(_welcomes.c.token_digest == token_digest)
    row = (await connection.execute(query)).mappings().one_or_none()
    return Welcome(**row) if row else None


async def add_link(connection: Connection, token_digest: str, person: PersonId, now: datetime) -> None:
    """Open a link to sign in."""
    await connection.execute(insert(_links).values(token_digest=token_digest, person_id=person, created_at=now))


async def link_owner(connection: Connection, token_digest: str, since: datetime) -> PersonId | None:
    """Tell whom a link signs in that was opened since."""
    query = select(_links.c.person_id).where(_links.c.token_digest == token_digest, _links.c.created_at > since)
    owner = await connection.scalar(query)
    return PersonId(owner) if owner else None


async def take_link(connection: Connection, token_digest: str) -> bool:
    """Close a link; False if somebody else was first."""
    return bool((await connection.execute(delete(_links).where(_links.c.token_digest == token_digest))).rowcount)


async def drop_links_of(connection: Connection, person: PersonId) -> None:
    """Close a person's links."""
    await connection.execute(delete(_links).where(_links.c.person_id == person))


async def drop_links_before(connection: Connection, moment: datetime) -> None:
    """Forget the links that are too old."""
    await connection.execute(delete(_links).where(_links.c.created_at <= moment))


async def count_people(connection: Connection) -> int:
    """Count the accounts."""
    return await connection.scalar(select(func.count()).select_from(_people)) or 0
