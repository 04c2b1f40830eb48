"""Who gets the floor, when the clock begins, and how a turn ends."""

import pytest

from roundtable.floor.commands.queue import Add, Ask, Withdraw
from roundtable.floor.commands.turns import BeginTurn, Call, EndTurn, Extend, LastWord, Next, Pause, Resume
from roundtable.floor.events.turns import TurnBegan, TurnCalled, TurnEnded
from roundtable.floor.values import EntryId, TurnId
from roundtable.kernel.errors import Conflict, NotAllowed, NotFound
from roundtable.kernel.floor_settings import Kind
from roundtable.rooms.messages import Rename
from tests.roundtable.floor.assembly import Assembly, assembled

TURN_OVER = Conflict("turn_over")


async def endings(meeting: Assembly) -> list[tuple[str, str]]:
    """Who ended a turn how, in the order of the log."""
    names = {event.turn: event.speaker.name for event in await meeting.logged(TurnCalled)}
    return [(names[event.turn], event.ending) for event in await meeting.logged(TurnEnded)]


async def test_one_key_goes_through_the_queue() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.ask(bob)
    await meeting.ask(carol)
    steps = []
    for _ in range(3):
        steps.append((await meeting.floor())["step"]["does"])
        await meeting.next()
        steps.append(await meeting.speaks())
    assert steps == ["call", "Bob", "call", "Carol", "end", None]
    assert "step" not in await meeting.floor()
    assert await endings(meeting) == [("Bob", "moderator"), ("Carol", "moderator")]


async def test_with_nobody_waiting_and_nobody_speaking_there_is_no_step() -> None:
    meeting, _ = await assembled("Bob")
    assert await meeting.refusal(meeting.alice, Next()) == Conflict("nobody_waits")


async def test_two_chairs_press_next_and_nobody_is_skipped() -> None:
    meeting, bob, carol, dan = await assembled("Bob", "Carol", "Dan")
    mia = await meeting.enter("Mia", right="moderator")
    for who in (bob, carol, dan):
        await meeting.ask(who)
    for speaker in ("Bob", "Carol"):
        seen = await meeting.current()
        await meeting.do(meeting.alice, Next(turn=seen))
        assert await meeting.refusal(mia, Next(turn=seen)) == TURN_OVER
        assert await meeting.speaks() == speaker


async def test_a_step_or_a_call_for_a_turn_that_is_over_is_refused() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.ask(bob)
    await meeting.ask(carol)
    entry = await meeting.entry_of("Carol")
    await meeting.next()
    for stale in (None, TurnId("trn_999")):
        assert await meeting.refusal(meeting.alice, Next(turn=stale)) == TURN_OVER
        assert await meeting.refusal(meeting.alice, Call(entry=entry, turn=stale)) == TURN_OVER
        assert await meeting.refusal(meeting.alice, LastWord(participant=carol, turn=stale)) == TURN_OVER
    assert (await meeting.speaks(), await meeting.waiting()) == ("Bob", ["Carol"])


async def test_a_double_click_is_one_step() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.ask(bob)
    await meeting.ask(carol)
    versions = [await meeting.do(meeting.alice, Next(), "click-0001") for _ in range(2)]
    assert versions[0] == versions[1]
    assert await meeting.speaks() == "Bob"


async def test_who_withdraws_from_the_top_within_a_second_makes_next_ask_again() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.ask(bob)
    await meeting.ask(carol)
    await meeting.do(bob, Withdraw(entry=await meeting.entry_of("Bob")))
    meeting.clock.advance(0.9)
    assert await meeting.refusal(meeting.alice, Next()) == Conflict("top_withdrew", name="Bob")
    assert await meeting.speaks() is None
    await meeting.next(confirmed=True)
    assert await meeting.speaks() == "Carol"


async def test_after_a_second_or_if_somebody_else_withdrew_next_does_not_ask() -> None:
    meeting, bob, carol, dan = await assembled("Bob", "Carol", "Dan")
    for who in (bob, carol, dan):
        await meeting.ask(who)
    await meeting.do(carol, Withdraw(entry=await meeting.entry_of("Carol")))
    await meeting.next()
    assert await meeting.speaks() == "Bob"
    await meeting.do(dan, Withdraw(entry=await meeting.entry_of("Dan")))
    meeting.clock.advance(1)
    await meeting.next()
    assert await meeting.speaks() is None


