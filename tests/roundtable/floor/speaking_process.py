"""A process in which somebody speaks, to be killed. Says what everybody saw when the last command was acknowledged.

Run as `python -m tests.roundtable.floor.speaking_process <database url> <scene>`.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from roundtable.database import Database
from roundtable.database.event_log import DatabaseEventLog
from roundtable.floor.commands.queue import Ask, Close
from roundtable.floor.commands.turns import Extend, Pause
from roundtable.kernel.clock import ManualClock, SystemClock
from roundtable.kernel.ids import ParticipantId
from roundtable.registry import LIVE_SLICES
from tests.roundtable.floor.assembly import Assembly


class MachineClock(ManualClock):
    """The machine's clock where a test otherwise has one to move by hand; may be later than it is."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        super().__init__()
        self._ahead = ahead

    def now(self) -> datetime:
        return SystemClock().now() + self._ahead


async def main(url: str, scene: str) -> None:
    """Play the scene, say what is seen, and wait to be killed."""
    meeting = Assembly(DatabaseEventLog(Database(url), LIVE_SLICES), clock=MachineClock())
    await meeting.begin()
    bob, carol, dan = [await meeting.enter(name) for name in ("Bob", "Carol", "Dan")]
    for who in (bob, carol, dan):
        await meeting.do(who, Ask(kind="topic", text="what we did"))
    await meeting.next()
    await meeting.heard()
    await SCENES[scene](meeting, carol)
    seen = {
        "session": meeting.session,
        "alice": meeting.alice,
        "floor": await meeting.floor(),
        "grants": published(meeting),
    }
    sys.stdout.write(json.dumps(seen) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


def published(meeting: Assembly) -> dict[str, list[str]]:
    """What the media server was last told that everybody may publish."""
    return {who: sorted(grant.publish) for who, grant in meeting.grants().items()}


async def _closed(meeting: Assembly, carol: ParticipantId) -> None:
    """The list is closed while Bob speaks."""
    await meeting.do(meeting.alice, Close())


async def _extended(meeting: Assembly, carol: ParticipantId) -> None:
    """Bob has more time."""
    await meeting.do(meeting.alice, Extend(turn=await meeting.running(), seconds=60))


async def _interposed(meeting: Assembly, carol: ParticipantId) -> None:
    """Carol asks in between, and Bob's clock stands still."""
    await meeting.ask(carol, "clarifying_question")
    await meeting.next()
    await meeting.heard()


async def _paused(meeting: Assembly, carol: ParticipantId) -> None:
    """A moderator has stopped the clock."""
    await meeting.do(meeting.alice, Pause(turn=await meeting.running()))


SCENES: Final[dict[str, Callable[[Assembly, ParticipantId], Awaitable[None]]]] = {
    "closed": _closed,
    "extended": _extended,
    "interposed": _interposed,
    "paused": _paused,
}


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
