"""The list of items: what is decided. Pure. Until agendas come, moderators type it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from roundtable.floor.budgets import clubs_here, overhang_ms
from roundtable.floor.commands import items as commands
from roundtable.floor.deciding import acting, ended_turns, fresh, moment
from roundtable.floor.events import items as events
from roundtable.floor.events.queue import CarriedOver, QueueCleared, QueueReopened
from roundtable.floor.state import MILLISECONDS, FloorState, Item
from roundtable.floor.values import Disposal, ItemId
from roundtable.kernel.actors import Actor
from roundtable.kernel.errors import Conflict, Invalid, NotFound, Refusal
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.kernel.messages import ClubFacts, Command, Event
from roundtable.kernel.text import TITLE_LENGTH

MOST_ITEMS: Final = 100
"""Items of one session. An agenda has fewer; a slip of the hand must not fill the log."""


def add_item(state: FloorState, command: commands.AddItem, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Put an item at the end of the list."""
    clubs = _known_clubs(state, command.clubs)
    if isinstance(clubs, Refusal):
        return clubs
    if len(state.items) >= MOST_ITEMS:
        return Conflict("too_many_items", most=MOST_ITEMS)
    return [
        events.ItemAdded(
            item=ItemId(fresh(state, "itm")),
            title=command.title,
            clubs=clubs,
            budget=command.budget or 0,
            club_budget=command.club_budget or 0,
            by=acting(actor),
            at=moment(state, now),
        )
    ]


