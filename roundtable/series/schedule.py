"""When a series meets: wall-clock anchors, a rule, extra dates, and what was changed for single dates. Pure.

An occurrence is known by its original start on the wall of its anchor. Moving it, cancelling it or giving it another
title never changes that, nor anything about another occurrence.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator

from roundtable.kernel.bounds import at_most
from roundtable.kernel.errors import Conflict, NotFound
from roundtable.kernel.messages import Message
from roundtable.kernel.text import Title
from roundtable.kernel.wall_clock import HOUR, WallTime, moment_of
from roundtable.kernel.zones import Zone
from roundtable.series.rule import LONGEST_DAYS, Rule, check_start, dates

MOST_EXTRA_DATES: Final = 50
MOST_ANCHORS: Final = 2
LONGEST: Final = timedelta(days=1)
Minutes = Annotated[int, Field(ge=5, le=LONGEST // timedelta(minutes=1))]


def _to_the_minute(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("a wall clock has no offset")
    return value.replace(second=0, microsecond=0, fold=0)


class Anchor(Message):
    """An hour on the wall of a place."""

    zone: Zone
    time: Annotated[time, AfterValidator(_to_the_minute), HOUR]


class Schedule(Message):
    """When a series meets. Two anchors are taken in turn, so that the bad hour rotates."""

    starts_on: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]
    anchors: Annotated[tuple[Anchor, ...], Field(min_length=1, max_length=MOST_ANCHORS), at_most(MOST_ANCHORS)]
    minutes: Minutes
    rule: Rule | None = None
    extra: Annotated[tuple[WallTime, ...], Field(max_length=MOST_EXTRA_DATES), at_most(MOST_EXTRA_DATES)] = ()
    """More dates, on the wall of the first anchor."""

    @model_validator(mode="after")
    def _is_near(self) -> Self:
        latest = self.starts_on + timedelta(days=LONGEST_DAYS)
        if any(not self.starts_on <= more.date() <= latest for more in self.extra):
            raise ValueError("an extra date far from the series")
        return self

    @property
    def has_end(self) -> bool:
        """Tell whether there is a last date."""
        return self.rule is None or self.rule.until is not None or self.rule.count is not None

    def check(self) -> None:
        """Raise Invalid unless the first date is one of the rule."""
        check_start(self.rule, self.starts_on)


class Override(Message):
    """What is different about one occurrence. An absent field is as in the series."""

    cancelled: bool = False
    start: WallTime | None = None
    """On the wall of the occurrence's anchor."""
    minutes: Minutes | None = None
    title: Title | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a series."""

    original: datetime
    """Its identity: the wall clock of its anchor at which it was first planned."""
    zone: str
    start: datetime
    """In UTC."""
    end: datetime
    cancelled: bool = False
    moved: bool = False
    title: str | None = None

    @property
    def key(self) -> str:
        """Return the identity as text, such as `20261125T2000`; it sorts by date."""
        return key_of(self.original)


def key_of(original: datetime) -> str:
    """Write an original start as the key of its occurrence."""
    return original.strftime("%Y%m%dT%H%M")


Overrides = Mapping[datetime, Override]
"""By original start."""


def occurrences(schedule: Schedule, overrides: Overrides, begin: datetime, end: datetime) -> list[Occurrence]:
    """Return what happens between two moments in the order of starts, cancelled ones too, at their moved times."""
    found = [one for one in _all(schedule, overrides) if one.start < end and one.end > begin]
    return sorted(found, key=lambda one: (one.start, one.original))


def upcoming(schedule: Schedule, overrides: Overrides, after: datetime, most: int) -> list[Occurrence]:
    """Return the next occurrences that are not over, without cancelled ones."""
    alive = [one for one in _all(schedule, overrides) if one.end > after and not one.cancelled]
    return sorted(alive, key=lambda one: (one.start, one.original))[:most]


def find(schedule: Schedule, overrides: Overrides, original: datetime) -> Occurrence:
    """Return one occurrence by its identity; raises NotFound `no_such_session`."""
    for wall, zone in _planned(schedule):
        if wall == original:
            return _occurrence(schedule, wall, zone, overrides.get(original))
    raise NotFound("no_such_session")


@dataclass(frozen=True, slots=True)
class Split:
    """A series before and from one of its dates on, and the changes of single dates that the second part loses."""

    before: Schedule
    after: Schedule
    lost: tuple[datetime, ...]


def split(schedule: Schedule, overrides: Overrides, original: datetime) -> Split:
    """Cut a series so that `original` is the first date of the second part, which is seen as far ahead as any series.

    Raises NotFound if it is no date of the rule, Conflict `first_date` if nothing would be left before it.
    """
    days = list(dates(schedule.rule, schedule.starts_on))
    if schedule.rule is None or original not in [wall for wall, _ in _by_rule(schedule, days)]:
        raise NotFound("no_such_session")
    ahead = days.index(original.date())
    if ahead == 0:
        raise Conflict("first_date")
    rule = schedule.rule
    until = {"until": days[ahead - 1], "count": None}
    rest = {"count": None if rule.count is None else rule.count - ahead}
    turn = ahead % len(schedule.anchors)
    return Split(
        before=schedule.model_copy(
            update={
                "rule": rule.model_copy(update=until),
                "extra": tuple(more for more in schedule.extra if more.date() < original.date()),
            }
        ),
        after=schedule.model_copy(
            update={
                "starts_on": original.date(),
                "anchors": schedule.anchors[turn:] + schedule.anchors[:turn],
                "rule": rule.model_copy(update=rest),
                "extra": tuple(more for more in schedule.extra if more.date() >= original.date()),
            }
        ),
        lost=tuple(sorted(changed for changed in overrides if changed.date() >= original.date())),
    )


def planned(schedule: Schedule) -> Iterator[datetime]:
    """Yield every original start: the identities of a schedule's dates."""
    return (wall for wall, _ in _planned(schedule))


def _all(schedule: Schedule, overrides: Overrides) -> Iterable[Occurrence]:
    return (_occurrence(schedule, wall, zone, overrides.get(wall)) for wall, zone in _planned(schedule))


def _planned(schedule: Schedule) -> Iterator[tuple[datetime, str]]:
    """Yield each identity once, with the zone that its wall is in."""
    seen: set[datetime] = set()
    for wall, zone in _by_rule(schedule, dates(schedule.rule, schedule.starts_on)):
        seen.add(wall)
        yield wall, zone
    for more in sorted(set(schedule.extra) - seen):
        yield more, schedule.anchors[0].zone


def _by_rule(schedule: Schedule, days: Iterable[date]) -> Iterator[tuple[datetime, str]]:
    """Yield the identities of a rule's dates: the anchors are taken in turn."""
    for place, day in enumerate(days):
        anchor = schedule.anchors[place % len(schedule.anchors)]
        yield datetime.combine(day, anchor.time), anchor.zone


def _occurrence(schedule: Schedule, wall: datetime, zone: str, override: Override | None) -> Occurrence:
    changed = override or Override()
    start = moment_of(changed.start or wall, zone)
    return Occurrence(
        original=wall,
        zone=zone,
        start=start,
        end=start + timedelta(minutes=changed.minutes or schedule.minutes),
        cancelled=changed.cancelled,
        moved=changed.start is not None and changed.start != wall,
        title=changed.title,
    )
