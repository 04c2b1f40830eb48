"""The parts of this slice, put together for whoever runs them."""

from typing import Final

from roundtable.calendars.api import FeedsApi, FeedServer, FilesApi
from roundtable.calendars.ports import Diary
from roundtable.calendars.service import Feeds
from roundtable.database import Database
from roundtable.http.limits import Limits
from roundtable.http.peers import PeerOf
from roundtable.kernel.clock import Clock


class CalendarParts:
    """All services of calendars on one database."""

    def __init__(self, database: Database, diary: Diary, clock: Clock) -> None:
        self._feeds = Feeds(database, diary, clock)
        self.apis: Final[tuple[object, ...]] = (FilesApi(diary), FeedsApi(self._feeds))
        """To be given before those of series: the address of a session's file is the more special one."""

    def server(self, limits: Limits, peer_of: PeerOf) -> FeedServer:
        """Return what answers calendar programs."""
        return FeedServer(self._feeds, limits, peer_of)
