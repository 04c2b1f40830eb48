"""A question takes the floor and gives it back, with the same time remaining, whatever happens in between."""

from typing import Any

import pytest

from roundtable.floor.commands.queue import Add
from roundtable.floor.commands.turns import BeginTurn, Call, EndTurn, Extend, LastWord, Next, Pause, Resume
from roundtable.floor.events.turns import TurnCalled, TurnEnded, TurnPaused, TurnResumed
from roundtable.floor.values import TurnId
from roundtable.kernel.events import ParticipantLeft
from roundtable.kernel.floor_settings import Kind
from roundtable.kernel.ids import ParticipantId
from roundtable.rooms.messages import Leave
from tests.roundtable.floor.assembly import Assembly, assembled, remaining

INTERRUPTING: tuple[Kind, ...] = ("clarifying_question", "point_of_order")


async def speaking_for(
    seconds: float, *names: str, **floor: Any
) -> tuple[Assembly, ParticipantId, list[ParticipantId]]:
    """Bob has a topic and has spoken for some seconds; the others listen."""
    meeting, bob, *others = await assembled("Bob", *names, **floor)
    await meeting.ask(bob, "topic")
    await meeting.next()
    await meeting.heard()
    await meeting.later(seconds)
    return meeting, bob, others


@pytest.mark.parametrize("kind", INTERRUPTING)
async def test_a_question_pauses_the_main_turn_and_gives_it_back_with_the_same_time(kind: Kind) -> None:
    meeting, _bob, (carol,) = await speaking_for(50, "Carol")
    main = await meeting.running()
    await meeting.ask(carol, kind)
    assert (await meeting.floor())["step"] == {"does": "interpose", "entry": await meeting.entry_of("Carol")}
    await meeting.next()
    floor = await meeting.floor()
    assert (floor["turn"]["name"], floor["interrupted"]["id"]) == ("Carol", main)
    assert floor["interrupted"]["paused"] == {"interposed": True}
    assert floor["step"] == {"does": "resume"}
    await meeting.heard()
    await meeting.later(40)
    assert remaining((await meeting.floor())["interrupted"], meeting.clock.now()) == 129
    await meeting.next()
    assert (await meeting.speaks(), await meeting.remaining()) == ("Bob", 129)
    assert "interrupted" not in await meeting.floor()
    assert await meeting.running() == main
    await meeting.later(9)
    assert await meeting.remaining() == 120


async def test_the_asker_who_is_done_gives_the_floor_back_too() -> None:
    meeting, _bob, (carol,) = await speaking_for(50, "Carol")
    await meeting.ask(carol, "clarifying_question")
    await meeting.next()
    await meeting.do(carol, EndTurn(turn=await meeting.running()))
    assert (await meeting.speaks(), (await meeting.turn())["state"]) == ("Bob", "speaking")


async def test_one_question_follows_the_other_and_the_main_turn_goes_on_after_the_last() -> None:
    """A point of order during a question does not go on top of it: the question is over, the point is next."""
    meeting, _bob, (carol, dan) = await speaking_for(50, "Carol", "Dan")
    main = await meeting.running()
    await meeting.ask(carol, "clarifying_question")
    await meeting.next()
    await meeting.heard()
    await meeting.ask(dan, "point_of_order")
    assert (await meeting.floor())["step"]["does"] == "interpose"
    await meeting.next()
    floor = await meeting.floor()
    assert (floor["turn"]["name"], floor["interrupted"]["id"]) == ("Dan", main)
    await meeting.later(5)
    await meeting.next()
    assert (await meeting.running(), await meeting.remaining()) == (main, 129)
    assert [event.why for event in await meeting.logged(TurnPaused, TurnResumed)] == ["interposed", "interposed"]
    assert len(await meeting.logged(TurnEnded)) == 2


async def test_a_topic_waits_until_the_interrupted_turn_is_over() -> None:
    meeting, _bob, (carol, dan) = await speaking_for(50, "Carol", "Dan")
    await meeting.ask(dan, "topic")
    await meeting.ask(carol, "clarifying_question")
    spoke = []
    for _ in range(4):
        await meeting.next()
        spoke.append(await meeting.speaks())
    assert spoke == ["Carol", "Bob", "Dan", None]


async def test_questions_do_not_interrupt_each_other_when_nobody_has_a_topic() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.ask(bob, "point_of_order")
    await meeting.ask(carol, "point_of_order")
    await meeting.next()
    assert (await meeting.floor())["step"]["does"] == "call"
    await meeting.next()
    assert (await meeting.speaks(), "interrupted" in await meeting.floor()) == ("Carol", False)


async def test_calling_a_question_out_of_order_interrupts_too_and_calling_a_topic_ends_both() -> None:
    meeting, _bob, (carol, dan, eve) = await speaking_for(10, "Carol", "Dan", "Eve")
    await meeting.ask(carol, "clarifying_question")
    await meeting.ask(dan, "clarifying_question")
    await meeting.ask(eve, "topic")
    await meeting.do(meeting.alice, Call(entry=await meeting.entry_of("Dan"), turn=await meeting.current()))
    assert (await meeting.speaks(), "interrupted" in await meeting.floor()) == ("Dan", True)
    await meeting.do(meeting.alice, Call(entry=await meeting.entry_of("Eve"), turn=await meeting.current()))
    assert (await meeting.speaks(), "interrupted" in await meeting.floor()) == ("Eve", False)
    ended = {event.turn for event in await meeting.logged(TurnEnded)}
    assert ended == {event.turn for event in await meeting.logged(TurnCalled) if event.speaker.name != "Eve"}
    assert await meeting.logged(TurnResumed) == []


