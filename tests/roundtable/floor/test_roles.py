"""Every command of the floor × every role, as one table: nothing is possible for a role that may not."""

from collections.abc import Callable
from copy import copy
from typing import Any, Final

import pytest

from roundtable.floor.commands import COMMANDS, items, queue, turns, venues
from roundtable.floor.commands import chairing as chair
from roundtable.floor.values import AttendeeId, EntryId, ItemId, TurnId
from roundtable.kernel.actors import ROLES
from roundtable.kernel.audiences import MODERATORS
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.errors import Refusal
from roundtable.kernel.floor_settings import FloorSettings
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import ClientCommand
from roundtable.kernel.session import SessionSettings
from tests.roundtable.floor.assembly import Assembly
from tests.roundtable.meeting import CLUB, MemoryLog

EVERYBODY: Final = (*ROLES, "waiting", "stranger")
SPEAKERS: Final = ("host", "moderator", "representative", "guest")
YES: Final = "yes"

M = "not_allowed"
N = "not_present"

Act = Callable[["Table", str], ClientCommand]


def moderating(refusal: str = YES) -> tuple[str, ...]:
    """In the columns: host, moderator, representative, guest, observer, waiting, stranger."""
    return (refusal, refusal, M, M, M, M, N)


def speaking(refusal: str = YES) -> tuple[str, ...]:
    return (refusal, refusal, refusal, refusal, M, M, N)


def own_or_moderating(refusal: str) -> tuple[str, ...]:
    return (YES, YES, refusal, refusal, M, M, N)


NOT_YOURS, NOT_YOUR_TURN = "not_your_entry", "not_your_turn"

TABLE: Final[list[tuple[str, Act, tuple[str, ...]]]] = [
    ("ask", lambda t, by: queue.Ask(kind="point_of_order"), speaking()),
    ("withdraw one's own", lambda t, by: queue.Withdraw(entry=t.own(by)), speaking()),
    ("withdraw another's", lambda t, by: queue.Withdraw(entry=t.entry), speaking(NOT_YOURS)),
    ("edit one's own", lambda t, by: queue.Edit(entry=t.own(by), text="anew"), speaking()),
    ("edit another's", lambda t, by: queue.Edit(entry=t.entry, text="anew"), own_or_moderating(NOT_YOURS)),
    ("defer one's own", lambda t, by: queue.Defer(entry=t.own(by)), speaking()),
    ("defer another's", lambda t, by: queue.Defer(entry=t.entry), speaking(NOT_YOURS)),
    ("add a participant", lambda t, by: queue.Add(kind="reply", participant=t.other), moderating()),
    ("add a name", lambda t, by: queue.Add(kind="topic", name="老王", club_name="Chess"), moderating()),
    ("move", lambda t, by: queue.Move(entry=t.entry, before=t.own("host")), moderating()),
    ("rekind", lambda t, by: queue.Rekind(entry=t.entry, kind="reply"), moderating()),
    ("remove", lambda t, by: queue.Remove(entry=t.entry), moderating()),
    ("clear", lambda t, by: queue.Clear(confirmed=True), moderating()),
    ("close", lambda t, by: queue.Close(), moderating()),
    ("reopen", lambda t, by: queue.Reopen(), moderating()),
    ("last_call", lambda t, by: queue.LastCall(seconds=30), moderating()),
    ("next", lambda t, by: turns.Next(turn=t.turn), moderating()),
    ("call", lambda t, by: turns.Call(entry=t.entry, turn=t.turn), moderating()),
    ("begin another's turn", lambda t, by: turns.BeginTurn(turn=t.turn), own_or_moderating(NOT_YOUR_TURN)),
    ("end another's turn", lambda t, by: turns.EndTurn(turn=t.turn), own_or_moderating(NOT_YOUR_TURN)),
    ("extend", lambda t, by: turns.Extend(turn=t.turn, seconds=30), moderating()),
    ("pause", lambda t, by: turns.Pause(turn=t.turn), moderating()),
    ("resume", lambda t, by: turns.Resume(turn=t.main), moderating()),
    ("wait_for_speaker", lambda t, by: turns.WaitForSpeaker(turn=t.main), moderating()),
    ("last_word", lambda t, by: t.last_word(), moderating()),
    ("set_mode", lambda t, by: chair.SetMode(mode="stage"), moderating()),
    ("configure", lambda t, by: chair.Configure(policy="fair"), moderating()),
    ("set_presenter", lambda t, by: chair.SetPresenter(participant=t.other, presenting=True), moderating()),
    ("pass another's gavel", lambda t, by: chair.PassGavel(participant=t.actors["host"]), moderating("gavel_held")),
    ("take another's gavel", lambda t, by: chair.TakeGavel(), (YES, "gavel_held", M, M, M, M, N)),
    ("support for one's club", lambda t, by: chair.Support(on=True), (YES, YES, YES, "no_club", M, M, N)),
    ("add_item", lambda t, by: items.AddItem(title="Rooms"), moderating()),
    ("add_round", lambda t, by: items.AddRound(budget=60), moderating()),
    ("edit_item", lambda t, by: items.EditItem(item=t.items[1], title="Halls"), moderating()),
    ("move_item", lambda t, by: items.MoveItem(item=t.items[1]), moderating()),
    ("remove_item", lambda t, by: items.RemoveItem(item=t.items[1]), moderating()),
    ("start_item", lambda t, by: items.StartItem(item=t.items[1], waiting="write"), moderating()),
    ("close_item", lambda t, by: items.CloseItem(waiting="carry"), moderating()),
    ("share_overhang", lambda t, by: items.ShareOverhang(club=CLUB.id), moderating()),
    ("open_venue", lambda t, by: venues.OpenVenue(participant=t.actors["guest"], title="Hall"), moderating()),
    ("close_venue", lambda t, by: venues.CloseVenue(participant=t.other), moderating()),
    ("add_attendee without a venue", lambda t, by: venues.AddAttendee(name="Wang"), speaking("no_such_venue")),
    (
        "remove another's attendee",
        lambda t, by: venues.RemoveAttendee(attendee=t.attendee),
        speaking("no_such_attendee"),
    ),
    ("ask for another's attendee", lambda t, by: t.ask_for(), speaking("no_such_attendee")),
]


