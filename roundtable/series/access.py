"""Who a series is there for. One that is not somebody's looks like one that does not exist."""

from datetime import datetime

from roundtable.database import Connection
from roundtable.kernel.callers import Caller
from roundtable.kernel.errors import Conflict, NotFound
from roundtable.kernel.ids import PersonId, SeriesId
from roundtable.series.model import Standing
from roundtable.series.tables import people
from roundtable.series.tables import series as rows


async def standing(
    connection: Connection, caller: Caller, id_: SeriesId, now: datetime, *, to_change: bool = False
) -> Standing:
    """Tell what the caller is in a series; raises NotFound if they are nothing in it.

    To change it, nobody else changes the series until the transaction is over.
    """
    person, today = caller.account, now.date()
    series = await rows.find(connection, id_, to_change=to_change)
    if series is None:
        raise NotFound("not_found")
    roles = {holder.role for holder in await people.roles(connection, id_) if holder.person_id == person}
    seats = [seat for seat in await people.seats_of(connection, person, today) if seat.series_id == id_]
    found = Standing(series, person, roles, seats, caller.administrator)
    if not found.may_read:
        raise NotFound("not_found")
    return found


async def organizing(connection: Connection, caller: Caller, id_: SeriesId, now: datetime) -> Standing:
    """Let the caller change a series that has not ended, alone until the transaction is over."""
    mine = await standing(connection, caller, id_, now, to_change=True)
    mine.must_organize()
    if mine.series.ended_at is not None:
        raise Conflict("series_ended")
    return mine


async def refuse_unmet(connection: Connection, caller: Caller, id_: SeriesId, person: PersonId) -> None:
    """Let nobody seat a stranger by id: who runs a series reads the addresses of those who sit there.

    Raises NotFound `no_such_person`, unless it is the caller, somebody who has sat there, or an administrator asks.
    """
    if caller.administrator or person == caller.account:
        return
    if all(seat.person_id != person for seat in await people.seats(connection, id_)):
        raise NotFound("no_such_person")
