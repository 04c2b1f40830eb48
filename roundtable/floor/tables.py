"""Rows of those who wait for a room's next session, and what the record reads of a session's log.

Nothing else of the floor has rows of its own: its events are in the log.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import ForeignKey, String, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from roundtable.database import Base, Connection
from roundtable.database.base import Id
from roundtable.database.event_log import LiveSession, SessionEvent
from roundtable.floor.beginning import carried_id
from roundtable.floor.events import EVENTS
from roundtable.floor.events.queue import CarriedOver, EntryRemoved, QueueCleared
from roundtable.floor.events.turns import TurnCalled
from roundtable.kernel.carried import MOST_CARRIED, CarriedEntry
from roundtable.kernel.events import ParticipantJoined, ParticipantLeft, ParticipantRenamed, SessionEnded
from roundtable.kernel.ids import RoomId, SessionId
from roundtable.kernel.messages import ClubFacts, Event
from roundtable.kernel.ports import Batch
from roundtable.kernel.session import SessionFacts

MOST_EVENTS: Final = 100_000
"""Events of one session that are read; a record is no place for more."""


def _by_type(*kinds: type[Event]) -> dict[str, type[Event]]:
    return {kind.model_fields["type"].default: kind for kind in kinds}


_COMINGS: Final = _by_type(ParticipantJoined, ParticipantLeft)
_TOLD: Final = _by_type(ParticipantJoined, ParticipantRenamed, SessionEnded, *EVENTS)
_ANY_OF_THE_FLOOR: Final = "floor.%"


class CarriedEntryRow(Base):
    """An entry that waits for the room's next session; gone when it was called, taken off the queue or carried on."""

    __tablename__ = "carried_entry"

    session_id: Mapped[str] = mapped_column(Id, ForeignKey("live_session.id", ondelete="CASCADE"), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    room_id: Mapped[str] = mapped_column(Id, index=True)
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    text: Mapped[str]
    text_turn: Mapped[bool]
    name: Mapped[str]
    club: Mapped[str | None]
    participant_id: Mapped[str | None] = mapped_column(Id)
    at: Mapped[datetime]


_carried: Any = CarriedEntryRow.__table__
_sessions: Any = LiveSession.__table__
_events: Any = SessionEvent.__table__


@dataclass(frozen=True, slots=True)
class Written:
    """Events as they stand in the log: version, kind and payload."""

    rows: Sequence[tuple[int, str, str]]
    beyond: int = 0
    """How many more there are."""


@dataclass(frozen=True, slots=True)
class Read:
    """Events with their versions, and how many of the log could not be read."""

    events: Sequence[tuple[int, Event]]
    unread: int = 0


async def facts(connection: Connection, session: SessionId) -> SessionFacts | None:
    """Return what a session began with, or None if there is no such session."""
    found = (await connection.execute(select(_sessions.c.facts).where(_sessions.c.id == session))).scalar()
    return None if found is None else SessionFacts.model_validate_json(found)


async def comings(connection: Connection, session: SessionId) -> Written:
    """Return who came and went."""
    return await _written(connection, session, _events.c.kind.in_(list(_COMINGS)))


async def told(connection: Connection, session: SessionId) -> Written:
    """Return everything that the record is made from, and whatever else a later version wrote of the floor."""
    wanted = _events.c.kind.in_(list(_TOLD)) | _events.c.kind.like(_ANY_OF_THE_FLOOR)
    return await _written(connection, session, wanted)


async def _written(connection: Connection, session: SessionId, wanted: Any) -> Written:
    mine = (_events.c.session_id == session, wanted)
    columns = (_events.c.version, _events.c.kind, _events.c.payload)
    query = select(*columns).where(*mine).order_by(_events.c.version).limit(MOST_EVENTS)
    rows = [(version, kind, payload) for version, kind, payload in (await connection.execute(query)).all()]
    if len(rows) < MOST_EVENTS:
        return Written(rows)
    every = await connection.scalar(select(func.count()).select_from(_events).where(*mine)) or 0
    return Written(rows, beyond=every - len(rows))


def read(written: Written) -> Read:
    """Read one event at a time: one that a later version wrote must not hide the others. Long for a long session."""
    events: list[tuple[int, Event]] = []
    for version, kind, payload in written.rows:
        known = _TOLD.get(kind) or _COMINGS.get(kind)
        with suppress(ValidationError):
            if known is not None:
                events.append((version, known.model_validate_json(payload)))
    return Read(events, unread=written.beyond + len(written.rows) - len(events))


async def carry_over(connection: Connection, batch: Batch) -> None:
    """Keep in the batch's transaction who waits for the next session, and forget those who wait no more."""
    taken_over = {carried_id(place): entry for place, entry in enumerate(batch.facts.carried)}
    for event in batch.events:
        match event:
            case TurnCalled(entry=entry) | EntryRemoved(entry=entry) if entry in taken_over:
                await _forget(connection, taken_over.pop(entry))
            case QueueCleared():
                for gone in taken_over.values():
                    await _forget(connection, gone)
                taken_over.clear()
                if event.carried:
                    rows = [_row(batch, place, one) for place, one in enumerate(event.carried)]
                    await connection.execute(insert(_carried), rows)
            case _:
                continue


async def carried_in(connection: Connection, room: RoomId) -> list[CarriedEntry]:
    """Return who waits for the room's next session, those who have waited longest first."""
    order = (_carried.c.at, _carried.c.session_id, _carried.c.place)
    query = select(_carried).where(_carried.c.room_id == room).order_by(*order).limit(MOST_CARRIED)
    return [
        CarriedEntry(
            session=row.session_id,
            entry=row.entry_id,
            kind=row.kind,
            text=row.text,
            text_turn=row.text_turn,
            name=row.name,
            club=None if row.club is None else ClubFacts.model_validate_json(row.club),
            participant=row.participant_id,
        )
        for row in await connection.execute(query)
    ]


async def _forget(connection: Connection, entry: CarriedEntry) -> None:
    this = (_carried.c.session_id == entry.session) & (_carried.c.entry_id == entry.entry)
    await connection.execute(delete(_carried).where(this))


def _row(batch: Batch, place: int, carried: CarriedOver) -> dict[str, object]:
    speaker = carried.speaker
    return {
        "session_id": batch.facts.session,
        "entry_id": carried.entry,
        "room_id": batch.facts.room,
        "place": place,
        "kind": carried.kind,
        "text": carried.text,
        "text_turn": carried.text_turn,
        "name": speaker.name,
        "club": None if speaker.club is None else speaker.club.model_dump_json(),
        "participant_id": speaker.participant,
        "at": batch.at,
    }
