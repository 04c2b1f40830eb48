"""The two loops that run beside the commands: deadlines, and what other nodes have written."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager

import pytest

from roundtable.kernel import deadlines
from roundtable.kernel.audiences import MODERATORS
from roundtable.kernel.deadlines import follow_other_nodes, keep_deadlines
from roundtable.kernel.errors import Unavailable
from roundtable.kernel.events import ServerStarted
from roundtable.kernel.ids import ParticipantId, SessionId
from roundtable.kernel.messages import Event
from roundtable.kernel.ports import Batch
from roundtable.rooms.messages import Lock
from tests.roundtable.meeting import Meeting, MemoryLog

SECONDS = 20
"""How long a test waits for what must happen at once; a loaded machine may need some of it."""


@asynccontextmanager
async def running(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Let a loop run beside the test."""
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(SECONDS):
        while not happened():
            await asyncio.sleep(0.005)


async def away(meeting: Meeting) -> ParticipantId:
    """Somebody whose connection is lost just now."""
    await meeting.open()
    alice = await meeting.enter("Alice", right="host")
    await meeting.live.tell(meeting.session, ServerStarted(node="node"))
    return alice


async def test_a_deadline_comes_without_anybody_doing_anything() -> None:
    meeting = Meeting()
    alice = await away(meeting)
    async with running(keep_deadlines(meeting.live, meeting.clock)):
        meeting.clock.advance(61)
        meeting.live.deadline_moved.set()
        await until(lambda: bool(meeting.sockets.heard("dismissed")))
    assert meeting.sockets.heard("dismissed") == [("dismissed", alice, "gone")]


class FailingLog(MemoryLog):
    """A log that fails in one way or another for a while."""

    fault: Exception | None = None
    failed = 0

    async def read(self, session: SessionId, after: int) -> Sequence[tuple[int, Event]]:
        if self.fault:
            self.failed += 1
            raise self.fault
        return await super().read(session, after)

    async def append(self, batch: Batch) -> None:
        if self.fault:
            self.failed += 1
            raise self.fault
        await super().append(batch)

    async def versions(self) -> dict[SessionId, int]:
        if self.fault:
            self.failed += 1
            raise self.fault
        return await super().versions()


@pytest.mark.parametrize("fault", [Unavailable("unavailable"), ValueError("torn")])
async def test_deadlines_go_on_after_a_fault(fault: Exception, caplog: pytest.LogCaptureFixture) -> None:
    log = FailingLog()
    meeting = Meeting(log)
    await away(meeting)
    log.fault = fault
    async with running(keep_deadlines(meeting.live, meeting.clock)):
        meeting.clock.advance(61)
        meeting.live.deadline_moved.set()
        await until(lambda: log.failed > 0)
        log.fault = None
        meeting.live.deadline_moved.set()
        await until(lambda: bool(meeting.sockets.heard("dismissed")))
    assert "deadline missed" in caplog.text


@pytest.mark.parametrize("fault", [Unavailable("unavailable"), ValueError("torn")])
async def test_other_nodes_are_followed_also_after_a_fault(
    fault: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(deadlines, "FOLLOWING", 0.01)
    log = FailingLog()
    here, there = Meeting(log), Meeting(log, node="other")
    there.session = (await here.open()).session
    alice = await here.enter("Alice", right="host")
    screen = there.sockets.follow(MODERATORS, await there.live.snapshot(there.session, MODERATORS))
    log.fault = fault
    async with running(follow_other_nodes(there.live)):
        await until(lambda: log.failed > 0)
        log.fault = None
        await here.do(alice, Lock(locked=True))
        await until(lambda: screen.view["rooms"]["locked"] is True)
    assert "cannot follow other nodes" in caplog.text
