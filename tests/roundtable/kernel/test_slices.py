"""Two slices in one session: what a new subject costs, and that neither sees or disturbs the other."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal

import pytest

from roundtable.kernel.actors import SPEAKING, Actor
from roundtable.kernel.audiences import EVERYONE, MODERATORS, Audience
from roundtable.kernel.errors import Conflict, NotAllowed
from roundtable.kernel.events import ParticipantLeft, Tick
from roundtable.kernel.floor_settings import FloorSettings
from roundtable.kernel.grants import Grant, Grants
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import ClientCommand, Command, Event, ParticipantRef
from roundtable.kernel.session import SessionFacts, SessionSettings
from roundtable.kernel.slice import Decision, LiveSlice, View
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.messages import Leave, Lock
from tests.roundtable.meeting import Meeting

PATIENCE = timedelta(seconds=20)


class Raise(ClientCommand):
    """Raise a hand."""

    allowed: ClassVar = SPEAKING
    type: Literal["hands.raise"] = "hands.raise"


class Raised(Event):
    """A hand is up."""

    type: Literal["hands.raised"] = "hands.raised"
    participant: ParticipantRef
    at: datetime


class Lowered(Event):
    """A hand was up for too long."""

    type: Literal["hands.lowered"] = "hands.lowered"
    participant: ParticipantRef


@dataclass(frozen=True)
class Hands:
    """Who has a hand up, and since when."""

    up: dict[ParticipantId, datetime] = field(default_factory=dict)


class HandsSlice(LiveSlice[Hands]):
    """Whoever has a hand up may use nothing but the microphone. Counts how often it is looked at."""

    name: ClassVar[str] = "hands"
    commands: ClassVar[tuple[type[Command], ...]] = (Raise, Tick)
    events: ClassVar[tuple[type[Event], ...]] = (Raised, Lowered)

    def __init__(self) -> None:
        self.looks = 0

    def initial(self, facts: SessionFacts) -> Hands:
        return Hands()

    def decide(self, state: Hands, command: Command, actor: Actor, now: datetime) -> Decision:
        if isinstance(command, Tick):
            return [Lowered(participant=who) for who, at in state.up.items() if at + PATIENCE <= now]
        assert actor.participant is not None
        if actor.participant in state.up:
            return Conflict("already_up")
        return [Raised(participant=actor.participant, at=now)]

    def evolve(self, state: Hands, event: Event) -> Hands:
        match event:
            case Raised(participant=who, at=at):
                return replace(state, up={**state.up, who: at})
            case Lowered(participant=who) | ParticipantLeft(participant=who) if who in state.up:
                return replace(state, up={other: at for other, at in state.up.items() if other != who})
            case _:
                return state

    def view(self, state: Hands, audience: Audience) -> View:
        self.looks += 1
        return {"up": dict.fromkeys(state.up, True)}

    def deadline(self, state: Hands) -> datetime | None:
        return min((at + PATIENCE for at in state.up.values()), default=None)

    def grants(self, state: Hands) -> Grants:
        return {who: Grant(publish=frozenset({"microphone"})) for who in state.up}


@pytest.fixture
def hands() -> HandsSlice:
    return HandsSlice()


@pytest.fixture
async def meeting(hands: HandsSlice) -> Meeting:
    meeting = Meeting(slices=(*LIVE_SLICES, hands))
    await meeting.open(SessionSettings(lobby=False, floor=FloorSettings(mode="open")))
    return meeting


async def hands_up(meeting: Meeting, audience: Audience = EVERYONE) -> Any:
    return (await meeting.live.snapshot(meeting.session, audience)).view["hands"]


async def test_a_patch_names_only_the_slice_that_has_changed(meeting: Meeting, hands: HandsSlice) -> None:
    alice = await meeting.enter("Alice", right="host")
    meeting.sockets.told.clear()
    await meeting.do(alice, Raise())
    assert [told[2].patch for told in meeting.sockets.heard("publish")] == [{"hands": {"up": {alice: True}}}] * 2
    looks = hands.looks
    await meeting.do(alice, Lock(locked=True))
    assert hands.looks == looks


async def test_a_slice_hears_of_others_by_their_events(meeting: Meeting) -> None:
    bob = await meeting.enter("Bob")
    await meeting.do(bob, Raise())
    assert await hands_up(meeting) == {"up": {bob: True}}
    await meeting.do(bob, Leave())
    assert await hands_up(meeting) == {"up": {}}


async def test_grants_are_what_all_slices_allow(meeting: Meeting) -> None:
    bob, carol = await meeting.enter("Bob"), await meeting.enter("Carol")
    await meeting.do(bob, Raise())
    assert {who: grant.publish for who, grant in meeting.grants().items()} == {
        bob: {"microphone"},
        carol: {"microphone", "camera", "screen"},
    }


async def test_the_earliest_deadline_counts_and_one_tick_serves_all(meeting: Meeting) -> None:
    alice, bob = await meeting.enter("Alice", right="host"), await meeting.enter("Bob")
    await meeting.do(alice, Raise())
    meeting.clock.advance(5)
    await meeting.do(bob, Raise())
    meeting.clock.advance(15)
    upcoming = await meeting.live.tick()
    assert upcoming == meeting.clock.now() + timedelta(seconds=5)
    assert await hands_up(meeting) == {"up": {bob: True}}


async def test_the_lobby_sees_nothing_of_a_slice_that_does_not_say_so(hands: HandsSlice) -> None:
    meeting = Meeting(slices=(*LIVE_SLICES, hands))
    await meeting.open()
    alice = await meeting.enter("Alice", right="host")
    bob = await meeting.enter("Bob")
    await meeting.do(alice, Raise())
    _, snapshot = await meeting.live.look(meeting.session, bob)
    assert list(snapshot.view) == ["rooms"]
    assert await hands_up(meeting, MODERATORS) == {"up": {alice: True}}


async def test_roles_are_checked_before_the_slice_is_asked(meeting: Meeting) -> None:
    fay = await meeting.enter("Fay", observe=True)
    assert await meeting.refusal(fay, Raise()) == NotAllowed("not_allowed")
    alice = await meeting.enter("Alice", right="host")
    await meeting.do(alice, Raise())
    assert await meeting.refusal(alice, Raise()) == Conflict("already_up")


async def test_a_slice_that_comes_later_reads_the_old_log(hands: HandsSlice) -> None:
    """A session that began without it goes on with it."""
    before = Meeting()
    await before.open(SessionSettings(lobby=False))
    alice = await before.enter("Alice", right="host")
    after = Meeting(before.log, slices=(*LIVE_SLICES, hands))
    after.session = before.session
    await after.live.restore()
    await after.do(alice, Raise())
    assert await hands_up(after) == {"up": {alice: True}}
