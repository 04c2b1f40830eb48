"""`kill -9` of the server 100 ms after an acknowledgement: the floor is the same afterwards, and so are the rights."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from datetime import timedelta
from typing import Any

import pytest

from roundtable.database import Database
from roundtable.database.event_log import DatabaseEventLog
from roundtable.kernel.clock import SystemClock
from roundtable.registry import LIVE_SLICES
from tests.roundtable.floor.assembly import Assembly, remaining
from tests.roundtable.floor.speaking_process import SCENES, MachineClock, published

AFTER_THE_ANSWER = 0.1
"""Seconds."""

DOWN = timedelta(seconds=20)
"""For how long the server is down before it starts again, on its clock."""


async def seen_before_the_kill(url: str, scene: str) -> Any:
    """Let a process play a scene, kill it 100 ms after its last acknowledgement, and return what was seen, and when."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.roundtable.floor.speaking_process", url, scene, stdout=PIPE
    )
    try:
        assert process.stdout is not None
        seen = json.loads(await process.stdout.readline())
        await asyncio.sleep(AFTER_THE_ANSWER)
    finally:
        process.kill()
        killed_at = SystemClock().now()
        await process.communicate()
    return {**seen, "killed_at": killed_at}


async def restarted(database: Database, seen: Any) -> Assembly:
    """Another process takes over, some time later: a server that starts on the same database."""
    meeting = Assembly(DatabaseEventLog(database, LIVE_SLICES), clock=MachineClock(DOWN))
    meeting.session, meeting.alice = seen["session"], seen["alice"]
    await meeting.live.restore(alive_at=seen["killed_at"])
    return meeting


def standing(floor: Any) -> dict[str, Any]:
    """What of the floor does not move by itself: the clocks aside, and that everybody is away for a moment."""
    kept = {name: floor[name] for name in ("mode", "settings", "closed", "items", "gavel", "topic")}
    entries = {
        entry: {name: value for name, value in shown.items() if name != "away"}
        for entry, shown in floor["entries"].items()
    }
    turns = {
        place: {name: floor[place][name] for name in ("id", "kind", "name", "limit", "called_at")}
        for place in ("turn", "interrupted")
        if place in floor
    }
    return {**kept, "entries": entries, **turns}


@pytest.mark.parametrize("scene", sorted(SCENES))
async def test_after_kill_9_the_floor_is_the_same(database: Database, database_url: str, scene: str) -> None:
    seen = await seen_before_the_kill(database_url, scene)
    meeting = await restarted(database, seen)
    before, after = seen["floor"], await meeting.floor()
    assert standing(after) == standing(before)
    assert published(meeting) == seen["grants"]
    for place in ("turn", "interrupted"):
        assert (place in after) == (place in before)
        if place in after:
            shown = remaining(before[place], seen["killed_at"])
            assert remaining(after[place], meeting.clock.now()) == pytest.approx(shown, abs=1)
            assert "running_since" not in after[place]
    await meeting.enter("Alice", right="host")
    await meeting.enter("Bob")
    await meeting.enter("Carol")
    running = (await meeting.turn())["state"]
    assert running == before["turn"]["state"]
