"""The floor as a live slice."""

from datetime import datetime
from typing import Any, ClassVar, Final

from roundtable.floor.commands import COMMANDS
from roundtable.floor.events import EVENTS
from roundtable.floor.state import FloorState
from roundtable.floor.views import FloorView
from roundtable.kernel.actors import Actor
from roundtable.kernel.audiences import Audience
from roundtable.kernel.errors import Invalid, Refusal
from roundtable.kernel.events import Tick
from roundtable.kernel.messages import Command, Event
from roundtable.kernel.session import SessionFacts
from roundtable.kernel.slice import LiveSlice, View

REFUSALS: Final = (
    "already_waiting",
    "closed",
    "gavel_held",
    "needs_confirmation",
    "no_such_attendee",
    "no_such_club",
    "no_such_entry",
    "no_such_item",
    "no_topic",
    "not_a_moderator",
    "not_your_entry",
    "not_your_turn",
    "nobody_waits",
    "nothing_over",
    "people_waiting",
    "queue_full",
    "too_many_attendees",
    "too_many_items",
    "top_withdrew",
    "turn_over",
)


class FloorSlice(LiveSlice[FloorState]):
    """Queue, turns, clock and rights."""

    name: ClassVar[str] = "floor"
    commands: ClassVar[tuple[type[Command], ...]] = (*COMMANDS, Tick)
    events: ClassVar[tuple[type[Event], ...]] = EVENTS
    view_type: ClassVar[Any] = FloorView
    refusals: ClassVar[tuple[str, ...]] = REFUSALS

    def initial(self, facts: SessionFacts) -> FloorState:
        """Return an empty floor."""
        return FloorState(settings=facts.settings.floor, latest=facts.started_at)

    def decide(self, state: FloorState, command: Command, actor: Actor, now: datetime) -> list[Event] | Refusal:
        """Decide."""
        return [] if actor.is_system else Invalid("unknown_command")

    def evolve(self, state: FloorState, event: Event) -> FloorState:
        """Fold one event."""
        return state

    def view(self, state: FloorState, audience: Audience) -> View:
        """Show the floor."""
        return {}
