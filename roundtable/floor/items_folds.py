"""The list of items: how the state follows. Pure, and never refuses."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from roundtable.floor import tallies
from roundtable.floor.budgets import sharers
from roundtable.floor.deciding import counted_to
from roundtable.floor.events import items as events
from roundtable.floor.items import moved
from roundtable.floor.state import MILLISECONDS, FloorState, Item
from roundtable.floor.values import ItemId
from roundtable.kernel.messages import Event


def added(state: FloorState, event: events.ItemAdded) -> FloorState:
    """An item is at the end."""
    item = Item(
        id=event.item,
        title=event.title,
        clubs={club.id: club for club in event.clubs},
        budget_ms=event.budget * MILLISECONDS,
        club_budget_ms=event.club_budget * MILLISECONDS,
    )
    return replace(_with(state, item), counted=counted_to(state, [event.item]))


def edited(state: FloorState, event: events.ItemEdited) -> FloorState:
    """An item is this now."""
    item = replace(
        state.items[event.item],
        title=event.title,
        clubs={club.id: club for club in event.clubs},
        budget_ms=event.budget * MILLISECONDS,
        club_budget_ms=event.club_budget * MILLISECONDS,
    )
    return _with(state, item)


def item_moved(state: FloorState, event: events.ItemMoved) -> FloorState:
    """An item stands elsewhere."""
    order = moved(tuple(state.items), event.item, event.before)
    return replace(state, items={id_: state.items[id_] for id_ in order})


def removed(state: FloorState, event: events.ItemRemoved) -> FloorState:
    """An item is off the list."""
    return replace(state, items={id_: item for id_, item in state.items.items() if id_ != event.item})


def started(state: FloorState, event: events.ItemStarted) -> FloorState:
    """An item is the current one: the seconds on it are counted anew, and no topic is open."""
    item = state.items[event.item]
    begun = replace(item, started_at=item.started_at or event.at, closed_at=None)
    return tallies.begin_item(replace(_with(state, begun), item=event.item, topic=None))


def extended(state: FloorState, event: events.ItemExtended) -> FloorState:
    """An item has more budget, if it has one."""
    item = state.items[event.item]
    if item.budget_ms == 0:
        return state
    return _with(state, replace(item, budget_ms=item.budget_ms + event.seconds * MILLISECONDS))


def closed(state: FloorState, event: events.ItemClosed) -> FloorState:
    """The current item is over."""
    return replace(
        _with(state, replace(state.items[event.item], closed_at=event.at)),
        item=None if state.item == event.item else state.item,
        topic=None,
    )


def overhang_shared(state: FloorState, event: events.OverhangShared) -> FloorState:
    """Every club has as much more as one overran; that one too, so that it is even again."""
    item = state.items[event.item]
    shared = dict(item.shared_ms)
    for club in {**sharers(state, item), event.club: None}:
        shared[club] = shared.get(club, 0) + event.seconds * MILLISECONDS
    return _with(state, replace(item, shared_ms=shared))


def _with(state: FloorState, item: Item) -> FloorState:
    items: Mapping[ItemId, Item] = {**state.items, item.id: item}
    return replace(state, items=items)


FOLDS: Final[dict[type[Event], Callable[[FloorState, Any], FloorState]]] = {
    events.ItemAdded: added,
    events.ItemEdited: edited,
    events.ItemMoved: item_moved,
    events.ItemRemoved: removed,
    events.ItemStarted: started,
    events.ItemExtended: extended,
    events.ItemClosed: closed,
    events.OverhangShared: overhang_shared,
}
