"""The list of items as the record tells it: what each was, from when to when, and how long."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from roundtable.floor.clock import elapsed_ms
from roundtable.floor.events.items import ItemDescription
from roundtable.floor.resources import ItemRecord, Totals
from roundtable.floor.values import ItemId


@dataclass(frozen=True)
class Item:
    """One item, as it is now, whatever it was when it was added."""

    described: ItemDescription
    budget_ms: int
    started_at: datetime | None = None
    running_since: datetime | None = None
    ended_at: datetime | None = None
    lasted_ms: int = 0


@dataclass
class Agenda:
    """Items in their order, and which is current."""

    items: dict[ItemId, Item] = field(default_factory=dict)
    current: ItemId | None = None

    def put(self, event: ItemDescription) -> None:
        """Take an item, new or changed."""
        known = self.items.get(event.item)
        budget_ms = event.budget * 1000
        self.items[event.item] = (
            Item(event, budget_ms) if known is None else replace(known, described=event, budget_ms=budget_ms)
        )

    def move(self, item: ItemId, before: ItemId | None) -> None:
        """Put an item elsewhere."""
        if item not in self.items or item == before:
            return
        moved = self.items.pop(item)
        order = list(self.items)
        order.insert(order.index(before) if before in self.items else len(order), item)
        self.items = {one: self.items.get(one, moved) for one in order}

    def remove(self, item: ItemId) -> None:
        """Take an item off that was never begun; what was begun stays on record."""
        if item in self.items and self.items[item].started_at is None:
            del self.items[item]

    def start(self, item: ItemId, at: datetime) -> None:
        """Begin an item; the one before it is over."""
        self.close(at)
        if known := self.items.get(item):
            self.items[item] = replace(known, started_at=known.started_at or at, running_since=at, ended_at=None)
            self.current = item

    def extend(self, item: ItemId, seconds: int) -> None:
        """Give an item more budget; none stays none."""
        known = self.items.get(item)
        if known is not None and known.budget_ms:
            self.items[item] = replace(known, budget_ms=known.budget_ms + seconds * 1000)

    def close(self, at: datetime) -> None:
        """End the current item, if there is one."""
        if self.current is None:
            return
        known = self.items[self.current]
        since = known.running_since or at
        lasted_ms = known.lasted_ms + elapsed_ms(since, at)
        self.items[self.current] = replace(known, running_since=None, ended_at=at, lasted_ms=lasted_ms)
        self.current = None

    def title(self, item: ItemId | None) -> str | None:
        """Return the title of an item."""
        known = None if item is None else self.items.get(item)
        return None if known is None else known.described.title

    def told(self, now: datetime, totals: Callable[[ItemId], Totals]) -> list[ItemRecord]:
        """Tell all items as they stand now."""
        return [
            ItemRecord(
                item=id_,
                title=item.described.title,
                clubs=tuple(club.id for club in item.described.clubs),
                budget_ms=item.budget_ms,
                club_budget_ms=item.described.club_budget * 1000,
                started_at=item.started_at,
                ended_at=item.ended_at,
                lasted_ms=item.lasted_ms + (elapsed_ms(item.running_since, now) if item.running_since else 0),
                totals=totals(id_),
            )
            for id_, item in self.items.items()
        ]
