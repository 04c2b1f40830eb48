"""The fence around python-socketio: nothing beyond this file and `driver.py` sees the untyped library.

The library keeps what it is good at: the handshake, acknowledgements, pings. Three seams of it are replaced: the
packet queue of a socket (`Outbox`, which writes at once), the WebSocket driver (`Driver`, which lets only inspected
frames in and never compresses), and the route (`Engine.handle`, which refuses before the upgrade).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

import engineio
import socketio
import socketio.exceptions
from aiohttp import web

from roundtable.gateway.driver import CLOSE_SECONDS, PING_SECONDS, PONG_SECONDS, SOCKET_KEY, Driver
from roundtable.gateway.guard import MAX_FRAME_BYTES
from roundtable.gateway.outbox import Outbox
from roundtable.gateway.sockets import ClientSocket, Door, Handlers
from roundtable.kernel.errors import Refusal

PATH: Final = "/socket.io/"
SERVICE_RESTART: Final = 1012

_log = logging.getLogger("roundtable.gateway")
# Below WARNING the library logs whole packets, tokens and lobby names included.
_library_log = logging.getLogger("roundtable.gateway.library")
_library_log.setLevel(logging.WARNING)

_Answer = Callable[[ClientSocket, dict[str, object]], Awaitable[dict[str, object]]]


class _EngineServer(engineio.AsyncServer):  # type: ignore[misc]
    def create_queue(self, *_args: object, **_options: object) -> Outbox:
        return Outbox()


class _SocketServer(socketio.AsyncServer):  # type: ignore[misc]
    def _engineio_server_class(self) -> type[_EngineServer]:
        return _EngineServer


class Engine:
    """Carries inspected frames to `Handlers` and their answers back."""

    def __init__(self, handlers: Handlers, door: Door) -> None:
        self._handlers = handlers
        self._door = door
        self._serving = 0
        self._nobody_left = asyncio.Event()
        self._farewells: set[asyncio.Task[None]] = set()
        self._is_stopping = False
        self._server = _SocketServer(
            async_mode="aiohttp",
            async_handlers=False,
            transports=["websocket"],
            cors_allowed_origins=[],  # checked before, in `_refused`
            max_http_buffer_size=MAX_FRAME_BYTES,
            ping_interval=PING_SECONDS,
            ping_timeout=PONG_SECONDS,
            http_compression=False,
            logger=_library_log,
            engineio_logger=_library_log,
        )
        self._server.on("connect", self._connect)
        self._server.on("command", self._command)
        self._server.on("query", self._query)
        self._server.eio._async = {**self._server.eio._async, "websocket": self._drive}

    def attach(self, app: web.Application) -> None:
        """Serve `/socket.io/`. Only GET exists: there is no long polling."""
        app.router.add_get(PATH, self.handle)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Refuse what may not become a socket, before the upgrade; else serve it until it closes."""
        if refused := self._refused(request):
            return refused
        address = self._door.address_of(request)
        if not self._door.counts.enter(address, asyncio.get_running_loop().time()):
            return web.Response(status=429, text="too many connections")
        self._serving += 1
        try:
            response: web.StreamResponse = await self._server.eio.handle_request(request)
        finally:
            self._door.counts.leave(address)
            self._serving -= 1
            if self._serving == 0:
                self._nobody_left.set()
        return response

    def take_no_more(self) -> None:
        """Refuse new sockets from now on."""
        self._is_stopping = True

    async def stop(self) -> None:
        """Wait, for a bounded time, until the sockets that were told to close are gone."""
        with suppress(TimeoutError):
            async with asyncio.timeout(2 * CLOSE_SECONDS):
                if self._serving:
                    self._nobody_left.clear()
                    await self._nobody_left.wait()
                if self._farewells:
                    await asyncio.wait(tuple(self._farewells))
        if self._server.eio.service_task_handle:  # none before the first socket, and none after the first stop
            await self._server.shutdown()

    def _refused(self, request: web.Request) -> web.Response | None:
        origins = request.headers.getall("Origin", [])
        if len(origins) != 1 or origins[0] not in self._door.origins(request):
            return web.Response(status=403, text="this origin may not connect")
        if self._is_stopping:
            return web.Response(status=503, text="stopping")
        query = request.query
        is_plain = query.get("EIO") == "4" and query.get("transport") == "websocket" and "sid" not in query
        if not is_plain or not web.WebSocketResponse().can_prepare(request).ok:
            return web.Response(status=400, text="WebSocket only")
        return None

    def _drive(self, handler: Any, _server: Any) -> Driver:
        """What the library calls for a new WebSocket; `handler` is a method of its socket."""
        return Driver(handler.__self__, self._handlers, self._door, self._farewells)

    async def _connect(self, sid: str, environ: dict[str, Any], auth: object) -> None:
        client: ClientSocket = environ[SOCKET_KEY]
        try:
            await self._handlers.connect(client, auth if isinstance(auth, dict) else {})
        except Refusal as refusal:
            raise _refused(refusal.code, refusal.params) from None
        except Exception:  # noqa: BLE001 - the client is told, whatever it was
            _log.exception("connecting failed")
            raise _refused("unavailable", {}) from None
        client.is_connected = True

    async def _command(self, sid: str, content: dict[str, object]) -> dict[str, object]:
        return await self._answer(sid, content, self._handlers.command)

    async def _query(self, sid: str, content: dict[str, object]) -> dict[str, object]:
        return await self._answer(sid, content, self._handlers.query)

    async def _answer(self, sid: str, content: dict[str, object], answer: _Answer) -> dict[str, object]:
        client: ClientSocket = self._server.get_environ(sid)[SOCKET_KEY]
        if seconds := client.commands.take(asyncio.get_running_loop().time()):
            return {"ok": False, "code": "too_fast", "params": {"seconds": seconds}}
        return await answer(client, content)


def _refused(code: str, params: dict[str, str | int]) -> Exception:
    error: Exception = socketio.exceptions.ConnectionRefusedError(code, {"code": code, "params": params})
    return error
