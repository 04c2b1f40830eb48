"""What each audience sees of a room. Person, guest and address ids are not in any of it."""

from typing import Final, Literal

from roundtable.kernel.audiences import MODERATORS, Audience, waiting_participant
from roundtable.kernel.clock import as_text
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.session import SessionSettings
from roundtable.kernel.slice import View
from roundtable.rooms.model import RoomState
from roundtable.rooms.seats import Standing
from roundtable.rooms.views import LobbyView, RoomsView, SettingsView

_TOLD_OUTSIDE: Final[dict[Standing, Literal["waiting", "refused", "removed", "banned", "left"]]] = {
    "waiting": "waiting",
    "refused": "refused",
    "removed": "removed",
    "banned": "banned",
    "left": "left",
    "in": "waiting",
}


def show(state: RoomState, audience: Audience) -> View:
    """Return the room as an audience sees it."""
    waiting = waiting_participant(audience)
    if waiting is not None:
        return lobby_view(state, waiting)
    view = _room(state)
    if audience == MODERATORS:
        view["waiting"] = {participant: seat.shown_waiting for participant, seat in state.lobby.items()}
        view["bans"] = {ban.id: ban.shown for ban in state.bans.values()}
    return view


def lobby_view(state: RoomState, participant: ParticipantId) -> LobbyView:
    """Return what a person in the lobby sees: the title, how they stand, and whether anybody sees it. No names."""
    seat = state.people.get(participant)
    return {
        "title": state.facts.title,
        "you": "waiting" if seat is None else _TOLD_OUTSIDE[seat.standing],
        "ahead": state.places_in_lobby.get(participant, 0),
        "moderated": state.is_moderated,
        "ended": state.ended,
    }


def _room(state: RoomState) -> RoomsView:
    return {
        "session_id": state.facts.session,
        "room_id": state.facts.room,
        "slug": state.facts.slug,
        "title": state.facts.title,
        "started_at": as_text(state.facts.started_at),
        "locked": state.locked,
        "ended": state.ended,
        "settings": _settings(state.settings),
        "participants": state.shown_participants,
    }


def _settings(settings: SessionSettings) -> SettingsView:
    return {
        "lobby": settings.lobby,
        "screen_share": settings.screen_share,
        "chat_kept": settings.chat_kept,
        "capacity": settings.capacity,
    }
