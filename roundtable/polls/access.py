"""Who a poll is there for. One that is not somebody's looks like one that does not exist."""

from roundtable.database import Connection
from roundtable.kernel.callers import Caller
from roundtable.kernel.errors import NotFound
from roundtable.polls import tables
from roundtable.polls.model import Poll, Standing
from roundtable.polls.ports import Representatives


async def standing(
    connection: Connection, caller: Caller, key: str, seats: Representatives, *, to_change: bool = False
) -> Standing:
    """Tell what the caller is in a poll, by its id or its link; raises NotFound if they are nothing in it.

    To change it, nobody else changes the poll until the transaction is over.
    """
    person = caller.account
    poll = await tables.find(connection, key, to_change=to_change)
    if poll is None:
        raise NotFound("not_found")
    by_link = key == poll.slug
    found = Standing(
        poll,
        person,
        caller.administrator,
        speaks_for=await seats.clubs_of(connection, person) & poll.clubs,
        claims=caller.club if by_link and await _may_claim(connection, caller, poll, seats) else None,
        by_link=by_link,
    )
    if not found.may_read:
        raise NotFound("not_found")
    return found


async def _may_claim(connection: Connection, caller: Caller, poll: Poll, seats: Representatives) -> bool:
    """Say whether the caller may speak for the club of their profile: it is asked, and nobody has a seat for it."""
    club = caller.club
    return club is not None and club in poll.clubs and not await seats.represented(connection, [club])
