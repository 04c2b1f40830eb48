"""Who speaks for which club, told to polls: between subjects that do not know each other."""

from collections.abc import Collection

from roundtable.database import Connection
from roundtable.kernel.clock import Clock
from roundtable.kernel.ids import ClubId, PersonId
from roundtable.series.tables import people as seats


class SeatHolders:
    """Whoever holds a seat for a club in some series speaks for it, from the first day of the term to the last."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def clubs_of(self, connection: Connection, person: PersonId) -> frozenset[ClubId]:
        """Return the clubs for which somebody holds a seat in some series."""
        held = await seats.seats_of(connection, person, self._clock.now().date())
        return frozenset(seat.club_id for seat in held)

    async def represented(self, connection: Connection, clubs: Collection[ClubId]) -> frozenset[ClubId]:
        """Return those of some clubs for which anybody holds a seat."""
        return await seats.clubs_with_seats(connection, clubs, self._clock.now().date())
