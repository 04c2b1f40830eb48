"""What a letter says to people. Of one date it tells what has become of that, never that the series is over."""

from dataclasses import dataclass
from datetime import datetime

from roundtable.calendars.course import Course
from roundtable.calendars.telling import Telling, Told
from roundtable.mail.session_words import News


@dataclass(frozen=True, slots=True)
class Wording:
    """Which words are taken, and the moments in them."""

    news: News
    title: str
    starts: datetime | None = None
    was: datetime | None = None
    """When it was planned, or known to begin."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What still binds the reader to the series."""

    sits: bool = False
    """They have a seat or a role in it, and it has not ended."""
    goes_on: bool = False
    """There are dates ahead for them, in whatever course."""
    is_followed: bool = False
    """What was ahead is another series now: "this and following"."""


def worded(
    telling: Telling, wanted: Course | None, before: Told | None, ties: Ties, *, following: datetime | None
) -> Wording:
    """Choose the words for what is told of a course; `following` is when its next date begins."""
    if wanted is not None and (one := telling.meeting) is not None:
        planned = wanted.planned(one.original).start
        return Wording(telling.news, one.title, planned if telling.news == "date_cancelled" else one.start, planned)
    if wanted is None or telling.news == "cancelled":
        assert before is not None, "nothing is due about what is neither so nor known"
        return _called_off(before, ties)
    if not wanted.is_one_date:
        return Wording(telling.news, wanted.first.title, following)
    if before is None:
        return Wording("date_invited", wanted.first.title, wanted.first.start)
    was = before.first.start if before.is_one_date else None
    return Wording("date_changed" if was else telling.news, wanted.first.title, wanted.first.start, was)


def _called_off(before: Told, ties: Ties) -> Wording:
    if before.is_one_date and ties.sits:
        return Wording("date_cancelled", before.first.title, before.first.start)
    if ties.is_followed and ties.sits and not ties.goes_on:
        return Wording("followed", before.first.title)
    return Wording("hour_gone" if ties.goes_on else "cancelled", before.first.title)
