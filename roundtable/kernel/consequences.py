"""What dates mean elsewhere: local hours on every campus, when they shift, and for whom the hour is bad. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final, Protocol

from roundtable.kernel.wall_clock import is_skipped, wall_at

EARLIEST: Final = time(8)
LATEST: Final = time(22)
"""A session that begins before the one or ends after the other is at a bad hour."""


class Dated(Protocol):
    """Something that is planned on the wall of a place: an occurrence of a series, an option of a poll."""

    @property
    def key(self) -> str: ...
    @property
    def original(self) -> datetime: ...
    @property
    def zone(self) -> str: ...
    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime: ...
    @property
    def moved(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class LocalTime:
    """An occurrence as a place sees it."""

    key: str
    start: datetime
    end: datetime
    """Wall clocks there."""
    is_bad_hour: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """From `key` on a place sees another hour than before, because clocks there or at the anchor were changed."""

    key: str
    on: datetime
    sees: time
    instead_of: time


@dataclass(frozen=True, slots=True)
class Consequences:
    """What dates mean for one place."""

    zone: str
    times: Sequence[LocalTime]
    shifts: Sequence[Shift]

    @property
    def bad_hours(self) -> int:
        """Return for how many of the occurrences the hour is bad."""
        return sum(one.is_bad_hour for one in self.times)


def consequences(found: Sequence[Dated], zones: Iterable[str]) -> Mapping[str, Consequences]:
    """Return what occurrences, in order, mean in each zone."""
    comparable = [not one.moved and not is_skipped(one.original, one.zone) for one in found]
    return {zone: _in(zone, found, comparable) for zone in dict.fromkeys(zones)}


def _in(zone: str, found: Sequence[Dated], comparable: Sequence[bool]) -> Consequences:
    times = [_local(one, zone) for one in found]
    compared = [(one, time) for one, time, is_so in zip(found, times, comparable, strict=True) if is_so]
    return Consequences(zone, times, _shifts(compared))


def _local(one: Dated, zone: str) -> LocalTime:
    start, end = wall_at(one.start, zone), wall_at(one.end, zone)
    bad = start.time() < EARLIEST or end.date() > start.date() or end.time() > LATEST
    return LocalTime(one.key, start, end, is_bad_hour=bad)


def _shifts(compared: Iterable[tuple[Dated, LocalTime]]) -> list[Shift]:
    """Compare each occurrence with the one before it at the same anchor; moved ones shift by intent, not by clocks."""
    shifts: list[Shift] = []
    before: dict[tuple[str, time], time] = {}
    for one, seen in compared:
        anchor, sees = (one.zone, one.original.time()), seen.start.time()
        earlier = before.get(anchor)
        if earlier is not None and earlier != sees:
            shifts.append(Shift(one.key, on=seen.start, sees=sees, instead_of=earlier))
        before[anchor] = sees
    return shifts
