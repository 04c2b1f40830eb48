"""What the gateway needs from the product behind it. The composition root wires these."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import web

from roundtable.kernel.audiences import Audience
from roundtable.kernel.ids import CommandId, ConnectionId, ParticipantId, SessionId
from roundtable.kernel.messages import ClientCommand, Message
from roundtable.kernel.ports import Accepted, Snapshot
from roundtable.kernel.presence import Presence
from roundtable.kernel.wire import Join


@dataclass(frozen=True, slots=True)
class Seat:
    """Who is at the other end of a socket. Made from the cookie once, and never from a payload."""

    session: SessionId
    participant: ParticipantId
    sign_in: str
    """Ending this sign-in closes the socket."""
    origin: str = ""
    """The origin of the page, `https://club.example`: one of the door's list. The gateway fills it in."""


class Entrance(Protocol):
    """Knows who comes and whether they may."""

    async def enter(self, request: web.Request, join: Join, connection: ConnectionId) -> Seat:
        """Find the caller by the request's cookie and `join.csrf`, the live session by `join.room`, and enter it.

        Raises a `Refusal` for everybody who may not; then nothing is open. Somebody who has to wait has a seat.
        """
        ...

    async def leave(self, seat: Seat, connection: ConnectionId) -> None:
        """The connection is gone. Called once for each seat, also when the session is over by then."""
        ...

    async def sign_out(self, seat: Seat) -> None:
        """The sign-in behind the seat is over, so they do not stay away: they leave, and media ends with it."""
        ...


class Sessions(Protocol):
    """What the gateway asks the kernel for."""

    async def snapshot(self, session: SessionId, audience: Audience) -> Snapshot:
        """Return what an audience sees now."""
        ...

    async def presence(self, session: SessionId) -> Presence:
        """Return who is here now."""
        ...


CommandHandler = Callable[[SessionId, Any, ParticipantId, CommandId], Awaitable[Accepted]]
"""Carries a validated command out, as `LiveSessions.execute` does."""

QueryHandler = Callable[[Seat, Any], Awaitable[Mapping[str, object]]]
"""Answers a validated question of who has this seat."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a client may say, and who takes it. Whatever is not listed is refused."""

    commands: Mapping[type[ClientCommand], CommandHandler] = field(default_factory=dict)
    queries: Mapping[type[Message], QueryHandler] = field(default_factory=dict)
    """Besides `snapshot` and `time`, which the gateway answers itself."""
