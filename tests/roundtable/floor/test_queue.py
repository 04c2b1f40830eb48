"""The queue as stories: who may enter it, what becomes of an entry, and when the list takes nobody."""

from typing import Any

from roundtable.floor.commands.queue import Add, Ask, Defer, Edit, Remove, Reopen, Withdraw
from roundtable.floor.commands.turns import Next
from roundtable.floor.events.queue import EntryRemoved
from roundtable.floor.values import EntryId
from roundtable.kernel.clock import as_text
from roundtable.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.rooms.messages import Leave, Rename, SetRole
from roundtable.rooms.messages import Remove as SendOut
from tests.roundtable.floor.assembly import Assembly, assembled
from tests.roundtable.meeting import CLUB


async def entry(meeting: Assembly, name: str) -> Any:
    """What everybody sees of somebody's entry."""
    return (await meeting.floor())["entries"][await meeting.entry_of(name)]


async def test_an_entry_shows_who_wants_to_say_what_for_whom() -> None:
    meeting, _bob = await assembled("Bob")
    carol = await meeting.enter("Carol", club=CLUB)
    at = meeting.clock.now()
    await meeting.do(carol, Ask(kind="topic", text="  关于  预算\u202e ", text_turn=True))
    assert await entry(meeting, "Carol") == {
        "id": "ent_1",
        "kind": "topic",
        "rank": 4096,
        "reason": "club_not_spoken",
        "name": "Carol",
        "participant": carol,
        "club": CLUB.id,
        "text": "关于 预算",
        "text_turn": True,
        "at": as_text(at),
    }
    assert (await meeting.floor())["clubs"][CLUB.id]["club"]["name_zh"] == CLUB.name_zh


async def test_one_entry_for_each_person_and_kind_unless_a_moderator_allows_more() -> None:
    meeting, bob = await assembled("Bob")
    await meeting.ask(bob)
    assert await meeting.refusal(bob, Ask(kind="topic")) == Conflict("already_waiting")
    await meeting.ask(bob, "point_of_order")
    on_behalf = Add(kind="topic", participant=bob)
    assert await meeting.refusal(meeting.alice, on_behalf) == Conflict("already_waiting")
    more, carol = await assembled("Carol", entries_per_kind=2)
    await more.ask(carol)
    await more.ask(carol)
    assert await more.refusal(carol, Ask(kind="topic")) == Conflict("already_waiting")


async def test_a_reply_needs_a_topic() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    assert await meeting.refusal(carol, Ask(kind="reply")) == Conflict("no_topic")
    assert await meeting.refusal(meeting.alice, Add(kind="reply", name="Wang")) == Conflict("no_topic")
    await meeting.ask(bob, "topic")
    assert await meeting.refusal(carol, Ask(kind="reply")) == Conflict("no_topic")
    await meeting.next()
    await meeting.ask(carol, "reply")
    await meeting.next()
    assert await meeting.speaks() == "Carol"
    await meeting.ask(bob, "reply")
    assert await meeting.waiting() == ["Bob"]


async def test_whose_it_is_withdraws_edits_and_defers_it_and_nobody_else_does() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.ask(bob)
    await meeting.ask(carol)
    bobs = await meeting.entry_of("Bob")
    for command in (Withdraw(entry=bobs), Edit(entry=bobs, text="no"), Defer(entry=bobs)):
        assert await meeting.refusal(carol, command) == NotAllowed("not_your_entry")
    assert await meeting.refusal(meeting.alice, Withdraw(entry=bobs)) == NotAllowed("not_your_entry")
    await meeting.do(bob, Edit(entry=bobs, text="Rooms"))
    await meeting.do(meeting.alice, Edit(entry=bobs, text_turn=True))
    shown = await entry(meeting, "Bob")
    assert (shown["text"], shown["text_turn"]) == ("Rooms", True)
    await meeting.do(bob, Edit(entry=bobs, text="", text_turn=False))
    assert {"text", "text_turn"} & set(await entry(meeting, "Bob")) == set()
    await meeting.do(bob, Defer(entry=bobs))
    assert await meeting.waiting() == ["Carol", "Bob"]
    await meeting.do(bob, Withdraw(entry=bobs))
    assert await meeting.waiting() == ["Carol"]
    assert await meeting.refusal(bob, Withdraw(entry=bobs)) == NotFound("no_such_entry")


