"""Two processes write one session: whatever the interleaving, one order comes out and nothing acknowledged is lost."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable.database import Database
from roundtable.database.event_log import DatabaseEventLog
from roundtable.kernel.audiences import MODERATORS
from roundtable.kernel.errors import NotAllowed, Refusal
from roundtable.kernel.ids import CommandId, ParticipantId, SessionId
from roundtable.kernel.messages import ClientCommand, Event
from roundtable.kernel.ports import Batch
from roundtable.kernel.rules import Rules
from roundtable.kernel.session import SessionSettings
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.messages import Admit, Remove, Rename, SetRole, Stop
from tests.roundtable.kernel.acts import any_client_command
from tests.roundtable.meeting import Meeting, MemoryLog, visitor


class StepLog(MemoryLog):
    """A log that hands over to others before and after each step, as often as it is told."""

    def __init__(self, pauses: list[int]) -> None:
        super().__init__()
        self.pauses = pauses

    async def _pause(self) -> None:
        for _ in range(self.pauses.pop() if self.pauses else 1):
            await asyncio.sleep(0)

    async def append(self, batch: Batch) -> None:
        await self._pause()
        await super().append(batch)
        await self._pause()

    async def read(self, session: SessionId, after: int) -> Any:
        await self._pause()
        return await super().read(session, after)


@settings(max_examples=80, deadline=None)
@given(
    here=st.lists(any_client_command, max_size=12),
    there=st.lists(any_client_command, max_size=12),
    pauses=st.lists(st.integers(0, 5), max_size=60),
)
def test_any_interleaving_of_two_writers_ends_in_one_order(
    here: list[ClientCommand], there: list[ClientCommand], pauses: list[int]
) -> None:
    asyncio.run(_interleave(here, there, pauses))


async def _interleave(here: list[ClientCommand], there: list[ClientCommand], pauses: list[int]) -> None:
    log = StepLog(pauses)
    first, second = Meeting(log), Meeting(log, node="other")
    second.session = (await first.open(SessionSettings(lobby=False))).session
    alice = await first.enter("Alice", right="host")
    bob = await second.enter("Bob", right="host")
    answers = await asyncio.gather(_send_all(first, alice, here, "here"), _send_all(second, bob, there, "there"))
    await _check(log, first, second, answers)


async def _send_all(
    meeting: Meeting, by: ParticipantId, commands: list[ClientCommand], name: str
) -> dict[CommandId, int]:
    """Send all, one after the other; return what was acknowledged."""
    acknowledged: dict[CommandId, int] = {}
    for number, command in enumerate(commands):
        command_id = CommandId(f"{name}-{number:06}")
        try:
            accepted = await meeting.live.execute(meeting.session, command, by, command_id)
        except Refusal:
            continue
        acknowledged[command_id] = accepted.version
    return acknowledged


async def _check(log: StepLog, first: Meeting, second: Meeting, answers: Sequence[dict[CommandId, int]]) -> None:
    session = first.session
    stored = {key.command: version for (_, key), version in log.commands.items()}
    acknowledged = {**answers[0], **answers[1]}
    assert {command: acknowledged.get(command) for command in stored} == stored
    assert all(version <= len(log.events[session]) for version in acknowledged.values())
    await first.live.catch_up()
    await second.live.catch_up()
    rules = Rules(LIVE_SLICES)
    folded = rules.fold(rules.begin(log.sessions[session]), log.events[session])
    shown = {part.name: part.view(folded.states[part.name], MODERATORS) for part in LIVE_SLICES}
    for meeting in (first, second):
        assert (await meeting.live.snapshot(session, MODERATORS)).view == shown


@pytest.fixture
async def pair(database: Database, database_url: str) -> Any:
    """Two nodes with connections of their own on one database."""
    other = Database(database_url)
    here = Meeting(DatabaseEventLog(database, LIVE_SLICES))
    there = Meeting(DatabaseEventLog(other, LIVE_SLICES), node="other")
    there.session = (await here.open(SessionSettings(lobby=False))).session
    yield here, there
    await other.close()


async def test_two_nodes_write_at_once_on_a_real_database(pair: tuple[Meeting, Meeting]) -> None:
    here, there = pair
    alice, bob = await here.enter("Alice", right="host"), await there.enter("Bob", right="host")
    screen = here.sockets.follow(MODERATORS, await here.live.snapshot(here.session, MODERATORS))

    async def rename(meeting: Meeting, by: ParticipantId, name: str) -> list[int]:
        return [await meeting.do(by, Rename(name=f"{name} {n}"), f"{name}-{n:06}") for n in range(25)]

    versions = await asyncio.gather(rename(here, alice, "Alice"), rename(there, bob, "Bob"))
    assert sorted([*versions[0], *versions[1]]) == list(range(6, 56))
    await asyncio.gather(here.live.catch_up(), there.live.catch_up())
    assert (await here.rooms()) == (await there.rooms())
    assert screen.view["rooms"] == await there.rooms()
    assert screen.gaps == 0
    names = [person["name"] for person in (await here.rooms())["participants"].values()]
    assert names == ["Alice 24", "Bob 24"]


async def test_the_same_command_through_two_nodes_applies_once(pair: tuple[Meeting, Meeting]) -> None:
    here, there = pair
    alice = await here.enter("Alice", right="host")
    for number in range(10):
        command_id = f"both-{number:06}"
        sent = (meeting.do(alice, Rename(name=f"Alice {number}"), command_id) for meeting in (here, there))
        assert await asyncio.gather(*sent) == [number + 4] * 2
    assert len(await here.log.read(here.session, 0)) == 13


async def test_only_one_of_two_contradicting_commands_wins(pair: tuple[Meeting, Meeting]) -> None:
    """Two hosts demote each other at the same moment: one of them stays."""
    here, there = pair
    owner = await here.enter("Alice", right="host")
    bob, carol = await here.enter("Bob"), await there.enter("Carol")
    for who in (bob, carol):
        await there.do(owner, SetRole(participant=who, role="host"))
    await here.live.catch_up()
    outcomes = await asyncio.gather(
        here.do(bob, SetRole(participant=carol, role="observer")),
        there.do(carol, SetRole(participant=bob, role="observer")),
        return_exceptions=True,
    )
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == [NotAllowed("not_allowed")]
    await asyncio.gather(here.live.catch_up(), there.live.catch_up())
    roles = sorted(person["role"] for person in (await here.rooms())["participants"].values())
    assert roles == ["host", "host", "observer"]


async def test_a_room_has_one_live_session(database: Database, database_url: str) -> None:
    other = Database(database_url)
    logs = [DatabaseEventLog(one, LIVE_SLICES) for one in (database, other)]
    meeting = Meeting(logs[0])
    facts = await meeting.open()
    rivals = [facts.model_copy(update={"session": SessionId(f"ses_{number}")}) for number in range(6)]
    opened = await asyncio.gather(*(logs[n % 2].open(rival) for n, rival in enumerate(rivals)))
    assert {one.session for one in opened} == {facts.session}
    await other.close()


async def test_a_crowd_on_two_nodes(pair: tuple[Meeting, Meeting]) -> None:
    """Twenty people do things at once through both nodes; all that was acknowledged is in the one log."""
    chance = random.Random(7)
    nodes = pair
    alice = await nodes[0].enter("Alice", right="host")
    names = [f"Guest{number}" for number in range(20)]
    people = await asyncio.gather(*(chance.choice(nodes).enter(name, guest=True) for name in names))
    known: list[Event] = [event for _, event in await nodes[0].log.read(nodes[0].session, 0)]
    commands: list[ClientCommand] = [Stop(participant=who, source="camera") for who in people]
    commands += [SetRole(participant=who, role="observer") for who in people]
    commands += [Admit(participant=people[0]), Remove(participant=people[1])]
    versions = await asyncio.gather(*(chance.choice(nodes).do(alice, command) for command in commands[:-2]))
    assert len(set(versions)) == 40
    assert len(await nodes[1].log.read(nodes[0].session, 0)) == len(known) + 40
    await asyncio.gather(*(node.live.catch_up() for node in nodes))
    assert await nodes[0].rooms() == await nodes[1].rooms()
    assert visitor(nodes[0].session, "Guest3", guest=True).participant in people
