"""The parts of this slice, put together for whoever runs them."""

from typing import Final

from roundtable.clubs.api import ClubsApi
from roundtable.clubs.pages.api import LogoServer, PagesApi
from roundtable.clubs.pages.service import Names, Pages
from roundtable.clubs.service import Clubs
from roundtable.database import Database
from roundtable.kernel.clock import Clock


class ClubParts:
    """All services of clubs on one database."""

    def __init__(self, database: Database, clock: Clock, names: Names) -> None:
        self.clubs: Final = Clubs(database)
        self.pages: Final = Pages(database, names, clock)
        self.apis: Final[tuple[object, ...]] = (ClubsApi(self.clubs, self.pages), PagesApi(self.pages))
        self.logos: Final = LogoServer(self.pages)
