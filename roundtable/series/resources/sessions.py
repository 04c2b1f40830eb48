"""Single sessions of a series: what is different about one, who comes, this and following."""

from typing import Annotated, Final

from pydantic import AfterValidator, Field, StringConstraints

from roundtable.http.models import KEY, Inbound, Moment, View
from roundtable.kernel.ids import ClubId, SeriesId, SessionId
from roundtable.kernel.messages import ClubRef
from roundtable.kernel.text import Title, one_line
from roundtable.kernel.wall_clock import DateOnTheWall, WallTime
from roundtable.series.model import Answer
from roundtable.series.resources.series import About, DoorsMinutes, PersonName, Sequence, SeriesView
from roundtable.series.schedule import Minutes, Schedule

NOTE_LENGTH: Final = 300

SessionKey = Annotated[str, StringConstraints(pattern=r"^\d{8}T\d{4}$")]
Cursor = Annotated[str, StringConstraints(pattern=r"^\d{8}T\d{6}Z(\.\d{8}T\d{4})?$")]
"""A moment in UTC, or a place in the order of sessions: `20261125T120000Z.20261125T2000`."""

Note = Annotated[str, StringConstraints(max_length=NOTE_LENGTH), AfterValidator(one_line)]


class SessionPath(Inbound):
    """A session of a series in a path."""

    id: Annotated[SeriesId, KEY]
    key: SessionKey


class SessionsQuery(Inbound):
    """Which sessions to list: those after a place, or the last ones before it. Absent: those that are not over."""

    after: Cursor | None = None
    before: Cursor | None = None
    most: Annotated[int, Field(ge=1, le=100)] = 20


class SessionChanges(Inbound):
    """What shall be different about a session; null makes it as in the series again."""

    cancelled: bool | None = None
    start: WallTime | None = None
    """On the wall of the session's zone."""
    minutes: Minutes | None = None
    title: Title | None = None


class FollowingChanges(Inbound):
    """What shall be different from a session on."""

    title: Title | None = None
    about: About | None = None
    schedule: Schedule | None = None
    """A whole schedule that begins at the session's day or later; absent: as before."""
    doors_minutes: DoorsMinutes | None = None


class FollowingForm(Inbound):
    """This and following. `confirmed` takes it that what was named as lost is lost."""

    changes: FollowingChanges
    confirmed: bool = False
    sequence: Sequence | None = None


class ResponseForm(Inbound):
    """Whether a club comes; no answer takes it back."""

    club_id: ClubRef
    answer: Answer | None
    note: Note = ""


class ResponseView(View):
    """What a club has said."""

    club_id: ClubId
    answer: Answer
    note: str
    by: PersonName
    at: Moment


class HeldView(View):
    """A live session that was held on the date; its record is under its id."""

    session_id: SessionId
    opened_at: Moment
    live: bool


class SessionView(View):
    """A session of a series."""

    series_id: SeriesId
    slug: str
    key: str
    """Its identity: when it was first planned, on the wall of `zone`."""
    title: str
    retitled: bool
    start: Moment
    end: Moment
    zone: str
    planned: DateOnTheWall
    """On the wall of `zone`, as the series has it."""
    doors_at: Moment
    cancelled: bool
    moved: bool
    sequence: int
    """How often this session was changed by itself."""
    held: list[HeldView]
    responses: list[ResponseView]


class SessionPage(View):
    """Sessions in order; `earlier` goes into `before`, `later` into `after`, where there are more."""

    items: list[SessionView]
    earlier: str | None = None
    later: str | None = None


class FollowingView(View):
    """The two series after a split."""

    before: SeriesView
    after: SeriesView


class ConflictView(View):
    """Another session at the same time for which one of the clubs has a seat too."""

    key: str
    """Of this series."""
    clubs: list[ClubId]
    start: Moment
    end: Moment
    series_id: SeriesId | None = None
    """Absent where the other series is not the caller's to know of."""
    title: str | None = None


class ConflictList(View):
    """Conflicts of the coming weeks in order."""

    items: list[ConflictView]
