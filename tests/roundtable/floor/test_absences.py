"""A speaker is cut off: the clock stands still, the floor waits, the moderator is asked; who is back goes on."""

from datetime import timedelta
from typing import Any

import pytest

from roundtable.floor.commands.queue import Ask
from roundtable.floor.commands.turns import BeginTurn, Call, EndTurn, Pause, Resume, WaitForSpeaker
from roundtable.floor.events.queue import EntryRemoved
from roundtable.floor.events.turns import SpeakerMissed, TurnBegan, TurnCalled, TurnEnded, TurnPaused, TurnResumed
from roundtable.kernel.actors import Role
from roundtable.kernel.clock import as_text
from roundtable.kernel.events import ParticipantAway, ParticipantBack, ParticipantLeft, RoleChanged
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import ClientCommand, Event
from roundtable.rooms.messages import Ban, Leave, Remove, SetRole
from tests.roundtable.floor.assembly import Assembly, assembled


async def speaking_for(
    seconds: float, *names: str, **floor: Any
) -> tuple[Assembly, ParticipantId, list[ParticipantId]]:
    """Bob has the floor and has spoken for some seconds; the others wait after him."""
    meeting, bob, *others = await assembled("Bob", *names, **floor)
    await meeting.ask(bob)
    for other in others:
        await meeting.ask(other)
    await meeting.next()
    await meeting.heard()
    await meeting.later(seconds)
    return meeting, bob, others


async def test_the_clock_stands_still_and_the_record_says_so_in_the_same_step() -> None:
    meeting, bob, _ = await speaking_for(50)
    await meeting.cut_off(bob)
    turn = await meeting.turn()
    assert (turn["state"], turn["used"], turn["paused"]) == ("paused", 50_000, {"absent": True})
    at = meeting.clock.now()
    assert await meeting.logged(ParticipantAway, TurnPaused) == [
        ParticipantAway(participant=bob, at=at),
        TurnPaused(turn=turn["id"], why="absent", at=at),
    ]


async def test_who_is_back_goes_on_with_the_same_time() -> None:
    meeting, bob, _ = await speaking_for(50)
    await meeting.cut_off(bob)
    await meeting.later(20)
    await meeting.enter("Bob")
    assert ((await meeting.turn())["state"], await meeting.remaining()) == ("speaking", 130)
    assert [type(event) for event in await meeting.logged(ParticipantBack, TurnResumed)] == [
        ParticipantBack,
        TurnResumed,
    ]
    await meeting.later(10)
    assert await meeting.remaining() == 120


async def test_the_moderator_is_asked_after_the_grace_may_wait_once_more_and_is_asked_again() -> None:
    meeting, bob, _ = await speaking_for(10, absence_grace=30)
    turn = await meeting.running()
    await meeting.cut_off(bob)
    await meeting.later(29.9)
    assert "missed" not in await meeting.turn()
    await meeting.later(0.2)
    assert (await meeting.turn())["missed"] is True
    await meeting.do(meeting.alice, WaitForSpeaker(turn=turn))
    assert "missed" not in await meeting.turn()
    await meeting.later(29.9)
    assert "missed" not in await meeting.turn()
    await meeting.later(0.2)
    assert (await meeting.turn())["missed"] is True
    assert len(await meeting.logged(SpeakerMissed)) == 2
    await meeting.later(5)
    assert len(await meeting.logged(SpeakerMissed)) == 2


async def test_who_is_back_after_having_been_missed_goes_on() -> None:
    meeting, bob, _ = await speaking_for(10)
    await meeting.cut_off(bob)
    await meeting.later(40)
    await meeting.enter("Bob")
    turn = await meeting.turn()
    assert (turn["state"], "missed" in turn, await meeting.remaining()) == ("speaking", False, 170)
    assert await meeting.do(meeting.alice, WaitForSpeaker(turn=turn["id"])) == len(await meeting.logged(Event))


async def test_who_is_out_for_a_minute_keeps_the_missed_turn_and_their_places() -> None:
    """The seat at the table is gone then; the floor is the moderator's to give on."""
    meeting, bob, (carol,) = await speaking_for(10, "Carol")
    await meeting.do(bob, Ask(kind="point_of_order"))
    await meeting.cut_off(bob)
    await meeting.cut_off(carol)
    await meeting.later(70)
    assert [event.reason for event in await meeting.logged(ParticipantLeft)] == ["gone", "gone"]
    assert (await meeting.speaks(), await meeting.waiting()) == ("Bob", ["Bob", "Carol"])
    assert (await meeting.turn())["missed"] is True
    await meeting.enter("Carol")
    await meeting.enter("Bob")
    assert ((await meeting.turn())["state"], await meeting.remaining()) == ("speaking", 170)
    assert await meeting.waiting() == ["Bob", "Carol"]


