"""The list of items: typed by moderators, begun and closed one after the other, with time for each and each club."""

from typing import Any

import pytest

from roundtable.floor.commands import items as commands
from roundtable.floor.commands.queue import Close, LastCall
from roundtable.floor.commands.turns import EndTurn, Extend
from roundtable.floor.commands.venues import AddAttendee, OpenVenue
from roundtable.floor.events.items import ItemClosed, ItemStarted, OverhangShared
from roundtable.floor.events.queue import QueueCleared, QueueReopened
from roundtable.floor.events.turns import TurnEnded
from roundtable.floor.items import MOST_ITEMS
from roundtable.floor.values import ItemId
from roundtable.kernel.errors import Conflict, Invalid, NotFound
from roundtable.kernel.grants import ALL_SOURCES
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.rooms.messages import SetRole
from tests.roundtable.floor.assembly import Assembly, assembled
from tests.roundtable.meeting import CLUB

XIAN = CLUB.model_copy(update={"id": ClubId("clb_2xian"), "name_zh": "西安开源社", "name_en": "Xi'an"})
BERLIN = CLUB.model_copy(update={"id": ClubId("clb_3berlin"), "name_zh": "Berlin", "name_en": "Berlin"})
NO_ITEM = ItemId("itm_999")


async def items(assembly: Assembly) -> list[tuple[str, str]]:
    """Title and state of the items, in the order that clients show."""
    shown = (await assembly.floor())["items"].values()
    return [(item["title"], item["state"]) for item in sorted(shown, key=lambda item: item["rank"])]


async def item(assembly: Assembly, title: str) -> ItemId:
    """The id of an item."""
    return ItemId(next(one["id"] for one in (await assembly.floor())["items"].values() if one["title"] == title))


async def with_items(*titles: str, **floor: Any) -> Assembly:
    assembly: Assembly = (await assembled(**floor))[0]
    for title in titles:
        await assembly.do(assembly.alice, commands.AddItem(title=title))
    return assembly


async def start(assembly: Assembly, title: str, **how: object) -> None:
    command = {"item": await item(assembly, title), **how}
    await assembly.do(assembly.alice, commands.StartItem.model_validate(command))


async def speak(assembly: Assembly, who: ParticipantId, seconds: float) -> None:
    """Somebody asks, is called, and speaks for a while."""
    await assembly.ask(who)
    await assembly.next()
    await assembly.heard()
    await assembly.later(seconds)
    await assembly.do(who, EndTurn(turn=await assembly.running()))


async def test_items_are_typed_moved_edited_and_removed() -> None:
    assembly = await with_items("Budget", "Mirror", "Any other business")
    alice = assembly.alice
    mirror, budget = await item(assembly, "Mirror"), await item(assembly, "Budget")
    await assembly.do(alice, commands.MoveItem(item=mirror, before=budget))
    assert [title for title, _ in await items(assembly)] == ["Mirror", "Budget", "Any other business"]
    version = await assembly.do(alice, commands.MoveItem(item=mirror, before=budget))
    assert await assembly.do(alice, commands.MoveItem(item=mirror, before=mirror)) == version
    assert await assembly.do(alice, commands.MoveItem(item=mirror)) == version + 1
    await assembly.do(alice, commands.EditItem(item=mirror, title="Mirrors", budget=600, club_budget=60))
    shown = (await assembly.floor())["items"][mirror]
    assert (shown["title"], shown["budget"], shown["club_budget"]) == ("Mirrors", 600_000, 60_000)
    await assembly.do(alice, commands.EditItem(item=mirror, budget=0))
    shown = (await assembly.floor())["items"][mirror]
    assert ("budget" in shown, shown["club_budget"]) == (False, 60_000)
    await assembly.do(alice, commands.RemoveItem(item=budget))
    assert [title for title, _ in await items(assembly)] == ["Any other business", "Mirrors"]


