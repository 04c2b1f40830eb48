"""The floor as a live slice: puts the subjects together; each decision is in the file of its subject."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from roundtable.floor import permissions, showing
from roundtable.floor.beginning import begin
from roundtable.floor.commands import COMMANDS
from roundtable.floor.deciding import moment
from roundtable.floor.events import EVENTS
from roundtable.floor.evolving import evolve
from roundtable.floor.refusals import REFUSALS
from roundtable.floor.state import FloorState
from roundtable.floor.subjects import DECISIONS, FOLLOWING, TICKING
from roundtable.floor.views import FloorView
from roundtable.kernel.actors import Actor
from roundtable.kernel.audiences import Audience
from roundtable.kernel.errors import Invalid, Refusal
from roundtable.kernel.events import Tick
from roundtable.kernel.grants import Grants
from roundtable.kernel.messages import Command, Event
from roundtable.kernel.session import SessionFacts
from roundtable.kernel.slice import LiveSlice, View


class FloorSlice(LiveSlice[FloorState]):
    """Queue, turns, clock and rights."""

    name: ClassVar[str] = "floor"
    commands: ClassVar[tuple[type[Command], ...]] = (*COMMANDS, Tick)
    events: ClassVar[tuple[type[Event], ...]] = EVENTS
    view_type: ClassVar[Any] = FloorView
    refusals: ClassVar[tuple[str, ...]] = REFUSALS

    def initial(self, facts: SessionFacts) -> FloorState:
        """Return a floor on which nobody waits but those who were carried over."""
        return begin(facts)

    def decide(self, state: FloorState, command: Command, actor: Actor, now: datetime) -> list[Event] | Refusal:
        """Decide by the kind of command; never at a moment before one that was."""
        now = moment(state, now)
        if isinstance(command, Tick):
            return _one_after_another(state, [subject.tick for subject in TICKING], now)
        decide = DECISIONS.get(type(command))
        return Invalid("unknown_command") if decide is None else decide(state, command, actor, now)

    def follow(self, state: FloorState, event: Event, now: datetime) -> list[Event]:
        """Return what becomes of turns, places, sub-venues and the gavel when people come and go."""
        follows = [_following(subject.follow, event) for subject in FOLLOWING]
        return _one_after_another(state, follows, moment(state, now))

    def evolve(self, state: FloorState, event: Event) -> FloorState:
        """Fold one event."""
        return evolve(state, event)

    def view(self, state: FloorState, audience: Audience) -> View:
        """Show the floor: the same to everybody who is in."""
        return showing.show(state)

    def deadline(self, state: FloorState) -> datetime | None:
        """Return when the first subject has something to do."""
        wishes = (subject.deadline(state) for subject in TICKING)
        return min((wish for wish in wishes if wish is not None), default=None)

    def grants(self, state: FloorState) -> Grants:
        """Return what the floor takes away, and from whom."""
        return permissions.grants(state)


Due = Callable[[FloorState, datetime], list[Event]]


def _following(follow: Callable[[FloorState, Event, datetime], list[Event]], event: Event) -> Due:
    return lambda state, now: follow(state, event, now)


def _one_after_another(state: FloorState, subjects: list[Due], now: datetime) -> list[Event]:
    """Ask each subject, with what those before it said folded already: nothing happens twice."""
    told: list[Event] = []
    for due in subjects:
        for event in due(state, now):
            told.append(event)
            state = evolve(state, event)
    return told
