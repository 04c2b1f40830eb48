"""Commands in, log, patches out: what the kernel promises to everybody."""

import asyncio

import pytest

from roundtable.kernel.audiences import EVERYONE, MODERATORS, waiting
from roundtable.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal, Unavailable
from roundtable.kernel.events import ServerStarted
from roundtable.kernel.ids import CommandId, ParticipantId, SessionId
from roundtable.kernel.messages import ClientCommand
from roundtable.kernel.ports import Batch, Change, VersionTaken
from roundtable.kernel.session import SessionSettings
from roundtable.rooms.messages import Admit, End, Leave, Lock, Remove, Rename, SetRole
from tests.roundtable.meeting import Meeting, MemoryLog, Sockets, a_session

OPEN_DOOR = SessionSettings(lobby=False)


@pytest.fixture
async def meeting() -> Meeting:
    meeting = Meeting()
    await meeting.open()
    return meeting


async def test_nobody_is_told_before_it_is_stored(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    stored_when_told: list[int] = []

    async def publish(session: SessionId, audience: str, change: Change) -> None:
        stored_when_told.append(len(await meeting.log.read(session, 0)))
        assert stored_when_told[-1] >= change.version

    meeting.sockets.publish = publish  # type: ignore[method-assign]
    version = await meeting.do(alice, Lock(locked=True))
    assert stored_when_told == [version, version]


async def test_a_repeated_command_id_applies_once_and_answers_the_same(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    first = await meeting.do(alice, Lock(locked=True), "command-1")
    await meeting.do(alice, Lock(locked=False), "command-2")
    assert await meeting.do(alice, Lock(locked=True), "command-1") == first
    assert (await meeting.rooms())["locked"] is False


async def test_a_command_id_belongs_to_whoever_sent_it(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.admitted("Bob", alice)
    await meeting.do(alice, Rename(name="Alice A"), "command-1")
    await meeting.do(bob, Rename(name="Bob B"), "command-1")
    names = [person["name"] for person in (await meeting.rooms())["participants"].values()]
    assert names == ["Alice A", "Bob B"]


async def test_a_repeated_command_that_ended_the_session_answers_the_same(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    version = await meeting.do(alice, End(), "the-end-1")
    assert await meeting.do(alice, End(), "the-end-1") == version
    assert await meeting.refusal(alice, End()) == Conflict("session_ended")


async def test_patches_go_to_those_who_see_a_difference(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    everyone = meeting.sockets.follow(EVERYONE, await meeting.live.snapshot(meeting.session, EVERYONE))
    moderators = meeting.sockets.follow(MODERATORS, await meeting.live.snapshot(meeting.session, MODERATORS))
    meeting.sockets.told.clear()
    bob = await meeting.enter("Bob")
    assert [told[1] for told in meeting.sockets.heard("publish")] == [MODERATORS]
    await meeting.do(alice, Admit(participant=bob))
    assert everyone.view == (await meeting.live.snapshot(meeting.session, EVERYONE)).view
    assert moderators.view == (await meeting.live.snapshot(meeting.session, MODERATORS)).view
    assert (everyone.gaps, moderators.gaps) == (0, 0)


async def test_a_role_gives_another_audience_and_its_snapshot(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.admitted("Bob", alice)
    await meeting.do(alice, SetRole(participant=bob, role="moderator"))
    await meeting.do(alice, SetRole(participant=bob, role="observer"))
    moved = meeting.sockets.heard("moved")
    assert [(who, audience) for _, who, audience, _ in moved] == [
        (bob, EVERYONE),
        (bob, MODERATORS),
        (bob, EVERYONE),
    ]
    assert "waiting" in moved[1][3].view["rooms"]
    assert "waiting" not in moved[2][3].view["rooms"]


async def test_who_is_sent_away_is_told_why(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.admitted("Bob", alice)
    carol = await meeting.enter("Carol")
    await meeting.do(alice, Remove(participant=bob))
    await meeting.do(carol, Leave())
    await meeting.do(alice, End())
    assert meeting.sockets.heard("dismissed") == [
        ("dismissed", bob, "removed"),
        ("dismissed", carol, "left"),
        ("dismissed", alice, "ended"),
    ]
    assert await meeting.live.live_in(a_session().room) is None


async def test_the_lobby_hears_of_itself_only(meeting: Meeting) -> None:
    await meeting.enter("Alice", right="host")
    bob = await meeting.enter("Bob")
    carol = await meeting.enter("Carol")
    audience, snapshot = await meeting.live.look(meeting.session, carol)
    screen = meeting.sockets.follow(audience, snapshot)
    assert audience == waiting(carol)
    await meeting.do(bob, Leave())
    door = {"title": "开源社圆桌 Roundtable", "you": "waiting", "ahead": 0, "moderated": True, "ended": False}
    assert screen.view == {"rooms": door}


async def test_commands_of_strangers_and_of_the_server_are_refused(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.enter("Bob")
    stranger = ParticipantId("prt_stranger")
    started: ClientCommand = ServerStarted(node="node")  # type: ignore[assignment]
    assert await meeting.refusal(stranger, Lock(locked=True)) == NotFound("not_present")
    assert await meeting.refusal(bob, Lock(locked=True)) == NotAllowed("not_allowed")
    assert await meeting.refusal(alice, started) == Invalid("unknown_command")
    with pytest.raises(NotFound):
        await meeting.live.execute(SessionId("ses_none"), Lock(locked=True), alice)
    assert meeting.live._sessions.keys() == {meeting.session}


async def test_a_right_that_is_lost_meanwhile_is_lost_in_the_race_too() -> None:
    """The loser of a race decides again, with the role of then."""
    log = MemoryLog()
    here, there = Meeting(log), Meeting(log, node="other")
    there.session = (await here.open()).session
    alice = await here.enter("Alice", right="host")
    bob = await here.enter("Bob", right="moderator")
    await there.live.snapshot(there.session, MODERATORS)
    await here.do(alice, SetRole(participant=bob, role="observer"))
    assert await there.refusal(bob, Lock(locked=True)) == NotAllowed("not_allowed")


async def test_a_refusal_never_rests_on_an_old_state() -> None:
    log = MemoryLog()
    here, there = Meeting(log), Meeting(log, node="other")
    there.session = (await here.open()).session
    alice = await here.enter("Alice", right="host")
    await there.live.snapshot(there.session, MODERATORS)
    bob = await here.enter("Bob")
    assert await there.do(alice, Admit(participant=bob)) == 6
    assert await here.do(alice, Admit(participant=bob)) == 6


async def test_other_nodes_are_followed() -> None:
    log = MemoryLog()
    here, there = Meeting(log), Meeting(log, node="other")
    there.session = (await here.open()).session
    await here.enter("Alice", right="host")
    screen = there.sockets.follow(MODERATORS, await there.live.snapshot(there.session, MODERATORS))
    alice = await here.enter("Alice", right="host", connection="second")
    await here.do(alice, Lock(locked=True))
    await there.live.catch_up()
    assert screen.view == (await here.live.snapshot(here.session, MODERATORS)).view
    await here.do(alice, End())
    await there.live.catch_up()
    assert there.sockets.heard("dismissed") == [("dismissed", alice, "ended")]
    assert there.live._sessions == {}


class BusyLog(MemoryLog):
    """A log in which somebody else is always faster."""

    async def append(self, batch: Batch) -> None:
        raise VersionTaken


async def test_a_race_that_is_always_lost_ends() -> None:
    meeting = Meeting(BusyLog())
    await meeting.open()
    with pytest.raises(Conflict, match="too_busy"):
        await meeting.enter("Alice", right="host")


class LostAnswerLog(MemoryLog):
    """A log that commits, and then its answer is lost on the way."""

    lose = False

    async def append(self, batch: Batch) -> None:
        await super().append(batch)
        if self.lose:
            self.lose = False
            raise Unavailable("unavailable")


async def test_a_retry_after_a_lost_answer_finds_the_command_done() -> None:
    log = LostAnswerLog()
    meeting = Meeting(log)
    await meeting.open()
    alice = await meeting.enter("Alice", right="host")
    screen = meeting.sockets.follow(MODERATORS, await meeting.live.snapshot(meeting.session, MODERATORS))
    log.lose = True
    with pytest.raises(Unavailable):
        await meeting.do(alice, Lock(locked=True), "command-1")
    assert await meeting.do(alice, Lock(locked=True), "command-1") == 4
    assert len(log.events[meeting.session]) == 4
    assert screen.view["rooms"]["locked"] is True


class SlowLog(MemoryLog):
    """A log whose commit waits until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()
        self.go.set()
        self.reached = asyncio.Event()

    async def append(self, batch: Batch) -> None:
        self.reached.set()
        await self.go.wait()
        await super().append(batch)


async def test_a_caller_who_gives_up_does_not_leave_a_half_told_command() -> None:
    log = SlowLog()
    meeting = Meeting(log)
    await meeting.open()
    alice = await meeting.enter("Alice", right="host")
    screen = meeting.sockets.follow(MODERATORS, await meeting.live.snapshot(meeting.session, MODERATORS))
    log.go.clear()
    log.reached.clear()
    asking = asyncio.create_task(meeting.do(alice, Lock(locked=True)))
    await log.reached.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    log.go.set()
    await meeting.live.close()
    assert screen.view["rooms"]["locked"] is True


class DeafSockets(Sockets):
    """A publisher that always fails."""

    async def publish(self, session: SessionId, audience: str, change: Change) -> None:
        raise ConnectionError


async def test_a_fault_in_telling_does_not_fail_the_command(caplog: pytest.LogCaptureFixture) -> None:
    meeting = Meeting()
    meeting.live._telling._publisher = DeafSockets()
    await meeting.open()
    alice = await meeting.enter("Alice", right="host")
    await meeting.do(alice, Lock(locked=True))
    assert (await meeting.rooms())["locked"] is True
    assert "telling failed" in caplog.text


async def test_sessions_that_are_over_leave_the_memory() -> None:
    meeting = Meeting()
    for _ in range(50):
        await meeting.open()
        alice = await meeting.enter("Alice", right="host")
        await meeting.do(alice, End())
        with pytest.raises(Refusal):
            await meeting.do(alice, Lock(locked=True))
    assert meeting.live._sessions == {}


async def test_commands_at_the_same_time_are_done_one_after_the_other(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    screen = meeting.sockets.follow(MODERATORS, await meeting.live.snapshot(meeting.session, MODERATORS))
    names = [f"Alice {number}" for number in range(40)]
    versions = await asyncio.gather(*(meeting.do(alice, Rename(name=name)) for name in names))
    assert sorted(versions) == list(range(4, 44))
    assert screen.view["rooms"]["participants"][alice]["name"] == names[-1]


async def test_the_same_command_sent_twenty_times_at_once_applies_once(meeting: Meeting) -> None:
    alice = await meeting.enter("Alice", right="host")
    sent = [meeting.live.execute(meeting.session, Rename(name="A"), alice, CommandId("c-0000001")) for _ in range(20)]
    assert {accepted.version for accepted in await asyncio.gather(*sent)} == {4}
