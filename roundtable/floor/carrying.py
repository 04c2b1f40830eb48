"""Those who wait for a room's next session, for whoever opens it."""

from collections.abc import Sequence

from roundtable.database import Database
from roundtable.floor import tables
from roundtable.kernel.carried import CarriedEntry
from roundtable.kernel.ids import RoomId


class CarriedEntries:
    """Reads what the floor has kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def waiting_for(self, room: RoomId) -> Sequence[CarriedEntry]:
        """Return who waits for the room's next session; whose they are, by the ids of the session they come from."""
        async with self._database.reading() as connection:
            return await tables.carried_in(connection, room)
