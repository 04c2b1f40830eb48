"""Seats, and handing them over."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from roundtable.http.models import KEY, Inbound, Moment, View
from roundtable.http.sheets import LineErrorView
from roundtable.kernel.ids import ClubId, PersonId, SeatId, SeriesId
from roundtable.kernel.messages import ClubRef, PersonRef
from roundtable.series.model import Role, SeatAct, SeatKind
from roundtable.series.resources.series import PersonName, Somebody

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]


class SeatPath(Inbound):
    """A seat in a path."""

    id: Annotated[SeriesId, KEY]
    seat_id: Annotated[SeatId, KEY]


class HandoverPlanPath(Inbound):
    """Somebody of a club in a path."""

    id: Annotated[ClubId, KEY]
    person_id: Annotated[PersonId, KEY]


class HandoverPath(Inbound):
    """A club in a path."""

    id: Annotated[ClubId, KEY]


class SeatForm(Somebody):
    """Who shall sit for a club, and for how long."""

    club_id: ClubRef
    kind: SeatKind = "principal"
    since: Day | None = None
    """Absent: today."""
    until: Day | None = None

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError("term_backwards")
        return self


class HandoverForm(Inbound):
    """From whom to whom. `with_roles` hands over the roles in series too, where the caller gives away their own."""

    from_person: PersonRef
    to: Somebody
    with_roles: bool = False


class SeatView(View):
    """A club's place in a series."""

    id: SeatId
    series_id: SeriesId
    club_id: ClubId
    person: PersonName
    kind: SeatKind
    since: date
    until: date | None = None
    ended_at: Moment | None = None
    held: bool
    """Whether its person speaks for the club today."""


class SeatEventView(View):
    """What became of a seat."""

    club_id: ClubId
    kind: SeatKind
    act: SeatAct
    from_person: PersonName | None = None
    to_person: PersonName | None = None
    by: PersonName
    at: Moment


class ClubName(View):
    """A club by name."""

    id: ClubId
    name_zh: str
    name_en: str


class SeatList(View):
    """All seats of a series, and its record of them, the latest first."""

    items: list[SeatView]
    clubs: list[ClubName]
    record: list[SeatEventView]


class SeatsImported(View):
    """What an import did, or would do. With errors nothing was done."""

    created: int = 0
    invited: int = 0
    """How many who have no account yet get one, and a letter."""
    unchanged: int = 0
    """Seats of the sheet that stand already."""
    errors: list[LineErrorView] = Field(default_factory=list)


class PlannedSeat(View):
    """A seat that would be handed over."""

    series_id: SeriesId
    title: str
    kind: SeatKind
    since: date
    until: date | None = None


class PlannedRole(View):
    """A role that would be handed over."""

    series_id: SeriesId
    title: str
    role: Role


class HandoverPlan(View):
    """What would be handed over; the record of who it was stays."""

    seats: list[PlannedSeat]
    roles: list[PlannedRole]
    office: bool
    """Whether they are an officer of the club."""
    feeds: int
    """Calendars of the club that they have made; they go on."""


class HandoverView(View):
    """What was handed over."""

    heir: PersonName
    seats: list[SeatView]
    roles: int
    office: bool
    feeds: int
    invited: bool
    """Whether a letter goes to the heir, who has no account yet."""
