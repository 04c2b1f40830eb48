"""What clubs do in series, as far as the reader has to do with the same series."""

from datetime import date
from typing import Annotated

from roundtable.http.models import KEY, Inbound, Moment, View
from roundtable.kernel.ids import CampusId, ClubId, SeriesId, SessionId
from roundtable.series.model import SeatKind
from roundtable.series.resources.series import PersonName


class ClubOfSeriesPath(Inbound):
    """A club in a path."""

    id: Annotated[ClubId, KEY]


class CampusOfSeriesPath(Inbound):
    """A campus in a path."""

    id: Annotated[CampusId, KEY]


class ClubSeat(View):
    """Who speaks for a club in a series."""

    series_id: SeriesId
    title: str
    club_id: ClubId
    person: PersonName
    kind: SeatKind
    since: date
    until: date | None = None


class ClubSession(View):
    """A session that a club is asked to."""

    series_id: SeriesId
    slug: str
    key: str
    title: str
    start: Moment
    end: Moment
    zone: str
    cancelled: bool
    moved: bool


class ClubRecord(View):
    """A session that was held."""

    series_id: SeriesId
    key: str
    title: str
    opened_at: Moment
    session_id: SessionId


class ClubActivity(View):
    """Seats held today, what is next, and the latest records."""

    seats: list[ClubSeat]
    next: list[ClubSession]
    past: list[ClubRecord]
