"""Everything the floor knows at one version of the log. Frozen; parts that do not change are shared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from roundtable.floor.values import (
    AttendeeId,
    EntryId,
    GroupKey,
    ItemId,
    PauseReason,
    Reason,
    Speaker,
    TurnId,
)
from roundtable.kernel.actors import Role
from roundtable.kernel.floor_settings import FloorSettings, Kind
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.kernel.messages import ClubFacts

MILLISECONDS: Final = 1000


@dataclass(frozen=True)
class Person:
    """A participant as the floor must know them, also while they are away, and after they have gone."""

    name: str
    role: Role
    club: ClubFacts | None
    is_in: bool
    away_since: datetime | None = None
    """Since when no connection of theirs is there; None while they are connected."""


@dataclass(frozen=True)
class Entry:
    """Somebody who waits."""

    id: EntryId
    kind: Kind
    text: str
    text_turn: bool
    speaker: Speaker
    by: ParticipantId | None
    """Who entered them; None for somebody carried over from a session before."""
    at: datetime
    arrival: int
    """Counts up; a deferred entry gets a new one."""
    deferred: bool = False
    moved: int = 0
    """Counts the moves of a session up; 0 for an entry that stands where the order puts it."""
    anchor: EntryId | None = None
    """The entry that a moved one stands directly before; None at the end."""
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was made once of this very object, which never changes: the view of it."""

    @cached_property
    def group(self) -> GroupKey:
        """Return whom the seconds of their turn will be counted for."""
        return self.speaker.group

    @cached_property
    def microphone(self) -> ParticipantId | None:
        """Return whose microphone their turn will open."""
        return self.speaker.microphone

    @property
    def is_moved(self) -> bool:
        """Say whether a moderator has put it where it stands."""
        return self.moved > 0


@dataclass(frozen=True)
class Turn:
    """Somebody who has the floor, or whose turn is interrupted."""

    id: TurnId
    kind: Kind
    text: str
    text_turn: bool
    speaker: Speaker
    limit_ms: int
    called_at: datetime
    ready_since: datetime | None = None
    """Since when the grace after the call runs: the call, or the end of a pause before the turn began."""
    began: bool = False
    used_ms: int = 0
    """What the clock had counted when it last stood still."""
    running_since: datetime | None = None
    paused: frozenset[PauseReason] = frozenset()
    absent_since: datetime | None = None
    """Since when the grace of an absent speaker runs."""
    is_missed: bool = False
    """Whether the grace is over and the moderator asked."""
    last_word: bool = False


@dataclass(frozen=True)
class Tally:
    """What a club or a person has spoken; committed when a clock stands still."""

    name: str
    club: ClubFacts | None
    item_ms: int = 0
    item_turns: int = 0
    ms: int = 0
    turns: int = 0
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)


@dataclass(frozen=True)
class Pace:
    """How long turns of a kind take in this session."""

    turns: int = 0
    ms: int = 0


@dataclass(frozen=True)
class Item:
    """Something on the list. The state follows from the times."""

    id: ItemId
    title: str
    clubs: Mapping[ClubId, ClubFacts]
    budget_ms: int
    """0: none."""
    club_budget_ms: int
    shared_ms: Mapping[ClubId, int] = field(default_factory=dict)
    """What each club has more or less by shared overhang."""
    used_ms: int = 0
    started_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Topic:
    """The topic that replies belong to, and the clubs that support it."""

    turn: TurnId
    text: str
    speaker: Speaker
    supports: Mapping[ClubId, ClubFacts] = field(default_factory=dict)


@dataclass(frozen=True)
class Attendee:
    """Somebody in a sub-venue."""

    id: AttendeeId
    name: str
    club: ClubFacts | None


@dataclass(frozen=True)
class Venue:
    """A room full of people behind one participant."""

    title: str
    attendees: Mapping[AttendeeId, Attendee] = field(default_factory=dict)


@dataclass(frozen=True)
class Gavel:
    """Who chairs."""

    holder: ParticipantId | None = None
    gone_since: datetime | None = None
    """Since when its holder is away."""
    offered: ParticipantId | None = None


@dataclass(frozen=True)
class LastWithdrawal:
    """Who stood at the top and is no longer there; `next` asks again for a second."""

    name: str
    at: datetime


@dataclass(frozen=True)
class FloorState:
    """The whole floor."""

    settings: FloorSettings
    latest: datetime
    """The latest moment of any event: clocks never run backwards, even if the machine's does."""
    people: Mapping[ParticipantId, Person] = field(default_factory=dict)
    clubs: Mapping[ClubId, ClubFacts] = field(default_factory=dict)
    """Every club seen in this session."""
    entries: Mapping[EntryId, Entry] = field(default_factory=dict)
    ranks: Mapping[EntryId, int] = field(default_factory=dict)
    """Ascending in the queue's order; a change of place changes as few of them as possible."""
    reasons: Mapping[EntryId, Reason] = field(default_factory=dict)
    """Why each entry stands where it stands."""
    overtaken: Mapping[EntryId, int] = field(default_factory=dict)
    """How many later arrivals of its kind were called before an entry by order, while it could have been called."""
    closed: bool = False
    closes_at: datetime | None = None
    main: Turn | None = None
    interposed: Turn | None = None
    topic: Topic | None = None
    by_group: Mapping[GroupKey, Tally] = field(default_factory=dict)
    by_person: Mapping[str, Tally] = field(default_factory=dict)
    paces: Mapping[Kind, Pace] = field(default_factory=dict)
    """Of the turns of each kind that have ended, if they began."""
    items: Mapping[ItemId, Item] = field(default_factory=dict)
    """In their order."""
    item: ItemId | None = None
    gavel: Gavel = Gavel()
    presenters: frozenset[ParticipantId] = frozenset()
    venues: Mapping[ParticipantId, Venue] = field(default_factory=dict)
    withdrawn: LastWithdrawal | None = None
    counted: int = 0
    """How many ids of entries, turns, items and attendees were given."""
    ended: bool = False
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def order(self) -> tuple[Entry, ...]:
        """Return those who wait, in the order of the queue."""
        ranks = self.ranks
        return tuple(self.entries[entry] for entry in sorted(self.entries, key=ranks.__getitem__))

    def is_away(self, entry: Entry) -> bool:
        """Say whether nobody is there who could speak: `next` passes such an entry over."""
        return self.is_absent(entry.microphone)

    def is_absent(self, participant: ParticipantId | None) -> bool:
        """Say whether a participant is known and not connected now."""
        person = self.people.get(participant) if participant is not None else None
        return person is not None and (not person.is_in or person.away_since is not None)

    def pace(self, kind: Kind) -> int:
        """Return the milliseconds a turn of a kind is expected to take: the mean until now, or the limit."""
        pace = self.paces.get(kind)
        if pace is None or pace.turns == 0:
            return self.settings.limits.of(kind) * MILLISECONDS
        return pace.ms // pace.turns

    @property
    def turn(self) -> Turn | None:
        """Return the turn that has the floor now: the interposed one, if there is one."""
        return self.interposed or self.main
