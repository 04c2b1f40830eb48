"""The list as a whole: when it takes nobody new, when it is full, and how it is cleared."""

from roundtable.floor.commands.queue import Add, Ask, Clear, Close, LastCall, Reopen
from roundtable.floor.events.queue import QueueClosed
from roundtable.floor.queue import MOST_ENTRIES
from roundtable.kernel.errors import Conflict
from tests.roundtable.floor.assembly import assembled


async def test_a_non_empty_list_is_cleared_only_when_that_is_confirmed() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.do(meeting.alice, Clear())
    await meeting.ask(bob)
    await meeting.ask(carol)
    assert await meeting.refusal(meeting.alice, Clear()) == Conflict("needs_confirmation", waiting=2)
    assert await meeting.waiting() == ["Bob", "Carol"]
    await meeting.do(meeting.alice, Clear(confirmed=True))
    assert await meeting.waiting() == []


async def test_a_closed_list_takes_points_of_order_only() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.ask(bob)
    await meeting.do(meeting.alice, Close())
    assert (await meeting.floor())["closed"] is True
    for command in (Ask(kind="topic"), Ask(kind="clarifying_question")):
        assert await meeting.refusal(carol, command) == Conflict("closed")
    assert await meeting.refusal(meeting.alice, Add(kind="topic", name="Wang")) == Conflict("closed")
    assert await meeting.refusal(meeting.alice, LastCall(seconds=5)) == Conflict("closed")
    await meeting.ask(carol, "point_of_order")
    assert await meeting.waiting() == ["Carol", "Bob"]
    await meeting.do(meeting.alice, Reopen())
    await meeting.ask(carol, "topic")


async def test_a_point_of_order_is_accepted_in_every_mode_and_before_anything_has_begun() -> None:
    for mode in ("open", "moderated", "round", "stage"):
        meeting, bob = await assembled("Bob", mode=mode)
        await meeting.do(meeting.alice, Close())
        await meeting.ask(bob, "point_of_order")
        assert [entry["reason"] for entry in (await meeting.floor())["entries"].values()] == ["goes_first"]


async def test_after_a_last_call_the_list_closes_by_itself() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.do(meeting.alice, LastCall(seconds=30))
    closes_at = meeting.clock.now().timestamp() + 30
    assert (await meeting.floor())["closed"] is False
    await meeting.later(29)
    await meeting.ask(bob)
    await meeting.later(1)
    floor = await meeting.floor()
    assert floor["closed"] is True
    assert "closes_at" not in floor
    (closed,) = await meeting.logged(QueueClosed)
    assert (closed.at.timestamp(), closed.by) == (closes_at, None)
    assert await meeting.refusal(carol, Ask(kind="topic")) == Conflict("closed")


async def test_a_last_call_ends_on_time_even_if_the_clock_is_late() -> None:
    meeting, bob = await assembled("Bob")
    await meeting.do(meeting.alice, LastCall(seconds=5))
    meeting.clock.advance(5)
    assert await meeting.refusal(bob, Ask(kind="topic")) == Conflict("closed")


async def test_a_last_call_is_put_off_or_called_off() -> None:
    meeting, bob = await assembled("Bob")
    await meeting.do(meeting.alice, LastCall(seconds=5))
    await meeting.do(meeting.alice, LastCall(seconds=60))
    await meeting.later(30)
    assert (await meeting.floor())["closed"] is False
    await meeting.do(meeting.alice, Reopen())
    await meeting.later(60)
    assert (await meeting.floor())["closed"] is False
    await meeting.ask(bob)


async def test_the_list_is_full_at_some_point_but_not_for_a_point_of_order_of_ones_own() -> None:
    meeting, bob = await assembled("Bob")
    for number in range(MOST_ENTRIES):
        await meeting.do(meeting.alice, Add(kind="topic", name=f"Guest {number}"))
    assert await meeting.refusal(bob, Ask(kind="topic")) == Conflict("queue_full")
    by_name = Add(kind="point_of_order", name="Wang")
    assert await meeting.refusal(meeting.alice, by_name) == Conflict("queue_full")
    await meeting.ask(bob, "point_of_order")
    assert (await meeting.waiting())[0] == "Bob"
