"""A session that is played through the rules alone, with everybody's screens, and a ledger that watches the floor."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from roundtable.floor.ordering import arrange
from roundtable.floor.state import FloorState
from roundtable.kernel.audiences import EVERYONE, MODERATORS, Audience
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.errors import Refusal
from roundtable.kernel.floor_settings import FloorMode, FloorSettings, Policy
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import Command, Event
from roundtable.kernel.patches import apply
from roundtable.kernel.ports import Change
from roundtable.kernel.rules import Decided, Folded, Rules
from roundtable.kernel.session import SessionSettings
from roundtable.kernel.showing import Showing
from roundtable.registry import LIVE_SLICES
from tests.roundtable.floor.ledger import Ledger
from tests.roundtable.kernel.acts import SESSION, VISITORS
from tests.roundtable.meeting import a_session, enter

RULES = Rules(LIVE_SLICES)


@dataclass
class Client:
    """Shows a snapshot and the patches that came; a slow one takes them late, in their order."""

    audience: Audience
    version: int
    view: dict[str, Any]
    is_slow: bool = False
    late: deque[Change] = field(default_factory=deque)

    def hear(self, change: Change) -> None:
        self.late.append(change)
        if not self.is_slow:
            self.catch_up()

    def catch_up(self) -> None:
        while self.late:
            change = self.late.popleft()
            assert change.since <= self.version < change.version, "a gap, or twice the same"
            self.view, self.version = apply(self.view, change.patch), change.version


@dataclass
class Watched:
    """A session in which everything is checked after every act."""

    folded: Folded
    events: list[Event]
    now: datetime
    ledger: Ledger = field(default_factory=Ledger)
    clients: list[Client] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.showing = Showing(RULES, self.folded)
        for audience in (EVERYONE, MODERATORS):
            self.join(audience)

    @property
    def floor(self) -> FloorState:
        state: FloorState = self.folded.states["floor"]
        return state

    def join(self, audience: Audience, *, is_slow: bool = False) -> None:
        """Open one more window."""
        snapshot = self.showing.snapshot(audience, self.folded)
        self.clients.append(Client(audience, snapshot.version, dict(snapshot.view), is_slow))

    def wait(self, seconds: float) -> None:
        """Let time pass; a negative number is somebody who sets the machine's clock back."""
        self.now += timedelta(seconds=seconds)

    def do(self, command: Command, by: ParticipantId | None) -> str | None:
        """Do something, tell everybody, and check it all; return the code of a refusal."""
        decided = RULES.decide(self.folded, command, by, self.now)
        if isinstance(decided, Refusal):
            return decided.code
        if decided.events:
            self._happen(decided)
        return None

    def _happen(self, decided: Decided) -> None:
        before = self.floor
        for event in decided.events:
            self.ledger.take(before, event)
        self.events.extend(decided.events)
        self.folded = decided.after
        for audience, change in self.showing.changes(self.folded):
            for client in self.clients:
                if client.audience == audience:
                    client.hear(change)
        self.check()

    def check(self) -> None:
        """Every client shows what the server would show it, and the ledger agrees with the floor."""
        for client in self.clients:
            if not client.late:
                assert client.view == self.showing.snapshot(client.audience, self.folded).view
        self.ledger.agree(self.floor)
        order, reasons = arrange(self.floor)
        assert [entry.id for entry in self.floor.order] == list(order), "not put in order after a change"
        assert self.floor.reasons == reasons
        due = RULES.deadline(self.folded)
        assert due is None or due > self.floor.latest - timedelta(days=1)

    def finish(self) -> None:
        """Slow clients catch up; and whoever reads the log anew comes to the same state and shows the same."""
        for client in self.clients:
            client.catch_up()
        self.check()
        again = RULES.fold(RULES.begin(self.folded.facts), self.events)
        assert again == self.folded
        for part in LIVE_SLICES:
            for audience in (EVERYONE, MODERATORS):
                shown = part.view(again.states[part.name], audience)
                assert shown == part.view(self.folded.states[part.name], audience)


@cache
def _everybody_in(policy: Policy, bound: int, mode: FloorMode) -> Watched:
    floor = FloorSettings(policy=policy, bound=bound, mode=mode, hard_stop=bound == 1, entries_per_kind=1 + bound % 2)
    clock = ManualClock()
    facts = a_session(settings=SessionSettings(lobby=False, floor=floor), clock=clock)
    begun = Watched(RULES.begin(facts.model_copy(update={"session": SESSION})), [], clock.now())
    for visitor in VISITORS:
        begun.do(enter(visitor), None)
    return begun


def everybody_in(policy: Policy, bound: int, mode: FloorMode) -> Watched:
    """A session that everybody of the cast has entered; made once for each kind, as states never change."""
    begun = _everybody_in(policy, bound, mode)
    return Watched(begun.folded, [*begun.events], begun.now, Ledger(told=len(begun.events), latest=begun.now))
