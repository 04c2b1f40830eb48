"""What somebody must be told of a course, given what they were told last. Pure.

The same state is never told twice, and of many changes only what has come of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from roundtable.calendars.course import Course
from roundtable.calendars.model import KEY, Meeting
from roundtable.kernel.ids import PersonId, SeriesId

News = Literal["invited", "changed", "date_changed", "date_cancelled", "cancelled"]


@dataclass(frozen=True, slots=True)
class Told:
    """What the calendar of somebody shows of a course, as far as our letters go."""

    first: Meeting
    main: str
    dates: Mapping[str, str]
    over_at: datetime | None
    """When the last date that they know of is over; None for never."""
    ends: Mapping[str, datetime] = field(default_factory=dict)
    """When those that are different are over, as far as they know."""

    @property
    def is_one_date(self) -> bool:
        """Say whether they know of one date only."""
        return self.over_at == self.first.end

    def remembered(self, uid: str) -> Course:
        """Return enough of the course to take it off a calendar."""
        return Course(uid, self.first, last=self.first.start)


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody and a course: what they know, and by which letter."""

    person_id: PersonId
    uid: str
    series_id: SeriesId
    since: date
    """From which day on they were invited; stays what it is, so that what they know stays comparable."""
    sequence: int = -1
    """Of the latest letter; grows with each."""
    letter: str | None = None
    """The key of the latest letter."""
    known: Told | None = None
    """What they know by the latest letter, None if nothing is in their calendar."""
    before: Told | None = None
    """What they knew without it: it is withdrawn if something newer comes before it was sent."""

    def without_letter(self) -> "Invited":
        """Return what is known after the latest letter was withdrawn."""
        return replace(self, known=self.before, letter=None)


@dataclass(frozen=True, slots=True)
class Telling:
    """A letter that is due."""

    news: News
    meeting: Meeting | None = None
    """The one date that it is about."""

    @property
    def of_all(self) -> "Telling":
        """Return what says the same to who may not have got the letter before: a single date would hang in the air."""
        return self if self.meeting is None else Telling("changed")


def told_of(course: Course) -> Told:
    """Return what somebody knows who was told of a course as it is."""
    return Told(course.first, course.main_print, course.date_prints, course.over_at, course.date_ends)


def due(told: Told | None, wanted: Course | None, now: datetime) -> Telling | None:
    """Return what is to be told; None if all that matters is known."""
    if wanted is None or (wanted.over_at is not None and wanted.over_at <= now):
        expects = told is not None and (told.over_at is None or told.over_at > now)
        return Telling("cancelled") if expects else None
    if told is None:
        return Telling("invited")
    if told.main != wanted.main_print:
        return Telling("changed")
    return _of_dates(told, wanted, now)


def _of_dates(told: Told, wanted: Course, now: datetime) -> Telling | None:
    prints = wanted.date_prints
    differing = sorted(key for key in {*told.dates, *prints} if told.dates.get(key) != prints.get(key))
    different = {one.original.strftime(KEY): one for one in wanted.exceptions}
    meetings = [different.get(key) or wanted.planned(datetime.strptime(key, KEY)) for key in differing]  # noqa: DTZ007
    matters = [one for one in meetings if max(_ends(one, told, wanted)) > now]
    if not matters:
        return None
    if len(matters) > 1:
        return Telling("changed")
    return Telling("date_cancelled" if matters[0].cancelled else "date_changed", matters[0])


def _ends(one: Meeting, told: Told, wanted: Course) -> Iterator[datetime]:
    """Yield when a date is over: as it is, as it was planned, and as somebody expects it who was told last."""
    yield from (one.end, wanted.planned(one.original).end)
    if (expected := told.ends.get(one.original.strftime(KEY))) is not None:
        yield expected
