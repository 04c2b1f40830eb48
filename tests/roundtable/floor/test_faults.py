"""Faults that queues elsewhere are known for: each is a test, here or where the list says."""

from collections.abc import Awaitable, Callable, Mapping
from itertools import permutations
from pathlib import Path
from typing import Final

import pytest

from roundtable.floor.commands.queue import Add, Ask, LastCall, Rekind
from roundtable.floor.commands.turns import BeginTurn, Next
from roundtable.kernel.audiences import EVERYONE
from roundtable.kernel.errors import Conflict
from roundtable.kernel.floor_settings import KINDS, FloorMode
from roundtable.kernel.ids import ParticipantId
from roundtable.rooms.messages import Leave, Stop
from tests.roundtable.floor.assembly import Assembly, assembled
from tests.roundtable.meeting import Screen

TESTS: Final = Path(__file__).parents[2]
Way = Callable[[Assembly, ParticipantId], Awaitable[None]]

FLOOR: Final = "roundtable/floor"
KERNEL: Final = "roundtable/kernel"

FAULTS: Final[Mapping[str, tuple[str, ...]]] = {
    "a moderator's event without a role check at the server": (
        f"{FLOOR}/test_roles.py::test_who_may_do_what",
        f"{FLOOR}/test_roles.py::test_every_command_is_in_the_table",
        "e2e/test_floor_rights.py::test_a_forged_offer_is_not_forwarded",
    ),
    "order computed in each client": (
        f"{FLOOR}/test_faults.py::test_whoever_came_when_sees_the_one_order_of_the_server",
        f"{KERNEL}/test_snapshots_and_patches.py::",
    ),
    "insertion rules written per kind that disagree": (
        f"{FLOOR}/test_faults.py::test_however_an_entry_came_it_stands_where_the_one_order_puts_it",
        f"{FLOOR}/test_ordering.py::test_it_is_what_the_rule_says_read_out_loud",
    ),
    "a disconnect deletes the place": (
        f"{FLOOR}/test_queue.py::test_who_is_away_is_passed_over_and_back_where_they_were",
        f"{FLOOR}/test_absences.py::test_who_is_out_for_a_minute_keeps_the_missed_turn_and_their_places",
        "e2e/test_floor_faults.py::test_a_waiter_whose_line_breaks_is_passed_over_and_back_in_place",
    ),
    "'mute' taken for 'may not speak'": (
        f"{FLOOR}/test_faults.py::test_who_is_muted_keeps_floor_and_place",
        f"{FLOOR}/test_chairing.py::test_who_was_muted_and_is_called_has_the_right_as_soon_as_they_reopen",
    ),
    "a hand lowered by noise": (f"{FLOOR}/test_faults.py::test_who_is_heard_while_waiting_goes_on_waiting",),
    "a timer that dies with its creator": (
        f"{FLOOR}/test_faults.py::test_a_last_call_ends_without_whoever_announced_it",
        f"{FLOOR}/test_faults.py::test_a_turn_ends_on_time_without_whoever_called_it",
    ),
    "acknowledged before stored": (
        f"{KERNEL}/test_live.py::test_nobody_is_told_before_it_is_stored",
        f"{KERNEL}/test_kill.py::test_what_was_acknowledged_survives_kill_9",
        f"{FLOOR}/test_kill.py::test_after_kill_9_the_floor_is_the_same",
        "e2e/test_floor_faults.py::test_after_kill_9_the_floor_is_the_same_and_everybody_is_back",
    ),
    "two chairs press next": (
        f"{FLOOR}/test_two_chairs.py::test_next_pressed_twice_at_once_is_one_step_each_time",
        "e2e/test_floor.py::test_two_moderators_who_press_at_once_take_one_step",
        "e2e/test_floor.py::test_two_windows_in_which_the_key_is_pressed_at_once_take_one_step",
    ),
    "fairness numbers that only the chair can see": (
        f"{FLOOR}/test_chairing.py::test_everybody_sees_the_numbers_behind_the_order",
    ),
    "points of order missing from the record": (
        f"{FLOOR}/test_record.py::test_points_of_order_made_while_the_list_is_closed_are_on_record",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_its_tests(fault: str) -> None:
    for named in FAULTS[fault]:
        file, _, name = named.partition("::")
        assert f"def {name}" in (TESTS / file).read_text(encoding="utf-8"), named


async def test_whoever_came_when_sees_the_one_order_of_the_server() -> None:
    """A client that was there from the start and patched its view shows what one shows that came a moment ago."""
    meeting, *people = await assembled("Bob", "Carol", "Dan", "Eve")
    snapshot = await meeting.live.snapshot(meeting.session, EVERYONE)
    meeting.sockets.screens[EVERYONE] = early = Screen(snapshot.version, dict(snapshot.view))
    for kind in ("topic", "clarifying_question", "point_of_order"):
        for person in people:
            await meeting.ask(person, kind)
    await meeting.next()
    await meeting.do(meeting.alice, Rekind(entry=await meeting.entry_of("Dan"), kind="topic"))
    assert early.gaps == 0
    assert early.view["floor"]["entries"] == (await meeting.floor())["entries"]


async def _asked(meeting: Assembly, who: ParticipantId) -> None:
    await meeting.do(who, Ask(kind="topic"))


async def _entered(meeting: Assembly, who: ParticipantId) -> None:
    await meeting.do(meeting.alice, Add(kind="topic", participant=who))


async def _rekinded(meeting: Assembly, who: ParticipantId) -> None:
    await meeting.do(who, Ask(kind="clarifying_question"))
    entries = (await meeting.floor())["entries"].values()
    mine = next(entry for entry in entries if entry["participant"] == who)
    await meeting.do(meeting.alice, Rekind(entry=mine["id"], kind="topic"))


@pytest.mark.parametrize("ways", permutations((_asked, _entered, _rekinded)))
async def test_however_an_entry_came_it_stands_where_the_one_order_puts_it(ways: tuple[Way, ...]) -> None:
    meeting, *people = await assembled("Bob", "Carol", "Dan")
    for way, who in zip(ways, people, strict=True):
        await way(meeting, who)
        meeting.clock.advance(1)
    assert await meeting.waiting() == ["Bob", "Carol", "Dan"]
    assert {entry["reason"] for entry in (await meeting.floor())["entries"].values()} == {"club_not_spoken"}


async def test_who_is_muted_keeps_floor_and_place() -> None:
    meeting, bob, carol = await assembled("Bob", "Carol")
    await meeting.ask(bob)
    await meeting.ask(carol)
    await meeting.next()
    await meeting.heard()
    for who in (bob, carol):
        await meeting.do(meeting.alice, Stop(participant=who, source="microphone"))
    assert (await meeting.speaks(), await meeting.waiting()) == ("Bob", ["Carol"])
    assert (await meeting.turn())["state"] == "speaking"


@pytest.mark.parametrize("mode", ["open", "moderated"])
async def test_who_is_heard_while_waiting_goes_on_waiting(mode: FloorMode) -> None:
    """In an open meeting whoever waits may speak all the same, and a client may say that its person is heard."""
    meeting, bob, carol = await assembled("Bob", "Carol", mode=mode)
    await meeting.ask(bob)
    await meeting.ask(carol)
    await meeting.next()
    turn = await meeting.running()
    assert (await meeting.refusal(carol, BeginTurn(turn=turn))).code == "not_your_turn"
    assert (await meeting.speaks(), await meeting.waiting()) == ("Bob", ["Carol"])


async def test_a_last_call_ends_without_whoever_announced_it() -> None:
    meeting, _ = await assembled("Bob")
    await meeting.do(meeting.alice, LastCall(seconds=60))
    await meeting.do(meeting.alice, Leave())
    again = meeting.continued()
    await again.live.restore(alive_at=again.clock.now())
    await again.later(61)
    assert (await again.floor())["closed"] is True
    bob = await again.enter("Bob")
    for kind in KINDS[1:]:
        assert isinstance(await again.refusal(bob, Ask(kind=kind)), Conflict)


async def test_a_turn_ends_on_time_without_whoever_called_it() -> None:
    meeting, bob = await assembled("Bob", hard_stop=True)
    await meeting.ask(bob)
    await meeting.do(meeting.alice, Next())
    await meeting.heard()
    limit = (await meeting.turn())["limit"] / 1000
    await meeting.do(meeting.alice, Leave())
    await meeting.later(limit - 1)
    assert await meeting.speaks() == "Bob"
    await meeting.later(2)
    assert await meeting.speaks() is None
