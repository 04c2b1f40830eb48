"""A moderator's move is logged and shown, and is the only thing that breaks the order. What was put stays put."""

from itertools import pairwise
from typing import Any

import pytest

from roundtable.floor.commands.queue import Ask, Defer, Move, Rekind, Remove, Withdraw
from roundtable.floor.commands.turns import Call
from roundtable.floor.events.queue import EntryMoved, EntryRekinded
from roundtable.kernel.errors import Conflict, NotFound
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import ClientCommand
from tests.roundtable.floor.assembly import Assembly, assembled

NAMES = ("Ann", "Ben", "Cid", "Dee", "Eve")


async def queued(**floor: Any) -> tuple[Assembly, dict[str, ParticipantId]]:
    """Five people who wait with a topic, in the order of their names."""
    meeting, *people = await assembled(*NAMES, **floor)
    for person in people:
        await meeting.ask(person)
    return meeting, dict(zip(NAMES, people, strict=True))


async def move(meeting: Assembly, name: str, before: str | None) -> None:
    anchor = None if before is None else await meeting.entry_of(before)
    await meeting.do(meeting.alice, Move(entry=await meeting.entry_of(name), before=anchor))


async def order(meeting: Assembly) -> str:
    """The first letters of those who wait."""
    return "".join(name[0] for name in await meeting.waiting())


async def reason(meeting: Assembly, name: str) -> str:
    said: str = (await meeting.floor())["entries"][await meeting.entry_of(name)]["reason"]
    return said


async def test_a_move_is_logged_and_shown() -> None:
    meeting, _ = await queued()
    await move(meeting, "Dee", "Ben")
    assert await order(meeting) == "ADBCE"
    assert await reason(meeting, "Dee") == "moved"
    assert await reason(meeting, "Ben") == "club_not_spoken"
    at = meeting.clock.now()
    assert await meeting.logged(EntryMoved) == [EntryMoved(entry="ent_4", before="ent_2", by=meeting.alice, at=at)]


async def test_a_move_to_the_end_stays_at_the_end() -> None:
    meeting, _ = await queued()
    await move(meeting, "Ann", None)
    assert await order(meeting) == "BCDEA"
    await meeting.do(await meeting.enter("Fay"), Ask(kind="topic"))
    await meeting.do(await meeting.enter("Gil"), Ask(kind="point_of_order"))
    assert await order(meeting) == "GBCDEFA"


async def test_a_move_breaks_the_order_of_kinds_too() -> None:
    meeting, people = await queued()
    await meeting.ask(people["Eve"], "point_of_order")
    entries = (await meeting.floor())["entries"]
    first = next(entry["id"] for entry in entries.values() if entry["kind"] == "point_of_order")
    await meeting.do(meeting.alice, Move(entry=await meeting.entry_of("Ann"), before=first))
    assert await order(meeting) == "AEBCDE"


async def test_a_move_to_where_it_stands_is_none() -> None:
    meeting, _ = await queued()
    await move(meeting, "Ann", "Ben")
    await move(meeting, "Ann", "Ann")
    await move(meeting, "Eve", None)
    assert await meeting.logged(EntryMoved) == []


async def test_nobody_is_moved_before_somebody_who_is_gone() -> None:
    meeting, people = await queued()
    gone = await meeting.entry_of("Cid")
    await meeting.do(people["Cid"], Withdraw(entry=gone))
    ann = await meeting.entry_of("Ann")
    assert await meeting.refusal(meeting.alice, Move(entry=ann, before=gone)) == NotFound("no_such_entry")
    assert await meeting.refusal(meeting.alice, Move(entry=gone, before=ann)) == NotFound("no_such_entry")


