"""Export and deletion, put together for whoever runs them."""

from collections.abc import Mapping
from typing import Final

from roundtable.database import Database
from roundtable.http.limits import Limits
from roundtable.jobs.worker import Handler
from roundtable.kernel.clock import Clock
from roundtable.people.confirming import Confirmation
from roundtable.people.parts import PeopleParts
from roundtable.personal.api import PersonalApi
from roundtable.personal.exporting import Exporting
from roundtable.personal.leaving import REDACTION, Leaving, Redaction
from roundtable.series.ports import SeriesRooms


class PersonalParts:
    """Everything between subjects that is about one person."""

    def __init__(
        self, database: Database, clock: Clock, limits: Limits, accounts: PeopleParts, *, rooms: SeriesRooms
    ) -> None:
        leaving = Leaving(database, accounts.sign_ins, series_rooms=rooms, clock=clock)
        confirmation = Confirmation(database, accounts.passwords, limits, clock)
        self.apis: Final[tuple[object, ...]] = (PersonalApi(Exporting(database, clock), leaving, confirmation),)
        self.handlers: Final[Mapping[str, Handler]] = {REDACTION: Redaction(database, clock)}
        """What a worker does, by kind of job."""
