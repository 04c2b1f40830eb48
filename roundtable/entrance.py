"""Where a socket becomes a seat: the cookie tells who it is, the room's rows what they may."""

import hashlib
import hmac

from roundtable.gateway.ports import Seat
from roundtable.http.dispatch import Dispatch, Request
from roundtable.kernel.ids import ConnectionId
from roundtable.kernel.wire import Join
from roundtable.rooms.service import Arrival, Rooms


class Entrance:
    """Implements the gateway's `Entrance` with the HTTP plumbing and the rooms."""

    def __init__(self, dispatch: Dispatch, rooms: Rooms, address_secret: bytes, node: str) -> None:
        self._dispatch = dispatch
        self._rooms = rooms
        self._address_secret = address_secret
        self._node = node

    async def enter(self, request: Request, join: Join, connection: ConnectionId) -> Seat:
        """Enter the live session behind a link."""
        caller, peer = await self._dispatch.identify(request, join.csrf)
        key = hmac.new(self._address_secret, peer.network.encode(), hashlib.sha256).hexdigest()
        arrival = Arrival(join.room, join.observe, connection, key, self._node)
        session, participant = await self._rooms.enter(caller, arrival)
        return Seat(session, participant, caller.sign_in)

    async def leave(self, seat: Seat, connection: ConnectionId) -> None:
        """Note that the socket is gone."""
        await self._rooms.leave(seat.session, seat.participant, connection)

    async def sign_out(self, seat: Seat) -> None:
        """Have them leave the session at once."""
        await self._rooms.sign_out(seat.session, seat.participant)
