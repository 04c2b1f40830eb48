"""Mode, order, stage, gavel, and support without the floor: what is decided. Pure."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from roundtable.floor.commands.chairing import Configure, PassGavel, SetMode, SetPresenter, Support, TakeGavel
from roundtable.floor.deciding import acting, moment
from roundtable.floor.events.chairing import ClubSupported, FloorConfigured, GavelPassed, ModeSet, PresenterSet
from roundtable.floor.state import FloorState
from roundtable.kernel.actors import MODERATING, Actor
from roundtable.kernel.errors import Conflict, NotFound, Refusal
from roundtable.kernel.floor_settings import FloorSettings
from roundtable.kernel.messages import Command, Event


def set_mode(state: FloorState, command: SetMode, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Change who may publish, from now on; whoever has the floor keeps it."""
    if command.mode == state.settings.mode:
        return []
    return [ModeSet(mode=command.mode, by=acting(actor), at=moment(state, now))]


def configure(state: FloorState, command: Configure, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Change order and clock. A turn that runs keeps its limit."""
    asked = {name: getattr(command, name) for name in command.model_fields_set & set(FloorSettings.model_fields)}
    settings = state.settings.model_copy(update={name: value for name, value in asked.items() if value is not None})
    if settings == state.settings:
        return []
    return [FloorConfigured(settings=settings, by=acting(actor), at=moment(state, now))]


def set_presenter(state: FloorState, command: SetPresenter, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Put somebody who is in on the stage; take off it also somebody who has gone."""
    person = state.people.get(command.participant)
    if command.presenting and (person is None or not person.is_in):
        return NotFound("no_such_participant")
    if command.presenting == (command.participant in state.presenters):
        return []
    return [
        PresenterSet(
            participant=command.participant,
            presenting=command.presenting,
            by=acting(actor),
            at=moment(state, now),
        )
    ]


def pass_gavel(state: FloorState, command: PassGavel, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Hand the gavel to another who moderates. Only who holds it passes it on, or anybody if nobody does."""
    holder = state.gavel.holder
    if holder not in (None, actor.participant):
        return _held(state)
    person = state.people.get(command.participant)
    if person is None or not person.is_in or person.role not in MODERATING:
        return Conflict("not_a_moderator")
    if command.participant == holder:
        return []
    return [GavelPassed(participant=command.participant, by=acting(actor), at=moment(state, now))]


def take_gavel(state: FloorState, _: TakeGavel, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Take the gavel if nobody holds it, or if its holder is gone for so long that it is offered.

    It is offered to one, and any moderator may take it then: the one may have stepped out too. A host always may.
    """
    gavel = state.gavel
    if gavel.holder == actor.participant:
        return []
    if gavel.holder is not None and gavel.offered is None and actor.role != "host":
        return _held(state)
    return [GavelPassed(participant=acting(actor), by=acting(actor), at=moment(state, now))]


def _held(state: FloorState) -> Refusal:
    person = state.people.get(state.gavel.holder) if state.gavel.holder is not None else None
    return Conflict("gavel_held", name="" if person is None else person.name)


def support(state: FloorState, command: Support, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Count the actor's club for the current topic, once however many of it are here, or take it back."""
    if state.topic is None:
        return Conflict("no_topic")
    person = state.people.get(acting(actor))
    if person is None or person.club is None:
        return Conflict("no_club")
    if command.on == (person.club.id in state.topic.supports):
        return []
    return [ClubSupported(club=person.club, on=command.on, by=acting(actor), at=moment(state, now))]


DECISIONS: Final[dict[type[Command], Callable[[FloorState, Any, Actor, datetime], list[Event] | Refusal]]] = {
    SetMode: set_mode,
    Configure: configure,
    SetPresenter: set_presenter,
    PassGavel: pass_gavel,
    TakeGavel: take_gavel,
    Support: support,
}
