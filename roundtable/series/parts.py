"""The parts of this slice, put together for whoever runs them."""

from typing import Final

from roundtable.database import Database
from roundtable.kernel.clock import Clock
from roundtable.kernel.register import Register
from roundtable.series.activity import Activity
from roundtable.series.api import ActivityApi, HomeApi, SeatsApi, SeriesApi, SessionsApi
from roundtable.series.handover import Handover
from roundtable.series.home import Home
from roundtable.series.ports import Belongings, Names, OpenPolls, SeriesRooms
from roundtable.series.previewing import Previews
from roundtable.series.seat_sheets import SeatSheets
from roundtable.series.seats import Seats
from roundtable.series.service import Neighbours, Planning
from roundtable.series.sessions import Sessions
from roundtable.series.sheets_api import SeatSheetsApi
from roundtable.series.window import REFRESH, DailyWindow


class SeriesParts:
    """All services of series on one database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        people: Names,
        register: Register,
        *,
        rooms: SeriesRooms,
        polls: OpenPolls,
        belongings: Belongings,
    ) -> None:
        around = Neighbours(people, register, rooms)
        planning = Planning(database, around, clock)
        self.window: Final = DailyWindow(database, clock)
        self.apis: Final[tuple[object, ...]] = (
            SeriesApi(planning, Previews(around.register, clock)),
            SessionsApi(Sessions(database, around.people, clock), planning),
            SeatsApi(Seats(database, around, clock), Handover(database, around, belongings, clock)),
            SeatSheetsApi(SeatSheets(database, around, clock)),
            ActivityApi(Activity(database, around, clock)),
            HomeApi(Home(database, around.register, polls, clock)),
        )
        self.handlers: Final = {REFRESH: self.window.refresh}
        """What a worker does for series, by kind of job."""
