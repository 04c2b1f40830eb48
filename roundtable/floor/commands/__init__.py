"""What participants may ask of the floor, by subject."""

from typing import Final

from roundtable.floor.commands import chairing, items, queue, turns, venues

COMMANDS: Final = (*queue.COMMANDS, *turns.COMMANDS, *chairing.COMMANDS, *items.COMMANDS, *venues.COMMANDS)
