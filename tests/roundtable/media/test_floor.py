"""The queue moves the microphone: what the floor says is what the media server lets people do, whatever happens."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from roundtable.floor.commands.chairing import SetMode
from roundtable.floor.commands.items import AddRound, StartItem
from roundtable.floor.commands.turns import EndTurn
from roundtable.floor.values import ItemId
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.grants import Grant, Source
from roundtable.kernel.ids import ParticipantId, SessionId
from roundtable.kernel.session import SessionSettings
from roundtable.media.reconciler import MediaReconciler
from roundtable.media.tokens import Tokens
from roundtable.rooms.messages import Leave
from tests.roundtable.floor.assembly import Assembly
from tests.roundtable.media.fake import FakeMedia
from tests.roundtable.meeting import CLUB, MemoryLog

CAMERA: frozenset[Source] = frozenset({"camera"})
ALL: frozenset[Source] = frozenset({"microphone", "camera", "screen"})
LONG = 600.0
"""Seconds between sweeps: long, so that nothing is put right by chance."""


class Table:
    """A server process: live sessions on a log, and the reconciler that talks to the media server."""

    def __init__(self, media: FakeMedia, log: MemoryLog, clock: ManualClock) -> None:
        self.media = media
        tokens = Tokens("key", "secret" * 8, clock)
        self.reconciler = MediaReconciler(media, tokens, is_over=_never, sweep_seconds=LONG)
        self.assembly = Assembly(log, clock=clock, reconcilers=[self.reconciler])

    def join(self, *people: ParticipantId) -> None:
        """Let the clients of some people connect, with the tokens they are given now."""
        session = self.assembly.session
        for who in people:
            self.media.join(session, who, self.reconciler.grant(session, who))
        self.reconciler.noticed(session)

    async def three(self) -> tuple[ParticipantId, ParticipantId, ParticipantId]:
        """Begin where Alice moderates, Bob and Carol listen, and each has a client that was told so."""
        await self.assembly.begin()
        alice, bob, carol = self.assembly.alice, await self.assembly.enter("Bob"), await self.assembly.enter("Carol")
        self.join(alice, bob, carol)
        await self.until({alice: ALL, bob: CAMERA, carol: CAMERA})
        return alice, bob, carol

    async def until(self, expected: Mapping[ParticipantId, frozenset[Source]]) -> None:
        """Wait until the media server lets exactly these people publish exactly this."""
        session = self.assembly.session
        wanted = {who: Grant(publish=sources, publish_data=False) for who, sources in expected.items()}
        await self.media.until(lambda: self.media.rooms.get(session) == wanted)


async def _never(session: SessionId) -> bool:
    return False


@asynccontextmanager
async def table(media: FakeMedia, log: MemoryLog, clock: ManualClock) -> AsyncIterator[Table]:
    running = Table(media, log, clock)
    work = asyncio.create_task(running.reconciler.run())
    try:
        yield running
    finally:
        work.cancel()
        await running.reconciler.stop()


async def test_each_step_is_told_to_the_media_server() -> None:
    media = FakeMedia()
    async with table(media, MemoryLog(), ManualClock()) as running:
        assembly = running.assembly
        alice, bob, carol = await running.three()
        await assembly.ask(bob)
        await assembly.next()
        await running.until({alice: ALL, bob: ALL, carol: CAMERA})
        await assembly.ask(carol, "clarifying_question")
        await assembly.next()
        await running.until({alice: ALL, bob: CAMERA, carol: ALL})
        await assembly.do(carol, EndTurn(turn=await assembly.running()))
        await running.until({alice: ALL, bob: ALL, carol: CAMERA})
        await assembly.do(bob, EndTurn(turn=await assembly.running()))
        await running.until({alice: ALL, bob: CAMERA, carol: CAMERA})
        await assembly.do(alice, SetMode(mode="stage"))
        await running.until({alice: ALL, bob: frozenset(), carol: frozenset()})
        await assembly.do(alice, SetMode(mode="open"))
        await running.until({alice: ALL, bob: ALL, carol: ALL})


async def test_in_a_round_the_clubs_whose_report_it_is_may_speak() -> None:
    media = FakeMedia()
    async with table(media, MemoryLog(), ManualClock()) as running:
        assembly = running.assembly
        await assembly.begin(mode="round")
        alice, bob = assembly.alice, await assembly.enter("Bob")
        carol, dave = await assembly.enter("Carol", club=CLUB), await assembly.enter("Dave", club=CLUB)
        running.join(alice, bob, carol, dave)
        await running.until({alice: ALL, bob: CAMERA, carol: CAMERA, dave: CAMERA})
        await assembly.do(alice, AddRound(budget=300))
        (report,) = (await assembly.floor())["items"]
        await assembly.do(alice, StartItem(item=ItemId(report)))
        await running.until({alice: ALL, bob: CAMERA, carol: ALL, dave: ALL})
        await assembly.ask(bob)
        await assembly.next()
        await running.until({alice: ALL, bob: ALL, carol: ALL, dave: ALL})


async def test_who_leaves_with_the_floor_has_no_right_when_they_are_back() -> None:
    media = FakeMedia()
    async with table(media, MemoryLog(), ManualClock()) as running:
        assembly = running.assembly
        await assembly.begin()
        alice, bob = assembly.alice, await assembly.enter("Bob")
        running.join(alice, bob)
        await assembly.ask(bob)
        await assembly.next()
        await running.until({alice: ALL, bob: ALL})
        await assembly.do(bob, Leave())
        await running.until({alice: ALL})
        await assembly.enter("Bob")
        running.join(bob)
        await running.until({alice: ALL, bob: CAMERA})


async def test_after_a_start_the_rights_match_whatever_the_media_server_believed() -> None:
    media, log, clock = FakeMedia(), MemoryLog(), ManualClock()
    async with table(media, log, clock) as running:
        before = running.assembly
        _, bob, carol = await running.three()
        await before.ask(bob)
        await before.next()
        await running.until({before.alice: ALL, bob: ALL, carol: CAMERA})
    # While nobody kept them apart, rights were mixed up.
    media.rooms[before.session][carol] = Grant(publish=ALL, publish_data=False)
    media.rooms[before.session][bob] = Grant(publish=frozenset(), publish_data=False)
    async with table(media, log, clock) as running:
        running.assembly.session, running.assembly.alice = before.session, before.alice
        await running.assembly.live.restore()
        await running.until({before.alice: ALL, bob: ALL, carol: CAMERA})


async def test_when_the_media_server_alone_was_restarted_the_rights_match_again() -> None:
    media = FakeMedia()
    async with table(media, MemoryLog(), ManualClock()) as running:
        assembly = running.assembly
        alice, bob, carol = await running.three()
        await assembly.ask(bob)
        await assembly.next()
        await running.until({alice: ALL, bob: ALL, carol: CAMERA})
        media.rooms.clear()
        media.is_down = True
        await assembly.next()
        media.is_down = False
        # Bob's client comes back with the token it has: it was made while Bob had the floor.
        media.join(assembly.session, bob, Grant(publish=ALL, publish_data=False))
        running.join(alice, carol)
        await running.until({alice: ALL, bob: CAMERA, carol: CAMERA})


async def test_what_does_not_touch_the_rights_tells_the_media_server_nothing() -> None:
    media = FakeMedia()
    async with table(media, MemoryLog(), ManualClock()) as running:
        assembly = running.assembly
        await assembly.begin()
        bob = await assembly.enter("Bob")
        running.join(assembly.alice, bob)
        await running.until({assembly.alice: ALL, bob: CAMERA})
        wishes = assembly.wishes.count
        await assembly.ask(bob)
        assert assembly.wishes.count == wishes


def test_the_default_of_a_room_is_moderated() -> None:
    assert SessionSettings().floor.mode == "moderated"
