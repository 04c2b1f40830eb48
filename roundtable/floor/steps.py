"""What `next` does: the same pure answer for the one who presses it and for everybody who sees the button."""

from dataclasses import dataclass
from typing import Final, Literal

from roundtable.floor.state import Entry, FloorState, Turn
from roundtable.floor.values import TurnId
from roundtable.kernel.floor_settings import Kind

INTERPOSING: Final[frozenset[Kind]] = frozenset(("point_of_order", "clarifying_question"))
"""Kinds that interrupt a topic or a reply, and give the floor back. They do not interrupt each other: one follows the
other, and the speaker who was interrupted first goes on after the last of them.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """call: `entry` has the floor · interpose: for a while · resume: the interrupted turn again · end: nobody."""

    does: Literal["call", "interpose", "resume", "end"]
    entry: Entry | None = None


def step(state: FloorState) -> Step | None:
    """Return what `next` does now, None if nothing."""
    top = next_entry(state)
    if state.main is not None and top is not None and interposes(state, top):
        return Step("interpose", top)
    if state.main is not None and state.interposed is not None:
        return Step("resume")
    if top is not None:
        return Step("call", top)
    return None if state.turn is None else Step("end")


def next_entry(state: FloorState) -> Entry | None:
    """Return the first who waits and is here; who is away keeps their place and is passed over."""
    return next((entry for entry in state.order if not state.is_away(entry)), None)


def interposes(state: FloorState, entry: Entry) -> bool:
    """Say whether a turn of this entry interrupts the main turn, instead of ending it.

    Nobody asks a question of a speaker who is missed.
    """
    main = state.main
    return main is not None and main.kind not in INTERPOSING and entry.kind in INTERPOSING and not main.is_missed


def find_turn(state: FloorState, turn: TurnId) -> Turn | None:
    """Return a turn that is not over: the one that has the floor, or the one that is interrupted."""
    return next((known for known in (state.interposed, state.main) if known is not None and known.id == turn), None)
