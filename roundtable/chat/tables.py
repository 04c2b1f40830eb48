"""Messages as rows: every session has its own sequence. Reactions hang on messages."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.database.base import Base, Id
from roundtable.database.engine import Connection
from roundtable.kernel.ids import MessageId, ParticipantId, SessionId
from roundtable.kernel.messages import ClubFacts
from roundtable.kernel.ports import Batch


class ChatMessageRow(Base):
    """One message. Deleting empties the text and keeps the place."""

    __tablename__ = "chat_message"
    __table_args__ = (UniqueConstraint("session_id", "seq"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    session_id: Mapped[str] = mapped_column(Id, ForeignKey("live_session.id", ondelete="CASCADE"))
    seq: Mapped[int]
    participant_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str]
    club: Mapped[str | None]
    body: Mapped[str]
    at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class ChatReactionRow(Base):
    """One emoji of one participant under one message."""

    __tablename__ = "chat_reaction"

    message_id: Mapped[str] = mapped_column(Id, ForeignKey("chat_message.id", ondelete="CASCADE"), primary_key=True)
    participant_id: Mapped[str] = mapped_column(Id, primary_key=True)
    emoji: Mapped[str] = mapped_column(String(16), primary_key=True)
    at: Mapped[datetime]


_messages: Any = ChatMessageRow.__table__
_reactions: Any = ChatReactionRow.__table__


@dataclass(frozen=True)
class StoredMessage:
    """A message as it is in the database."""

    id: MessageId
    session: SessionId
    seq: int
    participant: ParticipantId
    name: str
    club: ClubFacts | None
    text: str
    at: datetime
    deleted: bool = False
    reactions: tuple[tuple[str, ParticipantId], ...] = ()
    """Emoji and participant, in the order in which they came."""


async def next_seq(connection: Connection, session: SessionId) -> int:
    """Return the next place in the session's sequence; whoever asks second waits until the first has committed."""
    newest = select(func.max(_messages.c.seq)).where(_messages.c.session_id == session)
    return ((await connection.execute(newest)).scalar() or 0) + 1


async def add_message(connection: Connection, message: StoredMessage) -> None:
    """Write a new message."""
    row = {
        "id": message.id,
        "session_id": message.session,
        "seq": message.seq,
        "participant_id": message.participant,
        "name": message.name,
        "club": None if message.club is None else message.club.model_dump_json(),
        "body": message.text,
        "at": message.at,
    }
    await connection.execute(insert(_messages), row)


async def find_message(connection: Connection, session: SessionId, message: MessageId) -> StoredMessage | None:
    """Return a message of this session; one of another session is not found."""
    wanted = select(_messages).where(_messages.c.id == message, _messages.c.session_id == session)
    found = await _read(connection, wanted)
    return found[0] if found else None


async def delete_message(connection: Connection, message: MessageId, at: datetime) -> None:
    """Empty the text and take the reactions away; the place in the sequence stays."""
    await connection.execute(update(_messages).where(_messages.c.id == message).values(body="", deleted_at=at))
    await connection.execute(delete(_reactions).where(_reactions.c.message_id == message))


async def add_reaction(
    connection: Connection, message: MessageId, participant: ParticipantId, *, emoji: str, at: datetime
) -> None:
    """Put an emoji under a message where it is not yet."""
    row = {"message_id": message, "participant_id": participant, "emoji": emoji, "at": at}
    await connection.execute(insert(_reactions), row)


async def remove_reaction(
    connection: Connection, message: MessageId, participant: ParticipantId, *, emoji: str
) -> None:
    """Take an emoji away."""
    mine = (_reactions.c.message_id == message, _reactions.c.participant_id == participant)
    await connection.execute(delete(_reactions).where(*mine, _reactions.c.emoji == emoji))


async def messages_before(
    connection: Connection, session: SessionId, *, before: int | None, since: datetime | None, limit: int
) -> list[StoredMessage]:
    """Return the last messages before a place in the sequence and not older than a moment, oldest first."""
    wanted = select(_messages).where(_messages.c.session_id == session)
    if before is not None:
        wanted = wanted.where(_messages.c.seq < before)
    if since is not None:
        wanted = wanted.where(_messages.c.at >= since)
    found = await _read(connection, wanted.order_by(_messages.c.seq.desc()).limit(limit))
    return found[::-1]


async def delete_unkept(connection: Connection, batch: Batch) -> None:
    """Delete the messages of a session that ends without its chat being kept; a recorder of the event log."""
    if batch.presence.ended and not batch.presence.settings.chat_kept:
        await connection.execute(delete(_messages).where(_messages.c.session_id == batch.facts.session))


async def _read(connection: Connection, wanted: Any) -> list[StoredMessage]:
    rows = (await connection.execute(wanted)).all()
    reactions = await _reactions_of(connection, [row.id for row in rows])
    return [
        StoredMessage(
            id=MessageId(row.id),
            session=SessionId(row.session_id),
            seq=row.seq,
            participant=ParticipantId(row.participant_id),
            name=row.name,
            club=None if row.club is None else ClubFacts.model_validate_json(row.club),
            text=row.body,
            at=row.at,
            deleted=row.deleted_at is not None,
            reactions=tuple(reactions[row.id]),
        )
        for row in rows
    ]


async def _reactions_of(
    connection: Connection, messages: Iterable[str]
) -> defaultdict[str, list[tuple[str, ParticipantId]]]:
    wanted = (
        select(_reactions.c.message_id, _reactions.c.emoji, _reactions.c.participant_id)
        .where(_reactions.c.message_id.in_(list(messages)))
        .order_by(_reactions.c.at, _reactions.c.participant_id)
    )
    found: defaultdict[str, list[tuple[str, ParticipantId]]] = defaultdict(list)
    for message, emoji, participant in (await connection.execute(wanted)).all():
        found[message].append((emoji, ParticipantId(participant)))
    return found
