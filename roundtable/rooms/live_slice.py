"""The room as a live slice."""

from datetime import datetime
from typing import Any, ClassVar

from roundtable.kernel.actors import Actor
from roundtable.kernel.audiences import Audience
from roundtable.kernel.events import ServerStarted, Tick
from roundtable.kernel.messages import Command, Event
from roundtable.kernel.session import SessionFacts
from roundtable.kernel.slice import Decision, LiveSlice, View
from roundtable.rooms import messages
from roundtable.rooms.views import LobbyView, RoomsView


class RoomsSlice(LiveSlice[Any]):
    """Who is here, in which role, who waits, and what moderators may do about it."""

    name: ClassVar[str] = "rooms"
    commands: ClassVar[tuple[type[Command], ...]] = (
        *messages.COMMANDS, messages.Enter, messages.Disconnect, ServerStarted, Tick,
    )  # fmt: skip
    events: ClassVar[tuple[type[Event], ...]] = messages.EVENTS
    view_type: ClassVar[Any] = RoomsView
    refusals: ClassVar[tuple[str, ...]] = messages.REFUSALS
    shown_to_waiting: ClassVar[bool] = True
    waiting_view_type: ClassVar[Any] = LobbyView

    def initial(self, facts: SessionFacts) -> Any:
        """Return an empty room."""
        raise NotImplementedError

    def decide(self, state: Any, command: Command, actor: Actor, now: datetime) -> Decision:
        """Decide one command."""
        raise NotImplementedError

    def evolve(self, state: Any, event: Event) -> Any:
        """Fold one event."""
        raise NotImplementedError

    def view(self, state: Any, audience: Audience) -> View:
        """Show the room."""
        raise NotImplementedError