async def test_what_is_wrong_with_an_item_is_said() -> None:
    assembly = await with_items("Budget")
    alice, budget = assembly.alice, await item(assembly, "Budget")
    missing, no_club = NotFound("no_such_item"), NotFound("no_such_club")
    nowhere = (ClubId("clb_9nowhere"),)
    assert await assembly.refusal(alice, commands.AddItem(title="X", clubs=nowhere)) == no_club
    assert await assembly.refusal(alice, commands.EditItem(item=budget, clubs=nowhere)) == no_club
    assert await assembly.refusal(alice, commands.EditItem(item=NO_ITEM, title="X")) == missing
    assert await assembly.refusal(alice, commands.MoveItem(item=budget, before=NO_ITEM)) == missing
    assert await assembly.refusal(alice, commands.StartItem(item=NO_ITEM)) == missing
    assert await assembly.refusal(alice, commands.CloseItem()) == missing
    assert await assembly.refusal(alice, commands.ShareOverhang(club=CLUB.id)) == missing
    await start(assembly, "Budget")
    begun = Conflict("item_begun")
    assert await assembly.refusal(alice, commands.MoveItem(item=budget)) == begun
    assert await assembly.refusal(alice, commands.RemoveItem(item=budget)) == begun


async def test_the_list_is_bounded() -> None:
    assembly = await with_items(*(f"Item {number}" for number in range(MOST_ITEMS)))
    full = Conflict("too_many_items", most=MOST_ITEMS)
    assert await assembly.refusal(assembly.alice, commands.AddItem(title="One more")) == full
    await assembly.enter("Carol", club=CLUB)
    assert await assembly.refusal(assembly.alice, commands.AddRound(budget=300)) == full


async def test_a_round_has_an_item_for_each_club_that_is_here() -> None:
    assembly, host = await assembled("Bob", mode="round")
    alice = assembly.alice
    assert await assembly.refusal(alice, commands.AddRound(budget=300)) == NotFound("no_such_club")
    carol = await assembly.enter("Carol", club=CLUB)
    dave = await assembly.enter("Dave", club=BERLIN)
    await assembly.do(alice, SetRole(participant=dave, role="observer"))
    await assembly.do(alice, OpenVenue(participant=host, title="Chengdu"))
    await assembly.do(host, AddAttendee(name="Erin", club_name="成都开源社"))
    await assembly.do(alice, commands.AddRound(budget=300))
    assert [title for title, _ in await items(assembly)] == [f"{CLUB.name_zh} · {CLUB.name_en}", "成都开源社"]
    report = next(iter((await assembly.floor())["items"].values()))
    assert (report["clubs"], report["budget"]) == ({CLUB.id: True}, 300_000)
    # Pressed again, only the club that came later is added.
    await assembly.do(alice, SetRole(participant=dave, role="representative"))
    await assembly.do(alice, commands.AddRound(budget=300))
    assert [title for title, _ in await items(assembly)][2:] == ["Berlin"]
    await assembly.do(alice, commands.StartItem(item=ItemId(report["id"])))
    assert (assembly.grants()[carol].publish, assembly.grants()[dave].publish) == (ALL_SOURCES, {"camera"})


async def test_a_new_round_is_possible_when_the_first_is_over() -> None:
    assembly, *_ = await assembled()
    await assembly.enter("Dave", club=BERLIN)
    await assembly.do(assembly.alice, commands.AddRound(budget=300))
    await start(assembly, "Berlin")
    await assembly.do(assembly.alice, commands.CloseItem())
    await assembly.do(assembly.alice, commands.AddRound(budget=300))
    assert await items(assembly) == [("Berlin", "over"), ("Berlin", "ahead")]


async def test_starting_an_item_closes_the_one_before_and_counts_anew() -> None:
    assembly = await with_items("Budget", "Mirror")
    bob = await assembly.enter("Bob", club=CLUB)
    await start(assembly, "Budget")
    await speak(assembly, bob, 30)
    assert (await assembly.floor())["clubs"][CLUB.id]["item_ms"] == 30_000
    await start(assembly, "Mirror")
    floor = await assembly.floor()
    assert await items(assembly) == [("Budget", "over"), ("Mirror", "current")]
    club, person = floor["clubs"][CLUB.id], floor["people"][bob]
    assert (club["item_ms"], club["item_turns"], club["ms"], club["turns"]) == (0, 0, 30_000, 1)
    assert (person["item_ms"], person["ms"]) == (0, 30_000)
    assert floor["items"][await item(assembly, "Budget")]["used"] == 30_000
    assert "topic" not in floor