@pytest.mark.parametrize("is_missed", [False, True])
async def test_next_goes_on_without_an_absent_speaker(is_missed: bool) -> None:
    meeting, bob, (_carol,) = await speaking_for(10, "Carol")
    await meeting.cut_off(bob)
    if is_missed:
        await meeting.later(31)
    await meeting.next()
    assert await meeting.speaks() == "Carol"
    await meeting.enter("Bob")
    assert (await meeting.speaks(), await meeting.waiting()) == ("Carol", [])
    assert (await meeting.floor())["people"][bob]["ms"] == 10_000


async def test_nobody_asks_a_question_of_somebody_who_is_missed() -> None:
    meeting, bob, _ = await speaking_for(10)
    carol = await meeting.enter("Carol")
    await meeting.ask(carol, "clarifying_question")
    await meeting.cut_off(bob)
    assert (await meeting.floor())["step"]["does"] == "interpose"
    await meeting.later(31)
    assert (await meeting.floor())["step"]["does"] == "call"
    await meeting.next()
    assert (await meeting.speaks(), "interrupted" in await meeting.floor()) == ("Carol", False)


async def test_an_interrupted_speaker_who_is_cut_off_is_missed_when_they_have_the_floor_again() -> None:
    meeting, bob, _ = await speaking_for(10)
    carol = await meeting.enter("Carol")
    await meeting.ask(carol, "clarifying_question")
    await meeting.next()
    await meeting.heard()
    await meeting.cut_off(bob)
    await meeting.later(40)
    assert await meeting.logged(SpeakerMissed) == []
    await meeting.next()
    assert (await meeting.turn())["paused"] == {"absent": True}
    await meeting.later(0)
    assert ((await meeting.turn())["name"], (await meeting.turn())["missed"]) == ("Bob", True)
    await meeting.enter("Bob")
    assert await meeting.remaining() == 169


async def test_who_is_cut_off_after_the_call_has_the_grace_again_when_they_are_back() -> None:
    meeting, bob = await assembled("Bob", call_grace=10)
    await meeting.ask(bob)
    await meeting.next()
    await meeting.later(8)
    await meeting.cut_off(bob)
    await meeting.later(20)
    assert ((await meeting.turn())["state"], (await meeting.turn())["used"]) == ("paused", 0)
    await meeting.enter("Bob")
    await meeting.later(9)
    assert (await meeting.turn())["state"] == "called"
    await meeting.later(2)
    assert (await meeting.turn())["state"] == "speaking"


async def test_somebody_who_is_away_may_be_called_and_their_clock_waits_for_them() -> None:
    meeting, bob = await assembled("Bob")
    await meeting.ask(bob)
    await meeting.cut_off(bob)
    await meeting.do(meeting.alice, Call(entry=await meeting.entry_of("Bob")))
    assert (await meeting.turn())["paused"] == {"absent": True}
    await meeting.later(31)
    assert (await meeting.turn())["missed"] is True
    await meeting.enter("Bob")
    await meeting.do(bob, BeginTurn(turn=await meeting.running()))
    await meeting.later(3)
    assert await meeting.remaining() == 177


@pytest.mark.parametrize("how", ["leaves", "is removed", "is banned", "may only watch"])
async def test_who_is_out_or_may_no_longer_speak_loses_floor_and_places_in_the_same_step(how: str) -> None:
    meeting, bob, (_carol,) = await speaking_for(10, "Carol")
    await meeting.do(bob, Ask(kind="point_of_order"))
    by, command = await _done(meeting, bob, how)
    screen_before = len(meeting.sockets.heard("publish"))
    await meeting.do(by, command)
    assert (await meeting.turn(), await meeting.waiting()) == (None, ["Carol"])
    assert (
        len(meeting.sockets.heard("publish")) - screen_before <= 2
    )  # one patch for each audience, not one for each event
    log = await meeting.logged(ParticipantLeft, RoleChanged, TurnEnded, EntryRemoved)
    assert isinstance(log[0], RoleChanged if how == "may only watch" else ParticipantLeft)
    assert [type(event).__name__ for event in log[1:]] == ["TurnEnded", "EntryRemoved"]
    assert (await meeting.logged(TurnEnded))[0].ending == ("moderator" if how == "may only watch" else "left")
    assert (await meeting.floor())["people"][bob]["ms"] == 10_000


