"""The room as a live slice: who is here, in which role, who waits, and what moderators may do about it."""

from datetime import datetime
from typing import Any, ClassVar

from roundtable.kernel.actors import Actor
from roundtable.kernel.audiences import Audience
from roundtable.kernel.errors import NotFound, Refusal
from roundtable.kernel.events import ParticipantLeft, ParticipantRenamed, ServerStarted, SessionEnded, Tick
from roundtable.kernel.grants import Grants
from roundtable.kernel.messages import Command, Event
from roundtable.kernel.session import SessionFacts
from roundtable.kernel.slice import LiveSlice, View
from roundtable.rooms import entry, evolving, messages, model, moderation, showing
from roundtable.rooms.model import RoomState
from roundtable.rooms.seats import Seat
from roundtable.rooms.views import LobbyView, RoomsView


class RoomsSlice(LiveSlice[RoomState]):
    """Puts the pure parts together; each decision is in the file of its subject."""

    name: ClassVar[str] = "rooms"
    commands: ClassVar[tuple[type[Command], ...]] = (
        *messages.COMMANDS,
        messages.Enter,
        messages.Disconnect,
        ServerStarted,
        Tick,
    )
    events: ClassVar[tuple[type[Event], ...]] = messages.EVENTS
    view_type: ClassVar[Any] = RoomsView
    refusals: ClassVar[tuple[str, ...]] = messages.REFUSALS
    shown_to_waiting: ClassVar[bool] = True
    waiting_view_type: ClassVar[Any] = LobbyView

    def initial(self, facts: SessionFacts) -> RoomState:
        """Return an empty room."""
        return model.new_room(facts)

    def decide(self, state: RoomState, command: Command, actor: Actor, now: datetime) -> list[Event] | Refusal:
        """Decide by who asks: the server, a participant about themselves, or a moderator."""
        if actor.is_system:
            return _decide_for_server(state, command, now)
        seat = None if actor.participant is None else state.people.get(actor.participant)
        if seat is None:
            return NotFound("not_present")
        own = _decide_own(seat, command, now)
        return _decide_moderation(state, command, actor, now) if own is None else own

    def evolve(self, state: RoomState, event: Event) -> RoomState:
        """Fold one event."""
        return evolving.evolve(state, event)

    def view(self, state: RoomState, audience: Audience) -> View:
        """Show the room."""
        return showing.show(state, audience)

    def deadline(self, state: RoomState) -> datetime | None:
        """Return when somebody has been away for too long, or the room empty."""
        return entry.deadline(state)

    def grants(self, state: RoomState) -> Grants:
        """Return what those who are in may publish."""
        return model.grants(state)


def _decide_for_server(state: RoomState, command: Command, now: datetime) -> list[Event] | Refusal:
    match command:
        case messages.Enter():
            return entry.enter(state, command, now)
        case messages.Disconnect():
            return entry.disconnect(state, command, now)
        case ServerStarted():
            return entry.server_started(state, command, now)
        case Tick():
            return entry.tick(state, now)
        case _:
            return []


def _decide_own(seat: Seat, command: Command, now: datetime) -> list[Event] | None:
    """Decide what concerns only the one who asks; None for everything else."""
    match command:
        case messages.Leave():
            return [ParticipantLeft(participant=seat.id, reason="left", at=now)]
        case messages.Rename(name=name):
            return [] if name == seat.name else [ParticipantRenamed(participant=seat.id, name=name)]
        case messages.Reopen(source=source):
            return [messages.Reopened(participant=seat.id, source=source)] if source in seat.stopped else []
        case _:
            return None


def _decide_moderation(state: RoomState, command: Command, actor: Actor, now: datetime) -> list[Event] | Refusal:
    match command:
        case messages.Admit() | messages.Refuse() | messages.AdmitAll():
            return _decide_lobby(state, command, now)
        case messages.Stop():
            return moderation.stop(state, command, actor)
        case messages.StopAll(source=source):
            return moderation.stop_all(state, source)
        case messages.Remove(participant=participant):
            return moderation.remove(state, participant, actor, now)
        case messages.Ban():
            return moderation.ban(state, command, actor, now)
        case messages.LiftBan(ban=ban):
            return moderation.lift_ban(state, ban)
        case messages.SetRole():
            return moderation.set_role(state, command, actor)
        case messages.Lock():
            return moderation.lock(state, command)
        case messages.Configure():
            return moderation.configure(state, command, now)
        case messages.End():
            return [SessionEnded(reason="ended", at=now)]
        case _:
            return []


def _decide_lobby(
    state: RoomState, command: messages.Admit | messages.Refuse | messages.AdmitAll, now: datetime
) -> list[Event] | Refusal:
    match command:
        case messages.Admit(participant=participant):
            return moderation.admit_one(state, participant, now)
        case messages.Refuse(participant=participant):
            return moderation.refuse(state, participant, now)
        case messages.AdmitAll():
            return moderation.admit_all(state, now)
