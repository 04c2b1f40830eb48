"""What the record reads of a session's log. The floor has no rows of its own: its events are in the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import select

from roundtable.database import Connection
from roundtable.database.event_log import LiveSession, SessionEvent
from roundtable.floor.events import EVENTS
from roundtable.kernel.events import ParticipantJoined, ParticipantLeft, ParticipantRenamed, SessionEnded
from roundtable.kernel.ids import SessionId
from roundtable.kernel.messages import Event
from roundtable.kernel.session import SessionFacts

MOST_EVENTS: Final = 100_000
"""Events of one session that are read; a record is no place for more."""

_COMINGS: Final[tuple[type[Event], ...]] = (ParticipantJoined, ParticipantLeft)
_TOLD: Final[tuple[type[Event], ...]] = (ParticipantJoined, ParticipantRenamed, SessionEnded, *EVENTS)
_ANY_OF_THE_FLOOR: Final = "floor.%"

_sessions: Any = LiveSession.__table__
_events: Any = SessionEvent.__table__


@dataclass(frozen=True, slots=True)
class Read:
    """Events with their versions, and how many of the log could not be read."""

    events: Sequence[tuple[int, Event]]
    unread: int = 0


async def facts(connection: Connection, session: SessionId) -> SessionFacts | None:
    """Return what a session began with, or None if there is no such session."""
    found = (await connection.execute(select(_sessions.c.facts).where(_sessions.c.id == session))).scalar()
    return None if found is None else SessionFacts.model_validate_json(found)


async def comings(connection: Connection, session: SessionId) -> Read:
    """Return who came and went."""
    return await _read(connection, session, _COMINGS)


async def told(connection: Connection, session: SessionId) -> Read:
    """Return everything that the record is made from."""
    return await _read(connection, session, _TOLD)


async def _read(connection: Connection, session: SessionId, kinds: Sequence[type[Event]]) -> Read:
    """Read one event at a time: one that a later version wrote must not hide the others."""
    known = {kind.model_fields["type"].default: kind for kind in kinds}
    wanted = _events.c.kind.in_(list(known))
    if kinds is _TOLD:
        wanted |= _events.c.kind.like(_ANY_OF_THE_FLOOR)
    query = (
        select(_events.c.version, _events.c.kind, _events.c.payload)
        .where(_events.c.session_id == session, wanted)
        .order_by(_events.c.version)
        .limit(MOST_EVENTS)
    )
    read: list[tuple[int, Event]] = []
    unread = 0
    for version, kind, payload in (await connection.execute(query)).all():
        try:
            read.append((version, known[kind].model_validate_json(payload)))
        except (KeyError, ValidationError):
            unread += 1
    return Read(read, unread)