def add_round(state: FloorState, command: commands.AddRound, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Put one item for each club that is here at the end of the list.

    A club whose own item is still to come needs no second one: pressed again, only clubs that came later are added.
    """
    coming = {next(iter(item.clubs)) for item in state.items.values() if len(item.clubs) == 1 and _is_open(item)}
    here = clubs_here(state)
    if not here:
        return NotFound("no_such_club")
    clubs = [club for id_, club in here.items() if id_ not in coming]
    if len(state.items) + len(clubs) > MOST_ITEMS:
        return Conflict("too_many_items", most=MOST_ITEMS)
    by, at = acting(actor), moment(state, now)
    return [
        events.ItemAdded(
            item=ItemId(fresh(state, "itm", place)),
            title=_title_of(club),
            clubs=(club,),
            budget=command.budget,
            by=by,
            at=at,
        )
        for place, club in enumerate(clubs)
    ]


def edit_item(state: FloorState, command: commands.EditItem, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Change an item, also one that is over: the record may have a slip of the pen."""
    item = state.items.get(command.item)
    if item is None:
        return NotFound("no_such_item")
    clubs = _known_clubs(state, command.clubs) if command.clubs is not None else tuple(item.clubs.values())
    if isinstance(clubs, Refusal):
        return clubs
    title = command.title if command.title is not None else item.title
    budget = command.budget if command.budget is not None else item.budget_ms // MILLISECONDS
    each = command.club_budget if command.club_budget is not None else item.club_budget_ms // MILLISECONDS
    before = (item.title, tuple(item.clubs.values()), item.budget_ms, item.club_budget_ms)
    if (title, clubs, budget * MILLISECONDS, each * MILLISECONDS) == before:
        return []
    by, at = acting(actor), moment(state, now)
    return [events.ItemEdited(item=item.id, title=title, clubs=clubs, budget=budget, club_budget=each, by=by, at=at)]


def move_item(state: FloorState, command: commands.MoveItem, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Put an item that has not begun elsewhere."""
    refusal = _refusal_unless_ahead(state, command.item)
    if refusal is not None:
        return refusal
    if command.before is not None and command.before not in state.items:
        return NotFound("no_such_item")
    if moved(tuple(state.items), command.item, command.before) == tuple(state.items):
        return []
    by, at = acting(actor), moment(state, now)
    return [events.ItemMoved(item=command.item, before=command.before, by=by, at=at)]


def moved(order: tuple[ItemId, ...], item: ItemId, before: ItemId | None) -> tuple[ItemId, ...]:
    """Return the order after an item went before another, or to the end."""
    if item == before:
        return order
    rest = [id_ for id_ in order if id_ != item]
    place = rest.index(before) if before in rest else len(rest)
    return (*rest[:place], item, *rest[place:])


def remove_item(state: FloorState, command: commands.RemoveItem, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Take an item off the list that has not begun."""
    refusal = _refusal_unless_ahead(state, command.item)
    if refusal is not None:
        return refusal
    return [events.ItemRemoved(item=command.item, by=acting(actor), at=moment(state, now))]


def start_item(state: FloorState, command: commands.StartItem, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Begin an item, also one that was over: it goes on. The one before it closes, and the list is open again.

    Who waits before the first item waits on: nothing is closed under them.
    """
    if command.item not in state.items:
        return NotFound("no_such_item")
    if command.item == state.item:
        return []
    by, at = acting(actor), moment(state, now)
    told: list[Event] = []
    if state.item is not None:
        if command.waiting == "extend":
            return Invalid("invalid", field="waiting")
        refusal = _refusal_while_waiting(state, command.waiting)
        if refusal is not None:
            return refusal
        told = _closing(state, command.waiting, by, at)
    else:
        told = ended_turns(state, "moderator", by, at)
    if state.closed or state.closes_at is not None:
        told.append(QueueReopened(by=by, at=at))
    return [*told, events.ItemStarted(item=command.item, by=by, at=at)]


def close_item(state: FloorState, command: commands.CloseItem, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """End the current item, or let it go on for a while."""
    if state.item is None:
        return NotFound("no_such_item")
    by, at = acting(actor), moment(state, now)
    if command.waiting == "extend":
        return [events.ItemExtended(item=state.item, seconds=command.seconds, by=by, at=at)]
    refusal = _refusal_while_waiting(state, command.waiting)
    return refusal if refusal is not None else _closing(state, command.waiting, by, at)


def share_overhang(
    state: FloorState, command: commands.ShareOverhang, actor: Actor, now: datetime
) -> list[Event] | Refusal:
    """Give every other club what one club overran, in whole seconds."""
    item = state.items.get(state.item) if state.item is not None else None
    if item is None:
        return NotFound("no_such_item")
    if command.club not in state.clubs:
        return NotFound("no_such_club")
    at = moment(state, now)
    seconds = overhang_ms(state, item, command.club, at) // MILLISECONDS
    if seconds == 0:
        return Conflict("nothing_over")
    return [events.OverhangShared(item=item.id, club=command.club, seconds=seconds, by=acting(actor), at=at)]


def _closing(state: FloorState, waiting: Disposal | None, by: ParticipantId, at: datetime) -> list[Event]:
    """End what goes on, say what becomes of those who wait, close the current item."""
    told = ended_turns(state, "moderator", by, at)
    if state.entries and waiting == "carry":
        told.append(QueueCleared(why="carried", carried=_carried(state), by=by, at=at))
    elif state.entries:
        told.append(QueueCleared(why="written", by=by, at=at))
    else:
        waiting = None
    if state.item is not None:
        told.append(events.ItemClosed(item=state.item, waiting=waiting, by=by, at=at))
    return told


def _carried(state: FloorState) -> tuple[CarriedOver, ...]:
    """Return those who wait, in their order."""
    return tuple(
        CarriedOver(entry=entry.id, kind=entry.kind, text=entry.text, text_turn=entry.text_turn, speaker=entry.speaker)
        for entry in state.order
    )


def _refusal_while_waiting(state: FloorState, waiting: Disposal | None) -> Refusal | None:
    if state.entries and waiting is None:
        return Conflict("people_waiting", waiting=len(state.entries))
    return None


def _refusal_unless_ahead(state: FloorState, id_: ItemId) -> Refusal | None:
    item = state.items.get(id_)
    if item is None:
        return NotFound("no_such_item")
    return None if item.started_at is None else Conflict("item_begun")


def _known_clubs(state: FloorState, ids: Iterable[ClubId]) -> tuple[ClubFacts, ...] | Refusal:
    clubs = [state.clubs.get(id_) for id_ in dict.fromkeys(ids)]
    known = tuple(club for club in clubs if club is not None)
    return known if len(known) == len(clubs) else NotFound("no_such_club")


def _is_open(item: Item) -> bool:
    """Say whether an item is current or still to come."""
    return item.closed_at is None


def _title_of(club: ClubFacts) -> str:
    """Return a club's name in both languages, as far as there is room: the item is read by everybody."""
    if not club.name_en or club.name_en == club.name_zh:
        return club.name_zh[:TITLE_LENGTH]
    return f"{club.name_zh} · {club.name_en}"[:TITLE_LENGTH].rstrip(" ·")


DECISIONS: Final[dict[type[Command], Callable[[FloorState, Any, Actor, datetime], list[Event] | Refusal]]] = {
    commands.AddItem: add_item,
    commands.AddRound: add_round,
    commands.EditItem: edit_item,
    commands.MoveItem: move_item,
    commands.RemoveItem: remove_item,
    commands.StartItem: start_item,
    commands.CloseItem: close_item,
    commands.ShareOverhang: share_overhang,
}
