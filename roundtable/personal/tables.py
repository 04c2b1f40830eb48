"""Queries on everything that is known of a person, over the tables of all subjects."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from roundtable.database import Base, Connection
from roundtable.database.event_log import LiveSession, SessionEvent
from roundtable.kernel.departed import NO_NAME, NOBODY
from roundtable.kernel.ids import ParticipantId, PersonId, RoomId, SessionId, participant_of
from roundtable.personal.redacting import redacted
from roundtable.personal.traces import SECRET, TRACES, Trace

Row = dict[str, Any]

_sessions: Any = LiveSession.__table__
_events: Any = SessionEvent.__table__


def _table(name: str) -> Any:
    return Base.metadata.tables[name]


async def rows_of(connection: Connection, trace: Trace, person: PersonId) -> Sequence[Row]:
    """Return the rows in which somebody stands, without what opens something."""
    table = _table(trace.table)
    columns = [column for column in table.columns if column.name not in SECRET]
    query = select(*columns).where(table.c[trace.column] == person).order_by(*table.primary_key.columns)
    return [dict(row) for row in (await connection.execute(query)).mappings()]


async def letters_to(connection: Connection, email: str) -> Sequence[Row]:
    """Return which letters went to somebody, or wait; not what they say, which is sealed."""
    job = _table("job")
    query = select(job).where(job.c.kind == "mail", _names(job, [email])).order_by(job.c.created_at, job.c.id)
    found = (await connection.execute(query)).mappings()
    return [{**_letter(row["payload"]), "written_at": row["created_at"], "done_at": row["done_at"]} for row in found]


def _letter(payload: str) -> Row:
    kept = json.loads(payload)
    return {name: kept.get(name) for name in ("to", "subject")}


def _names(job: Any, words: Sequence[str]) -> Any:
    """Select jobs that name somebody as a value in their payload."""
    quoted = [json.dumps(word, ensure_ascii=False) for word in words]
    return or_(*(job.c.payload.contains(word, autoescape=True) for word in quoted))


async def forget(connection: Connection, person: PersonId, email: str) -> None:
    """Delete or make nobody's what stands in rows; the account itself last."""
    job = _table("job")
    keyed = job.c.unique_key.contains(person, autoescape=True)
    await connection.execute(delete(job).where(or_(keyed, _names(job, [person, email]))))
    for trace in TRACES:
        table = _table(trace.table)
        mine = table.c[trace.column] == person
        if trace.fate == "neutral":
            await connection.execute(update(table).where(mine).values({trace.column: NOBODY}))
        else:
            await connection.execute(delete(table).where(mine))


async def sessions_of(connection: Connection, person: PersonId) -> Sequence[SessionId]:
    """Return the sessions into which somebody has come with their account, the oldest first."""
    attendance = _table("attendance")
    query = select(_sessions.c.id).join(attendance, attendance.c.session_id == _sessions.c.id)
    mine = query.where(attendance.c.person_id == person).order_by(_sessions.c.opened_at, _sessions.c.id)
    return [SessionId(id_) for id_ in (await connection.execute(mine)).scalars()]


async def live_sessions(connection: Connection) -> Sequence[SessionId]:
    """Return the sessions that are not over."""
    query = select(_sessions.c.id).where(_sessions.c.ended_at.is_(None)).order_by(_sessions.c.id)
    return [SessionId(id_) for id_ in (await connection.execute(query)).scalars()]


async def is_live(connection: Connection, session: SessionId) -> bool:
    """Say whether a session is not over."""
    query = select(_sessions.c.id).where(_sessions.c.id == session, _sessions.c.ended_at.is_(None))
    return (await connection.execute(query)).first() is not None


async def is_live_in(connection: Connection, room: RoomId) -> bool:
    """Say whether people meet in a room."""
    query = select(_sessions.c.id).where(_sessions.c.room_id == room, _sessions.c.ended_at.is_(None))
    return (await connection.execute(query)).first() is not None


async def redact(connection: Connection, session: SessionId, participant: ParticipantId, now: datetime) -> None:
    """Take the name and the account of a participant out of a session that is over. Their club and turns stay."""
    mine = (_events.c.session_id == session) & _events.c.payload.contains(participant, autoescape=True)
    query = select(_events.c.version, _events.c.payload).where(mine)
    for version, payload in (await connection.execute(query)).all():
        if (without := redacted(payload, participant)) != payload:
            this = (_events.c.session_id == session) & (_events.c.version == version)
            await connection.execute(update(_events).where(this).values(payload=without))
    facts = await connection.scalar(select(_sessions.c.facts).where(_sessions.c.id == session))
    if facts is not None and (plain := redacted(facts, participant)) != facts:
        await connection.execute(update(_sessions).where(_sessions.c.id == session).values(facts=plain))
    await _empty_chat(connection, session, participant, now)
    carried = _table("carried_entry")
    waits = (carried.c.session_id == session) & (carried.c.participant_id == participant)
    await connection.execute(delete(carried).where(waits))


async def _empty_chat(connection: Connection, session: SessionId, participant: ParticipantId, now: datetime) -> None:
    messages, reactions = _table("chat_message"), _table("chat_reaction")
    here = messages.c.session_id == session
    mine = here & (messages.c.participant_id == participant)
    await connection.execute(update(messages).where(mine, messages.c.deleted_at.is_(None)).values(deleted_at=now))
    await connection.execute(update(messages).where(mine).values(name=NO_NAME, body=""))
    places = select(messages.c.id).where(here)
    theirs = (reactions.c.participant_id == participant) & reactions.c.message_id.in_(places)
    await connection.execute(delete(reactions).where(theirs))


async def spoken(connection: Connection, session: SessionId, person: PersonId) -> tuple[Row, Sequence[Row]]:
    """Return a session's row, and the events in which somebody stands as a participant, in order."""
    row = (await connection.execute(select(_sessions).where(_sessions.c.id == session))).mappings().one()
    me = participant_of(session, person)
    mine = (_events.c.session_id == session) & _events.c.payload.contains(me, autoescape=True)
    query = select(_events.c.payload).where(mine).order_by(_events.c.version)
    return dict(row), [json.loads(payload) for payload in (await connection.execute(query)).scalars()]


async def chat_of(connection: Connection, session: SessionId, person: PersonId) -> tuple[Sequence[Row], Sequence[Row]]:
    """Return what somebody wrote in a session, and the emoji they put under messages."""
    messages, reactions = _table("chat_message"), _table("chat_reaction")
    me = participant_of(session, person)
    here = messages.c.session_id == session
    columns = (messages.c.id, messages.c.name, messages.c.body, messages.c.at, messages.c.deleted_at)
    query = select(*columns).where(here, messages.c.participant_id == me).order_by(messages.c.seq)
    wrote = [dict(row) for row in (await connection.execute(query)).mappings()]
    places = select(messages.c.id).where(here)
    put = (reactions.c.participant_id == me) & reactions.c.message_id.in_(places)
    found = select(reactions.c.message_id, reactions.c.emoji, reactions.c.at).where(put).order_by(reactions.c.at)
    return wrote, [dict(row) for row in (await connection.execute(found)).mappings()]
