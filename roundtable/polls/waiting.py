"""Which polls wait for somebody: for the first page, in its transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from roundtable.database import Connection
from roundtable.kernel.ids import ClubId, PollId
from roundtable.polls import tables
from roundtable.polls.model import Poll

MOST_WAITING: Final = 20


@dataclass(frozen=True, slots=True)
class WaitingPoll:
    """A poll that some clubs have not answered."""

    id: PollId
    title: str
    closes_at: datetime | None
    clubs: tuple[ClubId, ...]


class OpenQuestions:
    """Knows what clubs are asked."""

    async def waiting(self, connection: Connection, clubs: Collection[ClubId], now: datetime) -> Sequence[WaitingPoll]:
        """Return the open polls that one of the clubs has not answered, the one that closes first before the others."""
        if not clubs:
            return []
        found = await tables.waiting_for(connection, clubs, now, MOST_WAITING)
        answered = await tables.answered(connection, [poll.id for poll in found]) if found else {}
        return [_waiting(poll, frozenset(clubs) - answered.get(poll.id, frozenset())) for poll in found]


def _waiting(poll: Poll, silent: frozenset[ClubId]) -> WaitingPoll:
    return WaitingPoll(poll.id, poll.title, poll.closes_at, tuple(sorted(poll.clubs & silent)))
