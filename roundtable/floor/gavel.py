"""Whose the gavel is when people come and go. Passing and taking it by hand is among what chairs may do. Pure.

It is offered, never taken from somebody who may come back; only who may no longer moderate has it no longer. Nobody
holds it only while nobody who moderates is here.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from roundtable.floor.clock import moment
from roundtable.floor.events.chairing import GavelOffered, GavelPassed
from roundtable.floor.state import FloorState
from roundtable.kernel.actors import MODERATING
from roundtable.kernel.events import (
    ParticipantAway,
    ParticipantBack,
    ParticipantJoined,
    ParticipantLeft,
    RoleChanged,
)
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import Event

GAVEL_GRACE: Final = timedelta(seconds=15)
"""How long a holder may be gone before another is asked: a page that is loaded anew is back long before."""


def follow(state: FloorState, event: Event, now: datetime) -> list[Event]:
    """Return what becomes of the gavel when somebody comes, goes, or has another role."""
    if not isinstance(event, ParticipantJoined | ParticipantBack | ParticipantAway | ParticipantLeft | RoleChanged):
        return []
    gavel, at = state.gavel, moment(state, now)
    if gavel.holder is None or _has_lost_it(state, gavel.holder, event):
        return _passed_on(state, at)
    if gavel.offered is not None and not _may_chair(state, gavel.offered):
        return _offered_on(state, at)
    return []


def tick(state: FloorState, now: datetime) -> list[Event]:
    """Offer the gavel if its holder is gone for too long."""
    due, at = deadline(state), moment(state, now)
    return [] if due is None or due > at else _offered_on(state, at)


def deadline(state: FloorState) -> datetime | None:
    """Return when another is asked."""
    gavel = state.gavel
    if gavel.holder is None or gavel.gone_since is None or gavel.offered is not None:
        return None
    return gavel.gone_since + GAVEL_GRACE


def _has_lost_it(state: FloorState, holder: ParticipantId, event: Event) -> bool:
    """Say whether the holder left on purpose, was sent out, or may no longer moderate. Being cut off is none of it."""
    person = state.people.get(holder)
    if person is None or person.role not in MODERATING:
        return True
    return isinstance(event, ParticipantLeft) and event.participant == holder and event.reason != "gone"


def _passed_on(state: FloorState, at: datetime) -> list[Event]:
    heir = _next_chair(state)
    return [] if heir is None and state.gavel.holder is None else [GavelPassed(participant=heir, at=at)]


def _offered_on(state: FloorState, at: datetime) -> list[Event]:
    """Ask the next who could take it; if nobody is here who could, the first who comes has it."""
    asked = _next_chair(state)
    return [GavelPassed(at=at)] if asked is None else [GavelOffered(participant=asked, at=at)]


def _next_chair(state: FloorState) -> ParticipantId | None:
    """Return who moderates and is here, in the order in which they came."""
    return next((who for who in state.people if who != state.gavel.holder and _may_chair(state, who)), None)


def _may_chair(state: FloorState, participant: ParticipantId) -> bool:
    person = state.people.get(participant)
    return person is not None and person.role in MODERATING and not state.is_absent(participant)


def _away(state: FloorState, event: ParticipantAway) -> FloorState:
    if event.participant != state.gavel.holder:
        return state
    return replace(state, gavel=replace(state.gavel, gone_since=moment(state, event.at)))


def _here(state: FloorState, event: ParticipantBack | ParticipantJoined) -> FloorState:
    """The holder is here again, so an offer of it is off."""
    if event.participant != state.gavel.holder:
        return state
    return replace(state, gavel=replace(state.gavel, gone_since=None, offered=None))


FOLDS: Final[dict[type[Event], Callable[[FloorState, Any], FloorState]]] = {
    ParticipantAway: _away,
    ParticipantBack: _here,
    ParticipantJoined: _here,
}
"""Who goes and comes; that it was passed or offered is folded with what chairs do."""
