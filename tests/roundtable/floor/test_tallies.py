"""Who has spoken how much: the seconds of all turns add up, by club and by person, on the item and in the session."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from roundtable.floor.commands.items import AddItem, CloseItem, StartItem
from roundtable.floor.commands.queue import Add, Ask
from roundtable.floor.commands.turns import BeginTurn, Call, EndTurn, Extend, Next, Pause, Resume
from roundtable.floor.events.turns import TurnBegan, TurnCalled, TurnEnded, TurnPaused, TurnResumed
from roundtable.floor.values import ItemId, TurnId
from roundtable.kernel.errors import Refusal
from roundtable.kernel.events import SessionEnded
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.kernel.messages import ClientCommand, ClubFacts, Event
from roundtable.rooms.messages import End, Leave
from tests.roundtable.floor.assembly import Assembly, assembled
from tests.roundtable.meeting import CLUB

OTHER_CLUB = ClubFacts(id=ClubId("clb_2fdu"), name_zh="复旦大学开源社", name_en="Fudan Open Source Club")


async def spoken(meeting: Assembly, who: ParticipantId, seconds: float) -> None:
    """Let somebody ask, be called, speak for some seconds, and be done."""
    await meeting.ask(who)
    await meeting.next()
    await meeting.heard()
    await meeting.later(seconds)
    await meeting.do(who, EndTurn(turn=await meeting.running()))


def counts(tally: Any) -> tuple[int, int, int, int]:
    """Milliseconds and turns: on the item, in the session."""
    return tally["item_ms"], tally["item_turns"], tally["ms"], tally["turns"]


async def test_a_club_has_the_sum_of_its_people() -> None:
    meeting, dan = await assembled("Dan")
    bob, carol = await meeting.enter("Bob", club=CLUB), await meeting.enter("Carol", club=CLUB)
    await spoken(meeting, bob, 30)
    await spoken(meeting, carol, 12.5)
    await spoken(meeting, dan, 7)
    floor = await meeting.floor()
    assert {who: counts(tally) for who, tally in floor["people"].items()} == {
        bob: (30_000, 1, 30_000, 1),
        carol: (12_500, 1, 12_500, 1),
        dan: (7_000, 1, 7_000, 1),
    }
    assert counts(floor["clubs"][CLUB.id]) == (42_500, 2, 42_500, 2)


async def test_seconds_count_as_soon_as_the_clock_stands_still_and_turns_when_they_are_over() -> None:
    meeting, bob = await assembled("Bob")
    await meeting.ask(bob)
    await meeting.next()
    await meeting.heard()
    await meeting.later(20)
    turn = await meeting.running()
    assert bob not in (await meeting.floor())["people"]
    await meeting.do(meeting.alice, Pause(turn=turn))
    assert counts((await meeting.floor())["people"][bob]) == (20_000, 0, 20_000, 0)
    await meeting.do(meeting.alice, Resume(turn=turn))
    await meeting.later(5)
    await meeting.next()
    assert counts((await meeting.floor())["people"][bob]) == (25_000, 1, 25_000, 1)


async def test_a_turn_that_never_began_was_none() -> None:
    meeting, bob = await assembled("Bob")
    await meeting.ask(bob)
    await meeting.next()
    await meeting.later(3)
    await meeting.next()
    assert bob not in (await meeting.floor())["people"]


async def test_people_who_are_typed_in_are_counted_for_their_club() -> None:
    meeting, _ = await assembled("Bob")
    await meeting.enter("Carol", club=CLUB)
    await meeting.do(meeting.alice, Add(kind="topic", name="Zhang San", club=CLUB.id))
    await meeting.next()
    await meeting.later(11)
    await meeting.next()
    floor = await meeting.floor()
    assert counts(floor["clubs"][CLUB.id]) == (11_000, 1, 11_000, 1)
    assert [(tally["name"], tally["ms"]) for tally in floor["people"].values()] == [("Zhang San", 11_000)]


async def test_an_item_counts_anew_and_the_session_goes_on() -> None:
    meeting, _ = await assembled("Dan")
    bob = await meeting.enter("Bob", club=CLUB)
    await spoken(meeting, bob, 30)
    for title in ("Reports", "Plans"):
        await meeting.do(meeting.alice, AddItem(title=title))
    items = [ItemId(item) for item in (await meeting.floor())["items"]]
    await meeting.do(meeting.alice, StartItem(item=items[0]))
    await spoken(meeting, bob, 10)
    floor = await meeting.floor()
    assert counts(floor["clubs"][CLUB.id]) == (10_000, 1, 40_000, 2)
    assert floor["items"][items[0]]["used"] == 10_000
    await meeting.ask(bob)
    await meeting.next()
    await meeting.heard()
    await meeting.later(5)
    await meeting.do(meeting.alice, StartItem(item=items[1]))
    floor = await meeting.floor()
    assert (floor["items"][items[0]]["used"], floor["items"][items[1]]["used"]) == (15_000, 0)
    assert counts(floor["clubs"][CLUB.id]) == (0, 0, 45_000, 3)
    await meeting.do(meeting.alice, CloseItem())
    await spoken(meeting, bob, 1)
    assert [item["used"] for item in (await meeting.floor())["items"].values()] == [15_000, 0]


async def test_the_pace_of_a_kind_is_the_mean_of_what_was_spoken() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    assert (await meeting.floor())["pace"]["topic"] == 180_000
    await spoken(meeting, bob, 30)
    await spoken(meeting, carol, 90)
    assert (await meeting.floor())["pace"]["topic"] == 60_000


async def test_the_end_of_the_session_counts_what_was_running() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.ask(bob)
    await meeting.next()
    await meeting.heard()
    await meeting.later(20)
    await meeting.ask(carol, "clarifying_question")
    await meeting.next()
    await meeting.heard()
    await meeting.later(4)
    await meeting.do(meeting.alice, End())
    floor = await meeting.floor()
    assert {who: counts(tally)[2:] for who, tally in floor["people"].items()} == {bob: (21_000, 1), carol: (4_000, 1)}
    assert ("turn" in floor, "interrupted" in floor) == (False, False)


async def test_who_left_and_came_back_is_one_person() -> None:
    meeting, bob = await assembled("Bob")
    await spoken(meeting, bob, 10)
    await meeting.do(bob, Leave())
    await meeting.enter("Bob")
    await spoken(meeting, bob, 5)
    assert {who: counts(tally)[2:] for who, tally in (await meeting.floor())["people"].items()} == {bob: (15_000, 2)}


CLUBS = {"Bob": CLUB, "Carol": CLUB, "Dan": OTHER_CLUB}
PEOPLE = tuple(CLUBS)
ACTS = ("ask", "question", "next", "begin", "end", "pause", "resume", "extend", "call", "cut off", "back", "leave")
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.integers(0, 30_000)), max_size=60)
"""What is done, by whom, and after how many milliseconds."""


@settings(max_examples=150, deadline=None)
@given(acts, st.booleans())
@example([("leave", 2, 0), ("back", 2, 0), ("ask", 2, 0), ("next", 0, 0), ("ask", 0, 10_001)], False)
def test_whatever_happens_the_seconds_of_all_turns_add_up(acts: list[tuple[str, int, int]], hard_stop: bool) -> None:
    asyncio.run(_add_up(acts, hard_stop))


async def _add_up(acts: Iterable[tuple[str, int, int]], hard_stop: bool) -> None:
    """Play it, and count the seconds a second time, from the log alone."""
    meeting = Assembly()
    await meeting.begin(hard_stop=hard_stop)
    people = [await meeting.enter(name, club=club) for name, club in CLUBS.items()]
    for act, number, milliseconds in acts:
        await meeting.later(milliseconds / 1000)
        await _do(meeting, act, PEOPLE[number], people[number])
    await meeting.do(meeting.alice, End())
    floor = await meeting.floor()
    expected = spoken_by_the_log(await meeting.logged(Event))
    assert {who: tally["ms"] for who, tally in floor["people"].items() if tally["ms"]} == dict(expected)
    assert sum(tally["ms"] for tally in floor["clubs"].values()) == sum(expected.values())


async def _do(meeting: Assembly, act: str, name: str, who: ParticipantId) -> None:
    turn = await meeting.current()
    match act:
        case "cut off":
            await meeting.cut_off(who)
        case "back":
            await meeting.enter(name, club=CLUBS[name])
        case _:
            for by, command in _command(act, who, meeting.alice, turn, list((await meeting.floor())["entries"])):
                try:
                    await meeting.do(by, command)
                except Refusal:
                    return


def _command(
    act: str, who: ParticipantId, alice: ParticipantId, turn: TurnId | None, entries: list[Any]
) -> list[tuple[ParticipantId, ClientCommand]]:
    running: dict[str, tuple[ParticipantId, ClientCommand]] = (
        {}
        if turn is None
        else {
            "begin": (alice, BeginTurn(turn=turn)),
            "end": (who, EndTurn(turn=turn)),
            "pause": (alice, Pause(turn=turn)),
            "resume": (alice, Resume(turn=turn)),
            "extend": (alice, Extend(turn=turn, seconds=20)),
        }
    )
    possible: dict[str, tuple[ParticipantId, ClientCommand]] = {
        **running,
        "ask": (who, Ask(kind="topic")),
        "question": (who, Ask(kind="clarifying_question")),
        "next": (alice, Next(turn=turn)),
        "leave": (who, Leave()),
    }
    if entries:
        possible["call"] = (alice, Call(entry=entries[-1], turn=turn))
    return [possible[act]] if act in possible else []


def spoken_by_the_log(log: Iterable[Any]) -> dict[str, int]:
    """Run every clock again, in the plainest way: it runs from when it began, but while a reason to pause is open."""
    speaker: dict[str, str] = {}
    since: dict[str, Any] = {}
    held: dict[str, set[str]] = defaultdict(set)
    began: set[str] = set()
    spoken: dict[str, int] = defaultdict(int)

    def stop(turn: str, at: Any) -> None:
        if turn in since:
            spoken[speaker[turn]] += round((at - since.pop(turn)).total_seconds() * 1000)

    for event in log:
        match event:
            case TurnCalled():
                speaker[event.turn] = event.speaker.key
            case TurnBegan():
                began.add(event.turn)
                since[event.turn] = event.at
            case TurnPaused():
                stop(event.turn, event.at)
                held[event.turn].add(event.why)
            case TurnResumed():
                held[event.turn].discard(event.why)
                if event.turn in began and not held[event.turn]:
                    since.setdefault(event.turn, event.at)
            case TurnEnded():
                stop(event.turn, event.at)
            case SessionEnded():
                for turn in list(since):
                    stop(turn, event.at)
    return {who: ms for who, ms in spoken.items() if ms}
