"""What is seen of the floor: types of the JSON that `view` makes. Everybody who is in sees all of it.

Times are in milliseconds, moments as text in UTC. Fairness numbers are here on purpose: the floor can check the chair.
"""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from roundtable.floor.values import PauseReason, Reason
from roundtable.kernel.floor_settings import FloorMode, Kind, Policy
from roundtable.kernel.views import ClubView


class FloorSettingsView(TypedDict):
    """Order and clock, in milliseconds where it is time."""

    policy: Policy
    bound: int
    limits: dict[Kind, int]
    warning: int
    hard_stop: bool
    call_grace: int
    absence_grace: int
    entries_per_kind: int


class EntryView(TypedDict):
    """Somebody who waits. `rank` ascends in the queue's order; the place is the number of lower ranks plus one."""

    id: str
    kind: Kind
    rank: int
    reason: Reason
    name: str
    participant: NotRequired[str]
    club: NotRequired[str]
    """A key of `clubs`."""
    venue: NotRequired[str]
    """The participant whose sub-venue they are in."""
    attendee: NotRequired[str]
    text: NotRequired[str]
    text_turn: NotRequired[Literal[True]]
    by: NotRequired[str]
    """Who entered them, if it was somebody else."""
    carried: NotRequired[Literal[True]]
    """Whether they waited in a session before already, and were carried over."""
    at: str
    away: NotRequired[Literal[True]]
    """Passed over while they are."""


class TurnView(TypedDict):
    """Somebody who has the floor.

    Remaining = limit - used - (now - running_since, if it runs); below zero it is overtime.
    """

    id: str
    kind: Kind
    name: str
    participant: NotRequired[str]
    club: NotRequired[str]
    venue: NotRequired[str]
    text: NotRequired[str]
    text_turn: NotRequired[Literal[True]]
    state: Literal["called", "speaking", "paused"]
    called_at: str
    limit: int
    used: int
    running_since: NotRequired[str]
    paused: dict[PauseReason, Literal[True]]
    missed: NotRequired[Literal[True]]
    """The speaker is absent for longer than the grace: the moderator waits on, or goes on."""
    last_word: NotRequired[Literal[True]]


class StepView(TypedDict):
    """What `next` will do.

    call: begin the turn of `entry` · interpose: interrupt the main turn for it · resume: give the floor back to the
    interrupted turn · end: end the turn, as nobody waits
    """

    does: Literal["call", "interpose", "resume", "end"]
    entry: NotRequired[str]


class ClubTallyView(TypedDict):
    """What a club has spoken: on this item, and in this session. `over`: beyond its budget on this item."""

    club: ClubView
    item_ms: int
    item_turns: int
    ms: int
    turns: int
    budget: NotRequired[int]
    """Milliseconds it has on this item, shared overhang included."""


class PersonTallyView(TypedDict):
    """What a person has spoken."""

    name: str
    club: NotRequired[str]
    item_ms: int
    item_turns: int
    ms: int
    turns: int


class ItemView(TypedDict):
    """Something on the list."""

    id: str
    title: str
    rank: int
    state: Literal["ahead", "current", "over"]
    clubs: dict[str, Literal[True]]
    """Keys of `clubs`."""
    budget: NotRequired[int]
    club_budget: NotRequired[int]
    used: int
    """Committed milliseconds of turns; the running turn comes on top."""
    started_at: NotRequired[str]
    closed_at: NotRequired[str]


class TopicView(TypedDict):
    """The current topic, and the clubs that support it."""

    turn: str
    name: str
    club: NotRequired[str]
    text: NotRequired[str]
    supports: dict[str, Literal[True]]
    """Keys of `clubs`."""


class GavelView(TypedDict):
    """Who chairs."""

    holder: NotRequired[str]
    offered: NotRequired[str]


class AttendeeView(TypedDict):
    """Somebody in a sub-venue."""

    id: str
    name: str
    club: NotRequired[str]


class VenueView(TypedDict):
    """A room full of people behind one participant."""

    title: str
    attendees: dict[str, AttendeeView]


class FloorView(TypedDict):
    """The whole floor. Parts that are absent are empty: nobody speaks, no last call, no item."""

    mode: FloorMode
    settings: FloorSettingsView
    closed: bool
    closes_at: NotRequired[str]
    entries: dict[str, EntryView]
    turn: NotRequired[TurnView]
    """Who has the floor now, the interposed one if there is one."""
    interrupted: NotRequired[TurnView]
    """The main turn that is paused meanwhile."""
    step: NotRequired[StepView]
    """Absent if `next` would do nothing."""
    topic: NotRequired[TopicView]
    pace: dict[Kind, int]
    """Milliseconds a turn of a kind is expected to take: the mean of this session's, or the limit."""
    clubs: dict[str, ClubTallyView]
    people: dict[str, PersonTallyView]
    items: dict[str, ItemView]
    item: NotRequired[str]
    gavel: GavelView
    presenters: dict[str, Literal[True]]
    venues: dict[str, VenueView]
