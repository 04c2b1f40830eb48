"""Two moderators at two servers press at the same moment: one step, on a real database."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from roundtable.database import Database
from roundtable.database.event_log import DatabaseEventLog
from roundtable.floor.commands.queue import Ask
from roundtable.floor.commands.turns import EndTurn, Next
from roundtable.floor.events.turns import TurnCalled, TurnEnded
from roundtable.kernel.errors import Conflict
from roundtable.kernel.ids import ParticipantId
from roundtable.registry import LIVE_SLICES
from tests.roundtable.floor.assembly import Assembly

Chairs = tuple[Assembly, Assembly, ParticipantId]


@pytest.fixture
async def chairs(database: Database, database_url: str) -> AsyncIterator[Chairs]:
    """Alice at one server and Mia at another, with connections of their own to one database; five people wait."""
    other = Database(database_url)
    here = Assembly(DatabaseEventLog(database, LIVE_SLICES))
    await here.begin()
    there = Assembly(DatabaseEventLog(other, LIVE_SLICES), clock=here.clock, node="other")
    there.session, there.alice = here.session, here.alice
    mia = await there.enter("Mia", right="moderator")
    for name in ("Bob", "Carol", "Dan", "Eve", "Fay"):
        await here.do(await here.enter(name), Ask(kind="topic"))
    yield here, there, mia
    await other.close()


async def pressed(*presses: Any) -> list[Any]:
    """Press at once; return the refusals."""
    outcomes = await asyncio.gather(*presses, return_exceptions=True)
    return [outcome for outcome in outcomes if isinstance(outcome, BaseException)]


async def test_next_pressed_twice_at_once_is_one_step_each_time(chairs: Chairs) -> None:
    here, there, mia = chairs
    for spoken in range(1, 6):
        await there.live.catch_up()
        seen = await here.current()
        assert await there.current() == seen
        refused = await pressed(here.do(here.alice, Next(turn=seen)), there.do(mia, Next(turn=seen)))
        assert refused == [Conflict("turn_over")]
        assert len(await here.logged(TurnCalled)) == spoken
    await asyncio.gather(here.live.catch_up(), there.live.catch_up())
    assert await here.floor() == await there.floor()


async def test_the_speaker_is_done_while_the_chair_presses_next_and_nobody_is_skipped(chairs: Chairs) -> None:
    """Whoever is first decides how the turn has ended; the other is told that it is over."""
    here, there, _ = chairs
    await here.next()
    for _ in range(3):
        await there.live.catch_up()
        turn = await here.turn()
        if turn is None:
            await here.next()
            continue
        speaker = ParticipantId(turn["participant"])
        refused = await pressed(here.do(here.alice, Next(turn=turn["id"])), there.do(speaker, EndTurn(turn=turn["id"])))
        assert refused == [Conflict("turn_over")]
        await here.live.catch_up()
        ended = [event.turn for event in await here.logged(TurnEnded)]
        assert ended.count(turn["id"]) == 1