async def test_starting_an_item_ends_the_turn_and_the_question_that_interrupts_it() -> None:
    assembly = await with_items("Budget")
    bob, carol = await assembly.enter("Bob"), await assembly.enter("Carol")
    await assembly.ask(bob)
    await assembly.next()
    await assembly.heard()
    await assembly.later(20)
    await assembly.ask(carol, "clarifying_question")
    await assembly.next()
    await start(assembly, "Budget")
    assert await assembly.turn() is None
    assert [event.ending for event in await assembly.logged(TurnEnded)] == ["moderator", "moderator"]
    assert (await assembly.floor())["people"][bob]["ms"] == 21_000


async def test_who_waits_before_the_first_item_waits_on_when_it_begins() -> None:
    assembly = await with_items("Budget")
    await assembly.ask(await assembly.enter("Bob"))
    await start(assembly, "Budget")
    assert await assembly.waiting() == ["Bob"]


@pytest.mark.parametrize("shut", [Close(), LastCall(seconds=60)])
async def test_the_list_reopens_with_each_item(shut: Close | LastCall) -> None:
    assembly = await with_items("Budget", "Mirror")
    await start(assembly, "Budget")
    assert await assembly.logged(QueueReopened) == []
    await assembly.do(assembly.alice, shut)
    await start(assembly, "Mirror")
    floor = await assembly.floor()
    assert (floor["closed"], "closes_at" in floor) == (False, False)
    assert len(await assembly.logged(QueueReopened)) == 1


@pytest.mark.parametrize(("waiting", "why"), [("carry", "carried"), ("write", "written")])
async def test_closing_with_people_waiting_asks_what_becomes_of_them(waiting: str, why: str) -> None:
    assembly = await with_items("Budget")
    await start(assembly, "Budget")
    for name in ("Bob", "Carol"):
        await assembly.ask(await assembly.enter(name), text=f"{name}'s point")
    alice = assembly.alice
    assert await assembly.refusal(alice, commands.CloseItem()) == Conflict("people_waiting", waiting=2)
    await assembly.do(alice, commands.CloseItem.model_validate({"waiting": waiting}))
    assert (await assembly.waiting(), await items(assembly)) == ([], [("Budget", "over")])
    assert [event.why for event in await assembly.logged(QueueCleared)] == [why]
    assert [event.waiting for event in await assembly.logged(ItemClosed)] == [waiting]


async def test_the_next_item_asks_too_and_does_not_take_extend() -> None:
    assembly = await with_items("Budget", "Mirror")
    await start(assembly, "Budget")
    await assembly.ask(await assembly.enter("Bob"))
    mirror = await item(assembly, "Mirror")
    asked = commands.StartItem(item=mirror)
    assert await assembly.refusal(assembly.alice, asked) == Conflict("people_waiting", waiting=1)
    extended = commands.StartItem(item=mirror, waiting="extend")
    assert await assembly.refusal(assembly.alice, extended) == Invalid("invalid", field="waiting")
    await start(assembly, "Mirror", waiting="write")
    assert await items(assembly) == [("Budget", "over"), ("Mirror", "current")]


async def test_an_item_that_is_extended_goes_on() -> None:
    assembly = await with_items()
    await assembly.do(assembly.alice, commands.AddItem(title="Budget", budget=600))
    await start(assembly, "Budget")
    await assembly.ask(await assembly.enter("Bob"))
    await assembly.do(assembly.alice, commands.CloseItem(waiting="extend", seconds=120))
    shown = (await assembly.floor())["items"][await item(assembly, "Budget")]
    assert (shown["state"], shown["budget"], await assembly.waiting()) == ("current", 720_000, ["Bob"])


