"""How the floor is run: mode, order and clock. A room has them as a start; moderators change them in the session.

In the kernel because the room's rows keep them and the floor's slice follows them.
"""

from typing import Annotated, Final, Literal, get_args

from pydantic import Field

from roundtable.kernel.messages import Message

Kind = Literal["point_of_order", "clarifying_question", "reply", "topic"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""The kinds of entries, the most urgent first."""

FloorMode = Literal["open", "moderated", "round", "stage"]

MODES: Final[tuple[FloorMode, ...]] = get_args(FloorMode)

Policy = Literal["fair", "fifo"]
"""fair: the club with the fewest seconds on this item first · fifo: arrival."""

TurnSeconds = Annotated[int, Field(ge=10, le=3600)]
GraceSeconds = Annotated[int, Field(ge=0, le=600)]
Bound = Annotated[int, Field(ge=0, le=50)]
EntriesPerKind = Annotated[int, Field(ge=1, le=5)]


class Limits(Message):
    """Seconds of a turn, for each kind."""

    point_of_order: TurnSeconds = 60
    clarifying_question: TurnSeconds = 60
    reply: TurnSeconds = 120
    topic: TurnSeconds = 180

    def of(self, kind: Kind) -> int:
        """Return the limit of a kind, in seconds."""
        seconds: int = getattr(self, kind)
        return seconds


class FloorSettings(Message):
    """Everything about the floor that can be set."""

    mode: FloorMode = "moderated"
    policy: Policy = "fair"
    bound: Bound = 3
    """How often an entry may be overtaken by later arrivals of its kind."""
    limits: Limits = Limits()
    warning: GraceSeconds = 30
    """The last seconds of a turn, shown as a warning."""
    hard_stop: bool = False
    """Whether a turn ends by itself when its time is over. Otherwise overtime is counted and shown."""
    call_grace: GraceSeconds = 10
    """Seconds that somebody who was called has before the clock starts by itself."""
    absence_grace: GraceSeconds = 30
    """Seconds that a speaker whose connection is lost keeps the floor before the moderator is asked."""
    entries_per_kind: EntriesPerKind = 1
