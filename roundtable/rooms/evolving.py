"""How the state of a room follows the events of its session. Pure, and never refuses: it has happened."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from roundtable.kernel.events import (
    ParticipantAway,
    ParticipantBack,
    ParticipantJoined,
    ParticipantKnocked,
    ParticipantLeft,
    ParticipantRenamed,
    RoleChanged,
    SessionConfigured,
    SessionEnded,
)
from roundtable.kernel.messages import Event
from roundtable.rooms.messages import Arrived, BanLifted, Banned, Locked, Reopened, Stopped
from roundtable.rooms.model import RoomState
from roundtable.rooms.seats import BanRecord, Seat, Standing

_OUT: Final[dict[str, Standing]] = {
    "left": "left",
    "gone": "left",
    "ended": "left",
    "refused": "refused",
    "removed": "removed",
    "banned": "banned",
}


def evolve(state: RoomState, event: Event) -> RoomState:
    """Fold one event; return the same state for one that means nothing here."""
    fold = _FOLDS.get(type(event))
    return state if fold is None else fold(state, event)


def _arrived(state: RoomState, event: Arrived) -> RoomState:
    """Take in the connection. Whoever is in keeps their club; a new name of the account wins over an old one."""
    visitor, known = event.visitor, state.people.get(event.visitor.participant)
    if known is None:
        # A stranger, until the event that follows says that they wait or are in.
        seat = Seat(visitor, visitor.name, "left", "guest", event.at, event.connection, event.node)
        return replace(state.with_seat(seat), empty_since=None)
    if known.is_in:
        visitor = visitor.model_copy(update={"club": known.visitor.club})
    name = known.name if visitor.name == known.visitor.name else visitor.name
    seat = replace(known, visitor=visitor, name=name, connection=event.connection, node=event.node, away_since=None)
    return replace(state.with_seat(seat), empty_since=None)


def _knocked(state: RoomState, event: ParticipantKnocked) -> RoomState:
    return _changed(state, event, standing="waiting", since=event.at)


def _joined(state: RoomState, event: ParticipantJoined) -> RoomState:
    return _changed(state, event, standing="in", role=event.role, since=event.at, admitted=True, sent_out=False)


def _away(state: RoomState, event: ParticipantAway) -> RoomState:
    return _changed(state, event, connection=None, away_since=event.at)


def _back(state: RoomState, event: ParticipantBack) -> RoomState:
    return _changed(state, event, away_since=None)


def _left(state: RoomState, event: ParticipantLeft) -> RoomState:
    """Keep what is needed if they come back; a removed person has no right to the role they had."""
    standing = _OUT[event.reason]
    thrown_out = standing in ("removed", "banned")
    seat = state.people.get(event.participant)
    kept_role = seat is not None and seat.role_given and not thrown_out
    sent_out = thrown_out or (seat is not None and seat.sent_out)
    state = _changed(
        state, event, standing=standing, connection=None, away_since=None, role_given=kept_role, sent_out=sent_out
    )
    return _emptied(state, event.at)


def _emptied(state: RoomState, at: datetime) -> RoomState:
    if state.empty_since is None and not state.present and not state.lobby:
        return replace(state, empty_since=at)
    return state


def _renamed(state: RoomState, event: ParticipantRenamed) -> RoomState:
    return _changed(state, event, name=event.name)


def _role_changed(state: RoomState, event: RoleChanged) -> RoomState:
    return _changed(state, event, role=event.role, role_given=True)


def _stopped(state: RoomState, event: Stopped) -> RoomState:
    seat = state.people.get(event.participant)
    return state if seat is None else state.with_seat(replace(seat, stopped=seat.stopped | {event.source}))


def _reopened(state: RoomState, event: Reopened) -> RoomState:
    seat = state.people.get(event.participant)
    return state if seat is None else state.with_seat(replace(seat, stopped=seat.stopped - {event.source}))


def _banned(state: RoomState, event: Banned) -> RoomState:
    seat = state.people.get(event.participant)
    if seat is None:
        return state
    ban = BanRecord(id=event.ban, visitor=seat.visitor, name=seat.name, at=event.at)
    state = replace(state, bans={**state.bans, ban.id: ban})
    return state if seat.is_in or seat.is_waiting else state.with_seat(replace(seat, standing="banned", sent_out=True))


def _ban_lifted(state: RoomState, event: BanLifted) -> RoomState:
    """After a ban they are strangers: they knock like anybody else."""
    lifted = state.bans.get(event.ban)
    state = replace(state, bans={ban: record for ban, record in state.bans.items() if ban != event.ban})
    seat = None if lifted is None else state.people.get(lifted.visitor.participant)
    return state if seat is None else state.with_seat(replace(seat, standing="removed", sent_out=True))


def _locked(state: RoomState, event: Locked) -> RoomState:
    return replace(state, locked=event.locked)


def _configured(state: RoomState, event: SessionConfigured) -> RoomState:
    return replace(state, settings=event.settings)


def _ended(state: RoomState, _event: SessionEnded) -> RoomState:
    return replace(state, ended=True)


def _changed(state: RoomState, event: Any, **changes: Any) -> RoomState:
    seat = state.people.get(event.participant)
    return state if seat is None else state.with_seat(replace(seat, **changes))


_FOLDS: Final[dict[type[Event], Callable[[RoomState, Any], RoomState]]] = {
    Arrived: _arrived,
    ParticipantKnocked: _knocked,
    ParticipantJoined: _joined,
    ParticipantAway: _away,
    ParticipantBack: _back,
    ParticipantLeft: _left,
    ParticipantRenamed: _renamed,
    RoleChanged: _role_changed,
    Stopped: _stopped,
    Reopened: _reopened,
    Banned: _banned,
    BanLifted: _ban_lifted,
    Locked: _locked,
    SessionConfigured: _configured,
    SessionEnded: _ended,
}
