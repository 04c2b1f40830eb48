"""A crowd with sockets: people who enter a room by its door, sit down at the gateway, and note when they were told.

Each line speaks WebSocket frames by hand: a library for each of 300 would cost more than the server.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any, Final

import aiohttp

OPENING: Final = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
    "Host: {host}\r\nOrigin: http://{host}\r\nCookie: {cookies}\r\nX-Forwarded-For: {address}\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
NO_MASK: Final = bytes(4)
"""A mask of zeros is a mask: the bytes stay as they are."""
_TO: Final = re.compile(rb'"to":(\d+)')
PATCH: Final = b'42["patch"'


@dataclass
class Told:
    """How many were told of a version, when the last of them was, and in how many bytes."""

    lines: int = 0
    last: float = 0.0
    size: int = 0


@dataclass
class Crowd:
    """What all lines together have been told."""

    versions: dict[int, Told] = field(default_factory=dict)

    def note(self, version: int, size: int) -> None:
        """One more line has this version's patch."""
        told = self.versions.setdefault(version, Told())
        told.lines += 1
        told.last = time.monotonic()
        told.size = size


class Line(asyncio.Protocol):
    """One person's socket."""

    def __init__(self, opening: bytes, auth: Mapping[str, object], crowd: Crowd) -> None:
        self.participant = ""
        self.snapshot: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.closed = False
        self._opening, self._auth, self._crowd = opening, auth, crowd
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._buffer = bytearray()
        self._is_open = False
        self._number = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._opening)

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        for waiting in (self.snapshot, *self._answers.values()):
            if not waiting.done():
                waiting.set_exception(ConnectionError("the server closed the line"))

    async def command(self, type_: str, **fields: object) -> dict[str, Any]:
        """Do something; returns the acknowledgement."""
        self._number += 1
        answer = self._answers[self._number] = asyncio.get_running_loop().create_future()
        content = {"id": f"command-{self._number}", "type": type_, **fields}
        self._send(f"42{self._number}" + json.dumps(["command", content]))
        answered: dict[str, Any] = await answer
        return answered

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._is_open:
            head, found, rest = bytes(self._buffer).partition(b"\r\n\r\n")
            if not found:
                return
            assert b" 101 " in head, head
            self._is_open, self._buffer = True, bytearray(rest)
            self._send("40" + json.dumps(self._auth))
        while (frame := self._frame()) is not None:
            self._read(frame)

    def _frame(self) -> bytes | None:
        """Take one frame off the buffer: a server's frames are not masked, and ours are never fragmented."""
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1], 2
        if length >= 126:
            start = 4 if length == 126 else 10
            if len(buffer) < start:
                return None
            length = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + length:
            return None
        frame = bytes(buffer[start : start + length])
        del buffer[: start + length]
        return frame

    def _read(self, frame: bytes) -> None:
        if frame.startswith(PATCH):
            found = _TO.search(frame)
            assert found is not None
            self._crowd.note(int(found[1]), len(frame))
        elif frame == b"2":
            self._send("3")
        elif frame.startswith(b"43"):
            number, _, answer = frame[2:].partition(b"[")
            self._answers.pop(int(number)).set_result(json.loads(b"[" + answer)[0])
        elif frame.startswith(b'42["welcome"'):
            self.participant = json.loads(frame[2:])[1]["participant"]
        elif frame.startswith(b'42["snapshot"') and not self.snapshot.done():
            self.snapshot.set_result(json.loads(frame[2:])[1])

    def _send(self, text: str) -> None:
        content = text.encode()
        size = len(content)
        length = bytes([0x80 | size]) if size < 126 else bytes([0xFE]) + size.to_bytes(2, "big")
        self._transport.write(b"\x81" + length + NO_MASK + content)


@dataclass(frozen=True)
class Pass:
    """What somebody's browser has after the door: cookies, the token of their sign-in, and where they come from."""

    cookies: str
    csrf: str
    address: str


async def entered(http: aiohttp.ClientSession, slug: str, number: int, club: str | None) -> Pass:
    """Give a name at the door, from an address of one's own, as behind a proxy."""
    address = f"198.51.{100 + number // 250}.{1 + number % 250}"
    headers = {"X-Forwarded-For": address, "Origin": str(http._base_url).rstrip("/"), "X-CSRF-Token": ""}
    body: dict[str, object] = {"name": f"Person {number}", "language": "zh-CN"}
    if club is not None:
        body["club_id"] = club
    async with http.post(f"/api/entry/{slug}", json=body, headers=headers) as answer:
        assert answer.status == 200, await answer.text()
        cookies = _cookies(answer.headers.getall("Set-Cookie"))
    async with http.get("/api/me", headers={**headers, "Cookie": cookies}) as answer:
        return Pass(cookies, (await answer.json())["csrf"], address)


def _cookies(lines: list[str]) -> str:
    found: SimpleCookie = SimpleCookie()
    for line in lines:
        found.load(line)
    return "; ".join(f"{name}={each.value}" for name, each in found.items())


async def seated(host: str, slug: str, ticket: Pass, crowd: Crowd) -> Line:
    """Sit down at the gateway; returns when the room is in sight."""
    opening = OPENING.format(host=host, cookies=ticket.cookies, address=ticket.address).encode()
    auth = {"room": slug, "csrf": ticket.csrf, "protocol": 1}
    name, port = host.rsplit(":", 1)
    made = await asyncio.get_running_loop().create_connection(lambda: Line(opening, auth, crowd), name, int(port))
    line = made[1]
    await asyncio.wait_for(asyncio.shield(line.snapshot), 30)
    return line
