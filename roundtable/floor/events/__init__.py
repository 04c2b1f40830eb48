"""What has happened on the floor, by subject. The record is read from these, so each says who did it and when."""

from typing import Final

from roundtable.floor.events import chairing, items, queue, turns, venues

EVENTS: Final = (*queue.EVENTS, *turns.EVENTS, *chairing.EVENTS, *items.EVENTS, *venues.EVENTS)
