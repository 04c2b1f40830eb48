"""Telling other programs what happens in rooms: signed, in each room's order, again until it is heard.

Each room has its own queue, so that a receiver that stumbles over one room's event does not hold back the others.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
import secrets
from collections import deque
from collections.abc import Sequence

import aiohttp
import jwt
from google.protobuf.json_format import MessageToJson
from livekit.protocol.models import ParticipantInfo
from livekit.protocol.models import Room as RoomInfo
from livekit.protocol.webhook import WebhookEvent

from signaling.clock import Now
from signaling.rooms.tracks import Track

log = logging.getLogger(__name__)

MAX_WAITING = 1000  # events of one room; beyond that the oldest are lost and counted in num_dropped
DELAYS = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)  # seconds between attempts; about a minute in all
TIMEOUT = aiohttp.ClientTimeout(total=10)
TOKEN_TIME = 300  # seconds the signature of one delivery is good for
FAREWELL = 3.0  # seconds that closing waits for the last events
LASTING = frozenset((400, 401, 403, 404, 405, 410, 413, 415, 422))  # statuses another attempt will not change


class Webhooks:
    """Takes events from rooms and posts them to every URL."""

    def __init__(self, urls: Sequence[str], signer: tuple[str, str], now: Now) -> None:
        self._urls = tuple(urls)
        self._key, self._secret = signer
        self._now = now
        self._queues: dict[tuple[str, str], deque[WebhookEvent]] = {}
        self._tasks: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._http: aiohttp.ClientSession | None = None
        self._closed = False

    def report(
        self, event: str, room: RoomInfo, participant: ParticipantInfo | None = None, track: Track | None = None
    ) -> None:
        """Queue one event; never waits. The messages are copied: what happens later does not change them.

        After `close` nobody is told any more: requests that were still running may end then.
        """
        if not self._urls or self._closed:
            return
        message = WebhookEvent(
            event=event,
            id="EV_" + secrets.token_urlsafe(9),
            created_at=int(self._now()),
            room=room,
            participant=participant,
            track=None if track is None else track.info,
        )
        for url in self._urls:
            self._enqueue((url, room.sid), message)

    def _enqueue(self, key: tuple[str, str], message: WebhookEvent) -> None:
        queue = self._queues.setdefault(key, deque())
        if len(queue) >= MAX_WAITING:
            lost = queue.popleft()
            queue[0].num_dropped += 1 + lost.num_dropped
        queue.append(message)
        if key not in self._tasks:
            self._tasks[key] = asyncio.get_running_loop().create_task(self._drain(key))

    async def _drain(self, key: tuple[str, str]) -> None:
        """Deliver one room's events to one URL until none is left."""
        queue = self._queues[key]
        try:
            while queue:
                message = queue.popleft()
                if not await self._deliver(key[0], message):
                    log.error("webhook %s for room %s was given up", message.event, message.room.sid)
        finally:
            del self._queues[key]
            del self._tasks[key]

    async def _deliver(self, url: str, message: WebhookEvent) -> bool:
        """Post until it is taken; False when the receiver refuses for good or too often."""
        for delay in (*DELAYS, None):
            status = await self._post(url, MessageToJson(message, indent=None))
            if 200 <= status < 300:
                return True
            if status in LASTING or delay is None:
                return False
            await asyncio.sleep(delay)
        return False

    async def _post(self, url: str, body: str) -> int:
        """The status of one attempt; 0 when nobody answered."""
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=TIMEOUT)
        headers = {"Authorization": self._signature(body), "Content-Type": "application/webhook+json"}
        try:
            async with self._http.post(url, data=body.encode(), headers=headers, allow_redirects=False) as response:
                return response.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.info("webhook receiver did not answer: %s", type(error).__name__)
            return 0

    def _signature(self, body: str) -> str:
        """A token over the hash of the body; receivers check it with any LiveKit SDK."""
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        now = int(self._now())
        claims = {"iss": self._key, "sha256": digest, "nbf": now, "exp": now + TOKEN_TIME}
        return jwt.encode(claims, self._secret, algorithm="HS256")

    async def close(self) -> None:
        """Give the last events a moment, then let go."""
        self._closed = True
        tasks = list(self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=FAREWELL)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if self._http is not None:
            await self._http.close()
            self._http = None
