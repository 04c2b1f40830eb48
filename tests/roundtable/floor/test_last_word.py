"""Somebody has the last word: nobody after them, and nothing is lost by a slip of the hand."""

from roundtable.floor.commands.queue import Ask
from roundtable.floor.commands.turns import LastWord
from roundtable.floor.events.queue import QueueCleared, QueueClosed
from roundtable.kernel.errors import Conflict, NotFound
from roundtable.kernel.ids import ParticipantId
from tests.roundtable.floor.assembly import assembled


async def test_the_last_word_clears_and_closes_once_it_is_confirmed() -> None:
    meeting, bob, carol, dan = await assembled("Bob", "Carol", "Dan")
    for who in (bob, carol, dan):
        await meeting.ask(who)
    await meeting.next()
    turn = await meeting.current()
    wish = LastWord(participant=dan, turn=turn)
    assert await meeting.refusal(meeting.alice, wish) == Conflict("needs_confirmation", waiting=1)
    await meeting.do(meeting.alice, LastWord(participant=dan, turn=turn, confirmed=True))
    floor = await meeting.floor()
    assert (floor["turn"]["name"], floor["turn"]["last_word"], floor["turn"]["limit"]) == ("Dan", True, 180_000)
    assert (floor["closed"], floor["entries"], "topic" in floor) == (True, {}, False)
    assert [event.why for event in await meeting.logged(QueueCleared)] == ["last_word"]
    assert await meeting.refusal(bob, Ask(kind="topic")) == Conflict("closed")
    await meeting.next()
    assert await meeting.turn() is None


async def test_the_last_word_of_the_only_one_who_waits_needs_no_confirmation() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.ask(bob, text="finally")
    await meeting.do(meeting.alice, LastWord(participant=bob))
    assert ((await meeting.turn())["text"], await meeting.waiting()) == ("finally", [])
    assert await meeting.logged(QueueCleared) == []
    await meeting.do(meeting.alice, LastWord(participant=carol, turn=await meeting.current()))
    assert await meeting.speaks() == "Carol"
    assert len(await meeting.logged(QueueClosed)) == 1


async def test_the_last_word_is_for_somebody_who_is_here_and_may_speak() -> None:
    meeting, bob = await assembled("Bob")
    fay = await meeting.enter("Fay", observe=True)
    for who in (fay, ParticipantId("prt_nobody")):
        assert await meeting.refusal(meeting.alice, LastWord(participant=who)) == NotFound("no_such_participant")
    await meeting.do(meeting.alice, LastWord(participant=bob))
    assert await meeting.speaks() == "Bob"