@pytest.mark.parametrize("leaving", ["call", "withdraw", "remove", "move", "rekind"])
async def test_whoever_was_put_before_somebody_stays_there_when_that_one_goes(leaving: str) -> None:
    meeting, people = await queued()
    await move(meeting, "Eve", "Cid")
    await move(meeting, "Ann", "Cid")
    assert await order(meeting) == "BEACD"
    cid = await meeting.entry_of("Cid")
    acts: dict[str, tuple[ParticipantId, ClientCommand]] = {
        "call": (meeting.alice, Call(entry=cid)),
        "withdraw": (people["Cid"], Withdraw(entry=cid)),
        "remove": (meeting.alice, Remove(entry=cid)),
        "move": (meeting.alice, Move(entry=cid, before=await meeting.entry_of("Ben"))),
        "rekind": (meeting.alice, Rekind(entry=cid, kind="clarifying_question")),
    }
    await meeting.do(*acts[leaving])
    assert await order(meeting) == {"move": "CBEAD", "rekind": "CBEAD"}.get(leaving, "BEAD")
    await meeting.do(people["Dee"], Withdraw(entry=await meeting.entry_of("Dee")))
    assert (await order(meeting)).endswith("BEA")


async def test_a_deferred_one_leaves_those_put_before_it_where_they_are() -> None:
    meeting, people = await queued()
    await move(meeting, "Eve", "Ben")
    await meeting.do(people["Ben"], Defer(entry=await meeting.entry_of("Ben")))
    assert await order(meeting) == "AECDB"
    assert await reason(meeting, "Ben") == "deferred"


async def test_a_moved_one_who_defers_stands_by_the_order_again() -> None:
    meeting, people = await queued()
    await move(meeting, "Eve", "Ann")
    await meeting.do(people["Eve"], Defer(entry=await meeting.entry_of("Eve")))
    assert await order(meeting) == "ABCDE"
    assert await reason(meeting, "Eve") == "deferred"


async def test_a_rekinded_one_stands_by_the_order_of_its_new_kind() -> None:
    meeting, people = await queued()
    await meeting.ask(people["Eve"], "clarifying_question")
    await move(meeting, "Dee", None)
    at = meeting.clock.now()
    dee = await meeting.entry_of("Dee")
    await meeting.do(meeting.alice, Rekind(entry=dee, kind="clarifying_question"))
    assert await order(meeting) == "DEABCE"
    (logged,) = await meeting.logged(EntryRekinded)
    assert logged == EntryRekinded(entry=dee, kind="clarifying_question", by=meeting.alice, at=at)
    refused = await meeting.refusal(meeting.alice, Rekind(entry=dee, kind="reply"))
    assert refused == Conflict("no_topic")


async def test_those_put_at_the_same_place_keep_their_order_when_their_anchors_go() -> None:
    meeting, people = await queued()
    await move(meeting, "Eve", "Ben")
    await move(meeting, "Dee", "Eve")
    await move(meeting, "Ann", "Cid")
    assert await order(meeting) == "DEBAC"
    for name, left in (("Ben", "DEAC"), ("Eve", "DAC"), ("Cid", "DA"), ("Ann", "D")):
        await meeting.do(people[name], Withdraw(entry=await meeting.entry_of(name)))
        assert await order(meeting) == left


async def test_a_moved_one_overtakes_nobody_as_the_bound_counts() -> None:
    """With a bound of 0 nobody may be overtaken; the chair may still, and the bound holds afterwards."""
    meeting, _ = await queued(bound=0)
    await move(meeting, "Eve", "Ann")
    await meeting.next()
    assert await meeting.speaks() == "Eve"
    for expected in ("Ann", "Ben", "Cid", "Dee"):
        await meeting.next()
        assert await meeting.speaks() == expected


async def test_ranks_ascend_in_the_order_everybody_sees() -> None:
    meeting, _ = await queued()
    for name, before in (("Eve", "Ann"), ("Ann", None), ("Cid", "Ben"), ("Dee", "Eve")):
        await move(meeting, name, before)
        ranks = sorted(entry["rank"] for entry in (await meeting.floor())["entries"].values())
        assert all(low < high for low, high in pairwise(ranks))
