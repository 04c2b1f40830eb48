"""The one place where everything is put together. The only file that knows the embedded media server."""

import asyncio
import hashlib
import hmac
import ssl
from typing import Final

import structlog
from aiohttp import web

from roundtable.clubs.api import ClubsApi
from roundtable.clubs.service import Clubs
from roundtable.database import Database, migrate
from roundtable.database.event_log import DatabaseEventLog
from roundtable.gateway.audiences import Audiences
from roundtable.gateway.gateway import Gateway
from roundtable.gateway.ports import Desk, Seat
from roundtable.gateway.sockets import Door
from roundtable.http import app as http_app
from roundtable.http.client import Client
from roundtable.http.dispatch import Dispatch
from roundtable.http.health import Health
from roundtable.http.limits import Limits
from roundtable.http.listeners import Listeners, Place, is_loopback, loopback_socket
from roundtable.http.peers import Peer, Peers
from roundtable.http.routes import Call
from roundtable.http.security import SecurityHeaders
from roundtable.kernel.clock import SystemClock
from roundtable.kernel.deadlines import follow_other_nodes, keep_deadlines
from roundtable.kernel.ids import ClubId, ConnectionId, GuestId, PersonId
from roundtable.kernel.live import LiveSessions
from roundtable.kernel.messages import ClientCommand
from roundtable.kernel.wire import Join
from roundtable.people.api import PeopleApi, SignInApi
from roundtable.people.model import Place as SignInPlace
from roundtable.people.passwords import Passwords
from roundtable.people.service import People
from roundtable.people.sign_ins import SignIns, Wish
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.api import DoorApi, RoomsApi
from roundtable.rooms.service import Arrival, Rooms
from roundtable.secrets import Secrets
from roundtable.settings import Settings
from signaling.config import ServerConfig
from signaling.server import HTTP_LIMITS, MediaServer

PURGE_SECONDS: Final = 6 * 3600.0
_EMBEDDED_KEY: Final = "roundtable"

log = structlog.get_logger("roundtable")


