"""Coming and going: who gets in, who waits, who has been gone for too long. Pure."""

from datetime import datetime, timedelta
from typing import Final

from roundtable.kernel.actors import SPEAKING, Role
from roundtable.kernel.errors import Conflict, NotAllowed, Refusal, TooMany
from roundtable.kernel.events import (
    ConnectionReplaced,
    ParticipantAway,
    ParticipantBack,
    ParticipantJoined,
    ParticipantKnocked,
    ParticipantLeft,
    ParticipantRenamed,
    RoleChanged,
    ServerStarted,
    SessionEnded,
)
from roundtable.kernel.messages import Event
from roundtable.rooms.messages import Arrived, Disconnect, Enter, Visitor
from roundtable.rooms.model import RoomState
from roundtable.rooms.seats import Seat

AWAY_GRACE: Final = timedelta(seconds=60)
"""A lost connection keeps its place this long: a train in a tunnel, a page loaded anew, a server started again."""

EMPTY_GRACE: Final = timedelta(minutes=10)
"""A session in which nobody is ends by itself after this, so that the next meeting begins a new one."""

MOST_WAITING: Final = 100
"""People in the lobby. More than moderators can look through; a flood of knocks ends here."""

MOST_SPEAKERS: Final = 100
"""People who may publish at once. Those who come later listen, until a moderator gives them another role."""


def enter(state: RoomState, command: Enter, now: datetime) -> list[Event] | Refusal:
    """Take in a connection: straight in, into the lobby, back to a place that was kept, or not at all."""
    visitor = command.visitor
    if state.covering_ban(visitor) is not None:
        return NotAllowed("banned")
    known = state.people.get(visitor.participant)
    arrived = Arrived(visitor=visitor, connection=command.connection, node=command.node, at=now)
    if known is not None and (known.is_in or known.is_waiting):
        return [arrived, *_come_back(state, known, command, now)]
    refusal = _refusal_at_door(state, visitor, known)
    if refusal is not None:
        return refusal
    if _must_knock(state, visitor, known):
        if len(state.lobby) >= MOST_WAITING:
            return TooMany("lobby_full")
        return [arrived, ParticipantKnocked(participant=visitor.participant, at=now)]
    name = visitor.name if known is None or known.visitor.name != visitor.name else known.name
    return [arrived, _joined(visitor, name, entry_role(state, visitor, known), now)]


def _come_back(state: RoomState, known: Seat, command: Enter, now: datetime) -> list[Event]:
    """Go on in the place that was kept; an older window of the same person is over."""
    visitor, events = command.visitor, list[Event]()
    if known.connection is not None and known.connection != command.connection:
        events.append(ConnectionReplaced(participant=known.id, connection=known.connection))
    if known.away_since is not None:
        events.append(ParticipantBack(participant=known.id, at=now))
    if visitor.name not in {known.visitor.name, known.name}:
        events.append(ParticipantRenamed(participant=known.id, name=visitor.name))
    if visitor.right != known.visitor.right and visitor.right is not None:
        events.extend(_use_right(known, visitor, now))
    elif known.is_waiting and visitor.seated and not known.sent_out and state.free_seats > 0:
        events.append(_joined(visitor, known.name, entry_role(state, visitor, known), now))
    return events


def _use_right(known: Seat, visitor: Visitor, now: datetime) -> list[Event]:
    """Somebody was made a moderator of the room meanwhile."""
    if visitor.right is None:
        return []
    if known.is_waiting:
        return [_joined(visitor, known.name, visitor.right, now)]
    return [RoleChanged(participant=known.id, role=visitor.right)] if known.role != visitor.right else []


def _refusal_at_door(state: RoomState, visitor: Visitor, known: Seat | None) -> Refusal | None:
    """Say why somebody may not even knock. The room's own host and moderators always come in."""
    if visitor.right is not None:
        return None
    if state.locked and not _was_in(known):
        return NotAllowed("room_locked")
    if state.free_seats == 0:
        return Conflict("room_full")
    return None


def _must_knock(state: RoomState, visitor: Visitor, known: Seat | None) -> bool:
    if visitor.right is not None or _was_in(known):
        return False
    was_sent_out = known is not None and known.sent_out
    return was_sent_out or (state.settings.lobby and not visitor.seated)


def _was_in(known: Seat | None) -> bool:
    """Say whether somebody was admitted before, and left by themselves or was cut off."""
    return known is not None and known.admitted and not known.sent_out and known.standing == "left"


def entry_role(state: RoomState, visitor: Visitor, known: Seat | None) -> Role:
    """Return the role of somebody who comes in."""
    gained = visitor.right is not None and (known is None or known.visitor.right != visitor.right)
    if known is not None and known.role_given and not gained:
        return known.role
    if visitor.right is not None:
        return visitor.right
    speakers = sum(seat.role in SPEAKING for seat in state.present.values())
    if visitor.observe or speakers >= MOST_SPEAKERS:
        return "observer"
    return "guest" if visitor.club is None else "representative"


def admit(state: RoomState, seat: Seat, now: datetime) -> ParticipantJoined:
    """Let somebody in who waits."""
    return _joined(seat.visitor, seat.name, entry_role(state, seat.visitor, seat), now)


def _joined(visitor: Visitor, name: str, role: Role, now: datetime) -> ParticipantJoined:
    return ParticipantJoined(participant=visitor.participant, name=name, role=role, club=visitor.club, at=now)


def disconnect(state: RoomState, command: Disconnect, now: datetime) -> list[Event]:
    """Keep the place of somebody whose connection is lost; an older window closing means nothing."""
    seat = state.people.get(command.participant)
    if seat is None or seat.connection != command.connection or not (seat.is_in or seat.is_waiting):
        return []
    return [ParticipantAway(participant=seat.id, at=now)]


def server_started(state: RoomState, command: ServerStarted, now: datetime) -> list[Event]:
    """Every connection that the node had is lost, since the node was last alive."""
    lost_at = None if command.alive_at is None else min(command.alive_at, now)
    return [
        ParticipantAway(participant=seat.id, at=now, lost_at=lost_at)
        for seat in state.people.values()
        if seat.connection is not None and seat.node == command.node and (seat.is_in or seat.is_waiting)
    ]


def tick(state: RoomState, now: datetime) -> list[Event]:
    """Let go who was away for too long, and end a session in which nobody is any more."""
    if state.empty_since is not None and state.empty_since + EMPTY_GRACE <= now:
        return [SessionEnded(reason="empty", at=now)]
    return [
        ParticipantLeft(participant=seat.id, reason="gone", at=now)
        for seat in state.people.values()
        if seat.away_since is not None and seat.away_since + AWAY_GRACE <= now
    ]


def deadline(state: RoomState) -> datetime | None:
    """Return when the next of these is due."""
    due = [seat.away_since + AWAY_GRACE for seat in state.people.values() if seat.away_since is not None]
    if state.empty_since is not None:
        due.append(state.empty_since + EMPTY_GRACE)
    return min(due, default=None)
