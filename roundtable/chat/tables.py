"""Messages as rows: every session has its own sequence. Reactions hang on messages."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.database.base import Base, Id


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
