"""A series as calendars are invited to it: what it plans, in the words of calendars."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from roundtable.calendars.course import Course, Repetition
from roundtable.calendars.model import Meeting
from roundtable.database import Connection
from roundtable.diary import meeting_of
from roundtable.kernel.errors import NotFound
from roundtable.kernel.wall_clock import moment_of
from roundtable.series.courses import Course as PlannedCourse
from roundtable.series.courses import courses
from roundtable.series.model import Plan, Series
from roundtable.series.rule import Rule
from roundtable.series.schedule import Occurrence, Override, key_of
from roundtable.series.tables import dates
from roundtable.series.tables import series as rows


@dataclass(frozen=True, slots=True)
class Term:
    """From which day on somebody is concerned, and until which."""

    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Courses:
    """All courses of a series as they are now."""

    series: Series
    origin: str
    planned: tuple[PlannedCourse, ...]
    different: Mapping[datetime, Occurrence]
    """Dates that are not as they are planned, by original start."""
    is_followed: bool = False
    """Whether another series goes on from where this one was split."""

    def uid(self, one: PlannedCourse) -> str:
        """Return the name by which calendars know a course."""
        return f"{self.series.id}-{one.name}@roundtable"

    def within(self, one: PlannedCourse, term: Term) -> Course | None:
        """Return what of a course concerns somebody in their term; None if nothing does."""
        kept = self._alive(one, term)
        return None if kept is None else self._course(kept)

    def next_of(self, uid: str, now: datetime) -> datetime | None:
        """Return when the next date of a course begins."""
        walls = [(wall, one.zone) for one in self.planned if self.uid(one) == uid for wall in one.originals]
        found = [self.different.get(wall) or self._plain(wall, zone) for wall, zone in walls]
        return min((one.start for one in found if one.start > now and not one.cancelled), default=None)

    def _alive(self, one: PlannedCourse, term: Term) -> PlannedCourse | None:
        ended = self.series.ended_at
        last = term.until
        if ended is not None:
            alive = [wall for wall in one.originals if moment_of(wall, one.zone) < ended]
            if not alive:
                return None
            last = min(last or date.max, alive[-1].date())
        return one.within(term.since, last)

    def _course(self, one: PlannedCourse) -> Course | None:
        first = self._told(self._plain(one.originals[0], one.zone))
        if one.rule is None:
            different = self.different.get(one.originals[0])
            alone = first if different is None else self._told(different)
            return None if alone.cancelled else Course(self.uid(one), alone, last=alone.start)
        mine = set(one.originals)
        return Course(
            uid=self.uid(one),
            first=first,
            repeats=_repetition(one.rule),
            last=None if one.is_endless else moment_of(one.originals[-1], one.zone),
            left_out=one.left_out,
            exceptions=tuple(self._told(each) for original, each in sorted(self.different.items()) if original in mine),
        )

    def _plain(self, original: datetime, zone: str) -> Occurrence:
        start = moment_of(original, zone)
        return Occurrence(original, zone, start, start + timedelta(minutes=self.series.schedule.minutes))

    def _told(self, one: Occurrence) -> Meeting:
        return replace(meeting_of(self.series, one, 0, self.origin), sequence=0)


async def courses_of(connection: Connection, series: Series, origin: str) -> Courses:
    """Read the courses of a series."""
    plan = await dates.plan(connection, series)
    found = {original: _found(plan, original) for original, one in plan.overrides.items() if one != Override()}
    different = {original: one for original, one in found.items() if one is not None}
    is_followed = await rows.followed_by(connection, series.id) is not None
    return Courses(series, origin, tuple(courses(series.schedule)), different, is_followed)


def _found(plan: Plan, original: datetime) -> Occurrence | None:
    try:
        return plan.find(key_of(original))
    except NotFound:
        return None


def _repetition(rule: Rule) -> Repetition:
    return Repetition(rule.frequency, rule.interval, rule.weekdays, rule.month_day, rule.nth)
