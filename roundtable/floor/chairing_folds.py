"""Mode, order, stage, gavel and support: how the state follows. Pure, and never refuses."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from roundtable.floor.events.chairing import (
    ClubSupported,
    FloorConfigured,
    GavelOffered,
    GavelPassed,
    ModeSet,
    PresenterSet,
)
from roundtable.floor.state import FloorState, Gavel
from roundtable.kernel.messages import Event


def mode_set(state: FloorState, event: ModeSet) -> FloorState:
    """Others may publish."""
    return replace(state, settings=state.settings.model_copy(update={"mode": event.mode}))


def configured(state: FloorState, event: FloorConfigured) -> FloorState:
    """Order and clock are these."""
    return replace(state, settings=event.settings)


def presenter_set(state: FloorState, event: PresenterSet) -> FloorState:
    """Somebody is on the stage, or off it."""
    one = {event.participant}
    return replace(state, presenters=state.presenters | one if event.presenting else state.presenters - one)


def gavel_passed(state: FloorState, event: GavelPassed) -> FloorState:
    """Somebody chairs, or nobody. Who is away when it is passed to them is gone from that moment on."""
    person = state.people.get(event.participant) if event.participant is not None else None
    is_gone = person is not None and person.away_since is not None
    return replace(state, gavel=Gavel(holder=event.participant, gone_since=event.at if is_gone else None))


def gavel_offered(state: FloorState, event: GavelOffered) -> FloorState:
    """Somebody is asked whether they take it."""
    return replace(state, gavel=replace(state.gavel, offered=event.participant))


def club_supported(state: FloorState, event: ClubSupported) -> FloorState:
    """A club supports the topic, or no longer."""
    if state.topic is None:
        return state
    supports = {club: facts for club, facts in state.topic.supports.items() if club != event.club.id}
    if event.on:
        supports[event.club.id] = event.club
    return replace(state, topic=replace(state.topic, supports=supports))


FOLDS: Final[dict[type[Event], Callable[[FloorState, Any], FloorState]]] = {
    ModeSet: mode_set,
    FloorConfigured: configured,
    PresenterSet: presenter_set,
    GavelPassed: gavel_passed,
    GavelOffered: gavel_offered,
    ClubSupported: club_supported,
}
