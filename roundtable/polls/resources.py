"""What the HTTP interface takes and gives about polls."""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, StringConstraints

from roundtable.http.models import KEY, Inbound, Moment, View
from roundtable.kernel.bounds import at_most
from roundtable.kernel.ids import CampusId, ClubId, PersonId, PollId
from roundtable.kernel.messages import ClubRef
from roundtable.kernel.text import Title, one_line, paragraphs
from roundtable.kernel.wall_clock import DateOnTheWall, WallTime
from roundtable.kernel.zones import Zone
from roundtable.polls.model import Choice, Repeats

MOST_OPTIONS: Final = 60
MOST_CLUBS: Final = 100
NOTE_LENGTH: Final = 2000
ANSWER_NOTE_LENGTH: Final = 300
EARLIEST: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a wall clock has no zone
LATEST: Final = datetime(2100, 1, 1)  # noqa: DTZ001
"""As for the first date of a series: what is planned from an option must be one."""

REFUSALS: Final = (
    "answers_lost",
    "deadline_past",
    "no_such_option",
    "not_your_club",
    "organizers_only",
    "poll_closed",
    "too_many_polls",
    "unknown_club",
)

Note = Annotated[str, StringConstraints(max_length=NOTE_LENGTH), AfterValidator(paragraphs)]
AnswerNote = Annotated[str, StringConstraints(max_length=ANSWER_NOTE_LENGTH), AfterValidator(one_line)]
OptionKey = Annotated[str, StringConstraints(pattern=r"^\d{8}T\d{4}$")]
Wall = Annotated[WallTime, Field(ge=EARLIEST, le=LATEST)]
Minutes = Annotated[int, Field(ge=5, le=1440)]


def _in_order(walls: tuple[datetime, ...]) -> tuple[datetime, ...]:
    return tuple(sorted(set(walls)))


def _once_each(clubs: tuple[ClubId, ...]) -> tuple[ClubId, ...]:
    return tuple(dict.fromkeys(clubs))


Options = Annotated[
    tuple[Wall, ...], Field(min_length=1, max_length=MOST_OPTIONS), at_most(MOST_OPTIONS), AfterValidator(_in_order)
]
"""Wall clocks in the zone of the poll."""
AskedClubs = Annotated[
    tuple[ClubRef, ...], Field(min_length=1, max_length=MOST_CLUBS), at_most(MOST_CLUBS), AfterValidator(_once_each)
]


class PollPath(Inbound):
    """A poll in a path: its id, or the last part of its link."""

    id: Annotated[str, KEY]


class PollsQuery(Inbound):
    """Which polls to list."""

    all: bool = False
    """Not only the caller's; for administrators."""
    after: Annotated[PollId, KEY] | None = None
    most: Annotated[int, Field(ge=1, le=100)] = 50


class HoursForm(Inbound):
    """Hours that somebody thinks of asking about."""

    zone: Zone
    minutes: Minutes
    repeats: Repeats = "once"
    options: Options
    club_ids: Annotated[tuple[ClubRef, ...], Field(max_length=MOST_CLUBS), at_most(MOST_CLUBS)] = ()


class NewPoll(Inbound):
    """A poll that somebody makes."""

    title: Title
    note: Note = ""
    zone: Zone
    minutes: Minutes
    repeats: Repeats = "once"
    options: Options
    club_ids: AskedClubs
    deadline: Wall | None = None
    """On the wall of the zone."""


class PollChanges(Inbound):
    """What an organizer changes. Zone, length and repetition stay: clubs have answered for them.

    `confirmed` takes it that answers are lost which belong to options or clubs that are not in it any more.
    """

    title: Title | None = None
    note: Note | None = None
    options: Options | None = None
    club_ids: AskedClubs | None = None
    deadline: Wall | None = None
    """null takes it away."""
    confirmed: bool = False


class Closing(Inbound):
    """How a poll ends: with an option that is taken, or with none."""

    chosen: OptionKey | None = None


class AnswerForm(Inbound):
    """What a club says of the options. Without choices the answer is taken back."""

    club_id: ClubRef
    choices: Annotated[dict[OptionKey, Choice], Field(max_length=MOST_OPTIONS)]
    note: AnswerNote = ""


class PersonName(View):
    """A person as others see them."""

    id: PersonId
    name: str


class AskedClub(View):
    """A club that is asked."""

    id: ClubId
    name_zh: str
    name_en: str
    campus_id: CampusId


class PollCampus(View):
    """A campus of the clubs that are asked."""

    id: CampusId
    name_zh: str
    name_en: str
    city_zh: str
    city_en: str
    zone: str


class HourShift(View):
    """From a date on the clocks there show another hour at this option."""

    on: DateOnTheWall
    sees: str
    instead_of: str


class LocalHours(View):
    """An option on the wall of a zone."""

    start: DateOnTheWall
    end: DateOnTheWall
    bad_hour: bool
    """Outside 08:00–22:00 at the first date."""
    bad_dates: int
    """On how many of the option's dates."""
    shifts: list[HourShift]


class OptionHours(View):
    """An option, and what it means everywhere."""

    key: str
    wall: DateOnTheWall
    """As it was asked, on the wall of the poll's zone."""
    start: Moment
    end: Moment
    becomes: DateOnTheWall | None = None
    """What clocks of the poll's zone show instead, where they are put forward over the hour."""
    dates: int
    """One, or the dates of half a year where the option repeats."""
    hours: dict[str, LocalHours]
    """By zone: those of the campuses."""


class HoursView(View):
    """What some hours would mean."""

    options: list[OptionHours]
    campuses: list[PollCampus]


class OptionView(OptionHours):
    """An option and how it stands."""

    place: int
    """One is the best; equally good ones share a place."""
    yes: list[ClubId]
    if_need_be: list[ClubId]
    no: list[ClubId]
    unanswered: list[ClubId]
    bad_for: list[ClubId]
    """For whom the hour is bad at least once."""


class EarlierAnswer(View):
    """Who said something before."""

    by: PersonName
    at: Moment


class ClubAnswer(View):
    """What a club says."""

    club_id: ClubId
    choices: dict[str, Choice]
    note: str
    by: PersonName
    at: Moment
    earlier: list[EarlierAnswer]
    """The latest first."""


class PollEntry(View):
    """A poll in a list."""

    id: PollId
    title: str
    state: Literal["open", "closed"]
    created_at: Moment
    closes_at: Moment | None = None
    chosen: Moment | None = None
    options: int
    asked: int
    answered: int
    waiting: list[ClubId]
    """Clubs for which the caller speaks and that have not answered."""
    may_organize: bool


class PollList(View):
    """Polls from the newest on; `next` goes into `after` if there are more."""

    items: list[PollEntry]
    next: PollId | None = None


class PollView(View):
    """A poll with everything that was said."""

    id: PollId
    slug: str | None = None
    """Of the link, `/polls/<slug>`: for those who hand it out, and those who have it."""
    title: str
    note: str
    zone: str
    minutes: int
    repeats: Repeats
    state: Literal["open", "closed"]
    by: PersonName
    created_at: Moment
    closes_at: Moment | None = None
    deadline: DateOnTheWall | None = None
    """The same on the wall of the zone."""
    closed_at: Moment | None = None
    chosen: str | None = None
    options: list[OptionView]
    """In the order of their dates."""
    clubs: list[AskedClub]
    campuses: list[PollCampus]
    answers: list[ClubAnswer]
    mine: list[ClubId]
    """The clubs for which the caller answers."""
    may_organize: bool
