"""Which layer of which video fits into what a receiver's downlink bears. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from signaling.plane import Quality

_RESERVE = 40_000.0  # bits per second for each voice; voices come first
_STICKY = 1.15  # a layer not sent now must fit this much better than one that is


@dataclass(frozen=True, slots=True)
class Wish:
    """One video that a receiver wants: the rates of its live layers up to the wanted one, lowest first."""

    rates: tuple[tuple[Quality, float], ...]
    priority: int = 0
    now: Quality | None = None  # the layer sent at present


def allocate(budget: float | None, voices: int, wishes: Sequence[Wish]) -> list[Quality | None]:
    """The layer for each wish, None for a pause.

    Everybody's lowest layer comes before anybody's second one; within a step, higher priority and then earlier wishes
    come first.
    """
    if budget is None:
        return [wish.rates[-1][0] if wish.rates else Quality.HIGH for wish in wishes]
    left = budget - voices * _RESERVE
    chosen: list[Quality | None] = [None] * len(wishes)
    spent = [0.0] * len(wishes)
    order = sorted(range(len(wishes)), key=lambda place: -wishes[place].priority)
    for step in range(max((len(wish.rates) for wish in wishes), default=0)):
        for place in order:
            wish = wishes[place]
            if step >= len(wish.rates) or (step and chosen[place] is None):
                continue
            quality, rate = wish.rates[step]
            margin = 1.0 if wish.now is not None and wish.now >= quality else _STICKY
            if (rate - spent[place]) * margin <= left:
                left -= rate - spent[place]
                chosen[place], spent[place] = quality, rate
    return [choice if wish.rates else Quality.HIGH for choice, wish in zip(chosen, wishes, strict=True)]
