"""From an accepted socket to the product and back: who it is, what they ask, what they are answered."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from roundtable.gateway.audiences import Audiences, Connection
from roundtable.gateway.engine import Engine
from roundtable.gateway.frames import event_frame
from roundtable.gateway.outbox import NORMAL_CLOSE
from roundtable.gateway.ports import Desk, Entrance, QueryHandler, Seat, Sessions
from roundtable.gateway.sockets import ClientSocket, Door
from roundtable.kernel.clock import Clock, as_text
from roundtable.kernel.commands import CommandBook
from roundtable.kernel.errors import Conflict, Invalid, NotFound, Refusal
from roundtable.kernel.ids import CommandId
from roundtable.kernel.messages import CommandRef, Message
from roundtable.kernel.wire import PROTOCOL, Join, SnapshotQuery, TimeQuery

_COMMAND_ID: Final[TypeAdapter[CommandId]] = TypeAdapter(CommandRef)
_log = logging.getLogger("roundtable.gateway")


class Gateway:
    """Serves Socket.IO on an aiohttp application. Implements the engine's `Handlers`."""

    def __init__(
        self,
        audiences: Audiences,
        sessions: Sessions,
        entrance: Entrance,
        *,
        desk: Desk,
        door: Door,
        clock: Clock,
        node: str = "node",
    ) -> None:
        self._audiences = audiences
        self._sessions = sessions
        self._entrance = entrance
        self._clock = clock
        self._node = node
        self._commands = desk.commands
        self._book = CommandBook(desk.commands)
        queries: dict[type[Message], QueryHandler] = {
            SnapshotQuery: self._snapshot,
            TimeQuery: self._time,
            **desk.queries,
        }
        self._queries = {_type_of(query): (query, handler) for query, handler in queries.items()}
        self._connections: dict[ClientSocket, Connection] = {}
        self._engine = Engine(self, door)

    def attach(self, app: web.Application) -> None:
        """Serve `/socket.io/`."""
        self._engine.attach(app)

    async def stop(self) -> None:
        """Tell everybody that the server restarts, and close their sockets. Takes at most a few seconds."""
        self._engine.take_no_more()
        self._audiences.dismiss_all("restarting")
        await self._engine.stop()

    def end_sign_in(self, sign_in: str) -> None:
        """Close what was opened with a sign-in that is over. Connecting again asks for a new one."""
        for connection in self._audiences.of_sign_in(sign_in):
            connection.is_signed_out = True
            self._audiences.leave(connection)
            connection.client.outbox.finish(NORMAL_CLOSE)

    async def connect(self, socket: ClientSocket, auth: Mapping[str, object]) -> None:
        """Enter the session, or raise the refusal."""
        try:
            join = Join.model_validate(auth, strict=True)
        except ValidationError as error:
            raise Invalid("invalid", field=_first_field(error)) from None
        if join.protocol != PROTOCOL:
            raise Conflict("client_outdated")
        connection = Connection(socket)
        self._audiences.expect(connection)
        try:
            seat = await self._entrance.enter(socket.request, join, connection.id)
        except BaseException:
            self._audiences.leave(connection)
            raise
        connection.seat = replace(seat, origin=socket.request.headers["Origin"])
        self._connections[socket] = connection

    async def greet(self, socket: ClientSocket) -> None:
        """Say `welcome`, then the snapshot, then whatever was said meanwhile."""
        connection = self._connections[socket]
        seat = connection.seat
        audience = (await self._sessions.presence(seat.session)).audience(seat.participant)
        if socket.outbox.is_finished:  # replaced by a newer window between entering and now
            return
        if audience is None:  # removed between entering and now
            connection.goodbye("gone", retry=True)
            return
        # From here on the kernel's patches reach this connection; it holds them back until it is greeted.
        self._audiences.join(connection, audience)
        snapshot = await self._sessions.snapshot(seat.session, audience)
        if connection.audience is None:  # dismissed meanwhile, and told so
            return
        welcome = {
            "participant": seat.participant,
            "audience": connection.audience,
            "session_id": seat.session,
            "server_time": as_text(self._clock.now()),
            "node": self._node,
        }
        frames = [event_frame("welcome", welcome)]
        if connection.audience == audience:  # else the snapshot of the new audience is among what was held back
            frames.append(event_frame("snapshot", {"version": snapshot.version, "view": snapshot.view}))
        connection.greet(*frames)

    async def command(self, socket: ClientSocket, content: dict[str, object]) -> dict[str, object]:
        """Validate a command, have it carried out, and say how it went."""
        return await self._guarded(socket, lambda seat: self._carry_out(seat, content))

    async def query(self, socket: ClientSocket, content: dict[str, object]) -> dict[str, object]:
        """Validate a question and have it answered, unless they may not see the answer any more by then."""
        audience = self._connections[socket].audience
        answer = await self._guarded(socket, lambda seat: self._look_up(seat, content))
        return answer if self._connections[socket].audience == audience else _refused("not_present", {})

    def answered(self, socket: ClientSocket) -> None:
        """Let a goodbye follow that the command itself has caused."""
        self._connections[socket].answered()

    async def disconnect(self, socket: ClientSocket) -> None:
        """Take the connection out of its audience at once, then tell the session."""
        connection = self._connections.pop(socket)
        self._audiences.leave(connection)
        try:
            if connection.is_signed_out:
                await self._entrance.sign_out(connection.seat)
            else:
                await self._entrance.leave(connection.seat, connection.id)
        except Refusal as refusal:  # the session is over, or busy: its own deadlines take care of who is away
            _log.info("leaving was refused", extra={"code": refusal.code})

    async def _guarded(
        self, socket: ClientSocket, work: Callable[[Seat], Awaitable[dict[str, object]]]
    ) -> dict[str, object]:
        connection = self._connections[socket]
        if connection.audience is None:
            return _refused("not_present", {})
        connection.asks()
        try:
            return await work(connection.seat)
        except Refusal as refusal:
            return _refused(refusal.code, refusal.params)
        except ValidationError as error:
            return _refused("invalid", {"field": _first_field(error)})
        except Exception:  # noqa: BLE001 - one client's message must not end anything else
            _log.exception("a message could not be handled")
            return _refused("unavailable", {})

    async def _carry_out(self, seat: Seat, content: dict[str, object]) -> dict[str, object]:
        command_id = _COMMAND_ID.validate_python(content.pop("id", None))
        command = self._book.parse(content)
        accepted = await self._commands[type(command)](seat.session, command, seat.participant, command_id)
        return {"ok": True, "version": accepted.version}

    async def _look_up(self, seat: Seat, content: dict[str, object]) -> dict[str, object]:
        if (known := self._queries.get(str(content.get("type")))) is None:
            raise NotFound("unknown_query")
        model, handler = known
        return {"ok": True, **await handler(seat, model.model_validate(content))}

    async def _snapshot(self, seat: Seat, _query: SnapshotQuery) -> Mapping[str, object]:
        audience = (await self._sessions.presence(seat.session)).audience(seat.participant)
        if audience is None:
            raise NotFound("not_present")
        snapshot = await self._sessions.snapshot(seat.session, audience)
        return {"version": snapshot.version, "view": snapshot.view}

    async def _time(self, _seat: Seat, _query: TimeQuery) -> Mapping[str, object]:
        return {"now": round(self._clock.now().timestamp() * 1000)}


def _type_of(message: type[Message]) -> str:
    return str(message.model_fields["type"].default)


def _first_field(error: ValidationError) -> str:
    return ".".join(str(part) for part in error.errors(include_url=False, include_input=False)[0]["loc"]) or "id"


def _refused(code: str, params: Mapping[str, str | int]) -> dict[str, object]:
    return {"ok": False, "code": code, "params": dict(params)}
