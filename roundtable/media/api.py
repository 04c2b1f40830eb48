"""Where the media server tells us what happens there."""

import asyncio
import logging
from typing import Final

from aiohttp import web
from livekit.api import TokenVerifier, WebhookReceiver

from roundtable.kernel.ids import SessionId
from roundtable.media.livekit import SESSION_PREFIX
from roundtable.media.reconciler import MediaReconciler

PATH: Final = "/media/webhook"
MAX_BODY_BYTES: Final = 64 * 1024
"""An event names one room, one participant and one track."""
BODY_SECONDS: Final = 10.0
_TELLING: Final = frozenset({"room_started", "participant_joined", "participant_left"})

_log = logging.getLogger("roundtable.media")


class MediaWebhook:
    """Takes signed webhooks. They only hint where to look, so one that is lost, late or repeated does no harm."""

    def __init__(self, reconciler: MediaReconciler, key: str, secret: str) -> None:
        self._reconciler = reconciler
        self._receiver = WebhookReceiver(TokenVerifier(key, secret))

    def attach(self, app: web.Application) -> None:
        """Serve `POST /media/webhook`."""
        app.router.add_post(PATH, self.receive)

    async def receive(self, request: web.Request) -> web.Response:
        """Check size and signature, then have the room looked at."""
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _bounded_body(request)
            event = self._receiver.receive(body.decode(), request.headers.get("Authorization", ""))
        except web.HTTPException:
            raise
        except Exception as error:  # noqa: BLE001 - the receiver raises bare exceptions for every kind of forgery
            _log.warning("a webhook was refused", extra={"reason": type(error).__name__})
            return web.Response(status=401)
        if event.event in _TELLING and event.room.name.startswith(SESSION_PREFIX):
            self._reconciler.noticed(SessionId(event.room.name))
        return web.Response(status=204)


async def _bounded_body(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_chunked(8192):
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise web.HTTPRequestEntityTooLarge(max_size=MAX_BODY_BYTES, actual_size=len(body))
    return bytes(body)
