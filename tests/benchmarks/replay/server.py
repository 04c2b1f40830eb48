"""The server that is not there: answers one page from the built client, and its WebSocket from the recording."""

import asyncio
import json
import mimetypes
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import Page, Route, WebSocketRoute

from tests.benchmarks.replay.recording import PER_SECOND, Recording

ORIGIN = "http://localhost"
"""A place browsers trust with microphones, at which nothing listens."""

SPEAKING = Path(__file__).with_name("speaking.js")
HANDSHAKE = {"sid": "replay", "upgrades": [], "pingInterval": 25_000, "pingTimeout": 20_000, "maxPayload": 1_000_000}


class ReplayedServer:
    """Speaks Socket.IO as the gateway does, as far as one page needs."""

    def __init__(self, recording: Recording, client: Path) -> None:
        self._recording = recording
        self._client = client
        self._socket: WebSocketRoute | None = None
        self._began = 0.0
        self.joined = asyncio.Event()

    async def serve(self, page: Page) -> None:
        """Answer this page from now on."""
        await page.route("**/*", self._answer)
        await page.route_web_socket(lambda url: "/socket.io/" in url, self._accept)

    async def play(self) -> None:
        """Tell what was recorded, in the time in which it happened."""
        began = time.monotonic()
        for number, change in enumerate(self._recording.changes):
            await asyncio.sleep(max(0.0, began + number / PER_SECOND - time.monotonic()))
            self._tell("patch", {"from": change.since, "to": change.version, "patch": change.patch})

    async def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN).split("?")[0]
        if path.startswith("/api/"):
            await route.fulfill(json=self._api(path))
        elif "/roomMedia-" in path and path.endswith(".js"):
            await route.fulfill(path=SPEAKING, content_type="text/javascript")
        else:
            file = self._client / path.lstrip("/")
            if not path.strip("/") or not file.is_file():
                file = self._client / "index.html"
            await route.fulfill(path=file, content_type=mimetypes.guess_type(file.name)[0] or "text/html")

    def _api(self, path: str) -> dict[str, Any]:
        if path == "/api/me":
            return {"guest": {"id": "gst_1viewer", "name": "Viewer"}, "csrf": "csrf", "first_start": False}
        if path.startswith("/api/entry/"):
            entry = {"title": self._recording.facts.title, "lobby": False, "locked": False, "live": True, "people": 99}
            return {**entry, "session_id": self._recording.facts.session}
        return {"items": []}

    def _accept(self, socket: WebSocketRoute) -> None:
        self._socket = socket
        socket.on_message(lambda message: self._hear(str(message)))
        socket.send("0" + json.dumps(HANDSHAKE))

    def _hear(self, message: str) -> None:
        """Engine.IO's packet number, then Socket.IO's: 40 connects, 42 is an event, and 43 answers it."""
        assert self._socket is not None
        if message.startswith("40"):
            self._began = time.monotonic()
            self._socket.send('40{"sid":"replay"}')
            self._greet()
        elif message.startswith("42"):
            number = message[2 : message.index("[")]
            _, request = json.loads(message[2 + len(number) :])
            self._socket.send(f"43{number}[{json.dumps(self._reply(request))}]")

    def _greet(self) -> None:
        recording = self._recording
        welcome = {"participant": recording.viewer, "audience": recording.audience, "node": "replay"}
        facts = {"session_id": recording.facts.session, "server_time": recording.began.isoformat()}
        self._tell("welcome", {**welcome, **facts})
        self._tell("snapshot", {"version": recording.snapshot.version, "view": recording.snapshot.view})
        self.joined.set()

    def _reply(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["type"] == "time":
            now = self._recording.began + timedelta(seconds=time.monotonic() - self._began)
            return {"ok": True, "now": int(now.timestamp() * 1000)}
        if request["type"] == "chat.history":
            return {"ok": True, "messages": [], "more": False}
        return {"ok": False, "code": "unavailable", "params": {}}

    def _tell(self, name: str, payload: dict[str, Any]) -> None:
        assert self._socket is not None
        self._socket.send("42" + json.dumps([name, payload]))
