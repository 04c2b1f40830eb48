"""The one place where everything is put together. The only file that knows the embedded media server."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

import structlog
from aiohttp import ClientSession, web

from roundtable.belongings import ClubBelongings
from roundtable.calendars.parts import CalendarParts
from roundtable.chat.pace import ChatPace
from roundtable.chat.service import ChatService
from roundtable.clubs.parts import ClubParts
from roundtable.correspondence import Correspondence
from roundtable.database import Database, migrate
from roundtable.database.event_log import DatabaseEventLog
from roundtable.desk import desk
from roundtable.diary import SeriesDiary
from roundtable.entrance import Entrance
from roundtable.floor.api import FloorApi
from roundtable.floor.carrying import CarriedEntries
from roundtable.floor.service import FloorRecords
from roundtable.gateway.audiences import Audiences
from roundtable.gateway.gateway import Gateway
from roundtable.gateway.ports import Desk
from roundtable.gateway.sockets import Door
from roundtable.http import app as http_app
from roundtable.http.client import Client
from roundtable.http.dispatch import Dispatch
from roundtable.http.health import Health
from roundtable.http.limits import Limits
from roundtable.http.listeners import Listeners, Place, certificate_of, loopback_socket
from roundtable.http.peers import Peer, Peers
from roundtable.http.security import SecurityHeaders
from roundtable.kernel.clock import Clock, SteadyClock, SystemClock
from roundtable.kernel.deadlines import follow_other_nodes, keep_deadlines
from roundtable.kernel.ids import SessionId
from roundtable.kernel.live import LiveSessions
from roundtable.media.api import MediaWebhook
from roundtable.media.livekit import LiveKitMedia
from roundtable.media.reconciler import MediaReconciler
from roundtable.media.service import MediaPass
from roundtable.media.tokens import Tokens
from roundtable.people.parts import PeopleParts
from roundtable.personal.parts import PersonalParts
from roundtable.polls.parts import PollParts
from roundtable.registry import LIVE_SLICES
from roundtable.representatives import SeatHolders
from roundtable.rooms.api import DoorApi, RoomsApi
from roundtable.rooms.keeping import KeptRooms
from roundtable.rooms.service import Rooms
from roundtable.secrets import Secrets
from roundtable.series.parts import SeriesParts
from roundtable.series.timetable import Timetable
from roundtable.settings import Settings
from roundtable.sign_of_life import SignOfLife
from roundtable.tables import RECORDERS
from signaling.config import ServerConfig
from signaling.server import HTTP_LIMITS, MediaServer

PURGE_SECONDS: Final = 6 * 3600.0
_EMBEDDED_KEY: Final = "roundtable"

log = structlog.get_logger("roundtable")


@dataclass(frozen=True, slots=True)
class Media:
    """The media server, ours or another, and what keeps it in agreement with the sessions."""

    key: str
    secret: str = field(repr=False)
    tokens: Tokens
    reconciler: MediaReconciler
    embedded: MediaServer | None


class Roundtable:
    """One process of the platform."""

    def __init__(self, settings: Settings, secrets: Secrets, clock: Clock | None = None) -> None:
        self._settings = settings
        self._secrets = secrets
        self._clock = clock or SystemClock()
        self._steady = SteadyClock(self._clock)
        self._sign_of_life = SignOfLife(settings.data / f"alive-{settings.node}", self._steady)
        self._internal = loopback_socket()
        self.database = Database(settings.database)
        self._http = ClientSession()
        self._audiences = Audiences()
        self._mail = Correspondence(self.database, settings, secrets, self._steady)
        self._media = self._open_media()
        self._log = DatabaseEventLog(self.database, LIVE_SLICES, recorders=RECORDERS)
        self._sessions = LiveSessions(
            self._log,
            LIVE_SLICES,
            clock=self._steady,
            publisher=self._audiences,
            reconcilers=[self._media.reconciler],
            node=settings.node,
        )
        self._limits = Limits()
        self._peers = Peers(settings.trusted_proxies, settings.public_url)
        self._accounts = PeopleParts(
            self.database,
            self._clock,
            self._limits,
            first_start_token=secrets.text("first start"),
            post=self._mail.letters,
            openid=settings.openid,
            public_url=settings.public_url,
        )
        self.people = self._accounts.people
        self._club_parts = ClubParts(self.database, self._clock, self.people)
        self._clubs = self._club_parts.clubs
        self._rooms = self._open_rooms()
        rooms = KeptRooms(self._clock)
        diary = SeriesDiary(self.database, self._clubs, self._clock)
        self._calendars = CalendarParts(self.database, diary, self._clock)
        seats = SeatHolders(self._clock)
        self._polls = PollParts(self.database, self._clock, self.people, self._clubs, seats=seats)
        self._series = SeriesParts(
            self.database,
            self._clock,
            self.people,
            self._clubs,
            rooms=rooms,
            polls=self._polls.waiting,
            belongings=ClubBelongings(),
        )
        self._personal = PersonalParts(self.database, self._clock, self._limits, self._accounts, rooms=rooms)
        handlers = {**self._series.handlers, **self._personal.handlers}
        self._worker = self._mail.worker(handlers)
        self._dispatch = Dispatch(self._peers, self._limits, self._accounts.sign_ins.caller, self._accounts.bearers)
        self._client = Client(settings.client)
        self._health = Health({"database": self.database.ping})
        self._gateway = self._open_gateway()
        self.application: Final = self._application()
        self._listeners = Listeners(self.application, HTTP_LIMITS)
        self._background: list[asyncio.Task[None]] = []

    @property
    def internal_url(self) -> str:
        """Address at which only this machine reaches us, by plain HTTP, whatever people use."""
        host, port = self._internal.getsockname()[:2]
        return f"http://{host}:{port}"

    async def start(self) -> None:
        """Bring the database up to date, take up the sessions that were live, and listen.

        Raises Unavailable without a database, PortTaken or NoSuchAddress without a port, and then nothing is left open.
        """
        await self.database.ping()
        await migrate.upgrade(self.database)
        await self._client.load()
        await self._accounts.sign_ins.purge()
        await self._series.window.begin()
        if self._media.embedded:
            await self._media.embedded.start()
        await self._sessions.restore(self._sign_of_life.last)
        await self._listeners.start(self._place(), self._internal)
        work = (
            keep_deadlines(self._sessions, self._steady),
            self._sign_of_life.keep(),
            follow_other_nodes(self._sessions),
            self._media.reconciler.run(),
            self._worker.run(),
            self._accounts.links.run(),
            self._accounts.history.run(),
            self._purge(),
        )
        self._background = [asyncio.create_task(each) for each in work]

    async def stop(self) -> None:
        """Tell people that we come back, finish what was begun, close everything."""
        self._health.stopping = True
        await self._listeners.take_no_more()
        await self._gateway.stop()
        await self._media.reconciler.stop()
        if self._media.embedded:
            await self._media.embedded.close()
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._sessions.close()
        await self._listeners.close()
        self._internal.close()
        await self._http.close()
        await self.database.close()

    def _open_rooms(self) -> Rooms:
        return Rooms(
            self.database,
            self._sessions,
            self.people,
            clubs=self._clubs,
            clock=self._clock,
            handover=CarriedEntries(self.database),
            timetable=Timetable(self.database, self._clock),
        )

    def _open_gateway(self) -> Gateway:
        gateway = Gateway(
            self._audiences,
            self._sessions,
            Entrance(self._dispatch, self._rooms, self._secrets.key("addresses"), self._settings.node),
            desk=self._desk(),
            door=Door(
                origins=lambda request: self._peers.origins(self._peer(request)),
                address_of=lambda request: self._peer(request).network,
            ),
            clock=self._steady,
            node=self._settings.node,
        )
        self._accounts.sign_ins.when_ended(gateway.end_sign_in)
        return gateway

    def _desk(self) -> Desk:
        spoken = ChatService(
            self.database, self._sessions, clock=self._clock, teller=self._audiences, limit=ChatPace(self._clock)
        )
        passes = MediaPass(self._sessions, self._media.reconciler, self._media.tokens, self._settings.media_url)
        return desk(self._sessions, spoken, passes)

    def _application(self) -> web.Application:
        headers = SecurityHeaders(self._peers, self._settings.media_url, self._settings.public_url)
        interface = http_app.Interface(self._dispatch, headers, self._health)
        apis = (
            *self._accounts.apis,
            *self._club_parts.apis,
            RoomsApi(self._rooms, self.people),
            DoorApi(self._rooms, self._accounts.reception),
            FloorApi(FloorRecords(self.database, self._rooms, self._clock)),
            *self._mail.apis,
            *self._calendars.apis,
            *self._series.apis,
            *self._polls.apis,
            *self._personal.apis,
        )
        app = http_app.build(apis, interface)
        self._calendars.server(self._limits, self._peer).attach(app)
        self._mail.one_click(self._limits, self._peer).attach(app)
        self._club_parts.logos.attach(app)
        self._gateway.attach(app)
        MediaWebhook(self._media.reconciler, self._media.key, self._media.secret).attach(app)
        if self._media.embedded:
            app.router.add_routes(self._media.embedded.routes())
        http_app.add_client(app, self._client)
        return app

    def _open_media(self) -> Media:
        settings = self._settings
        key, secret = settings.media_api_key or _EMBEDDED_KEY, self._secrets.text("media")
        if settings.media_api_secret:
            secret = settings.media_api_secret.get_secret_value()
        tokens = Tokens(key, secret, self._clock)
        port = LiveKitMedia(settings.media_url or self.internal_url, key, secret, self._http)
        return Media(
            key=key,
            secret=secret,
            tokens=tokens,
            reconciler=MediaReconciler(port, tokens, is_over=self._is_over),
            embedded=None if settings.media_url else self._embedded_media(key, secret),
        )

    async def _is_over(self, session: SessionId) -> bool:
        """Say whether a session has ended; not so for one that the log does not know."""
        known = await self._log.facts(session)
        return known is not None and session not in [facts.session for facts in await self._log.live()]

    def _embedded_media(self, key: str, secret: str) -> MediaServer:
        settings = self._settings
        return MediaServer(
            ServerConfig(
                api_keys={key: secret},
                # Even when the pages are for this machine alone: Firefox sends no media to a loopback address.
                udp_hosts=("0.0.0.0", "::"),
                udp_port=settings.udp_port,
                public_addresses=settings.media_public_addresses,
                webhook_urls=(f"{self.internal_url}/media/webhook",),
            )
        )

    def _peer(self, request: web.Request) -> Peer:
        return self._peers.of(request.remote, request.scheme, request.headers)

    def _place(self) -> Place:
        settings = self._settings
        return Place(settings.host, settings.port, certificate_of(settings.tls_cert, settings.tls_key))

    async def _purge(self) -> None:
        while True:
            await asyncio.sleep(PURGE_SECONDS)
            try:
                await self._accounts.sign_ins.purge()
            except Exception:
                log.exception("old sign-ins could not be deleted")
