"""Whom a series concerns, and in whose time: read from its seats and roles at the moment it is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from roundtable.calendars.model import Language
from roundtable.clubs import tables as clubs
from roundtable.database import Connection
from roundtable.kernel.addressees import Addressee
from roundtable.kernel.ids import ClubId, PersonId
from roundtable.people import tables as accounts
from roundtable.people.model import Person
from roundtable.series.model import Seat, Series
from roundtable.series.naming import ZoneNames
from roundtable.series.tables import people


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody with a seat or a role in a series, who may sign in."""

    person: Person
    seats: Sequence[Seat]
    """Those that were not given up and whose term is not over."""
    runs_it: bool

    @property
    def addressee(self) -> Addressee:
        """Return whom letters are for."""
        return Addressee(self.person.email, self.person.name, self.person.language)

    @property
    def language(self) -> Language:
        """Return in which language they are written."""
        return "en" if self.person.language == "en" else "zh-CN"

    @property
    def since(self) -> date | None:
        """Return on which day the first term begins; None for who has a role."""
        return None if self.runs_it else min(seat.since for seat in self.seats)

    @property
    def until(self) -> date | None:
        """Return the last day that concerns them, None for an open end."""
        ends = [seat.until for seat in self.seats]
        known = [end for end in ends if end is not None]
        return None if self.runs_it or len(known) < len(ends) else max(known)

    def clubs_on(self, day: date) -> frozenset[ClubId]:
        """Return the clubs for which they sit there on a day."""
        return frozenset(seat.club_id for seat in self.seats if seat.is_held(day))


async def followers(connection: Connection, series: Series, today: date) -> list[Follower]:
    """Return everybody whom a series concerns today or later."""
    holders = {holder.person_id for holder in await people.roles(connection, series.id)}
    seats: dict[PersonId, list[Seat]] = {}
    for seat in await people.seats(connection, series.id):
        if seat.ended_at is None and (seat.until is None or seat.until >= today):
            seats.setdefault(seat.person_id, []).append(seat)
    found = await accounts.some(connection, {*holders, *seats})
    return [Follower(one, seats.get(one.id, []), one.id in holders) for one in found if not one.disabled]


async def follower(connection: Connection, series: Series, id_: PersonId, today: date) -> Follower | None:
    """Return one of them: a letter is asked about alone, however many others there are."""
    runs_it = any(holder.person_id == id_ for holder in await people.roles(connection, series.id))
    seats = [seat for seat in await people.seats_ahead(connection, id_, today) if seat.series_id == series.id]
    found = await accounts.person(connection, id_)
    if found is None or found.disabled or not (seats or runs_it):
        return None
    return Follower(found, seats, runs_it)


class Places:
    """Knows whose clocks people look at, and what clubs and zones are called."""

    def __init__(
        self, zones: Mapping[ClubId, str], names: Mapping[ClubId, tuple[str, str]], zone_names: ZoneNames
    ) -> None:
        self._zones = zones
        self._names = names
        self.zone_names: Final = zone_names

    def zone_of(self, somebody: Follower, series_zone: str) -> str:
        """Return the zone they have chosen, or that of a club of theirs, or that of the series."""
        clubs = [seat.club_id for seat in somebody.seats]
        if somebody.person.club_id is not None:
            clubs.insert(0, somebody.person.club_id)
        theirs = (self._zones[club] for club in clubs if club in self._zones)
        return somebody.person.zone or next(theirs, series_zone)

    def club(self, club: ClubId, language: Language) -> str | None:
        """Return what a club is called; None if nobody knows it any more."""
        chinese, english = self._names.get(club, (None, None))
        return english if language == "en" else chinese


async def places(connection: Connection, concerned: Sequence[Follower]) -> Places:
    """Read what is to be known of the clubs of some people."""
    ids = {seat.club_id for one in concerned for seat in one.seats}
    ids |= {one.person.club_id for one in concerned if one.person.club_id is not None}
    campuses = await clubs.campuses(connection)
    zones = {campus.id: campus.zone for campus in campuses}
    known = await clubs.some_clubs(connection, ids)
    return Places(
        {one.id: zones[one.campus_id] for one in known if one.campus_id in zones},
        {one.id: (one.name_zh, one.name_en) for one in known},
        ZoneNames(campuses),
    )