async def test_one_withdrawal_makes_one_question() -> None:
    meeting, bob, carol, dan = await assembled("Bob", "Carol", "Dan")
    for who in (bob, carol, dan):
        await meeting.ask(who)
    await meeting.do(bob, Withdraw(entry=await meeting.entry_of("Bob")))
    await meeting.next(confirmed=True)
    await meeting.next()
    assert await meeting.speaks() == "Dan"


async def test_who_is_away_is_passed_over_and_back_in_their_place() -> None:
    meeting, bob, carol, dan = await assembled("Bob", "Carol", "Dan")
    for who in (bob, carol, dan):
        await meeting.ask(who)
    await meeting.cut_off(bob)
    await meeting.next()
    assert (await meeting.speaks(), await meeting.waiting()) == ("Carol", ["Bob", "Dan"])
    await meeting.enter("Bob")
    await meeting.next()
    assert (await meeting.speaks(), await meeting.waiting()) == ("Bob", ["Dan"])


async def test_with_only_people_who_are_away_the_turn_ends() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.ask(bob)
    await meeting.ask(carol)
    await meeting.next()
    await meeting.cut_off(carol)
    assert (await meeting.floor())["step"] == {"does": "end"}
    await meeting.next()
    assert (await meeting.speaks(), await meeting.waiting()) == (None, ["Carol"])
    assert await meeting.refusal(meeting.alice, Next()) == Conflict("nobody_waits")


async def test_anybody_may_be_called_out_of_order_and_it_is_written_down() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.ask(bob)
    await meeting.ask(carol)
    await meeting.do(meeting.alice, Call(entry=await meeting.entry_of("Carol")))
    await meeting.do(meeting.alice, Call(entry=await meeting.entry_of("Bob"), turn=await meeting.current()))
    called = await meeting.logged(TurnCalled)
    assert [(event.speaker.name, event.out_of_order) for event in called] == [("Carol", True), ("Bob", False)]
    gone = Call(entry=EntryId("ent_999"), turn=await meeting.current())
    assert await meeting.refusal(meeting.alice, gone) == NotFound("no_such_entry")


async def test_the_clock_begins_when_the_speaker_is_heard() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.ask(bob)
    await meeting.next()
    await meeting.later(4)
    turn = await meeting.turn()
    assert (turn["state"], turn["used"], "running_since" in turn) == ("called", 0, False)
    assert await meeting.refusal(carol, BeginTurn(turn=turn["id"])) == NotAllowed("not_your_turn")
    await meeting.heard()
    await meeting.later(30)
    assert ((await meeting.turn())["state"], await meeting.remaining()) == ("speaking", 150)
    version = await meeting.do(bob, BeginTurn(turn=turn["id"]))
    assert version == await meeting.do(meeting.alice, BeginTurn(turn=turn["id"]))
    assert len(await meeting.logged(TurnBegan)) == 1


async def test_the_grace_after_the_call_begins_the_clock_by_itself() -> None:
    meeting, bob = await assembled("Bob", call_grace=10)
    await meeting.ask(bob)
    await meeting.next()
    await meeting.later(9.9)
    assert (await meeting.turn())["state"] == "called"
    await meeting.later(20.1)
    assert await meeting.remaining() == 160
    assert [event.by for event in await meeting.logged(TurnBegan)] == [None]


async def test_text_turns_and_people_without_a_microphone_of_their_own_begin_at_once() -> None:
    meeting, bob = await assembled("Bob")
    await meeting.do(bob, Ask(kind="topic", text="by text", text_turn=True))
    await meeting.do(meeting.alice, Add(kind="topic", name="Zhang San"))
    for speaker in ("Bob", "Zhang San"):
        await meeting.next()
        turn = await meeting.turn()
        assert (turn["name"], turn["state"]) == (speaker, "speaking")


async def test_a_turn_is_ended_by_its_speaker_or_by_a_moderator() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.ask(bob)
    await meeting.next()
    turn = await meeting.running()
    assert await meeting.refusal(carol, EndTurn(turn=turn)) == NotAllowed("not_your_turn")
    await meeting.do(bob, EndTurn(turn=turn))
    assert await meeting.refusal(bob, EndTurn(turn=turn)) == TURN_OVER
    await meeting.ask(carol)
    await meeting.next()
    await meeting.do(meeting.alice, EndTurn(turn=await meeting.running()))
    await meeting.ask(meeting.alice)
    await meeting.next()
    await meeting.do(meeting.alice, EndTurn(turn=await meeting.running()))
    assert await endings(meeting) == [("Bob", "done"), ("Carol", "moderator"), ("Alice", "done")]


