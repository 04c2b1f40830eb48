"""After a start, with other nodes about, and as time goes by: the log is the truth, and nothing is forgotten."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from roundtable.kernel.clock import ManualClock
from roundtable.kernel.errors import Unavailable
from roundtable.kernel.events import ParticipantAway, ServerStarted
from roundtable.kernel.floor_settings import FloorSettings
from roundtable.kernel.grants import Grant
from roundtable.kernel.ids import ConnectionId, SessionId
from roundtable.kernel.messages import Event
from roundtable.kernel.ports import Batch
from roundtable.kernel.session import SessionSettings
from roundtable.rooms.messages import Disconnect, End, Lock, Rename, Stop
from tests.roundtable.meeting import Meeting, MemoryLog

OPEN_DOOR = SessionSettings(lobby=False, floor=FloorSettings(mode="open"))


@pytest.fixture
async def meeting() -> Meeting:
    meeting = Meeting()
    await meeting.open()
    return meeting


async def test_after_a_restart_everything_is_there_and_everybody_away() -> None:
    log, clock = MemoryLog(), ManualClock()
    before = Meeting(log, clock=clock)
    await before.open(OPEN_DOOR)
    alice = await before.enter("Alice", right="host")
    bob = await before.enter("Bob", guest=True)
    await before.do(alice, Stop(participant=bob, source="camera"))
    after = Meeting(log, clock=clock)
    after.session = before.session
    await after.live.restore()
    people = (await after.rooms())["participants"]
    assert {one["name"]: (one["role"], one["connected"], one["stopped"]) for one in people.values()} == {
        "Alice": ("host", False, {}),
        "Bob": ("guest", False, {"camera": True}),
    }
    assert after.grants() == {
        alice: Grant(publish_data=False),
        bob: Grant(publish=frozenset({"microphone", "screen"}), publish_data=False),
    }
    assert await after.enter("Bob", guest=True) == bob
    assert (await after.rooms())["participants"][bob]["connected"] is True


@pytest.mark.parametrize(("alive", "lost"), [(-40, -40), (40, 0), (None, None)])
async def test_a_start_says_since_when_nobody_was_heard(alive: float | None, lost: float | None) -> None:
    """Known only if the node left a sign of life; one from the future is not believed."""
    meeting = Meeting()
    await meeting.open(OPEN_DOOR)
    alice = await meeting.enter("Alice", right="host")
    now = meeting.clock.advance(50)
    await meeting.live.restore(alive_at=None if alive is None else now + timedelta(seconds=alive))
    log = await meeting.log.read(meeting.session, 0)
    lost_at = None if lost is None else now + timedelta(seconds=lost)
    away = [event for _, event in log if isinstance(event, ParticipantAway)]
    assert away == [ParticipantAway(participant=alice, at=now, lost_at=lost_at)]


async def test_a_node_that_starts_does_not_touch_those_of_another() -> None:
    log = MemoryLog()
    here, there = Meeting(log), Meeting(log, node="other")
    there.session = (await here.open()).session
    alice = await here.enter("Alice", right="host")
    await there.live.restore()
    assert (await here.rooms())["participants"][alice]["connected"] is True


class TornLog(MemoryLog):
    """A log in which one session cannot be read."""

    torn: SessionId | None = None

    async def read(self, session: SessionId, after: int) -> Sequence[tuple[int, Event]]:
        if session == self.torn:
            raise ValueError("unknown event")
        return await super().read(session, after)


async def test_a_session_that_cannot_be_read_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    log = TornLog()
    before = Meeting(log)
    log.torn = (await before.open()).session
    await before.open()
    alice = await before.enter("Alice", right="host")
    after = Meeting(log)
    await after.live.restore()
    assert after.wishes.last == {before.session: {alice: Grant(publish_data=False)}}
    assert "session not restored" in caplog.text


async def test_deadlines_are_kept_by_the_clock(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host", connection="one")
    await meeting.enter("Alice", right="host", connection="two")
    assert await meeting.live.tick() is None
    assert meeting.sockets.heard("replaced") == [("replaced", alice, "one")]
    started = ServerStarted(node="node")
    await meeting.live.tell(meeting.session, started)
    meeting.clock.advance(59)
    upcoming = await meeting.live.tick()
    assert upcoming is not None
    assert (upcoming - meeting.clock.now()).total_seconds() == 1
    assert alice in (await meeting.rooms())["participants"]
    meeting.clock.advance(1)
    await meeting.live.tick()
    assert meeting.sockets.heard("dismissed") == [("dismissed", alice, "gone")]
    assert meeting.grants() == {}
    meeting.clock.advance(600)
    assert await meeting.live.tick() is None
    assert meeting.live._sessions == {}


async def test_the_media_server_is_told_only_what_has_changed(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    count = meeting.wishes.count
    await meeting.do(alice, Lock(locked=True))
    await meeting.do(alice, Rename(name="A"))
    assert meeting.wishes.count == count
    await meeting.do(alice, Stop(participant=alice, source="screen"))
    assert meeting.wishes.count == count + 1
    await meeting.do(alice, End())
    assert meeting.grants() == {}


class GoneLog(MemoryLog):
    """A log whose database can be gone for a while."""

    gone = False

    async def append(self, batch: Batch) -> None:
        if self.gone:
            raise Unavailable("unavailable")
        await super().append(batch)


async def test_a_connection_lost_while_the_database_is_gone_is_noted_when_it_is_back() -> None:
    log = GoneLog()
    meeting = Meeting(log)
    await meeting.open()
    alice = await meeting.enter("Alice", right="host", connection="one")
    log.gone = True
    lost = Disconnect(participant=alice, connection=ConnectionId("one"))
    await meeting.live.tell_reliably(meeting.session, lost)
    with pytest.raises(Unavailable):
        await meeting.live.tick()
    assert (await meeting.rooms())["participants"][alice]["connected"] is True
    log.gone = False
    await meeting.live.tick()
    assert (await meeting.rooms())["participants"][alice]["connected"] is False


async def test_what_is_owed_to_a_session_that_is_over_is_dropped() -> None:
    log = GoneLog()
    meeting = Meeting(log)
    await meeting.open()
    alice = await meeting.enter("Alice", right="host", connection="one")
    log.gone = True
    lost = Disconnect(participant=alice, connection=ConnectionId("one"))
    await meeting.live.tell_reliably(meeting.session, lost)
    log.gone = False
    await meeting.do(alice, End())
    assert await meeting.live.tick() is None
