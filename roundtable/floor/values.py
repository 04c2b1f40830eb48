"""Words of the floor: ids, lines of text, reasons. Terms as in the glossary of the design."""

from typing import Annotated, Final, Literal, NewType

from pydantic import AfterValidator, Field, StringConstraints

from roundtable.kernel.messages import ClubFacts, Message, ParticipantRef
from roundtable.kernel.text import PersonName, one_line

EntryId = NewType("EntryId", str)
TurnId = NewType("TurnId", str)
ItemId = NewType("ItemId", str)
AttendeeId = NewType("AttendeeId", str)

_COUNTED = StringConstraints(min_length=5, max_length=16, pattern=r"^[a-z]{3}_[0-9]+$")

EntryRef = Annotated[EntryId, _COUNTED]
"""`ent_1`, `ent_2`, …: counted in a session, so that a patch stays small."""
TurnRef = Annotated[TurnId, _COUNTED]
ItemRef = Annotated[ItemId, _COUNTED]
AttendeeRef = Annotated[AttendeeId, _COUNTED]

LINE_LENGTH: Final = 140
"""Characters of what somebody wants to say, in one line."""

Line = Annotated[str, StringConstraints(max_length=LINE_LENGTH), AfterValidator(one_line)]
"""One line of text, may be empty."""

Seconds = Annotated[int, Field(ge=0, le=86_400)]

Reason = Literal[
    "goes_first",
    "moved",
    "deferred",
    "waited_long",
    "arrival",
    "club_not_spoken",
    "club_seconds",
    "club_turns",
    "club_ahead",
]
"""Why an entry stands where it stands, inside its kind.

goes_first: a point of order · moved: by the moderator · deferred: by its own person · waited_long: was overtaken as
often as the bound allows · arrival · club_not_spoken: on this item · club_seconds: by the seconds the club has used
on this item · club_turns: equal seconds, by turns in this session · club_ahead: somebody of the same club is ahead
"""

TurnEnding = Literal["done", "time", "moderator", "left"]
Removal = Literal["withdrawn", "removed", "left", "role"]
"""Why one entry is gone without a turn: by its person, by a moderator, the person left, or may no longer speak."""

Clearing = Literal["cleared", "last_word", "carried", "written"]
"""Why all entries are gone: cleared, somebody had the last word, carried over to the next session, taken in writing."""

Disposal = Literal["extend", "carry", "write"]
"""What becomes of those who wait when an item is closed: it goes on, they go to the next session, or into writing."""

PauseReason = Literal["moderator", "absent", "interposed"]

GroupKey = NewType("GroupKey", str)
"""Whom the seconds of a turn are counted for: a club's id, or the speaker alone who is of no club."""


class Speaker(Message):
    """Who speaks, as it is written into the record."""

    name: PersonName
    participant: ParticipantRef | None = None
    """None for a person whose name was typed."""
    club: ClubFacts | None = None
    venue: ParticipantRef | None = None
    """The sub-venue's host whose microphone they use."""
    attendee: AttendeeRef | None = None

    @property
    def key(self) -> str:
        """Name the person in the statistics."""
        return self.participant or f"{self.venue or ''}/{self.attendee or self.name}"

    @property
    def group(self) -> GroupKey:
        """Name what the seconds are counted for."""
        return GroupKey(self.club.id if self.club is not None else self.key)

    @property
    def microphone(self) -> ParticipantRef | None:
        """Return whose microphone their turn opens, None if nobody's."""
        return self.participant or self.venue
