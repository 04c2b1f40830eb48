"""The shape of a live slice: three pure functions over the log of a session, and what goes with them.

No `await`, no clock, no randomness, no database and no socket in any of them.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from roundtable.kernel.actors import Actor
from roundtable.kernel.audiences import Audience
from roundtable.kernel.errors import Refusal
from roundtable.kernel.grants import Grants
from roundtable.kernel.messages import Command, Event
from roundtable.kernel.session import SessionFacts

S = TypeVar("S")

View = Mapping[str, object]
"""JSON without nulls and without lists of things that change: such things are objects keyed by id.

Both because a JSON merge patch cannot set null and replaces lists whole. A view is shared: never change one.
"""

Decision = Sequence[Event] | Refusal


class LiveSlice(ABC, Generic[S]):
    """One subject of a live session. `S` is its state: frozen, compared by identity to see whether it changed."""

    name: ClassVar[str]
    """The key of its view, and the prefix of its commands and events."""

    commands: ClassVar[tuple[type[Command], ...]]
    """What it decides. `Tick` and `ServerStarted` may be in several slices, every other command in one."""

    events: ClassVar[tuple[type[Event], ...]] = ()
    """Its own events, those of the kernel not among them."""

    view_type: ClassVar[Any] = None
    """The TypedDict of its view, for the client's types."""

    refusals: ClassVar[tuple[str, ...]] = ()
    """The codes its refusals use, for the client's types and sentences."""

    shown_to_waiting: ClassVar[bool] = False
    """Whether people in the lobby see a view of it. If not, `view` is never asked for their audience."""

    waiting_view_type: ClassVar[Any] = None
    """The TypedDict of what people in the lobby see, if they do."""

    @abstractmethod
    def initial(self, facts: SessionFacts) -> S:
        """Return the state before the first event."""

    @abstractmethod
    def decide(self, state: S, command: Command, actor: Actor, now: datetime) -> Decision:
        """Return what happens, or why not. Roles were checked against `command.allowed` before."""

    @abstractmethod
    def evolve(self, state: S, event: Event) -> S:
        """Fold one event of the session, of whatever slice. Return the same object if nothing changes."""

    @abstractmethod
    def view(self, state: S, audience: Audience) -> View:
        """Return what this audience may see. Share unchanged parts with earlier views: that makes diffs cheap."""

    def follow(self, state: S, event: Event, now: datetime) -> Sequence[Event]:
        """Return what follows here from an event of another slice; `state` has the event folded already.

        What it returns stands in the log right behind the event, in the same transaction: who leaves and what becomes
        of their place in the queue is one step for everybody. Never refuses, and is not asked about its own events
        nor about the end of a session. Called when a command is decided, not when a log is read.
        """
        return ()

    def deadline(self, state: S) -> datetime | None:
        """Return when the slice wants a `Tick`, if nothing happens before."""
        return None

    def grants(self, state: S) -> Grants:
        """Return what participants may do at the media server, as far as this slice has a say in it."""
        return {}


AnySlice = LiveSlice[Any]
