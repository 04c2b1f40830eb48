"""The media server as a whole: rooms, doors and the media plane put together."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from livekit.protocol.models import DisconnectReason
from livekit.protocol.rtc import ICEServer, LeaveRequest

from signaling.api.room_service import RoomService
from signaling.api.token import refreshed
from signaling.api.twirp import TwirpService
from signaling.api.webhooks import Webhooks
from signaling.api.websocket import OPEN_TO_ALL, SignalEndpoint
from signaling.clock import Now, wall_clock
from signaling.config import ServerConfig
from signaling.plane import MediaPlane
from signaling.rooms.participant import Participant
from signaling.rooms.room import RoomOptions
from signaling.session.directory import Directory
from signaling.session.pulse import Pulse
from signaling.session.session import Surroundings

# For the HTTP runner (`web.AppRunner(app, **HTTP_LIMITS)`): a browser's offer rides in the query of the WebSocket,
# which is longer than the 8 KB that aiohttp takes for a request line by itself.
HTTP_LIMITS: dict[str, Any] = {"max_line_size": 128 * 1024, "max_field_size": 32 * 1024}


class MediaServer:
    """Mount `routes()` at the root of an aiohttp application, then `start()`; `close()` sends everybody away."""

    def __init__(self, config: ServerConfig, plane: MediaPlane | None = None, now: Now = wall_clock) -> None:
        self.config = config
        self._now = now
        self.plane = plane or udp_plane(config)
        self.webhooks = Webhooks(config.webhook_urls, config.webhook_signer, now)
        self.rooms = Directory(self.plane, self.webhooks, now, options=self._room_options, max_rooms=config.max_rooms)
        surroundings = Surroundings(self.plane, self._token_for, tuple(ice_server(config)))
        self._pulse = Pulse(self.rooms, self.plane)
        self._twirp = TwirpService(RoomService(self.rooms).methods(), config, now)
        self._signals = SignalEndpoint(config, self.rooms, surroundings, now)

    def routes(self) -> list[web.RouteDef]:
        """`/rtc/v1` and what belongs to it. `/rtc` is answered 404, on which older clients give up cleanly."""
        return [
            *self._signals.routes(),
            *self._twirp.routes(),
            web.get("/rtc", not_here, allow_head=False),
            web.get("/rtc/validate", not_here, allow_head=False),
        ]

    async def start(self) -> None:
        await self.plane.start()
        self._pulse.start()

    async def close(self) -> None:
        """Tell clients to come back (a restarted server takes them in again), then close every port."""
        for live in self.rooms:
            self.rooms.close(live, DisconnectReason.SERVER_SHUTDOWN, LeaveRequest.RECONNECT)
        await self._pulse.stop()
        await self._signals.close()
        await self.webhooks.close()
        await self.plane.close()

    def _room_options(self) -> RoomOptions:
        config = self.config
        return RoomOptions(config.empty_timeout, config.departure_timeout, config.max_participants)

    def _token_for(self, participant: Participant, room: str) -> str:
        signer = next(iter(self.config.api_keys.items()))
        return refreshed(participant, room, signer, self._now())


def udp_plane(config: ServerConfig) -> MediaPlane:
    from signaling.transport.config import PlaneConfig
    from signaling.transport.udp_plane import UdpMediaPlane

    return UdpMediaPlane(
        PlaneConfig(port=config.udp_port, addresses=config.udp_hosts, public_addresses=config.public_addresses)
    )


def ice_server(config: ServerConfig) -> list[ICEServer]:
    return [ICEServer(urls=one.urls, username=one.username, credential=one.credential) for one in config.ice_servers]


async def not_here(_: web.Request) -> web.Response:
    return web.Response(status=404, text="only /rtc/v1 is served here", headers=OPEN_TO_ALL)
