"""The record of a floor, and who may read it."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import Final, Protocol

from roundtable.database import Database
from roundtable.floor import tables
from roundtable.floor.record import record_of
from roundtable.floor.resources import FloorRecord
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import NotFound
from roundtable.kernel.events import LeaveReason, ParticipantJoined, ParticipantLeft
from roundtable.kernel.ids import ParticipantId, PersonId, RoomId, SessionId, participant_of
from roundtable.kernel.messages import Event
from roundtable.kernel.session import SessionFacts

_SENT_OUT: Final[frozenset[LeaveReason]] = frozenset(("removed", "banned"))


class RoomRights(Protocol):
    """Knows what rooms give to people."""

    async def moderates(self, room: RoomId, person: PersonId) -> bool:
        """Say whether somebody is the room's host or one of its moderators."""
        ...


class FloorRecords:
    """Records of all sessions, live ones and those that are over."""

    def __init__(self, database: Database, rooms: RoomRights, clock: Clock) -> None:
        self._database = database
        self._rooms = rooms
        self._clock = clock

    async def read(self, caller: Caller, session: SessionId) -> FloorRecord:
        """Tell what happened on a floor; for somebody who may not read it there is no such session.

        The room's host and moderators may, administrators, and accounts that took part in the session.
        """
        now = self._clock.now()
        async with self._database.reading() as connection:
            facts = await tables.facts(connection, session)
        if facts is None or not await self._may_read(caller, facts):
            raise NotFound("not_found")
        async with self._database.reading() as connection:
            written = await tables.told(connection, session)
        # Long for a long session: sound and picture of other sessions must not wait for it.
        return await asyncio.to_thread(_told, facts, written, now)

    async def _may_read(self, caller: Caller, facts: SessionFacts) -> bool:
        if caller.administrator or await self._rooms.moderates(facts.room, caller.account):
            return True
        async with self._database.reading() as connection:
            came = tables.read(await tables.comings(connection, facts.session))
        return took_part((event for _, event in came.events), participant_of(facts.session, caller.account))


def _told(facts: SessionFacts, written: tables.Written, now: datetime) -> FloorRecord:
    read = tables.read(written)
    return record_of(facts, read.events, now).model_copy(update={"unread": read.unread})


def took_part(events: Iterable[Event], participant: ParticipantId) -> bool:
    """Say whether somebody was admitted, and not sent out for good: what was said without them is not theirs."""
    was_in = False
    for event in events:
        if isinstance(event, ParticipantJoined) and event.participant == participant:
            was_in = True
        elif isinstance(event, ParticipantLeft) and event.participant == participant and event.reason in _SENT_OUT:
            was_in = False
    return was_in
