"""What follows in one slice from an event of another: in the same step, right behind it, and never without end."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

import pytest

from roundtable.kernel.actors import Actor
from roundtable.kernel.audiences import EVERYONE, Audience
from roundtable.kernel.events import ParticipantAway, ParticipantBack, ParticipantLeft, SessionEnded, Tick
from roundtable.kernel.ids import CommandId, ConnectionId, ParticipantId
from roundtable.kernel.messages import Command, Event, ParticipantRef
from roundtable.kernel.session import SessionFacts, SessionSettings
from roundtable.kernel.slice import AnySlice, Decision, LiveSlice, View
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.messages import Disconnect, End, Leave, Rename
from tests.roundtable.meeting import Meeting


class CoatHung(Event):
    """The coat of somebody who is away hangs at the door."""

    type: Literal["coats.hung"] = "coats.hung"
    participant: ParticipantRef
    at: datetime


class CoatTaken(Event):
    """Somebody took their coat."""

    type: Literal["coats.taken"] = "coats.taken"
    participant: ParticipantRef


class Greeted(Event):
    """Somebody at the door was greeted."""

    type: Literal["doors.greeted"] = "doors.greeted"
    participant: ParticipantRef
    number: int


@dataclass(frozen=True)
class Coats:
    """Whose coat hangs at the door."""

    hanging: frozenset[ParticipantId] = frozenset()


class CoatsSlice(LiveSlice[Coats]):
    """Hangs up a coat when somebody is away, and gives it back. Decides nothing that anybody asks for."""

    name: ClassVar[str] = "coats"
    commands: ClassVar[tuple[type[Command], ...]] = (Tick,)
    events: ClassVar[tuple[type[Event], ...]] = (CoatHung, CoatTaken)

    def initial(self, facts: SessionFacts) -> Coats:
        return Coats()

    def decide(self, state: Coats, command: Command, actor: Actor, now: datetime) -> Decision:
        return ()

    def follow(self, state: Coats, event: Event, now: datetime) -> Sequence[Event]:
        match event:
            case ParticipantAway(participant=who):
                return [CoatHung(participant=who, at=now)]
            case ParticipantBack(participant=who) | ParticipantLeft(participant=who) if who in state.hanging:
                return [CoatTaken(participant=who)]
            case _:
                return ()

    def evolve(self, state: Coats, event: Event) -> Coats:
        match event:
            case CoatHung(participant=who):
                return Coats(state.hanging | {who})
            case CoatTaken(participant=who):
                return Coats(state.hanging - {who})
            case _:
                return state

    def view(self, state: Coats, audience: Audience) -> View:
        return {"hanging": dict.fromkeys(state.hanging, True)}


class DoorSlice(LiveSlice[int]):
    """Greets whenever a coat is hung: something that follows from what follows. May also be greeted back."""

    name: ClassVar[str] = "doors"
    commands: ClassVar[tuple[type[Command], ...]] = ()
    events: ClassVar[tuple[type[Event], ...]] = (Greeted,)

    def initial(self, facts: SessionFacts) -> int:
        return 0

    def decide(self, state: int, command: Command, actor: Actor, now: datetime) -> Decision:
        return ()

    def follow(self, state: int, event: Event, now: datetime) -> Sequence[Event]:
        return [Greeted(participant=event.participant, number=state + 1)] if isinstance(event, CoatHung) else ()

    def evolve(self, state: int, event: Event) -> int:
        return event.number if isinstance(event, Greeted) else state

    def view(self, state: int, audience: Audience) -> View:
        return {"greeted": state}


async def a_meeting(*slices: AnySlice) -> Meeting:
    meeting = Meeting(slices=(*LIVE_SLICES, *slices))
    await meeting.open(SessionSettings(lobby=False))
    return meeting


async def logged(meeting: Meeting, *kinds: type[Event]) -> list[Event]:
    """The events of some kinds, in their order."""
    return [event for _, event in await meeting.log.read(meeting.session, 0) if isinstance(event, kinds)]


async def test_what_follows_stands_right_behind_its_event() -> None:
    meeting = await a_meeting(CoatsSlice(), DoorSlice())
    alice, bob = await meeting.enter("Alice", right="host"), await meeting.enter("Bob")
    before = len(await meeting.log.read(meeting.session, 0))
    now = meeting.clock.now()
    await meeting.live.restore()
    assert [event for _, event in await meeting.log.read(meeting.session, before)] == [
        ParticipantAway(participant=alice, at=now),
        CoatHung(participant=alice, at=now),
        Greeted(participant=alice, number=1),
        ParticipantAway(participant=bob, at=now),
        CoatHung(participant=bob, at=now),
        Greeted(participant=bob, number=2),
    ]


async def test_what_follows_is_one_step_for_everybody() -> None:
    meeting = await a_meeting(CoatsSlice())
    alice = await meeting.enter("Alice", right="host")
    screen = meeting.sockets.follow(EVERYONE, await meeting.live.snapshot(meeting.session, EVERYONE))
    meeting.sockets.told.clear()
    await meeting.live.restore()
    assert len(meeting.sockets.heard("publish")) == 2  # one patch for each audience, with both slices in it
    assert screen.view["coats"] == {"hanging": {alice: True}}
    assert screen.view["rooms"]["participants"][alice]["connected"] is False


async def test_it_follows_from_a_participants_command_too_and_is_applied_once() -> None:
    meeting = await a_meeting(CoatsSlice())
    await meeting.enter("Alice", right="host")
    bob = await meeting.enter("Bob")
    await meeting.live.restore()
    sent = [meeting.live.execute(meeting.session, Leave(), bob, CommandId("leave-001")) for _ in range(5)]
    versions = {accepted.version for accepted in await asyncio.gather(*sent)}
    assert len(versions) == 1
    assert await logged(meeting, CoatTaken) == [CoatTaken(participant=bob)]


async def test_a_time_that_has_come_is_followed_as_well() -> None:
    meeting = await a_meeting(CoatsSlice())
    alice = await meeting.enter("Alice", right="host")
    await meeting.live.restore()
    meeting.clock.advance(61)
    await meeting.live.tick()
    assert (await logged(meeting, ParticipantLeft, CoatTaken))[-1] == CoatTaken(participant=alice)


async def test_nothing_follows_the_end_of_a_session() -> None:
    class Mourner(CoatsSlice):
        name: ClassVar[str] = "mourner"
        events: ClassVar[tuple[type[Event], ...]] = ()

        def follow(self, state: Coats, event: Event, now: datetime) -> Sequence[Event]:
            return [CoatTaken(participant=alice)] if isinstance(event, SessionEnded) else ()

    meeting = await a_meeting(Mourner())
    alice = await meeting.enter("Alice", right="host")
    await meeting.do(alice, End())
    assert await logged(meeting, CoatTaken) == []


async def test_reading_a_log_makes_nothing_follow_again() -> None:
    meeting = await a_meeting(CoatsSlice())
    await meeting.enter("Alice", right="host")
    await meeting.live.restore()
    stored = await meeting.log.read(meeting.session, 0)
    other = Meeting(meeting.log, clock=meeting.clock, node="other", slices=(*LIVE_SLICES, CoatsSlice()))
    other.session = meeting.session
    assert (await other.live.snapshot(other.session, EVERYONE)).view["coats"] == (
        (await meeting.live.snapshot(meeting.session, EVERYONE)).view["coats"]
    )
    assert await meeting.log.read(meeting.session, 0) == stored


class EchoSlice(CoatsSlice):
    """Answers every greeting with another coat, for ever."""

    name: ClassVar[str] = "echo"
    events: ClassVar[tuple[type[Event], ...]] = ()

    def follow(self, state: Coats, event: Event, now: datetime) -> Sequence[Event]:
        return [CoatHung(participant=event.participant, at=now)] if isinstance(event, Greeted) else ()


async def test_slices_that_answer_each_other_without_end_are_a_fault_and_write_nothing() -> None:
    meeting = await a_meeting(CoatsSlice(), DoorSlice(), EchoSlice())
    alice = await meeting.enter("Alice", right="host")
    stored = await meeting.log.read(meeting.session, 0)
    with pytest.raises(RuntimeError, match="without end"):
        await meeting.live.tell(
            meeting.session, Disconnect(participant=alice, connection=ConnectionId("con-" + alice[-8:]))
        )
    assert await meeting.log.read(meeting.session, 0) == stored
    await meeting.do(alice, Rename(name="A"))
    assert (await meeting.rooms())["participants"][alice]["name"] == "A"
