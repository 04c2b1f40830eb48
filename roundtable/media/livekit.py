"""The media port over LiveKit's server API, with the official client."""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Final, TypeVar
from urllib.parse import urlsplit

import aiohttp
from livekit.api import LiveKitAPI, ServerError
from livekit.protocol.room import (
    CreateRoomRequest,
    DeleteRoomRequest,
    ListParticipantsRequest,
    ListRoomsRequest,
    RoomParticipantIdentity,
    UpdateParticipantRequest,
)

from roundtable.kernel.grants import Grant
from roundtable.kernel.ids import ParticipantId, SessionId
from roundtable.media.permissions import grant_of, permission
from roundtable.media.port import MediaUnavailable

SESSION_PREFIX: Final = "ses_"
EMPTY_SECONDS: Final = 300
"""How long a room waits for its first participant. Afterwards joining makes it anew."""
CALL_SECONDS: Final = 5.0
"""A media server that takes longer is treated as one that is down."""

T = TypeVar("T")


class LiveKitMedia:
    """Talks to one LiveKit server or cluster."""

    def __init__(self, url: str, key: str, secret: str, http: aiohttp.ClientSession) -> None:
        self._rooms = LiveKitAPI(_http_url(url), key, secret, session=http, failover=False).room

    async def open(self, session: SessionId, capacity: int) -> None:
        """Make the room, for a few more people than the session takes: second windows overlap for a moment."""
        request = CreateRoomRequest(name=session, empty_timeout=EMPTY_SECONDS, max_participants=2 * capacity)
        await _ask(self._rooms.create_room(request))

    async def people(self, session: SessionId) -> Mapping[ParticipantId, Grant]:
        """Return who is in the room and what they may do."""
        found = await _ask(self._rooms.list_participants(ListParticipantsRequest(room=session)))
        if found is None:
            return {}
        return {ParticipantId(person.identity): grant_of(person.permission) for person in found.participants}

    async def permit(self, session: SessionId, participant: ParticipantId, grant: Grant) -> None:
        """Set all permissions of somebody at once."""
        request = UpdateParticipantRequest(room=session, identity=participant, permission=permission(grant))
        await _ask(self._rooms.update_participant(request))

    async def remove(self, session: SessionId, participant: ParticipantId, not_before: int) -> None:
        """Send somebody out and revoke their tokens."""
        request = RoomParticipantIdentity(room=session, identity=participant, revoke_token_ts=not_before)
        await _ask(self._rooms.remove_participant(request))

    async def close(self, session: SessionId) -> None:
        """Delete the room."""
        await _ask(self._rooms.delete_room(DeleteRoomRequest(room=session)))

    async def sessions(self) -> frozenset[SessionId]:
        """Return the rooms whose names are ours."""
        found = await _ask(self._rooms.list_rooms(ListRoomsRequest()))
        names = [] if found is None else [room.name for room in found.rooms]
        return frozenset(SessionId(name) for name in names if name.startswith(SESSION_PREFIX))


async def _ask(call: Awaitable[T]) -> T | None:
    """Await an answer. None when what was asked about is not there; MediaUnavailable for everything else."""
    try:
        async with asyncio.timeout(CALL_SECONDS):
            return await call
    except ServerError as error:
        if error.code == "not_found":
            return None
        raise MediaUnavailable(f"{error.status} {error.code}") from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise MediaUnavailable(type(error).__name__) from None


def _http_url(url: str) -> str:
    parts = urlsplit(url)
    scheme = {"ws": "http", "wss": "https"}.get(parts.scheme, parts.scheme)
    return parts._replace(scheme=scheme).geturl().rstrip("/")
