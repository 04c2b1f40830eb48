"""The subjects of the floor in one list: a new one is a line in each table it has a part in."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import ModuleType
from typing import Any, Final

from roundtable.floor import (
    absences,
    calling,
    chairing,
    chairing_folds,
    gavel,
    items,
    items_folds,
    presence,
    queue,
    queue_folds,
    turn_folds,
    turns,
    venues,
    venues_folds,
)
from roundtable.floor.state import FloorState
from roundtable.kernel.actors import Actor
from roundtable.kernel.errors import Refusal
from roundtable.kernel.messages import Command, Event

Decide = Callable[[FloorState, Any, Actor, datetime], list[Event] | Refusal]
Fold = Callable[[FloorState, Any], FloorState]

DECIDING: Final[tuple[ModuleType, ...]] = (queue, turns, calling, chairing, items, venues)
"""Have `DECISIONS`: for each command, what becomes of it."""

FOLDING: Final[tuple[ModuleType, ...]] = (
    presence,
    queue_folds,
    turn_folds,
    chairing_folds,
    gavel,
    items_folds,
    venues_folds,
)
"""Have `FOLDS`: for each event, how the state follows. Several may fold the same event, in this order."""

FOLLOWING: Final[tuple[ModuleType, ...]] = (absences, queue, venues, gavel)
"""Have `follow`: what follows from an event of the room, each seeing what those before it have made of it."""

TICKING: Final[tuple[ModuleType, ...]] = (queue, absences, gavel)
"""Have `tick` and `deadline`: what time does by itself."""


def _decisions() -> Mapping[type[Command], Decide]:
    return {command: decide for subject in DECIDING for command, decide in subject.DECISIONS.items()}


def _folds() -> Mapping[type[Event], tuple[Fold, ...]]:
    folds: dict[type[Event], tuple[Fold, ...]] = {}
    for subject in FOLDING:
        for event, fold in subject.FOLDS.items():
            folds[event] = (*folds.get(event, ()), fold)
    return folds


DECISIONS: Final = _decisions()
FOLDS: Final = _folds()
