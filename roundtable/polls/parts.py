"""The parts of this slice, put together for whoever runs them."""

from typing import Final

from roundtable.database import Database
from roundtable.kernel.clock import Clock
from roundtable.kernel.register import Register
from roundtable.polls.api import PollsApi
from roundtable.polls.ports import Names, Representatives
from roundtable.polls.service import Neighbours, Polls
from roundtable.polls.waiting import OpenQuestions


class PollParts:
    """All services of polls on one database."""

    def __init__(
        self, database: Database, clock: Clock, people: Names, register: Register, *, seats: Representatives
    ) -> None:
        polls = Polls(database, Neighbours(people, register, seats), clock)
        self.apis: Final[tuple[object, ...]] = (PollsApi(polls),)
        self.waiting: Final = OpenQuestions()
        """What the first page asks."""
