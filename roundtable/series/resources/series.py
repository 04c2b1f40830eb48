"""Series and their roles, and the preview of a schedule."""

from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from roundtable.http.models import KEY, Inbound, Moment, View
from roundtable.kernel import text
from roundtable.kernel.bounds import at_most
from roundtable.kernel.ids import CampusId, PersonId, SeriesId
from roundtable.kernel.messages import CampusRef, PersonRef
from roundtable.kernel.text import Title, paragraphs
from roundtable.kernel.wall_clock import DateOnTheWall, HourOnTheWall
from roundtable.series.model import Role
from roundtable.series.schedule import Schedule

ABOUT_LENGTH: Final = 4000
MOST_DOORS_MINUTES: Final = 120
MOST_CAMPUSES: Final = 30
"""Campuses in one preview; more fit on no screen."""
MOST_SHOWN: Final = 60
"""Dates in one preview: a year of weekly ones."""

About = Annotated[str, StringConstraints(max_length=ABOUT_LENGTH), AfterValidator(paragraphs)]
DoorsMinutes = Annotated[int, Field(ge=0, le=MOST_DOORS_MINUTES)]
Sequence = Annotated[int, Field(ge=0)]
"""Of the series as it was read before the edit: if somebody has changed it since, the edit is refused."""
Language = Literal["zh-CN", "en"]


class SeriesPath(Inbound):
    """A series in a path."""

    id: Annotated[SeriesId, KEY]


class RolePath(Inbound):
    """Somebody's role in a path."""

    id: Annotated[SeriesId, KEY]
    person_id: Annotated[PersonId, KEY]
    role: Role


class SeriesQuery(Inbound):
    """Which series to list."""

    all: bool = False
    """Not only the caller's; for administrators."""
    after: Annotated[SeriesId, KEY] | None = None
    most: Annotated[int, Field(ge=1, le=100)] = 50


class NewSeries(Inbound):
    """A series that somebody plans."""

    title: Title
    about: About = ""
    schedule: Schedule
    doors_minutes: DoorsMinutes = 15
    language: Language = "zh-CN"


class SeriesChanges(Inbound):
    """What an organizer changes. `confirmed` takes it that what was named as lost is lost."""

    title: Title | None = None
    about: About | None = None
    schedule: Schedule | None = None
    doors_minutes: DoorsMinutes | None = None
    language: Language | None = None
    confirmed: bool = False
    sequence: Sequence | None = None


class Somebody(Inbound):
    """A person by id, or by the address under which they have an account.

    With a `name`, whoever has no account yet gets one, and a letter that invites them.
    """

    person_id: PersonRef | None = None
    email: Annotated[str, StringConstraints(max_length=254)] | None = None
    name: text.PersonName | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.person_id is None) == (self.email is None):
            raise ValueError("person_or_email")
        return self


class RoleForm(Somebody):
    """Whom to give which role."""

    role: Role


class PreviewForm(Inbound):
    """A schedule that somebody is thinking about."""

    schedule: Schedule
    campus_ids: Annotated[tuple[CampusRef, ...], Field(max_length=MOST_CAMPUSES), at_most(MOST_CAMPUSES)] | None = None
    """Absent: every campus, as many as fit."""
    most: Annotated[int, Field(ge=1, le=MOST_SHOWN)] = 5
    """How many of the next dates to tell."""


class PersonName(View):
    """A person as others see them."""

    id: PersonId
    name: str


class RoleView(View):
    """Somebody's role."""

    person: PersonName
    role: Role


class SeriesView(View):
    """A series, for those who have to do with it."""

    id: SeriesId
    slug: str
    """The last part of the link by which every session is entered: `/r/<slug>`."""
    title: str
    about: str
    schedule: Schedule
    sentence_zh: str
    sentence_en: str
    doors_minutes: int
    language: str
    sequence: int
    created_at: Moment
    preceded_by: SeriesId | None = None
    followed_by: SeriesId | None = None
    ended_at: Moment | None = None
    roles: list[RoleView]
    mine: list[Literal["organizer", "moderator", "scribe", "representative", "administrator"]]
    """What the caller is in it."""
    may_organize: bool


class SeriesEntry(View):
    """A series in a list."""

    id: SeriesId
    slug: str
    title: str
    sentence_zh: str
    sentence_en: str
    ended_at: Moment | None = None


class SeriesList(View):
    """Series from the newest on; `next` goes into `after` if there are more."""

    items: list[SeriesEntry]
    next: SeriesId | None = None


class NextView(View):
    """A date that a schedule has."""

    key: str
    start: Moment
    end: Moment
    zone: str


class LocalView(View):
    """A date on the wall of a campus."""

    key: str
    start: DateOnTheWall
    end: DateOnTheWall
    bad_hour: bool


class ShiftView(View):
    """From this date on a campus sees another hour."""

    key: str
    on: DateOnTheWall
    sees: HourOnTheWall
    instead_of: HourOnTheWall


class CampusPreview(View):
    """What a schedule means for a campus."""

    id: CampusId
    name_zh: str
    name_en: str
    city_zh: str
    city_en: str
    zone: str
    times: list[LocalView]
    shifts: list[ShiftView]
    bad_hours: int
    """Of all dates that were looked at."""


class PreviewView(View):
    """What a schedule means."""

    sentence_zh: str
    sentence_en: str
    dates: int
    """How many dates were looked at: those of about a year."""
    next: list[NextView]
    left: int | None = None
    """How many dates are still to come; absent for a rule without an end."""
    last: NextView | None = None
    campuses: list[CampusPreview]
