"""A lively meeting by chance: unlike blind guesses, whoever acts knows what is on the floor and asks for what fits."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from roundtable.floor.commands import chairing, items, queue, turns
from roundtable.floor.state import FloorState
from roundtable.floor.values import Disposal
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.errors import Refusal
from roundtable.kernel.events import Tick
from roundtable.kernel.floor_settings import KINDS, MODES
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import ClientCommand, Command, Event
from roundtable.kernel.rules import Folded, Rules
from roundtable.kernel.session import SessionFacts, SessionSettings
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.messages import Disconnect, Rename, SetRole
from tests.roundtable.kernel.acts import PEOPLE, VISITORS
from tests.roundtable.meeting import a_session, enter

ALICE, BOB, *OTHERS = PEOPLE
DISPOSALS: tuple[Disposal, ...] = ("carry", "write", "extend")

Wish = tuple[Command, ParticipantId | None]


@dataclass
class Lively:
    """A session that is played through the rules alone, with all its events."""

    facts: SessionFacts
    rules: Rules
    folded: Folded
    events: list[Event]
    clock: ManualClock

    @property
    def floor(self) -> FloorState:
        """The floor as it stands."""
        state: FloorState = self.folded.states["floor"]
        return state

    def do(self, command: Command, by: ParticipantId | None, seconds: float = 0) -> bool:
        """Let some time pass and do something; say whether it was accepted."""
        now = self.clock.advance(seconds)
        decision = self.rules.decide(self.folded, command, by, now)
        if isinstance(decision, Refusal):
            return False
        self.events.extend(decision.events)
        self.folded = decision.after
        return True


def opened() -> Lively:
    """Everybody comes in."""
    clock, rules = ManualClock(), Rules(LIVE_SLICES)
    facts = a_session(settings=SessionSettings(lobby=False), clock=clock)
    meeting = Lively(facts, rules, rules.begin(facts), [], clock)
    for visitor in VISITORS:
        meeting.do(enter(visitor), None)
    return meeting


def lively(seed: int, acts: int = 80) -> Lively:
    """Play a meeting; the same seed is the same meeting."""
    chance = random.Random(seed)
    meeting = opened()
    for _ in range(acts):
        command, by = chance.choice(WISHES)(meeting.floor, chance)
        meeting.do(command, by, chance.choice((0, 0.4, 3, 11, 31, 70)))
        if chance.random() < 0.3:
            meeting.do(Tick(), None)
    return meeting


def _asks(state: FloorState, chance: random.Random) -> Wish:
    return queue.Ask(kind=chance.choice(KINDS), text="近况 news"), chance.choice(OTHERS)


def _adds(state: FloorState, chance: random.Random) -> Wish:
    return queue.Add(kind=chance.choice(KINDS), name="老王", club_name="机器人社"), ALICE


def _steps(state: FloorState, chance: random.Random) -> Wish:
    return turns.Next(turn=state.turn.id if state.turn else None, confirmed=True), chance.choice((ALICE, BOB))


def _about_a_turn(state: FloorState, chance: random.Random) -> Wish:
    turn = chance.choice([one for one in (state.main, state.interposed) if one] or [None])
    if turn is None:
        return _steps(state, chance)
    made: Sequence[Callable[[], ClientCommand]] = (
        lambda: turns.BeginTurn(turn=turn.id),
        lambda: turns.BeginTurn(turn=turn.id),
        lambda: turns.EndTurn(turn=turn.id),
        lambda: turns.Extend(turn=turn.id, seconds=20),
        lambda: turns.Pause(turn=turn.id),
        lambda: turns.Resume(turn=turn.id),
        lambda: turns.WaitForSpeaker(turn=turn.id),
    )
    return chance.choice(made)(), chance.choice((ALICE, turn.speaker.participant or ALICE))


def _about_an_entry(state: FloorState, chance: random.Random) -> Wish:
    if not state.entries:
        return _asks(state, chance)
    entry = chance.choice(list(state.entries))
    turn = state.turn.id if state.turn else None
    made: Sequence[Callable[[], ClientCommand]] = (
        lambda: queue.Move(entry=entry, before=chance.choice([*state.entries, None])),
        lambda: queue.Rekind(entry=entry, kind=chance.choice(KINDS)),
        lambda: queue.Remove(entry=entry),
        lambda: queue.Edit(entry=entry, text="anew", text_turn=True),
        lambda: queue.Defer(entry=entry),
        lambda: turns.Call(entry=entry, turn=turn),
    )
    return chance.choice(made)(), ALICE


def _about_the_list(state: FloorState, chance: random.Random) -> Wish:
    turn = state.turn.id if state.turn else None
    made: Sequence[Callable[[], ClientCommand]] = (
        queue.Close,
        queue.Reopen,
        queue.Reopen,
        queue.Reopen,
        lambda: queue.LastCall(seconds=5),
        lambda: queue.Clear(confirmed=True),
        lambda: turns.LastWord(participant=chance.choice(OTHERS), turn=turn, confirmed=True),
    )
    return chance.choice(made)(), ALICE


def _about_items(state: FloorState, chance: random.Random) -> Wish:
    if len(state.items) < 3:
        return items.AddItem(title="议题", budget=60, club_budget=5), ALICE
    item = chance.choice(list(state.items))
    if state.item is None:
        return items.StartItem(item=item), ALICE
    made: Sequence[Callable[[], ClientCommand]] = (
        lambda: items.StartItem(item=item, waiting=chance.choice(DISPOSALS[:2])),
        lambda: items.CloseItem(waiting=chance.choice(DISPOSALS)),
        lambda: items.EditItem(item=item, title="改名", budget=90),
        lambda: items.MoveItem(item=item, before=chance.choice([*state.items, None])),
        lambda: items.ShareOverhang(club=next(iter(state.clubs))),
    )
    return chance.choice(made)(), ALICE


def _about_the_chair(state: FloorState, chance: random.Random) -> Wish:
    made: Sequence[Callable[[], ClientCommand]] = (
        lambda: chairing.SetMode(mode=chance.choice(MODES)),
        lambda: chairing.Configure(hard_stop=chance.random() < 0.5, policy=chance.choice(("fair", "fifo"))),
        lambda: chairing.PassGavel(participant=BOB),
        lambda: chairing.SetPresenter(participant=chance.choice(OTHERS), presenting=True),
    )
    return chance.choice(made)(), ALICE


def _supports(state: FloorState, chance: random.Random) -> Wish:
    return chairing.Support(on=chance.random() < 0.7), chance.choice(OTHERS)


def _comes_or_goes(state: FloorState, chance: random.Random) -> Wish:
    visitor = chance.choice(VISITORS[2:])
    entering = enter(visitor)
    made: Sequence[Callable[[], Wish]] = (
        lambda: (entering, None),
        lambda: (Disconnect(participant=visitor.participant, connection=entering.connection), None),
        lambda: (SetRole(participant=visitor.participant, role="representative"), ALICE),
        lambda: (Rename(name="新名 New"), visitor.participant),
    )
    return chance.choice(made)()


WISHES: tuple[Callable[[FloorState, random.Random], Wish], ...] = (
    _asks, _asks, _asks, _adds, _steps, _steps, _steps, _about_a_turn, _about_a_turn, _about_a_turn, _about_an_entry,
    _about_the_list, _about_items, _about_items, _about_the_chair, _supports, _comes_or_goes,
)  # fmt: skip