class Table:
    """A full room in the middle of an item.

    Bob has the gavel and a topic, with his club over its budget; he is away, interrupted by Cid's question, which was
    called and has not begun. Everybody who may has a topic of their own in the closed queue, before Cid's.
    """

    actors: dict[str, ParticipantId]
    other: ParticipantId
    """Cid."""
    main: TurnId
    turn: TurnId
    entry: EntryId
    items: list[ItemId]
    attendee: AttendeeId
    queued: Any

    def __init__(self) -> None:
        self.meeting = Assembly()
        self.actors = {}

    def again(self) -> "Table":
        """The same table once more: what is done at one is not seen at the other."""
        log = MemoryLog()
        log.sessions, log.events = dict(self.log.sessions), {one: [*all_] for one, all_ in self.log.events.items()}
        table = copy(self)
        table.meeting = Assembly(log, clock=ManualClock(self.meeting.clock.now()))
        table.meeting.session, table.meeting.alice = self.meeting.session, self.meeting.alice
        return table

    @property
    def log(self) -> MemoryLog:
        assert isinstance(self.meeting.log, MemoryLog)
        return self.meeting.log

    async def lay(self) -> None:
        meeting = self.meeting
        await meeting.open(SessionSettings(lobby=True, floor=FloorSettings(policy="fifo")))
        meeting.alice = bob = await meeting.enter("Bob", right="host", club=CLUB)
        self.actors["host"] = await meeting.enter("Hana", right="host", club=CLUB)
        self.actors["moderator"] = await meeting.enter("Mona", right="moderator", club=CLUB)
        self.actors["representative"] = await meeting.admitted("Rita", bob, club=CLUB)
        self.actors["guest"] = await meeting.admitted("Gus", bob, guest=True)
        self.actors["observer"] = await meeting.admitted("Olga", bob, guest=True, observe=True)
        self.other = await meeting.admitted("Cid", bob, guest=True)
        self.actors["waiting"] = await meeting.enter("Wim", guest=True)
        self.actors["stranger"] = ParticipantId("prt_stranger")
        await self._list_items(bob)
        await self._take_turns(bob)
        self.queued = await meeting.floor()
        await meeting.do(bob, queue.Close())

    async def _list_items(self, bob: ParticipantId) -> None:
        for title in ("Budget", "Rooms", "Any other"):
            await self.meeting.do(bob, items.AddItem(title=title, club_budget=1))
        self.items = [ItemId(item) for item in (await self.meeting.floor())["items"]]
        await self.meeting.do(bob, items.StartItem(item=self.items[0]))
        await self.meeting.do(bob, venues.OpenVenue(participant=self.other, title="Hall"))
        await self.meeting.do(self.other, venues.AddAttendee(name="Xu"))
        venue = (await self.meeting.floor())["venues"][self.other]
        self.attendee = AttendeeId(next(iter(venue["attendees"])))

    async def _take_turns(self, bob: ParticipantId) -> None:
        meeting = self.meeting
        await meeting.ask(bob, "topic")
        await meeting.next()
        await meeting.heard()
        await meeting.later(30)
        self.main = await meeting.running()
        for role in SPEAKERS:
            await meeting.ask(self.actors[role], "topic")
        await meeting.ask(self.other, "topic")
        await meeting.ask(self.other, "clarifying_question")
        await meeting.next()
        await meeting.do(bob, turns.Pause(turn=self.main))
        await meeting.cut_off(bob)
        self.turn = await meeting.running()
        self.entry = await meeting.entry_of("Cid")

    def own(self, by: str) -> EntryId:
        """The topic of somebody; of those who cannot have one, the one of somebody else."""
        wanted = self.actors[by if by in SPEAKERS else "host"]
        entries = self.queued["entries"].values()
        return EntryId(next(entry["id"] for entry in entries if entry.get("participant") == wanted))

    def last_word(self) -> ClientCommand:
        return turns.LastWord(participant=self.other, turn=self.turn, confirmed=True)

    def ask_for(self) -> ClientCommand:
        return venues.AskFor(attendee=self.attendee, kind="point_of_order")

    async def outcome(self, by: str, command: ClientCommand) -> str:
        try:
            await self.meeting.do(self.actors[by], command)
        except Refusal as refusal:
            return refusal.code
        return YES


