"""The listening side of one WebSocket: only inspected frames reach the library, and one bad client harms only itself.

Stands in for Engine.IO's aiohttp driver and for its receive loop, which would accept compression, pass on whatever
arrives, and start two tasks for each socket and one for each frame.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Final

import engineio.packet
from aiohttp import WSMessage, WSMsgType, web

from roundtable.gateway.guard import MAX_FRAME_BYTES, Kind, Malformed, inspect
from roundtable.gateway.limits import MAX_MALFORMED
from roundtable.gateway.sockets import ClientSocket, Door, Handlers

PING_SECONDS: Final = 10
"""Whole seconds only: the library announces fractions wrongly."""
PONG_SECONDS: Final = 10
CLOSE_SECONDS: Final = 2.0
"""How long a client may take to answer a close frame before its transport is dropped."""
POLICY_VIOLATION: Final = 1008
SOCKET_KEY: Final = "roundtable.socket"
"""Where the library's environment of a socket holds our `ClientSocket`."""

_log = logging.getLogger("roundtable.gateway")


class Driver:
    """Serves one socket from its handshake to its end."""

    def __init__(self, library_socket: Any, handlers: Handlers, door: Door, farewells: set[asyncio.Task[None]]) -> None:
        self._library_socket = library_socket
        self._handlers = handlers
        self._door = door
        self._farewells = farewells
        self._response = web.WebSocketResponse(
            max_msg_size=MAX_FRAME_BYTES,
            compress=False,
            autoping=False,
            timeout=CLOSE_SECONDS,
            receive_timeout=PING_SECONDS + PONG_SECONDS,
        )
        self._closing: asyncio.Task[bool] | None = None

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        """Upgrade, listen until the socket is gone, then tell whoever must know."""
        request: web.Request = environ["aiohttp.request"]
        client = ClientSocket(request, self._door.address_of(request), self._library_socket.queue)
        environ[SOCKET_KEY] = client
        try:
            await self._response.prepare(client.request)
            await self._serve(client)
        finally:
            # A server may cancel its handlers when connections drop; what must be told is told all the same.
            farewell = asyncio.get_running_loop().create_task(self._leave(client))
            self._farewells.add(farewell)
            farewell.add_done_callback(self._farewells.discard)
            await asyncio.shield(farewell)
        return self._response

    async def _serve(self, client: ClientSocket) -> None:
        transport = client.request.transport
        if transport is None:  # gone during the handshake
            return
        client.outbox.open(transport, self._hang_up(transport))
        self._library_socket.connected = self._library_socket.upgraded = True
        loop = asyncio.get_running_loop()
        expiry = loop.call_later(self._door.connect_seconds, self._expire, client)
        try:
            while not client.outbox.is_finished and await self._take(client, await self._receive()):
                pass
        finally:
            expiry.cancel()

    async def _receive(self) -> WSMessage:
        try:
            return await self._response.receive()
        except TimeoutError:
            return WSMessage(WSMsgType.CLOSED, None, None)

    async def _take(self, client: ClientSocket, message: WSMessage) -> bool:
        """Handle one message. False when it was the last."""
        if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR):
            return False
        if client.frames.take(asyncio.get_running_loop().time()):
            client.outbox.finish(POLICY_VIOLATION)
            return False
        if message.type is WSMsgType.PING:
            await self._response.pong(message.data)
        elif message.type is not WSMsgType.PONG:
            return await self._judge(client, message.data)
        return True

    async def _judge(self, client: ClientSocket, frame: object) -> bool:
        verdict = inspect(frame)
        if verdict is Kind.LEAVE:
            return False
        if verdict is Kind.EVENT and not client.is_connected:
            verdict = Malformed("event before connecting")
        if verdict is Kind.CONNECT and client.is_connected:
            verdict = Malformed("connected already")
        if isinstance(verdict, Malformed):
            return self._count(client, verdict)
        await self._library_socket.receive(engineio.packet.Packet(encoded_packet=frame))
        if verdict is Kind.CONNECT:
            return await self._welcome(client)
        if verdict is Kind.EVENT:
            self._handlers.answered(client)
        return True

    async def _welcome(self, client: ClientSocket) -> bool:
        """Greet who was let in; hang up on who was not. The library has answered by now."""
        if not client.is_connected:
            client.outbox.finish(POLICY_VIOLATION)
            return False
        await self._handlers.greet(client)
        return True

    def _count(self, client: ClientSocket, malformed: Malformed) -> bool:
        client.malformed += 1
        _log.info("malformed frame", extra={"reason": malformed.reason, "count": client.malformed})
        if client.malformed < MAX_MALFORMED:
            return True
        client.outbox.finish(POLICY_VIOLATION)
        return False

    def _expire(self, client: ClientSocket) -> None:
        if not client.is_connected:
            client.outbox.finish(POLICY_VIOLATION)

    def _hang_up(self, transport: asyncio.Transport) -> Callable[[int], None]:
        def hang_up(code: int) -> None:
            loop = asyncio.get_running_loop()
            self._closing = loop.create_task(self._response.close(code=code))
            loop.call_later(CLOSE_SECONDS, transport.abort)

        return hang_up

    async def _leave(self, client: ClientSocket) -> None:
        client.outbox.finish(1000)
        try:
            await self._library_socket.close(wait=False, abort=True, reason="transport close")
        finally:
            self._library_socket.server.sockets.pop(self._library_socket.sid, None)
            if client.is_connected:
                client.is_connected = False
                await self._handlers.disconnect(client)
        if self._closing is not None:
            await self._closing
