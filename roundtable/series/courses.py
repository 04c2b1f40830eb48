"""A schedule as calendar programs can be invited to it: each anchor's dates by one rule, each extra date alone. Pure.

Programs know one hour in one zone for each rule. So two anchors are two courses; where their dates do not make a rule
of their own, the rule of both is taken and the dates of the other are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Final

from roundtable.series.rule import Rule, dates
from roundtable.series.schedule import Schedule, key_of

_NAMES: Final = ("a", "b")


@dataclass(frozen=True, slots=True)
class Course:
    """Dates at one hour in one zone."""

    name: str
    """Its place in the series, whatever becomes of its dates."""
    zone: str
    originals: tuple[datetime, ...]
    """Original starts, in order."""
    rule: Rule | None = None
    """What makes them of the first, with neither `until` nor `count`; None for a single date."""
    left_out: tuple[datetime, ...] = ()
    """What the rule makes too, but not at this hour."""
    is_endless: bool = False

    def within(self, since: date, until: date | None) -> "Course | None":
        """Return the part between two days, both of them in it; None if there is no date in it."""
        kept = tuple(one for one in self.originals if since <= one.date() and (until is None or one.date() <= until))
        if not kept:
            return None
        left_out = tuple(one for one in self.left_out if kept[0] < one < kept[-1])
        endless = self.is_endless and kept[-1] == self.originals[-1]
        return Course(self.name, self.zone, kept, self.rule, left_out, endless)


def courses(schedule: Schedule) -> Iterator[Course]:
    """Yield the courses of a schedule: those by rule first."""
    days = list(dates(schedule.rule, schedule.starts_on))
    turns = len(schedule.anchors)
    for place, anchor in enumerate(schedule.anchors):
        own = days[place::turns]
        if not own:
            continue
        rule, others = _rule_of(schedule.rule, own, days)
        yield Course(
            name=_NAMES[place],
            zone=anchor.zone,
            originals=tuple(datetime.combine(day, anchor.time) for day in own),
            rule=rule if len(own) > 1 else None,
            left_out=tuple(datetime.combine(day, anchor.time) for day in others if own[0] < day < own[-1]),
            is_endless=_is_endless(schedule.rule) and not others,
        )
    regular = {datetime.combine(day, schedule.anchors[place % turns].time) for place, day in enumerate(days)}
    for extra in sorted(set(schedule.extra) - regular):
        yield Course(key_of(extra), schedule.anchors[0].zone, (extra,))


def _is_endless(rule: Rule | None) -> bool:
    return rule is not None and rule.until is None and rule.count is None


def _rule_of(rule: Rule | None, own: list[date], everything: list[date]) -> tuple[Rule | None, list[date]]:
    """Return the rule of an anchor's own dates; or that of all, with the dates that are another's."""
    if rule is None:
        return None, []
    plain = rule.model_copy(update={"until": None, "count": None})
    if len(own) == len(everything):
        return plain, []
    slower = plain.model_copy(update={"interval": plain.interval * 2})
    if list(islice(dates(slower, own[0]), len(own))) == own:
        return slower, []
    mine = set(own)
    return plain, [day for day in everything if day not in mine]
