"""The log as tables: versions once, commands once, recorders in the same transaction, all or nothing."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select

from roundtable.database import Connection, Database
from roundtable.database.event_log import DatabaseEventLog, SessionCommand, SessionEvent, hold_live
from roundtable.kernel.events import ParticipantAway, ParticipantJoined, SessionEnded
from roundtable.kernel.ids import CommandId, ParticipantId, RoomId
from roundtable.kernel.messages import Event
from roundtable.kernel.ports import Batch, CommandKey, CommandRepeated, VersionTaken
from roundtable.kernel.presence import nobody
from roundtable.kernel.session import SessionFacts
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.messages import Arrived
from tests.roundtable.meeting import CLUB, a_session, visitor

NOW = datetime(2026, 11, 22, 12, 0, 0, 250000, tzinfo=UTC)
ALICE = ParticipantId("prt_alice")
KEY = CommandKey(ALICE, CommandId("command-1"))
JOINED = ParticipantJoined(participant=ALICE, name="爱丽丝 🌸", role="host", club=CLUB, at=NOW)
AWAY = ParticipantAway(participant=ALICE, at=NOW)


def batch(facts: SessionFacts, version: int, *events: Event, key: CommandKey | None = None) -> Batch:
    return Batch(facts=facts, at=NOW, version=version, events=events, presence=nobody(facts), key=key)


@pytest.fixture
def log(database: Database) -> DatabaseEventLog:
    return DatabaseEventLog(database, LIVE_SLICES)


@pytest.fixture
async def facts(log: DatabaseEventLog) -> SessionFacts:
    return await log.open(a_session())


async def test_events_come_back_as_they_were(log: DatabaseEventLog, facts: SessionFacts) -> None:
    person = visitor(facts.session, "Bob", guest=True, address_key="k")
    arrived = Arrived(visitor=person, connection="c", node="n", at=NOW)
    await log.append(batch(facts, 1, arrived, JOINED))
    await log.append(batch(facts, 3, AWAY))
    assert await log.read(facts.session, 0) == [(1, arrived), (2, JOINED), (3, AWAY)]
    assert await log.read(facts.session, 2) == [(3, AWAY)]
    assert await log.versions() == {facts.session: 3}


async def test_a_version_is_given_once(log: DatabaseEventLog, facts: SessionFacts) -> None:
    await log.append(batch(facts, 1, JOINED))
    with pytest.raises(VersionTaken):
        await log.append(batch(facts, 1, AWAY, key=KEY))
    assert await log.read(facts.session, 0) == [(1, JOINED)]
    assert await log.find_command(facts.session, KEY) is None


async def test_a_command_is_accepted_once(log: DatabaseEventLog, facts: SessionFacts) -> None:
    await log.append(batch(facts, 1, JOINED, AWAY, key=KEY))
    with pytest.raises(CommandRepeated) as repeated:
        await log.append(batch(facts, 3, AWAY, key=KEY))
    assert repeated.value.version == 2
    assert len(await log.read(facts.session, 0)) == 2
    other = await log.open(a_session())
    assert await log.find_command(other.session, KEY) is None


async def test_facts_and_what_is_live(log: DatabaseEventLog, facts: SessionFacts) -> None:
    assert await log.facts(facts.session) == facts
    assert await log.live_in(facts.room) == facts
    assert await log.live() == [facts]
    await log.append(batch(facts, 1, SessionEnded(reason="ended", at=NOW)))
    assert await log.live() == []
    assert await log.live_in(facts.room) is None
    assert await log.facts(facts.session) == facts
    assert await log.versions() == {}
    assert await log.live_in(RoomId("room_none")) is None


async def test_a_room_meets_again_after_the_end(log: DatabaseEventLog, facts: SessionFacts) -> None:
    await log.append(batch(facts, 1, SessionEnded(reason="ended", at=NOW)))
    again = a_session().model_copy(update={"room": facts.room})
    assert await log.open(again) == again
    assert await log.open(a_session().model_copy(update={"room": facts.room})) == again


async def test_a_session_is_held_live_in_a_transaction(
    database: Database, log: DatabaseEventLog, facts: SessionFacts
) -> None:
    async with database.transaction() as connection:
        assert await hold_live(connection, facts.session) is True
    await log.append(batch(facts, 1, SessionEnded(reason="ended", at=NOW)))
    async with database.transaction() as connection:
        assert await hold_live(connection, facts.session) is False


async def test_recorders_write_in_the_same_transaction(database: Database, facts: SessionFacts) -> None:
    """Here: a job for each batch, kept in the table of commands for want of another."""
    seen: list[Batch] = []

    async def record(connection: Connection, written: Batch) -> None:
        seen.append(written)
        stored = await connection.execute(select(func.count()).select_from(SessionEvent))
        row = {
            "session_id": written.facts.session,
            "participant_id": "job",
            "command_id": f"after-{stored.scalar_one()}",
            "version": written.version,
            "at": written.at,
        }
        await connection.execute(insert(SessionCommand), row)

    log = DatabaseEventLog(database, LIVE_SLICES, recorders=[record])
    written = batch(facts, 1, JOINED)
    await log.append(written)
    assert seen == [written]
    job = CommandKey(ParticipantId("job"), CommandId("after-1"))
    assert await log.find_command(facts.session, job) == 1
    with pytest.raises(VersionTaken):
        await log.append(batch(facts, 1, AWAY))
    assert await log.find_command(facts.session, CommandKey(ParticipantId("job"), CommandId("after-2"))) is None


async def test_a_recorder_that_fails_takes_the_events_back(database: Database, facts: SessionFacts) -> None:
    async def fail(connection: Connection, written: Batch) -> None:
        raise LookupError

    log = DatabaseEventLog(database, LIVE_SLICES, recorders=[fail])
    with pytest.raises(LookupError):
        await log.append(batch(facts, 1, JOINED, key=KEY))
    assert await log.read(facts.session, 0) == []
    assert await log.find_command(facts.session, KEY) is None