async def test_what_changes_nothing_writes_nothing() -> None:
    meeting, bob = await assembled("Bob")
    await meeting.do(bob, Ask(kind="topic", text="Rooms"))
    bobs = await meeting.entry_of("Bob")
    written = len(await meeting.log.read(meeting.session, 0))
    for by, command in (
        (bob, Edit(entry=bobs)),
        (bob, Edit(entry=bobs, text="Rooms", text_turn=False)),
        (bob, Defer(entry=bobs)),
        (meeting.alice, Reopen()),
    ):
        await meeting.do(by, command)
    assert len(await meeting.log.read(meeting.session, 0)) == written


async def test_on_behalf_of_a_participant_it_is_theirs() -> None:
    meeting, _bob = await assembled("Bob")
    carol = await meeting.enter("Carol", club=CLUB)
    await meeting.do(meeting.alice, Add(kind="topic", participant=carol, text="Asked by phone"))
    shown = await entry(meeting, "Carol")
    assert (shown["participant"], shown["club"], shown["by"]) == (carol, CLUB.id, meeting.alice)
    await meeting.do(carol, Withdraw(entry=shown["id"]))
    assert await meeting.waiting() == []


async def test_a_typed_name_speaks_for_a_chosen_or_a_typed_club() -> None:
    meeting, _bob = await assembled("Bob")
    await meeting.enter("Carol", club=CLUB)
    await meeting.do(meeting.alice, Add(kind="topic", name="老王", club=CLUB.id))
    await meeting.do(meeting.alice, Add(kind="topic", name="小李", club_name="机器人社"))
    await meeting.do(meeting.alice, Add(kind="topic", name="小张", club_name="机器人社"))
    await meeting.do(meeting.alice, Add(kind="topic", name="Zoe", club_name=CLUB.name_en.upper()))
    clubs = {name: (await entry(meeting, name))["club"] for name in ("老王", "小李", "小张", "Zoe")}
    assert clubs["老王"] == clubs["Zoe"] == CLUB.id
    assert clubs["小李"] == clubs["小张"] != CLUB.id
    assert (await meeting.floor())["clubs"][clubs["小李"]]["club"]["name_zh"] == "机器人社"
    assert "participant" not in await entry(meeting, "老王")
    assert await meeting.refusal(meeting.alice, Add(kind="topic", name="小李")) == Conflict("already_waiting")


async def test_somebody_is_named_once_and_clearly() -> None:
    meeting, bob = await assembled("Bob")
    for unclear in (
        Add(kind="topic"),
        Add(kind="topic", participant=bob, name="Bob"),
        Add(kind="topic", participant=bob, club_name="Chess"),
        Add(kind="topic", name="Wang", club=CLUB.id, club_name="Chess"),
    ):
        refused = await meeting.refusal(meeting.alice, unclear)
        assert isinstance(refused, Invalid)
        assert refused.code == "invalid"
    unknown = Add(kind="topic", name="Wang", club=ClubId("clb_1nobody"))
    assert await meeting.refusal(meeting.alice, unknown) == NotFound("no_such_club")
    stranger = Add(kind="topic", participant=ParticipantId("prt_stranger"))
    assert await meeting.refusal(meeting.alice, stranger) == NotFound("no_such_participant")
    await meeting.do(meeting.alice, SetRole(participant=bob, role="observer"))
    observer = Add(kind="topic", participant=bob)
    assert await meeting.refusal(meeting.alice, observer) == NotAllowed("not_allowed")


