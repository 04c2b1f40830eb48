"""The signal connection: `/rtc/v1`, its validate address, and a clean 404 where older clients look."""

from __future__ import annotations

import asyncio
import logging

from aiohttp import WSMsgType, web
from livekit.protocol.models import DisconnectReason
from livekit.protocol.rtc import JoinRequest, LeaveRequest

from signaling.api.admission import Admission, admit
from signaling.api.token import Grants
from signaling.clock import Now, new_sid
from signaling.config import ServerConfig
from signaling.errors import Refusal
from signaling.rooms.participant import Identity, Participant, ParticipantSid
from signaling.rooms.subscriptions import Choices
from signaling.session import requests
from signaling.session.directory import Directory
from signaling.session.greeting import PING_TIMEOUT
from signaling.session.session import Session, Surroundings
from signaling.session.sink import QueuedSink, frame

log = logging.getLogger(__name__)

MAX_FRAME = 1024 * 1024  # bytes of one frame: an offer of the greatest size, metadata of the greatest size
SILENCE = PING_TIMEOUT + 5.0  # seconds without any frame after which the connection counts as lost
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*"}  # tokens, not cookies, decide; clients live on other origins


class SignalEndpoint:
    """Serves signal connections for the rooms of one server."""

    def __init__(self, config: ServerConfig, rooms: Directory, surroundings: Surroundings, now: Now) -> None:
        self._config = config
        self._rooms = rooms
        self._around = surroundings
        self._now = now
        self._open: set[web.WebSocketResponse] = set()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/rtc/v1", self.connect, allow_head=False),
            web.get("/rtc/v1/validate", self.validate, allow_head=False),
        ]

    async def validate(self, request: web.Request) -> web.Response:
        """200 `success` when a connection with the same query would be taken."""
        try:
            admit(request, self._config, self._rooms, self._now)
        except Refusal as refusal:
            return web.Response(status=refusal.status, text=str(refusal), headers=OPEN_TO_ALL)
        return web.Response(text="success", headers=OPEN_TO_ALL)

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """One client's connection, from its upgrade to its end."""
        socket = web.WebSocketResponse(max_msg_size=MAX_FRAME, compress=False, timeout=2.0)
        try:
            admission = admit(request, self._config, self._rooms, self._now)
            if not socket.can_prepare(request):
                raise Refusal("a WebSocket is expected here")
            session = self._session_for(admission)
        except Refusal as refusal:
            return web.Response(status=refusal.status, text=str(refusal), headers=OPEN_TO_ALL)
        await self._converse(request, socket, admission, session)
        return socket

    def _session_for(self, admission: Admission) -> Session | None:
        """The session this connection belongs to; None for a resume of somebody unknown. Raises LimitExceeded."""
        grants, join = admission.grants, admission.request
        if join.reconnect:
            live = self._rooms.find(grants.room)
            session = live.session_of(grants.identity) if live is not None else None
            return session if session is not None and session.participant.sid == join.participant_sid else None
        live = self._rooms.open(grants.room)
        settings = join.connection_settings
        choices = Choices(auto=settings.auto_subscribe or not join.HasField("connection_settings"))
        session = Session(live, self._newcomer(grants, join), choices, self._around)
        try:
            live.enter(session)
        except Refusal:
            session.end(None)
            raise
        return session

    def _newcomer(self, grants: Grants, join: JoinRequest) -> Participant:
        participant = Participant(
            ParticipantSid(new_sid("PA_")),
            Identity(grants.identity),
            grants.permission,
            name=grants.name,
            joined_at=self._now(),
        )
        participant.kind = grants.kind
        participant.token_not_before, participant.token_lifetime = grants.not_before, grants.lifetime
        participant.client_protocol = join.client_info.client_protocol
        participant.metadata = grants.metadata
        participant.attributes = {**grants.attributes}
        if grants.permission.can_update_metadata:
            participant.write_metadata(metadata=join.metadata, attributes=dict(join.participant_attributes))
        return participant

    async def _converse(
        self, request: web.Request, socket: web.WebSocketResponse, admission: Admission, session: Session | None
    ) -> None:
        try:
            await socket.prepare(request)
        except BaseException:
            if session is not None and not admission.request.reconnect:
                session.live.depart(session, DisconnectReason.JOIN_FAILURE, tell=False)
            raise
        sink = QueuedSink(socket)
        writing = asyncio.create_task(sink.pump())
        self._open.add(socket)
        try:
            if session is None:
                farewell = LeaveRequest(reason=DisconnectReason.STATE_MISMATCH, action=LeaveRequest.RECONNECT)
                sink.send(frame(leave=farewell))
            else:
                greet(session, sink, admission.request)
                await self._read(socket, session, sink)
        finally:
            if session is not None:
                session.detach(sink)
            sink.end()
            await writing
            self._open.discard(socket)
            if session is not None and session.ended:
                await session.closed()

    async def _read(self, socket: web.WebSocketResponse, session: Session, sink: QueuedSink) -> None:
        """Handle frames until the connection, or the session, is over."""
        while not sink.ended and not session.ended:
            try:
                message = await socket.receive(timeout=SILENCE)
            except TimeoutError:
                return
            if message.type is WSMsgType.BINARY:
                obey(session, message.data)
            elif message.type is not WSMsgType.TEXT:  # text would be JSON, which no client of ours sends
                return

    async def close(self) -> None:
        """Wait until every client has been sent its last frame and is gone."""
        for socket in list(self._open):
            await socket.close()


def greet(session: Session, sink: QueuedSink, join: JoinRequest) -> None:
    """Answer the join request: welcome or resume, and the offer and tracks that rode along."""
    if join.reconnect:
        session.resume(sink)
        return
    session.begin(sink)
    try:
        for wish in join.add_track_requests:
            requests.add_track(session, wish)
        if join.HasField("publisher_offer"):
            session.take_offer(join.publisher_offer)
    except Refusal as refusal:
        dismiss(session, refusal)


def obey(session: Session, data: bytes) -> None:
    """One frame. What cannot be taken ends the session of who sent it, and nobody else's."""
    try:
        requests.handle(session, data)
    except Refusal as refusal:
        dismiss(session, refusal)


def dismiss(session: Session, refusal: Refusal) -> None:
    log.warning("%s sent what cannot be taken: %s", session.participant.sid, refusal)
    session.live.depart(session, DisconnectReason.STATE_MISMATCH)