async def test_a_speaker_who_is_renamed_is_shown_by_the_new_name() -> None:
    meeting, bob = await assembled("Bob")
    await meeting.ask(bob)
    await meeting.next()
    await meeting.do(bob, Rename(name="Bob B"))
    assert await meeting.speaks() == "Bob B"
    await meeting.heard()
    await meeting.later(5)
    await meeting.next()
    assert [(tally["name"], tally["ms"]) for tally in (await meeting.floor())["people"].values()] == [("Bob B", 5_000)]


async def test_extending_pausing_and_resuming() -> None:
    meeting, bob = await assembled("Bob")
    await meeting.ask(bob)
    await meeting.next()
    await meeting.heard()
    turn = await meeting.running()
    await meeting.later(20)
    await meeting.do(meeting.alice, Pause(turn=turn))
    await meeting.do(meeting.alice, Pause(turn=turn))
    await meeting.later(100)
    assert ((await meeting.turn())["state"], await meeting.remaining()) == ("paused", 160)
    await meeting.do(meeting.alice, Extend(turn=turn, seconds=60))
    await meeting.do(meeting.alice, Resume(turn=turn))
    await meeting.do(meeting.alice, Resume(turn=turn))
    await meeting.later(10)
    assert ((await meeting.turn())["state"], await meeting.remaining()) == ("speaking", 210)


async def test_a_pause_before_the_beginning_holds_the_grace_too() -> None:
    meeting, bob = await assembled("Bob", call_grace=10)
    await meeting.ask(bob)
    await meeting.next()
    turn = await meeting.running()
    await meeting.later(8)
    await meeting.do(meeting.alice, Pause(turn=turn))
    await meeting.later(60)
    await meeting.do(bob, BeginTurn(turn=turn))
    assert (await meeting.turn())["used"] == 0
    await meeting.do(meeting.alice, Resume(turn=turn))
    await meeting.later(9)
    assert (await meeting.turn())["state"] == "called"
    await meeting.later(2)
    assert await meeting.remaining() == 179


async def test_what_is_asked_of_a_turn_that_is_over_is_refused() -> None:
    meeting, bob = await assembled("Bob")
    await meeting.ask(bob)
    await meeting.next()
    turn = await meeting.running()
    await meeting.next()
    for command in (BeginTurn(turn=turn), Extend(turn=turn, seconds=30), Pause(turn=turn), Resume(turn=turn)):
        assert await meeting.refusal(meeting.alice, command) == TURN_OVER


async def test_overtime_is_counted_and_nobody_is_cut_off() -> None:
    meeting, bob = await assembled("Bob")
    await meeting.ask(bob)
    await meeting.next()
    await meeting.heard()
    await meeting.later(200)
    assert (await meeting.speaks(), await meeting.remaining()) == ("Bob", -20)


async def test_a_hard_stop_ends_the_turn_when_its_time_is_used_up() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol", hard_stop=True)
    await meeting.ask(bob)
    await meeting.ask(carol)
    await meeting.next()
    await meeting.heard()
    turn = await meeting.running()
    await meeting.later(100)
    await meeting.do(meeting.alice, Pause(turn=turn))
    await meeting.later(1000)
    await meeting.do(meeting.alice, Resume(turn=turn))
    await meeting.do(meeting.alice, Extend(turn=turn, seconds=20))
    await meeting.later(99.9)
    assert await meeting.speaks() == "Bob"
    await meeting.later(0.2)
    assert (await meeting.speaks(), await meeting.waiting()) == (None, ["Carol"])
    assert await endings(meeting) == [("Bob", "time")]
    assert (await meeting.floor())["people"][bob]["ms"] == 200_000


@pytest.mark.parametrize(("kind", "seconds"), [("topic", 100), ("clarifying_question", 45), ("point_of_order", 30)])
async def test_each_kind_has_its_own_limit(kind: Kind, seconds: int) -> None:
    limits = {"topic": 100, "clarifying_question": 45, "point_of_order": 30}
    meeting, bob = await assembled("Bob", limits=limits)
    await meeting.ask(bob, kind)
    await meeting.next()
    assert (await meeting.turn())["limit"] == seconds * 1000
