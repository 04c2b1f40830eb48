"""A place at the table: one person's Socket.IO connection and the view of the session that it keeps up to date."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from uuid import uuid4

import socketio

from roundtable.demo.visitor import Refused, Visitor
from roundtable.kernel.patches import apply

ANSWER_SECONDS = 10

View = Mapping[str, Any]


class Seat:
    """What the browser's client keeps: version and view, patched in order, asked for anew after a gap.

    Not connected until `connect`; comes back by itself when the connection drops.
    """

    def __init__(self, visitor: Visitor, slug: str) -> None:
        self.participant = ""
        self.audience = ""
        self.version = -1
        self.view: View = {}
        self.chat: list[dict[str, Any]] = []
        self.farewell: dict[str, Any] | None = None
        self._visitor = visitor
        self._slug = slug
        self._refusal: object = None
        self._changed = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()
        self._client = socketio.AsyncClient(
            http_session=visitor.http, handle_sigint=False, reconnection_delay=0.3, reconnection_delay_max=3
        )
        for event in ("welcome", "snapshot", "patch", "chat", "moved", "goodbye", "connect_error"):
            self._client.on(event, getattr(self, f"_on_{event}"))

    async def connect(self, *, observe: bool = False) -> None:
        """Take the seat. Raises Refused if the gateway says no."""
        auth = {"room": self._slug, "csrf": self._visitor.csrf, "protocol": 1, "observe": observe}
        try:
            await self._client.connect(
                str(self._visitor.server),
                headers={"Origin": str(self._visitor.server)},
                auth=auth,
                transports=["websocket"],
                wait_timeout=ANSWER_SECONDS,
            )
        except socketio.exceptions.ConnectionError as error:
            if isinstance(self._refusal, dict) and "code" in self._refusal:
                raise Refused(self._refusal["code"], self._refusal.get("params")) from error
            raise
        await self.until(lambda _: bool(self.participant), "a welcome")

    @property
    def is_connected(self) -> bool:
        """Say whether the socket is there now."""
        return bool(self._client.connected)

    @property
    def rooms(self) -> Mapping[str, Any]:
        """The part of the view that the room's own slice shows."""
        shown: Mapping[str, Any] = self.view.get("rooms", {})
        return shown

    async def command(self, type_: str, /, **fields: object) -> int | None:
        """Do something; returns the version at which it is true. Raises Refused."""
        answer = await self._ask("command", {"id": str(uuid4()), "type": type_, **fields})
        return answer.get("version")

    async def query(self, kind: str, **fields: object) -> dict[str, Any]:
        """Ask something. Raises Refused."""
        return await self._ask("query", {"type": kind, **fields})

    async def until(self, condition: Callable[[View], bool], what: str, seconds: float = 10) -> View:
        """Wait for the view to be as described. Raises TimeoutError that names what did not come."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: condition(self.view))
        except TimeoutError:
            raise TimeoutError(f"{what} did not come within {seconds} s; the view is {self.view}") from None
        return self.view

    async def leave(self) -> None:
        """Say goodbye and stand up."""
        if self.is_connected and self.farewell is None:
            # Gone already is what was asked for.
            with suppress(Refused, socketio.exceptions.SocketIOError):
                await self.command("rooms.leave")
        await self.drop()

    async def drop(self) -> None:
        """Close the socket without a word, as a browser that is closed does."""
        for task in self._tasks:
            task.cancel()
        await self._client.shutdown()  # also ends an attempt to come back
        # The library's client closes the session it holds when it is collected, also one that is not its own.
        self._client.eio.http = None

    async def _ask(self, event: str, message: dict[str, object]) -> dict[str, Any]:
        answer = await self._client.call(event, message, timeout=ANSWER_SECONDS)
        if not answer["ok"]:
            raise Refused(answer["code"], answer.get("params"))
        return dict(answer)

    def _on_welcome(self, message: dict[str, Any]) -> None:
        self.participant = message["participant"]
        self.audience = message["audience"]
        self._tell()

    def _on_snapshot(self, message: dict[str, Any]) -> None:
        self.version = message["version"]
        self.view = message["view"]
        self._tell()

    def _on_patch(self, message: dict[str, Any]) -> None:
        if message["to"] <= self.version:
            return
        if message["from"] > self.version:
            self._later(self._catch_up())
            return
        self.version = message["to"]
        self.view = apply(self.view, message["patch"])
        self._tell()

    def _on_chat(self, message: dict[str, Any]) -> None:
        self.chat.append(message)
        self._tell()

    def _on_moved(self, message: dict[str, Any]) -> None:
        self.audience = message["audience"]
        self.version = -1

    def _on_goodbye(self, message: dict[str, Any]) -> None:
        self.farewell = message
        self._tell()
        if not message.get("retry"):
            self._later(self._client.disconnect())

    def _on_connect_error(self, *reason: object) -> None:
        detail = reason[0] if reason else None
        self._refusal = detail.get("data", detail) if isinstance(detail, dict) else detail

    async def _catch_up(self) -> None:
        self._on_snapshot(await self.query("snapshot"))

    def _tell(self) -> None:
        self._later(self._notify())

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _later(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
