"""What hosts and moderators may do to others. Pure; the kernel has checked that a host or moderator asks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from roundtable.kernel.actors import MODERATING, Actor, Role
from roundtable.kernel.errors import Conflict, NotAllowed, NotFound, Refusal
from roundtable.kernel.events import (
    LeaveReason,
    ParticipantJoined,
    ParticipantLeft,
    RoleChanged,
    SessionConfigured,
)
from roundtable.kernel.grants import Source
from roundtable.kernel.ids import BanId, ParticipantId
from roundtable.kernel.messages import Event
from roundtable.kernel.session import SessionSettings
from roundtable.rooms.entry import admit
from roundtable.rooms.messages import Ban, BanLifted, Banned, Configure, Lock, Locked, SetRole, Stop, Stopped
from roundtable.rooms.model import RoomState
from roundtable.rooms.seats import Seat

_ORDINARY: Final[frozenset[Role]] = frozenset(("representative", "guest", "observer"))
"""The roles that a moderator may give and take; only a host makes moderators and hosts."""


def admit_one(state: RoomState, participant: ParticipantId, now: datetime) -> list[Event] | Refusal:
    """Let one person in. If another moderator was faster, there is nothing left to do."""
    seat = state.people.get(participant)
    if seat is not None and seat.is_in:
        return []
    if seat is None or not seat.is_waiting:
        return NotFound("not_waiting")
    if state.free_seats == 0:
        return Conflict("room_full")
    return [admit(state, seat, now)]


def admit_all(state: RoomState, now: datetime) -> list[Event] | Refusal:
    """Let everybody in, as far as there are seats, in the order in which they knocked."""
    if state.lobby and state.free_seats == 0:
        return Conflict("room_full")
    return list(_admitted(state, state.free_seats, now))


def _admitted(state: RoomState, seats: int, now: datetime) -> list[ParticipantJoined]:
    """Admit one after the other, because the role of the next may depend on how many speak already."""
    joined: list[ParticipantJoined] = []
    for seat in list(state.lobby.values())[:seats]:
        event = admit(state, seat, now)
        joined.append(event)
        state = state.with_seat(replace(seat, standing="in", role=event.role))
    return joined


def refuse(state: RoomState, participant: ParticipantId, now: datetime) -> list[Event] | Refusal:
    """Send somebody away from the lobby."""
    seat = state.people.get(participant)
    if seat is None or not seat.is_waiting:
        return NotFound("not_waiting")
    return [ParticipantLeft(participant=participant, reason="refused", at=now)]


def stop(state: RoomState, command: Stop, actor: Actor) -> list[Event] | Refusal:
    """Stop a source of one person. Of a host, only a host may."""
    seat = state.present.get(command.participant)
    if seat is None:
        return NotFound("no_such_participant")
    if seat.role == "host" and actor.role != "host":
        return NotAllowed("role_too_high")
    return _stopped((seat,), command.source)


def stop_all(state: RoomState, source: Source) -> list[Event]:
    """Stop a source of all but hosts and moderators."""
    return _stopped((seat for seat in state.present.values() if seat.role not in MODERATING), source)


def _stopped(seats: Iterable[Seat], source: Source) -> list[Event]:
    return [Stopped(participant=seat.id, source=source) for seat in seats if source not in seat.stopped]


def remove(state: RoomState, participant: ParticipantId, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Send somebody out who is in."""
    seat = state.present.get(participant)
    if seat is None:
        return NotFound("no_such_participant")
    return _out_of_reach(seat, actor) or [_left(seat, "removed", now)]


def ban(state: RoomState, command: Ban, actor: Actor, now: datetime) -> list[Event] | Refusal:
    """Send somebody out, or away from the lobby, and keep them out; also somebody who has just left."""
    seat = state.people.get(command.participant)
    if seat is None:
        return NotFound("no_such_participant")
    refusal = _out_of_reach(seat, actor)
    if refusal is not None:
        return refusal
    if seat.standing == "banned":
        return []
    events: list[Event] = [Banned(ban=ban_id(seat.id), participant=seat.id, at=now)]
    if seat.is_in or seat.is_waiting:
        events.append(_left(seat, "banned", now))
    return events


def ban_id(participant: ParticipantId) -> BanId:
    """Name the ban of a participant: there is one at most."""
    return BanId("ban_" + participant.partition("_")[2])


def lift_ban(state: RoomState, wanted: BanId) -> list[Event] | Refusal:
    """Let a banned person knock again."""
    return [BanLifted(ban=wanted)] if wanted in state.bans else NotFound("no_such_ban")


def _out_of_reach(seat: Seat, actor: Actor) -> Refusal | None:
    """Nobody throws out a host or the room's owner; only a host throws out a moderator."""
    if _owns_room(seat) or (seat.role == "host" and seat.is_in):
        return NotAllowed("role_too_high")
    if seat.role in MODERATING and actor.role != "host":
        return NotAllowed("role_too_high")
    return None


def _owns_room(seat: Seat) -> bool:
    """Say whether the room belongs to them: whom they made a host cannot turn them out of it."""
    return seat.visitor.right == "host"


def _left(seat: Seat, reason: LeaveReason, now: datetime) -> ParticipantLeft:
    return ParticipantLeft(participant=seat.id, reason=reason, at=now)


def set_role(state: RoomState, command: SetRole, actor: Actor) -> list[Event] | Refusal:
    """Give somebody another role; there is always a host left."""
    seat = state.present.get(command.participant)
    if seat is None:
        return NotFound("no_such_participant")
    if actor.role != "host" and not {seat.role, command.role} <= _ORDINARY:
        return NotAllowed("role_too_high")
    if _owns_room(seat) and actor.participant != seat.id:
        return NotAllowed("role_too_high")
    if seat.role == command.role:
        return []
    if seat.role == "host" and state.hosts == 1:
        return Conflict("last_host")
    return [RoleChanged(participant=seat.id, role=command.role)]


def lock(state: RoomState, command: Lock) -> list[Event]:
    """Shut the door or open it."""
    return [] if state.locked == command.locked else [Locked(locked=command.locked)]


def configure(state: RoomState, command: Configure, now: datetime) -> list[Event]:
    """Change settings. Without a lobby nobody waits any more: those who do come in, as far as there are seats."""
    changes = command.model_dump(exclude_none=True, exclude={"type"})
    settings = SessionSettings.model_validate({**state.settings.model_dump(), **changes})
    if settings == state.settings:
        return []
    events: list[Event] = [SessionConfigured(settings=settings)]
    if not settings.lobby:
        events.extend(_admitted(state, max(0, settings.capacity - len(state.present)), now))
    return events
