"""What a club has of time on the current item, and by how much it is over. Pure arithmetic."""

from datetime import datetime

from roundtable.floor.clock import elapsed_ms
from roundtable.floor.state import FloorState, Item
from roundtable.floor.values import GroupKey
from roundtable.kernel.actors import SPEAKING
from roundtable.kernel.ids import ClubId
from roundtable.kernel.messages import ClubFacts


def club_budget_ms(item: Item, club: ClubId) -> int:
    """Return what a club has on an item, shared overhang included; 0 if clubs have no budget on it."""
    if item.club_budget_ms == 0:
        return 0
    return item.club_budget_ms + item.shared_ms.get(club, 0)


def overhang_ms(state: FloorState, item: Item, club: ClubId, at: datetime) -> int:
    """Return by how much a club is over its budget on the current item; 0 if it is not, or has none.

    A turn that runs counts up to this moment.
    """
    budget = club_budget_ms(item, club)
    if budget == 0:
        return 0
    group = GroupKey(club)
    tally = state.by_group.get(group)
    used = 0 if tally is None else tally.item_ms
    for turn in (state.interposed, state.main):
        if turn is not None and turn.running_since is not None and turn.speaker.group == group:
            used += elapsed_ms(turn.running_since, at)
    return max(0, used - budget)


def clubs_here(state: FloorState) -> dict[ClubId, ClubFacts]:
    """Return the clubs somebody is here for who may speak, also in a sub-venue, in the order they were first seen."""
    here = {
        person.club.id
        for person in state.people.values()
        if person.is_in and person.club is not None and person.role in SPEAKING
    }
    for venue in state.venues.values():
        here.update(one.club.id for one in venue.attendees.values() if one.club is not None)
    return {club: facts for club, facts in state.clubs.items() if club in here}


def sharers(state: FloorState, item: Item) -> dict[ClubId, ClubFacts]:
    """Return the clubs that an overhang on an item is shared among: its owners, or all that are here."""
    return dict(item.clubs) if item.clubs else clubs_here(state)
