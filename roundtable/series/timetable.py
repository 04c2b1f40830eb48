"""What is planned in rooms, for whoever stands at their doors."""

from collections.abc import Sequence
from datetime import datetime

from roundtable.database import Connection, Database
from roundtable.kernel.clock import Clock
from roundtable.kernel.doors import Doors
from roundtable.kernel.ids import ClubId, PersonId, RoomId, SessionId
from roundtable.series.doors import DoorDate, doors_of
from roundtable.series.model import PlannedDate, Series
from roundtable.series.schedule import Occurrence
from roundtable.series.tables import dates, held, people
from roundtable.series.tables import series as rows
from roundtable.series.window import AHEAD, PAST


class Timetable:
    """The sessions of series, by the room they are held in."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def doors(self, room: RoomId, live: SessionId | None) -> Doors | None:
        """Tell how the doors of a room stand in which `live` goes on; None for a room that no series has."""
        now = self._clock.now()
        async with self._database.reading() as connection:
            series = await rows.in_room(connection, room)
            if not series:
                return None
            near = list(await held.dates_in_room(connection, room, now - PAST, now + AHEAD))
            if not any(one.date.start_at > now and not one.date.cancelled for one in near):
                near += [later for one in series if (later := await _first_after(connection, one, now)) is not None]
            goes_on = live is not None and await held.is_held(connection, live)
        return doors_of(near, now, is_held=goes_on)

    async def seated(self, room: RoomId, person: PersonId) -> Sequence[ClubId] | None:
        """Tell for which clubs somebody sits at a room's table today, as principal first; none for a scribe alone.

        None for whoever has neither seat nor role in the room's series.
        """
        async with self._database.reading() as connection:
            clubs = await people.clubs_in_room(connection, room, person, self._clock.now().date())
            holders = await people.roles_in_room(connection, room) if not clubs else ()
        return clubs if clubs or any(one.person_id == person for one in holders) else None


async def _first_after(connection: Connection, series: Series, now: datetime) -> DoorDate | None:
    """Return the first date that takes place, beyond the window too."""
    plan = await dates.plan(connection, series)
    first = next((one for one in plan.all() if one.start > now and not one.cancelled), None)
    return None if first is None else DoorDate(_row_of(series, first), series.title, series.doors_minutes)


def _row_of(series: Series, one: Occurrence) -> PlannedDate:
    return PlannedDate(
        series_id=series.id,
        key=one.key,
        start_at=one.start,
        end_at=one.end,
        zone=one.zone,
        cancelled=one.cancelled,
        moved=one.moved,
        title=one.title,
    )
