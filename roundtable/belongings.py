"""What somebody holds for a club besides seats: between subjects that do not know each other."""

from datetime import datetime

from roundtable.calendars import tables as feeds
from roundtable.clubs.pages import tables as pages
from roundtable.clubs.pages.model import Officer
from roundtable.database import Connection
from roundtable.kernel.ids import ClubId, PersonId
from roundtable.series.ports import Office


class ClubBelongings:
    """The office in a club, and its calendars."""

    async def of(self, connection: Connection, club: ClubId, person: PersonId) -> Office:
        """Tell what somebody holds."""
        held = club in await pages.offices_of(connection, person)
        return Office(held, await feeds.count_made(connection, person, club))

    async def give(
        self, connection: Connection, club: ClubId, before: PersonId, heir: PersonId, *, by: PersonId, now: datetime
    ) -> None:
        """Give all of it to somebody else. Whoever reads the club's calendars goes on reading them."""
        if await pages.remove_officer(connection, club, before):
            await pages.add_officer(connection, Officer(club, heir, now, by))
        await feeds.give(connection, club, before, heir)
