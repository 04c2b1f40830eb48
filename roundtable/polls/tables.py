"""Rows of polls, and the queries on them."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, Index, Integer, String, delete, func, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.database import Base, Connection
from roundtable.database.base import Id
from roundtable.kernel.ids import ClubId, PersonId, PollId
from roundtable.polls.model import Answer, Poll, When, key_of, wall_of

KEPT_ANSWERS: Final = 20
"""Answers of one club that are kept: the one that counts, and whom it followed."""
_KEY: Final = String(16)


class PollRow(Base):
    """See `model.Poll`. The options are their keys, with blanks between."""

    __tablename__ = "poll"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str]
    note: Mapped[str]
    zone: Mapped[str] = mapped_column(String(60))
    minutes: Mapped[int] = mapped_column(Integer)
    repeats: Mapped[str] = mapped_column(_KEY)
    options: Mapped[str]
    created_by: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    chosen: Mapped[str | None] = mapped_column(_KEY)


class PollClubRow(Base):
    """A club that is asked."""

    __tablename__ = "poll_club"

    poll_id: Mapped[str] = mapped_column(Id, ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True)
    club_id: Mapped[str] = mapped_column(Id, ForeignKey("club.id", ondelete="CASCADE"), primary_key=True, index=True)


class PollAnswerRow(Base):
    """See `model.Answer`. The choices are JSON."""

    __tablename__ = "poll_answer"

    poll_id: Mapped[str] = mapped_column(Id, ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True)
    club_id: Mapped[str] = mapped_column(Id, ForeignKey("club.id", ondelete="CASCADE"), primary_key=True, index=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    choices: Mapped[str]
    counts: Mapped[bool]
    """Whether it is the club's last word, and says something."""
    note: Mapped[str]
    person_id: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime]


_polls: Any = PollRow.__table__
_clubs: Any = PollClubRow.__table__
_answers: Any = PollAnswerRow.__table__
Index("ix_poll_created_by_created_at", _polls.c.created_by, _polls.c.created_at)


async def add(connection: Connection, poll: Poll) -> None:
    """Add a poll."""
    await connection.execute(insert(_polls).values(_columns(poll)))
    await _ask(connection, poll.id, poll.clubs)


async def save(connection: Connection, poll: Poll) -> None:
    """Write a poll as it is now; answers of clubs that are not asked any more go."""
    await connection.execute(update(_polls).where(_polls.c.id == poll.id).values(_columns(poll)))
    before = set((await connection.execute(select(_clubs.c.club_id).where(_clubs.c.poll_id == poll.id))).scalars())
    for table in (_clubs, _answers):
        gone = (table.c.poll_id == poll.id) & table.c.club_id.in_(before - poll.clubs)
        await connection.execute(delete(table).where(gone))
    await _ask(connection, poll.id, poll.clubs - before)


async def remove(connection: Connection, id_: PollId) -> None:
    """Delete a poll with all answers."""
    await connection.execute(delete(_polls).where(_polls.c.id == id_))


async def find(connection: Connection, key: str, *, to_change: bool = False) -> Poll | None:
    """Find a poll by its id or its link; to change it, let nobody else change it until the transaction is over."""
    query = select(_polls).where(or_(_polls.c.id == key, _polls.c.slug == key))
    row = (await connection.execute(query.with_for_update() if to_change else query)).mappings().one_or_none()
    if row is None:
        return None
    return (await _with_clubs(connection, [row]))[0]


async def count_made(connection: Connection, person: PersonId) -> int:
    """Count the polls that a person has made."""
    return await connection.scalar(select(func.count()).select_from(_polls).where(_polls.c.created_by == person)) or 0


async def page(
    connection: Connection,
    whose: tuple[PersonId, Collection[ClubId]] | None,
    *,
    after: PollId | None,
    most: int,
) -> Sequence[Poll]:
    """Return polls from the newest on, after one of them: those of a person or that ask a club of theirs, or all."""
    query = select(_polls).order_by(_polls.c.created_at.desc(), _polls.c.id).limit(most)
    if whose is not None:
        person, clubs = whose
        asked = select(_clubs.c.poll_id).where(_clubs.c.club_id.in_(clubs))
        query = query.where(or_(_polls.c.created_by == person, _polls.c.id.in_(asked)))
    if after is not None:
        last = await connection.scalar(select(_polls.c.created_at).where(_polls.c.id == after))
        if last is None:
            return []
        same = (_polls.c.created_at == last) & (_polls.c.id > after)
        query = query.where(or_(_polls.c.created_at < last, same))
    return await _with_clubs(connection, (await connection.execute(query)).mappings().all())