async def test_an_item_that_was_closed_by_mistake_goes_on() -> None:
    assembly = await with_items("Budget")
    bob = await assembly.enter("Bob")
    await start(assembly, "Budget")
    await speak(assembly, bob, 10)
    await assembly.do(assembly.alice, commands.CloseItem())
    await start(assembly, "Budget")
    await speak(assembly, bob, 5)
    shown = (await assembly.floor())["items"][await item(assembly, "Budget")]
    assert (shown["state"], shown["used"]) == ("current", 15_000)
    version = await assembly.do(assembly.alice, commands.StartItem(item=await item(assembly, "Budget")))
    assert len(await assembly.logged(ItemStarted)) == 2
    assert await assembly.do(assembly.alice, commands.CloseItem()) == version + 1


async def budgeted(**more: object) -> tuple[Assembly, ParticipantId, ParticipantId]:
    """An item on which each club has a minute, with two clubs here; the third one is away from it."""
    assembly: Assembly = (await assembled())[0]
    bob, carol = await assembly.enter("Bob", club=CLUB), await assembly.enter("Carol", club=XIAN)
    await assembly.enter("Dave", club=BERLIN)
    command = commands.AddItem.model_validate({"title": "Budget", "club_budget": 60, **more})
    await assembly.do(assembly.alice, command)
    await start(assembly, "Budget")
    return assembly, bob, carol


async def budgets(assembly: Assembly) -> dict[str, int]:
    return {key: club["budget"] // 1000 for key, club in (await assembly.floor())["clubs"].items() if "budget" in club}


async def test_what_one_club_overran_is_shared_out() -> None:
    assembly, bob, carol = await budgeted()
    assert await assembly.refusal(assembly.alice, commands.ShareOverhang(club=CLUB.id)) == Conflict("nothing_over")
    await speak(assembly, bob, 90)
    await assembly.do(assembly.alice, commands.ShareOverhang(club=CLUB.id))
    assert await budgets(assembly) == {CLUB.id: 90, XIAN.id: 90, BERLIN.id: 90}
    assert [event.seconds for event in await assembly.logged(OverhangShared)] == [30]
    # It is settled: there is nothing more to share, and what another overruns counts from its new budget.
    assert await assembly.refusal(assembly.alice, commands.ShareOverhang(club=CLUB.id)) == Conflict("nothing_over")
    await speak(assembly, carol, 100)
    await assembly.do(assembly.alice, commands.ShareOverhang(club=XIAN.id))
    assert await budgets(assembly) == {CLUB.id: 100, XIAN.id: 100, BERLIN.id: 100}


async def test_an_overhang_stays_among_the_owners_of_an_item() -> None:
    assembly, bob, _ = await budgeted(clubs=(CLUB.id, XIAN.id))
    await speak(assembly, bob, 75)
    await assembly.do(assembly.alice, commands.ShareOverhang(club=CLUB.id))
    assert await budgets(assembly) == {CLUB.id: 75, XIAN.id: 75, BERLIN.id: 60}


async def test_a_turn_that_runs_counts_for_the_overhang_of_its_own_club_alone() -> None:
    assembly, bob, carol = await budgeted()
    await speak(assembly, carol, 61)
    await assembly.ask(bob)
    await assembly.next()
    await assembly.heard()
    await assembly.do(assembly.alice, Extend(turn=await assembly.running(), seconds=300))
    await assembly.later(64)
    await assembly.do(assembly.alice, commands.ShareOverhang(club=XIAN.id))
    assert await budgets(assembly) == {CLUB.id: 61, XIAN.id: 61, BERLIN.id: 61}
    await assembly.do(assembly.alice, commands.ShareOverhang(club=CLUB.id))
    assert await budgets(assembly) == {CLUB.id: 64, XIAN.id: 64, BERLIN.id: 64}


async def test_without_a_budget_nothing_is_over() -> None:
    assembly, bob, _ = await budgeted(club_budget=0)
    await speak(assembly, bob, 75)
    assert await assembly.refusal(assembly.alice, commands.ShareOverhang(club=CLUB.id)) == Conflict("nothing_over")
    assert await budgets(assembly) == {}
    nowhere = commands.ShareOverhang(club=ClubId("clb_9nowhere"))
    assert await assembly.refusal(assembly.alice, nowhere) == NotFound("no_such_club")