class Roundtable:
    """One process of the platform."""

    def __init__(self, settings: Settings, secrets: Secrets) -> None:
        self._settings = settings
        self._secrets = secrets
        self._clock = SystemClock()
        self._internal = loopback_socket()
        self.database = Database(settings.database)
        self._audiences = Audiences()
        self._sessions = LiveSessions(
            DatabaseEventLog(self.database, LIVE_SLICES),
            LIVE_SLICES,
            clock=self._clock,
            publisher=self._audiences,
            node=settings.node,
        )
        self._limits = Limits()
        self._peers = Peers(settings.trusted_proxies, settings.public_url)
        self._sign_ins, self.people = self._open_people()
        self._clubs = Clubs(self.database)
        self._rooms = Rooms(self.database, self._sessions, self.people, clubs=self._clubs, clock=self._clock)
        self._dispatch = Dispatch(self._peers, self._limits, self._sign_ins.caller)
        self._client = Client(settings.client)
        self._health = Health({"database": self.database.ping})
        self._media = self._embedded_media()
        self._gateway = self._open_gateway()
        self._listeners = Listeners(self._application(), HTTP_LIMITS)
        self._background: list[asyncio.Task[None]] = []

    @property
    def internal_url(self) -> str:
        """Address at which only this machine reaches us, by plain HTTP, whatever people use."""
        host, port = self._internal.getsockname()[:2]
        return f"http://{host}:{port}"

    async def start(self) -> None:
        """Bring the database up to date, take up the sessions that were live, and listen.

        Raises PortTaken or NoSuchAddress, and then nothing is left open.
        """
        await migrate.upgrade(self.database)
        await self._client.load()
        await self._sign_ins.purge()
        if self._media:
            await self._media.start()
        await self._sessions.restore()
        await self._listeners.start(self._place(), self._internal)
        work = (keep_deadlines(self._sessions, self._clock), follow_other_nodes(self._sessions), self._purge())
        self._background = [asyncio.create_task(each) for each in work]

    async def stop(self) -> None:
        """Tell people that we come back, finish what was begun, close everything."""
        self._health.stopping = True
        await self._listeners.take_no_more()
        await self._gateway.stop()
        if self._media:
            await self._media.close()
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._sessions.close()
        await self._listeners.close()
        self._internal.close()
        await self.database.close()

    def _open_people(self) -> tuple[SignIns, People]:
        passwords = Passwords()
        sign_ins = SignIns(self.database, passwords, self._clock)
        people = People(
            self.database,
            passwords,
            sign_ins,
            clock=self._clock,
            first_start_token=self._secrets.text("first start"),
        )
        return sign_ins, people

    def _open_gateway(self) -> Gateway:
        gateway = Gateway(
            self._audiences,
            self._sessions,
            Entrance(self._dispatch, self._rooms, self._secrets.key("addresses"), self._settings.node),
            desk=Desk(commands=dict.fromkeys(client_commands(), self._sessions.execute)),
            door=Door(
                origins=lambda request: self._peers.origins(self._peer(request)),
                address_of=lambda request: self._peer(request).network,
            ),
            clock=self._clock,
            node=self._settings.node,
        )
        self._sign_ins.when_ended(gateway.end_sign_in)
        return gateway

    def _application(self) -> web.Application:
        headers = SecurityHeaders(self._peers, self._settings.media_url, self._settings.public_url)
        interface = http_app.Interface(self._dispatch, headers, self._health)
        apis = (
            SignInApi(self.people, self._sign_ins, self._limits),
            PeopleApi(self.people),
            ClubsApi(self._clubs),
            RoomsApi(self._rooms, self.people),
            DoorApi(self._rooms, Reception(self._sign_ins)),
        )
        app = http_app.build(apis, interface)
        self._gateway.attach(app)
        if self._media:
            app.router.add_routes(self._media.routes())
        http_app.add_client(app, self._client)
        return app

    def _embedded_media(self) -> MediaServer | None:
        settings = self._settings
        if settings.media_url:
            return None
        only_here = is_loopback(settings.host) and not settings.public_url and not settings.media_public_addresses
        return MediaServer(
            ServerConfig(
                api_keys={_EMBEDDED_KEY: self._secrets.text("media")},
                udp_hosts=("127.0.0.1",) if only_here else ("0.0.0.0", "::"),
                udp_port=settings.udp_port,
                public_addresses=settings.media_public_addresses,
                webhook_urls=(f"{self.internal_url}/media/webhook",),
            )
        )

    def _peer(self, request: web.Request) -> Peer:
        return self._peers.of(request.remote, request.scheme, request.headers)

    def _place(self) -> Place:
        settings = self._settings
        certificate = None
        if settings.tls_cert and settings.tls_key:
            certificate = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            certificate.load_cert_chain(settings.tls_cert, settings.tls_key)
        return Place(settings.host, settings.port, certificate)

    async def _purge(self) -> None:
        while True:
            await asyncio.sleep(PURGE_SECONDS)
            try:
                await self._sign_ins.purge()
            except Exception:
                log.exception("old sign-ins could not be deleted")


class Entrance:
    """Where a socket becomes a seat: the cookie tells who it is, the room's rows what they may."""

    def __init__(self, dispatch: Dispatch, rooms: Rooms, address_secret: bytes, node: str) -> None:
        self._dispatch = dispatch
        self._rooms = rooms
        self._address_secret = address_secret
        self._node = node

    async def enter(self, request: web.Request, join: Join, connection: ConnectionId) -> Seat:
        """Enter the live session behind a link."""
        caller, peer = await self._dispatch.identify(request, join.csrf)
        key = hmac.new(self._address_secret, peer.network.encode(), hashlib.sha256).hexdigest()
        arrival = Arrival(join.room, join.observe, connection, key, self._node)
        session, participant = await self._rooms.enter(caller, arrival)
        return Seat(session, participant, caller.sign_in)

    async def leave(self, seat: Seat, connection: ConnectionId) -> None:
        """Note that the socket is gone."""
        await self._rooms.leave(seat.session, seat.participant, connection)


class Reception:
    """Lets people at a room's door say who they are."""

    def __init__(self, sign_ins: SignIns) -> None:
        self._sign_ins = sign_ins

    async def receive(self, call: Call, name: str, club: ClubId | None, language: str) -> PersonId | GuestId:
        """Note it; a newcomer becomes a guest and gets a cookie."""
        place = SignInPlace(call.agent, call.peer.address)
        identity, token = await self._sign_ins.knock(Wish(name, club, language), call.caller, place)
        if token:
            call.keep(token)
        return identity


def client_commands() -> list[type[ClientCommand]]:
    """List what participants may send to the live slices."""
    return [command for part in LIVE_SLICES for command in part.commands if issubclass(command, ClientCommand)]