async def test_a_pause_of_the_moderator_outlives_the_question() -> None:
    meeting, _bob, (carol,) = await speaking_for(50, "Carol")
    main = await meeting.running()
    await meeting.do(meeting.alice, Pause(turn=main))
    await meeting.ask(carol, "clarifying_question")
    await meeting.next()
    await meeting.next()
    turn = await meeting.turn()
    assert (turn["id"], turn["state"], turn["paused"]) == (main, "paused", {"moderator": True})
    await meeting.do(meeting.alice, Resume(turn=main))
    assert (await meeting.turn())["state"] == "speaking"


async def test_the_interrupted_turn_can_be_extended_and_cannot_be_begun() -> None:
    meeting, bob, (carol,) = await speaking_for(50, "Carol")
    main = await meeting.running()
    await meeting.ask(carol, "clarifying_question")
    await meeting.next()
    await meeting.do(meeting.alice, Extend(turn=main, seconds=30))
    await meeting.do(bob, BeginTurn(turn=main))
    await meeting.next()
    assert await meeting.remaining() == 159


async def test_a_turn_that_was_only_called_has_its_grace_again_after_the_question() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol", call_grace=10)
    await meeting.ask(bob, "topic")
    await meeting.next()
    await meeting.ask(carol, "point_of_order")
    await meeting.next()
    await meeting.heard()
    await meeting.later(30)
    await meeting.next()
    await meeting.later(9.9)
    assert ((await meeting.turn())["name"], (await meeting.turn())["state"]) == ("Bob", "called")
    await meeting.later(1)
    assert (await meeting.turn())["state"] == "speaking"


async def test_the_interrupted_speaker_may_end_their_turn_meanwhile() -> None:
    meeting, bob, (carol,) = await speaking_for(50, "Carol")
    main = await meeting.running()
    await meeting.ask(carol, "clarifying_question")
    await meeting.next()
    await meeting.do(bob, EndTurn(turn=main))
    assert (await meeting.speaks(), "interrupted" in await meeting.floor()) == ("Carol", False)
    assert (await meeting.floor())["step"] == {"does": "end"}
    await meeting.next()
    assert await meeting.speaks() is None


@pytest.mark.parametrize("gone", ["Bob", "Carol"])
async def test_one_of_the_two_leaves_and_the_other_has_the_floor(gone: str) -> None:
    meeting, bob, (carol,) = await speaking_for(50, "Carol")
    await meeting.ask(carol, "clarifying_question")
    await meeting.next()
    await meeting.heard()
    await meeting.do({"Bob": bob, "Carol": carol}[gone], Leave())
    assert (await meeting.speaks(), (await meeting.turn())["state"]) == (
        {"Bob": "Carol", "Carol": "Bob"}[gone],
        "speaking",
    )
    log = await meeting.logged(ParticipantLeft, TurnEnded, TurnResumed)
    assert [type(event) for event in log] == [ParticipantLeft, TurnEnded, *([TurnResumed] if gone == "Carol" else [])]


async def test_somebody_who_has_both_turns_loses_both() -> None:
    """A moderator may call a question of the main speaker; when they leave, nobody has the floor back."""
    meeting, bob, _ = await speaking_for(50, "Carol")
    await meeting.ask(bob, "point_of_order")
    await meeting.next()
    assert "interrupted" in await meeting.floor()
    await meeting.do(bob, Leave())
    assert (await meeting.turn(), "interrupted" in await meeting.floor()) == (None, False)
    assert [event.ending for event in await meeting.logged(TurnEnded)] == ["left", "left"]
    assert await meeting.logged(TurnResumed) == []


async def test_the_hard_stop_of_a_question_gives_the_floor_back() -> None:
    meeting, _bob, (carol,) = await speaking_for(50, "Carol", hard_stop=True)
    await meeting.ask(carol, "clarifying_question")
    await meeting.next()
    await meeting.heard()
    await meeting.later(61)
    assert (await meeting.speaks(), await meeting.remaining()) == ("Bob", 128)


async def test_the_last_word_ends_both() -> None:
    meeting, _bob, (carol, dan) = await speaking_for(50, "Carol", "Dan")
    await meeting.ask(carol, "clarifying_question")
    await meeting.next()
    await meeting.do(meeting.alice, LastWord(participant=dan, turn=await meeting.current()))
    assert (await meeting.speaks(), "interrupted" in await meeting.floor()) == ("Dan", False)
    assert len(await meeting.logged(TurnEnded)) == 2


async def test_two_chairs_press_next_at_the_end_of_a_question() -> None:
    """The second one must not end the turn that has just got the floor back."""
    meeting, _bob, (carol,) = await speaking_for(50, "Carol")
    mia = await meeting.enter("Mia", right="moderator")
    await meeting.ask(carol, "clarifying_question")
    await meeting.next()
    seen = await meeting.running()
    await meeting.do(meeting.alice, Next(turn=seen))
    assert (await meeting.refusal(mia, Next(turn=seen))).code == "turn_over"
    assert await meeting.speaks() == "Bob"


async def test_a_question_by_name_begins_at_once() -> None:
    meeting, _bob, _ = await speaking_for(50)
    await meeting.do(meeting.alice, Add(kind="clarifying_question", name="Zhang San"))
    await meeting.next()
    turn = await meeting.turn()
    assert (turn["name"], turn["state"]) == ("Zhang San", "speaking")
    assert TurnId(turn["id"]) != (await meeting.floor())["interrupted"]["id"]