async def test_who_leaves_waits_no_more_and_who_is_cut_off_does() -> None:
    meeting, bob, carol, dan = await assembled("Bob", "Carol", "Dan")
    for who in (bob, carol, dan):
        await meeting.ask(who)
    await meeting.do(bob, Leave())
    await meeting.cut_off(carol)
    assert await meeting.waiting() == ["Carol", "Dan"]
    assert (await entry(meeting, "Carol"))["away"] is True
    await meeting.later(120)
    assert await meeting.waiting() == ["Carol", "Dan"], "out of the room for want of a connection, and still in place"
    await meeting.enter("Carol")
    assert await meeting.waiting() == ["Carol", "Dan"]
    assert "away" not in await entry(meeting, "Carol")
    await meeting.do(meeting.alice, SendOut(participant=dan))
    assert [(event.entry, event.why, event.by) for event in await meeting.logged(EntryRemoved)] == [
        ("ent_1", "left", None),
        ("ent_3", "left", None),
    ]


async def test_who_is_away_is_passed_over_and_back_where_they_were() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.ask(bob)
    await meeting.ask(carol)
    await meeting.cut_off(bob)
    assert (await meeting.floor())["step"]["entry"] == await meeting.entry_of("Carol")
    await meeting.next()
    assert (await meeting.speaks(), await meeting.waiting()) == ("Carol", ["Bob"])
    await meeting.enter("Bob")
    await meeting.next()
    assert await meeting.speaks() == "Bob"


async def test_who_may_no_longer_speak_waits_no_more() -> None:
    meeting, bob = await assembled("Bob")
    await meeting.ask(bob)
    await meeting.do(meeting.alice, SetRole(participant=bob, role="observer"))
    assert await meeting.waiting() == []
    assert [event.why for event in await meeting.logged(EntryRemoved)] == ["role"]


async def test_a_new_name_is_shown_in_the_queue_too() -> None:
    meeting, bob = await assembled("Bob")
    await meeting.ask(bob)
    await meeting.do(bob, Rename(name="鲍勃"))
    assert await meeting.waiting() == ["鲍勃"]
    await meeting.cut_off(bob)
    await meeting.later(90)
    await meeting.enter("bob")  # the same account, called differently since
    assert await meeting.waiting() == ["bob"]


async def test_next_asks_again_if_who_was_next_has_just_withdrawn() -> None:
    meeting, bob, carol, dan = await assembled("Bob", "Carol", "Dan")
    for who in (bob, carol, dan):
        await meeting.ask(who)
    await meeting.do(carol, Withdraw(entry=await meeting.entry_of("Carol")))
    await meeting.do(bob, Withdraw(entry=await meeting.entry_of("Bob")))
    assert await meeting.refusal(meeting.alice, Next()) == Conflict("top_withdrew", name="Bob")
    await meeting.do(meeting.alice, Next(confirmed=True))
    assert await meeting.speaks() == "Dan"


async def test_next_does_not_ask_again_after_a_second_nor_if_somebody_further_down_withdrew() -> None:
    meeting, bob, carol, dan = await assembled("Bob", "Carol", "Dan")
    for who in (bob, carol, dan):
        await meeting.ask(who)
    await meeting.do(dan, Withdraw(entry=await meeting.entry_of("Dan")))
    await meeting.next()
    assert await meeting.speaks() == "Bob"
    await meeting.do(carol, Withdraw(entry=await meeting.entry_of("Carol")))
    await meeting.ask(dan)
    meeting.clock.advance(1)
    await meeting.next()
    assert await meeting.speaks() == "Dan"


async def test_next_asks_again_too_if_who_was_next_has_just_left_but_not_if_the_moderator_removed_them() -> None:
    meeting, bob, carol, dan = await assembled("Bob", "Carol", "Dan")
    for who in (bob, carol, dan):
        await meeting.ask(who)
    await meeting.do(bob, Leave())
    assert await meeting.refusal(meeting.alice, Next()) == Conflict("top_withdrew", name="Bob")
    meeting.clock.advance(1)
    await meeting.do(meeting.alice, Remove(entry=await meeting.entry_of("Carol")))
    await meeting.next()
    assert await meeting.speaks() == "Dan"


async def test_ids_are_never_given_twice() -> None:
    meeting, bob = await assembled("Bob")
    seen: set[EntryId] = set()
    for _ in range(5):
        await meeting.ask(bob)
        seen.add(await meeting.entry_of("Bob"))
        await meeting.do(bob, Withdraw(entry=await meeting.entry_of("Bob")))
    assert len(seen) == 5
