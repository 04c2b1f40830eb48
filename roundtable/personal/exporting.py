"""Gathering everything that is known of a person."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from roundtable.database import Connection, Database
from roundtable.floor import tables as floor
from roundtable.floor.record import record_of
from roundtable.floor.resources import EntryLine, TurnLine
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock, as_text
from roundtable.kernel.errors import NotFound
from roundtable.kernel.ids import PersonId, SessionId, participant_of
from roundtable.kernel.session import SessionFacts
from roundtable.people import tables as people
from roundtable.personal import tables
from roundtable.personal.resources import PersonalExport
from roundtable.personal.traces import TRACES

MOST_LINES: Final = 1_000_000
"""Nothing of one's own is left out."""
_PRESENCE: Final = ("participants.", "rooms.")


class Exporting:
    """Gives people what is known of them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def export(self, caller: Caller) -> PersonalExport:
        """Gather it, in one consistent state of the database."""
        id_ = caller.account
        async with self._database.reading() as connection:
            person = await people.person(connection, id_)
            if person is None:
                raise NotFound("not_found")
            rows: dict[str, list[dict[str, Any]]] = {}
            for trace in TRACES:
                found = [_plain(row) for row in await tables.rows_of(connection, trace, id_)]
                known = rows.setdefault(trace.table, [])
                known += [row for row in found if row not in known]
            letters = [_plain(row) for row in await tables.letters_to(connection, person.email)]
            ids = await tables.sessions_of(connection, id_)
            sessions = [await self._session(connection, session, id_) for session in ids]
        return PersonalExport(made_at=self._clock.now(), rows=rows, letters=letters, sessions=sessions)

    async def _session(self, connection: Connection, session: SessionId, person: PersonId) -> dict[str, Any]:
        row, events = await tables.spoken(connection, session, person)
        written = await floor.told(connection, session)
        messages, reactions = await tables.chat_of(connection, session, person)
        facts = SessionFacts.model_validate_json(row["facts"])
        me = participant_of(session, person)
        return {
            "id": session,
            "title": facts.title,
            "opened_at": as_text(row["opened_at"]),
            "ended_at": as_text(row["ended_at"]) if row["ended_at"] else None,
            "coming_and_going": [event for event in events if event["type"].startswith(_PRESENCE)],
            "floor": await asyncio.to_thread(_own_lines, facts, written, me, now=self._clock.now()),
            "messages": [_plain(each) for each in messages],
            "reactions": [_plain(each) for each in reactions],
        }


def _own_lines(facts: SessionFacts, written: floor.Written, me: str, *, now: datetime) -> list[dict[str, Any]]:
    """Return the turns somebody had and what else they asked for, as the session's record tells it."""
    record = record_of(facts, floor.read(written).events, now, most_lines=MOST_LINES)
    lines: Sequence[TurnLine | EntryLine] = [one for one in record.lines if isinstance(one, TurnLine | EntryLine)]
    return [line.model_dump(mode="json", exclude_none=True) for line in lines if line.person == me]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _text(value) for name, value in row.items()}


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return as_text(value)
    return value.isoformat() if isinstance(value, date) else value
