"""Home: what is next, what waits for an answer, what is mine."""

from roundtable.http.models import Moment, View
from roundtable.kernel.ids import ClubId, PollId, SeriesId, SessionId
from roundtable.series.model import Answer
from roundtable.series.resources.seats import ClubName
from roundtable.series.resources.series import SeriesEntry


class OwnAnswer(View):
    """What a club of mine has said; no answer yet if there is none."""

    club_id: ClubId
    answer: Answer | None = None


class HomeSession(View):
    """A session that is next, or goes on."""

    series_id: SeriesId
    slug: str
    key: str
    title: str
    start: Moment
    end: Moment
    doors_at: Moment
    zone: str
    cancelled: bool
    moved: bool
    live: SessionId | None = None
    answers: list[OwnAnswer]
    """One for each club that I speak for in it."""


class HomeSeries(SeriesEntry):
    """A series of mine."""

    roles: list[str]
    clubs: list[ClubId]
    """Those I speak for."""


class HomeClub(ClubName):
    """A club that I speak for."""

    series: list[SeriesId]


class HomePoll(View):
    """A poll that clubs of mine have not answered."""

    id: PollId
    title: str
    closes_at: Moment | None = None
    clubs: list[ClubId]


class HomeView(View):
    """What I come for. Moments are in UTC; the page shows them in its reader's zone."""

    next: list[HomeSession]
    to_answer: list[HomeSession]
    polls: list[HomePoll]
    series: list[HomeSeries]
    clubs: list[HomeClub]
