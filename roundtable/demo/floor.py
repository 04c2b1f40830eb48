"""The floor as a simulated person sees it: the same view that a browser gets, with the words of the field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Shown = Mapping[str, Any]


@dataclass(frozen=True)
class Sight:
    """What one person sees of the floor, and who they are."""

    floor: Shown
    me: str

    @property
    def turn(self) -> Shown | None:
        """Who has the floor now."""
        turn: Shown | None = self.floor.get("turn")
        return turn

    @property
    def waiting(self) -> Sequence[Shown]:
        """Who waits, in order."""
        entries: Mapping[str, Shown] = self.floor.get("entries", {})
        return sorted(entries.values(), key=lambda entry: int(entry["rank"]))

    @property
    def step(self) -> str | None:
        """What `next` would do."""
        does: str | None = self.floor.get("step", {}).get("does")
        return does

    @property
    def chairs(self) -> bool:
        """Say whether I hold the gavel."""
        return bool(self.floor.get("gavel", {}).get("holder") == self.me)

    @property
    def may_take_the_gavel(self) -> bool:
        """Say whether nobody chairs, or the gavel is offered to me."""
        gavel = self.floor.get("gavel")
        return gavel is not None and (gavel.get("offered") == self.me or "holder" not in gavel)

    @property
    def waits(self) -> bool:
        """Say whether I am in the queue."""
        return any(entry.get("participant") == self.me for entry in self.waiting)

    @property
    def my_turn(self) -> Shown | None:
        """The turn that I have now."""
        turn = self.turn
        return turn if turn is not None and turn.get("participant") == self.me else None

    def is_mine(self, turn: str) -> bool:
        """Say whether a turn is not over, also while a question interrupts it."""
        return any(shown is not None and shown["id"] == turn for shown in (self.turn, self.floor.get("interrupted")))

    def items(self, state: str) -> Sequence[Shown]:
        """The items that are `ahead`, `current` or `over`, in order."""
        items: Mapping[str, Shown] = self.floor.get("items", {})
        return sorted((item for item in items.values() if item["state"] == state), key=lambda item: int(item["rank"]))

    @property
    def turns_on_item(self) -> int:
        """How many turns this item has had."""
        return sum(tally["item_turns"] for tally in self.floor.get("clubs", {}).values())


def moment(text: str) -> datetime:
    """Read a moment of the wire."""
    return datetime.fromisoformat(text)


def spoken_seconds(turn: Shown, now: datetime) -> float:
    """How long somebody has spoken; the clock of this machine is near enough for a demo."""
    running = (now - moment(turn["running_since"])).total_seconds() if "running_since" in turn else 0.0
    return float(turn["used"]) / 1000 + max(0.0, running)


def machine_time() -> datetime:
    """Return the moment by this machine's clock."""
    return datetime.now(UTC)