async def waiting_for(connection: Connection, clubs: Collection[ClubId], now: datetime, most: int) -> Sequence[Poll]:
    """Return the open polls that one of some clubs has not answered, the one that closes first before the others."""
    same = (_answers.c.poll_id == _clubs.c.poll_id) & (_answers.c.club_id == _clubs.c.club_id) & _answers.c.counts
    silent = ~select(_answers.c.number).where(same).exists()
    asked = select(_clubs.c.poll_id).where(_clubs.c.club_id.in_(clubs), silent)
    in_time = or_(_polls.c.closes_at.is_(None), _polls.c.closes_at > now)
    query = select(_polls).where(_polls.c.id.in_(asked), _polls.c.closed_at.is_(None), in_time)
    ordered = query.order_by(_polls.c.closes_at.is_(None), _polls.c.closes_at, _polls.c.created_at, _polls.c.id)
    return await _with_clubs(connection, (await connection.execute(ordered.limit(most))).mappings().all())


async def answers(connection: Connection, polls: Collection[PollId]) -> Mapping[PollId, Sequence[Answer]]:
    """Return what clubs have said in some polls, the first answers first."""
    query = select(_answers).where(_answers.c.poll_id.in_(polls))
    rows = await connection.execute(query.order_by(_answers.c.club_id, _answers.c.number))
    found: dict[PollId, list[Answer]] = {}
    for row in rows.mappings():
        found.setdefault(PollId(row["poll_id"]), []).append(_answer(row))
    return found


async def answered(connection: Connection, polls: Collection[PollId]) -> Mapping[PollId, frozenset[ClubId]]:
    """Return which clubs have answered some polls."""
    query = select(_answers.c.poll_id, _answers.c.club_id).where(_answers.c.poll_id.in_(polls), _answers.c.counts)
    found: dict[PollId, set[ClubId]] = {}
    for poll, club in await connection.execute(query):
        found.setdefault(PollId(poll), set()).add(ClubId(club))
    return {poll: frozenset(clubs) for poll, clubs in found.items()}


async def put_answer(connection: Connection, poll: PollId, answer: Answer) -> None:
    """Write a club's answer after those that it gave before; who changes the poll's row alone may do so."""
    mine = (_answers.c.poll_id == poll) & (_answers.c.club_id == answer.club_id)
    last = await connection.scalar(select(func.max(_answers.c.number)).where(mine)) or 0
    await connection.execute(update(_answers).where(mine, _answers.c.counts).values(counts=False))
    await connection.execute(
        insert(_answers).values(
            poll_id=poll,
            club_id=answer.club_id,
            number=last + 1,
            choices=json.dumps(dict(answer.choices)),
            counts=bool(answer.choices),
            note=answer.note,
            person_id=answer.person_id,
            at=answer.at,
        )
    )
    await connection.execute(delete(_answers).where(mine, _answers.c.number <= last + 1 - KEPT_ANSWERS))


async def _ask(connection: Connection, poll: PollId, clubs: Iterable[ClubId]) -> None:
    if rows := [{"poll_id": poll, "club_id": club} for club in sorted(clubs)]:
        await connection.execute(insert(_clubs), rows)


async def _with_clubs(connection: Connection, rows: Sequence[Any]) -> Sequence[Poll]:
    query = select(_clubs.c.poll_id, _clubs.c.club_id).where(_clubs.c.poll_id.in_([row["id"] for row in rows]))
    asked: dict[str, set[ClubId]] = {}
    for poll, club in await connection.execute(query) if rows else ():
        asked.setdefault(poll, set()).add(ClubId(club))
    return [_poll(row, asked.get(row["id"], set())) for row in rows]


def _columns(poll: Poll) -> dict[str, object]:
    return {
        "id": poll.id,
        "slug": poll.slug,
        "title": poll.title,
        "note": poll.note,
        "zone": poll.when.zone,
        "minutes": poll.when.minutes,
        "repeats": poll.when.repeats,
        "options": " ".join(key_of(wall) for wall in poll.options),
        "created_by": poll.created_by,
        "created_at": poll.created_at,
        "closes_at": poll.closes_at,
        "closed_at": poll.closed_at,
        "chosen": None if poll.chosen is None else key_of(poll.chosen),
    }


def _poll(row: Any, clubs: Iterable[ClubId]) -> Poll:
    return Poll(
        id=PollId(row["id"]),
        slug=row["slug"],
        title=row["title"],
        note=row["note"],
        when=When(row["zone"], row["minutes"], row["repeats"]),
        options=tuple(wall_of(key) for key in row["options"].split()),
        clubs=frozenset(clubs),
        created_by=PersonId(row["created_by"]),
        created_at=row["created_at"],
        closes_at=row["closes_at"],
        closed_at=row["closed_at"],
        chosen=None if row["chosen"] is None else wall_of(row["chosen"]),
    )


def _answer(row: Any) -> Answer:
    return Answer(
        club_id=ClubId(row["club_id"]),
        number=row["number"],
        choices=json.loads(row["choices"]),
        note=row["note"],
        person_id=PersonId(row["person_id"]),
        at=row["at"],
    )
