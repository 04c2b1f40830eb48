"""What moderators may ask of the list of items."""

from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from roundtable.floor.values import Disposal, ItemRef, Seconds
from roundtable.kernel.actors import MODERATING
from roundtable.kernel.floor_settings import TurnSeconds
from roundtable.kernel.messages import ClientCommand, ClubRef
from roundtable.kernel.text import Title

MOST_CLUBS_OF_AN_ITEM: Final = 50


class AddItem(ClientCommand):
    """Put an item at the end of the list."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.add_item"] = "floor.add_item"
    title: Title
    clubs: Annotated[tuple[ClubRef, ...], Field(max_length=MOST_CLUBS_OF_AN_ITEM)] = ()
    """The owner clubs, of those in this session: in a round they may speak."""
    budget: Seconds | None = None
    """Seconds for the whole item."""
    club_budget: Seconds | None = None
    """Seconds for each club on it."""


class AddRound(ClientCommand):
    """Put one item for each club that is here at the end of the list: a report round."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.add_round"] = "floor.add_round"
    budget: TurnSeconds


class EditItem(ClientCommand):
    """Change an item. An absent field stays; a budget of 0 takes it away."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.edit_item"] = "floor.edit_item"
    item: ItemRef
    title: Title | None = None
    clubs: Annotated[tuple[ClubRef, ...], Field(max_length=MOST_CLUBS_OF_AN_ITEM)] | None = None
    budget: Seconds | None = None
    club_budget: Seconds | None = None


class MoveItem(ClientCommand):
    """Put an item that has not begun before another, or to the end."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.move_item"] = "floor.move_item"
    item: ItemRef
    before: ItemRef | None = None


class RemoveItem(ClientCommand):
    """Take an item off the list that has not begun."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.remove_item"] = "floor.remove_item"
    item: ItemRef


class StartItem(ClientCommand):
    """Begin an item; the one before it closes. `waiting` as in CloseItem, without `extend`. The list reopens."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.start_item"] = "floor.start_item"
    item: ItemRef
    waiting: Disposal | None = None


class CloseItem(ClientCommand):
    """End the current item. Refused with `people_waiting` {waiting} if somebody waits and `waiting` does not say more.

    `extend` keeps it open, with `seconds` more of budget.
    """

    allowed: ClassVar = MODERATING
    type: Literal["floor.close_item"] = "floor.close_item"
    waiting: Disposal | None = None
    seconds: Seconds = 300


class ShareOverhang(ClientCommand):
    """Give every other owner or present club what one club overran its budget by on the current item."""

    allowed: ClassVar = MODERATING
    type: Literal["floor.share_overhang"] = "floor.share_overhang"
    club: ClubRef


COMMANDS: Final = (AddItem, AddRound, EditItem, MoveItem, RemoveItem, StartItem, CloseItem, ShareOverhang)
