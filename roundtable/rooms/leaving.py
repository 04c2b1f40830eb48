"""What becomes of the rooms of somebody whose account is deleted; in the transaction of whoever deletes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from roundtable.database import Connection
from roundtable.kernel.ids import PersonId
from roundtable.rooms import tables
from roundtable.rooms.room import Room


@dataclass(frozen=True, slots=True)
class Hosted:
    """The rooms that somebody hosts for themselves, by what becomes of them."""

    passed_on: Sequence[Room]
    """To one of their moderators."""
    deleted: Sequence[Room]
    """Nobody else runs them."""


async def hosted(connection: Connection, person: PersonId, *, kept: frozenset[str]) -> Hosted:
    """Look at the rooms of somebody; `kept` are those that belong to something else."""
    mine = [room for room in await tables.hosted_by(connection, person) if room.id not in kept]
    return Hosted(
        passed_on=[room for room in mine if room.moderators],
        deleted=[room for room in mine if not room.moderators],
    )


async def give_up(connection: Connection, rooms: Hosted) -> None:
    """Pass rooms on to the first of their moderators, and delete those that nobody else runs."""
    for room in rooms.passed_on:
        heir = room.moderators[0]
        await tables.change_host(connection, room.id, heir)
        await tables.set_moderator(connection, room.id, heir, False)
    for room in rooms.deleted:
        await tables.remove(connection, room.id)
