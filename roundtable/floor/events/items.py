"""What has happened to the list of items."""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import Field

from roundtable.floor.values import Disposal, ItemRef, Seconds
from roundtable.kernel.messages import ClubFacts, ClubRef, Event, ParticipantRef
from roundtable.kernel.text import Title

MOST_CLUBS: Final = 500
Clubs = Annotated[tuple[ClubFacts, ...], Field(max_length=MOST_CLUBS)]


class ItemDescription(Event):
    """What an item is."""

    item: ItemRef
    title: Title
    clubs: Clubs = ()
    budget: Seconds = 0
    """0: no budget."""
    club_budget: Seconds = 0
    by: ParticipantRef
    at: datetime


class ItemAdded(ItemDescription):
    """An item is at the end of the list."""

    type: Literal["floor.item_added"] = "floor.item_added"


class ItemEdited(ItemDescription):
    """An item is this from now on."""

    type: Literal["floor.item_edited"] = "floor.item_edited"


class ItemMoved(Event):
    """An item stands elsewhere."""

    type: Literal["floor.item_moved"] = "floor.item_moved"
    item: ItemRef
    before: ItemRef | None = None
    by: ParticipantRef
    at: datetime


class ItemRemoved(Event):
    """An item is off the list."""

    type: Literal["floor.item_removed"] = "floor.item_removed"
    item: ItemRef
    by: ParticipantRef
    at: datetime


class ItemStarted(Event):
    """An item is the current one; the seconds on it are counted anew."""

    type: Literal["floor.item_started"] = "floor.item_started"
    item: ItemRef
    by: ParticipantRef
    at: datetime


class ItemExtended(Event):
    """The current item has more budget."""

    type: Literal["floor.item_extended"] = "floor.item_extended"
    item: ItemRef
    seconds: Seconds
    by: ParticipantRef
    at: datetime


class ItemClosed(Event):
    """The current item is over. What became of those who waited is told before."""

    type: Literal["floor.item_closed"] = "floor.item_closed"
    item: ItemRef
    waiting: Disposal | None = None
    by: ParticipantRef
    at: datetime


class OverhangShared(Event):
    """What one club overran was given to each of the others, and is settled for it."""

    type: Literal["floor.overhang_shared"] = "floor.overhang_shared"
    item: ItemRef
    club: ClubRef
    seconds: Seconds
    """What the club overran its budget by; each of the others has as many more."""
    by: ParticipantRef
    at: datetime


EVENTS: Final = (
    ItemAdded, ItemEdited, ItemMoved, ItemRemoved, ItemStarted, ItemExtended, ItemClosed, OverhangShared,
)  # fmt: skip
