"""A series with its people and its dates, as values; and who may do what with it. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Literal

from roundtable.kernel.errors import NotAllowed, NotFound
from roundtable.kernel.ids import ClubId, PersonId, RoomId, SeatId, SeriesId, SessionId
from roundtable.series.rekeying import rekeyed
from roundtable.series.schedule import Occurrence, Overrides, Schedule, find, key_of, occurrences

Role = Literal["organizer", "moderator", "scribe"]
SeatKind = Literal["principal", "alternate"]
SeatAct = Literal["taken", "left", "handed_over"]
Answer = Literal["coming", "maybe", "not"]

_KEY: Final = "%Y%m%dT%H%M"
_FIRST: Final = datetime.min.replace(tzinfo=UTC)
_LAST: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Series:
    """Sessions that are held again and again, in one room with one link."""

    id: SeriesId
    slug: str
    """Of its room: the link by which every session is entered."""
    title: str
    about: str
    schedule: Schedule
    doors_minutes: int
    room_id: RoomId
    language: str
    created_by: PersonId
    created_at: datetime
    sequence: int = 0
    """Grows with each edit; calendar programs ask for it."""
    preceded_by: SeriesId | None = None
    """The series of which this one is "this and following"."""
    ended_at: datetime | None = None
    """What would begin later does not take place."""


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """Somebody with a role in a series."""

    person_id: PersonId
    role: Role


@dataclass(frozen=True, slots=True)
class Seat:
    """A club's place in a series, and who sits on it for a term."""

    id: SeatId
    series_id: SeriesId
    club_id: ClubId
    person_id: PersonId
    kind: SeatKind
    since: date
    until: date | None
    """The last day, None for an open term."""
    ended_at: datetime | None = None
    """When it was left or handed over before its term was over."""

    def is_held(self, today: date) -> bool:
        """Say whether its person speaks for the club on a day; days are counted in UTC."""
        return self.ended_at is None and self.since <= today and (self.until is None or today <= self.until)

    def overlaps(self, since: date, until: date | None) -> bool:
        """Say whether the two terms have a day in common."""
        if self.ended_at is not None:
            return False
        return (self.until is None or since <= self.until) and (until is None or self.since <= until)


@dataclass(frozen=True, slots=True)
class SeatEvent:
    """What the record keeps of a seat: who sat there, who followed, who did it."""

    seat_id: SeatId
    series_id: SeriesId
    club_id: ClubId
    act: SeatAct
    kind: SeatKind
    from_person: PersonId | None
    to_person: PersonId | None
    by: PersonId
    at: datetime


@dataclass(frozen=True, slots=True)
class Response:
    """What a club said about coming to one session."""

    key: str
    club_id: ClubId
    answer: Answer
    note: str
    person_id: PersonId
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A live session that was held on a date of a series."""

    key: str
    session_id: SessionId
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """A row of the window: a date as queries across series see it."""

    series_id: SeriesId
    key: str
    start_at: datetime
    end_at: datetime
    zone: str
    cancelled: bool
    moved: bool
    title: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All dates of a series. One that was opened stays as it was then, whatever the schedule says later."""

    series: Series
    overrides: Overrides
    opened: Mapping[datetime, Occurrence]
    """By original start."""

    def between(self, begin: datetime, end: datetime) -> list[Occurrence]:
        """Return the dates that lie at least partly between two moments, in order."""
        planned = occurrences(self.series.schedule, self.overrides, begin, end)
        open_ones = [one for one in self.opened.values() if one.start < end and one.end > begin]
        taken = set(rekeyed(self.opened, self.series.schedule).values())
        ahead = [one for one in planned if one.original not in taken and self._takes_place(one)]
        return sorted([*ahead, *open_ones], key=lambda one: (one.start, one.key))

    def all(self) -> list[Occurrence]:
        """Return every date, in order."""
        return self.between(_FIRST, _LAST)

    def find(self, key: str) -> Occurrence:
        """Return one date by its key; raises NotFound `no_such_session`."""
        original = original_of(key)
        if original in self.opened:
            return self.opened[original]
        one = find(self.series.schedule, self.overrides, original)
        taken = rekeyed(self.opened, self.series.schedule).values()
        if original in taken or not self._takes_place(one):
            raise NotFound("no_such_session")
        return one

    def is_opened(self, key: str) -> bool:
        """Say whether people have met on this date, or do so now."""
        return original_of(key) in self.opened

    def _takes_place(self, one: Occurrence) -> bool:
        return self.series.ended_at is None or one.start < self.series.ended_at


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is in a series."""

    series: Series
    person: PersonId
    roles: Collection[Role]
    seats: Sequence[Seat]
    """Those they hold today."""
    administrator: bool

    @property
    def may_read(self) -> bool:
        """Say whether the series exists for them."""
        return self.administrator or bool(self.roles) or bool(self.seats)

    @property
    def may_organize(self) -> bool:
        """Say whether they may change it. Administrators may: a series must not be lost with its last organizer."""
        return self.administrator or "organizer" in self.roles

    @property
    def clubs(self) -> frozenset[ClubId]:
        """Return the clubs that they speak for."""
        return frozenset(seat.club_id for seat in self.seats)

    def must_organize(self) -> None:
        """Refuse everybody else."""
        if not self.may_organize:
            raise NotAllowed("organizers_only")


def original_of(key: str) -> datetime:
    """Read a key; raises NotFound `no_such_session` if it is none."""
    try:
        original = datetime.strptime(key, _KEY)  # noqa: DTZ007 - a wall clock has no zone
    except ValueError as error:
        raise NotFound("no_such_session") from error
    if key_of(original) != key:
        raise NotFound("no_such_session")
    return original