async def _done(meeting: Assembly, bob: ParticipantId, how: str) -> tuple[ParticipantId, ClientCommand]:
    commands: dict[str, tuple[ParticipantId, ClientCommand]] = {
        "leaves": (bob, Leave()),
        "is removed": (meeting.alice, Remove(participant=bob)),
        "is banned": (meeting.alice, Ban(participant=bob)),
        "may only watch": (meeting.alice, SetRole(participant=bob, role="observer")),
    }
    return commands[how]


@pytest.mark.parametrize("role", ["guest", "moderator"])
async def test_another_role_that_may_speak_changes_nothing(role: Role) -> None:
    meeting, bob, (_carol,) = await speaking_for(10, "Carol")
    await meeting.do(meeting.alice, SetRole(participant=bob, role=role))
    assert (await meeting.speaks(), await meeting.waiting()) == ("Bob", ["Carol"])


async def test_the_speaker_comes_back_after_having_left_and_has_no_floor() -> None:
    meeting, bob, _ = await speaking_for(10)
    await meeting.do(bob, Leave())
    await meeting.enter("Bob")
    assert (await meeting.turn(), await meeting.waiting()) == (None, [])


async def test_an_older_window_that_closes_means_nothing() -> None:
    meeting, bob, _ = await speaking_for(10)
    await meeting.enter("Bob", connection="second-window")
    await meeting.cut_off(bob)  # the first window
    assert (await meeting.turn())["state"] == "speaking"


async def test_a_restart_keeps_queue_speaker_time_and_the_closed_flag_and_stops_the_clock() -> None:
    meeting, _bob, (_carol,) = await speaking_for(42.5, "Carol")
    again = meeting.continued()
    await again.live.restore()
    turn = await again.turn()
    assert (turn["name"], turn["state"], turn["used"]) == ("Bob", "paused", 42_500)
    assert await again.waiting() == ["Carol"]
    await again.enter("Alice", right="host")
    await again.later(5)
    await again.enter("Bob")
    await again.later(2)
    turn = await again.turn()
    assert (turn["state"], await again.remaining()) == ("speaking", 180 - 42.5 - 2)
    assert turn["running_since"] == as_text(again.clock.now() - timedelta(seconds=2))


async def test_while_the_server_is_down_no_clock_counts_and_the_grace_begins_with_the_start() -> None:
    meeting, bob, _ = await speaking_for(42.5)
    died = meeting.clock.now()
    meeting.clock.advance(600)
    again = meeting.continued()
    await again.live.restore(alive_at=died)
    assert ((await again.turn())["used"], "missed" in await again.turn()) == (42_500, False)
    await again.enter("Alice", right="host")
    await again.later(29)
    assert "missed" not in await again.turn()
    await again.enter("Bob")
    await again.later(5)
    await again.do(bob, EndTurn(turn=await again.running()))
    assert (await again.floor())["people"][bob]["ms"] == 47_500


@pytest.mark.parametrize("alive", [-3600, 3600])
async def test_a_sign_of_life_that_cannot_be_true_does_no_harm(alive: float) -> None:
    """Left by a machine with another clock: no clock counts back, and none ahead."""
    meeting, _bob, _ = await speaking_for(10)
    meeting.clock.advance(5)
    again = meeting.continued()
    await again.live.restore(alive_at=again.clock.now() + timedelta(seconds=alive))
    assert (await again.turn())["used"] == (0 if alive < 0 else 15_000)


async def test_a_server_that_starts_with_its_clock_set_back_an_hour_takes_nothing_back() -> None:
    """The floor's time stands still until the machine's has caught up; in the log it never runs backwards."""
    meeting, bob, _ = await speaking_for(50)
    await meeting.do(meeting.alice, Pause(turn=await meeting.running()))
    meeting.clock.advance(-3600)
    again = meeting.continued()
    await again.live.restore()
    await again.enter("Alice", right="host")
    await again.enter("Bob")
    await again.do(again.alice, Resume(turn=await again.running()))
    await again.later(10)
    assert (await again.turn())["used"] == 50_000
    assert await again.remaining() == 130
    again.clock.advance(3600)
    assert await again.remaining() == 120
    await again.do(bob, EndTurn(turn=await again.running()))
    at = [event.at for event in await again.logged(TurnCalled, TurnBegan, TurnPaused, TurnResumed, TurnEnded)]
    assert at == sorted(at)
    assert (await again.floor())["people"][bob]["ms"] == 60_000