NEED_AN_OPEN_LIST = (queue.Ask, queue.Add, queue.Close, queue.LastCall)


async def laid() -> Table:
    table = Table()
    await table.lay()
    return table


@pytest.mark.parametrize(("name", "act", "expected"), TABLE, ids=[row[0] for row in TABLE])
async def test_who_may_do_what(name: str, act: Act, expected: tuple[str, ...]) -> None:
    outcomes, first = [], await laid()
    if isinstance(act(first, "host"), NEED_AN_OPEN_LIST):
        await first.meeting.do(first.meeting.alice, queue.Reopen())
    for by in EVERYBODY:
        table = first.again()
        before = await table.meeting.live.snapshot(table.meeting.session, MODERATORS)
        outcomes.append(await table.outcome(by, act(table, by)))
        after = await table.meeting.live.snapshot(table.meeting.session, MODERATORS)
        changed = after != before
        assert changed == (outcomes[-1] == YES), f"{name} by {by}: {outcomes[-1]}, and changed: {changed}"
    assert dict(zip(EVERYBODY, outcomes, strict=True)) == dict(zip(EVERYBODY, expected, strict=True))


@pytest.mark.parametrize("role", SPEAKERS)
async def test_everybody_who_may_speak_begins_and_ends_their_own_turn(role: str) -> None:
    table = await laid()
    meeting = table.meeting
    await meeting.do(meeting.alice, turns.Call(entry=table.own(role), turn=table.turn))
    turn = await meeting.running()
    for command in (turns.BeginTurn(turn=turn), turns.EndTurn(turn=turn)):
        assert await table.outcome(role, command) == YES
    assert await meeting.current() != turn


@pytest.mark.parametrize("role", SPEAKERS)
async def test_everybody_who_may_speak_serves_their_own_sub_venue(role: str) -> None:
    table = await laid()
    meeting = table.meeting
    await meeting.do(meeting.alice, queue.Reopen())
    await meeting.do(meeting.alice, venues.OpenVenue(participant=table.actors[role], title="Hall"))
    assert await table.outcome(role, venues.AddAttendee(name="Yan", club_name="Chess")) == YES
    attendee = next(iter((await meeting.floor())["venues"][table.actors[role]]["attendees"]))
    assert await table.outcome(role, venues.AskFor(attendee=attendee, kind="topic")) == YES
    entry = await meeting.entry_of("Yan")
    assert await table.outcome(role, queue.Edit(entry=entry, text="from the hall")) == YES
    assert await table.outcome(role, queue.Withdraw(entry=entry)) == YES
    assert await table.outcome(role, venues.RemoveAttendee(attendee=attendee)) == YES


async def test_every_command_is_in_the_table() -> None:
    table = await laid()
    assert {type(act(table, "host")) for _, act, _ in TABLE} == set(COMMANDS)
