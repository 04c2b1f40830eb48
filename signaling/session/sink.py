"""The way out to one client: frames in order, never blocking whoever sends them."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Protocol

from livekit.protocol.rtc import SignalResponse

MAX_WAITING = 4 * 1024 * 1024  # bytes; a client that reads nothing is cut off and may resume


class Sink(Protocol):
    """Where a session's messages go. Swapped when the client resumes on a new connection."""

    def send(self, frame: bytes) -> None: ...

    def end(self) -> None:
        """No more frames; the connection closes after the last one."""


class Socket(Protocol):
    """The part of a WebSocket that is written to."""

    async def send_bytes(self, data: bytes) -> None: ...

    async def close(self) -> object: ...


class QueuedSink:
    """Frames for one WebSocket. `pump` writes them until the end; `send` never waits."""

    def __init__(self, socket: Socket) -> None:
        self._socket = socket
        self._frames: deque[bytes] = deque()
        self._size = 0
        self._wake = asyncio.Event()
        self.ended = False

    def send(self, frame: bytes) -> None:
        if self.ended:
            return
        self._frames.append(frame)
        self._size += len(frame)
        if self._size > MAX_WAITING:
            self._frames.clear()
            self.end()
        self._wake.set()

    def end(self) -> None:
        self.ended = True
        self._wake.set()

    async def pump(self) -> None:
        """Write until `end` was called and nothing is left, then close. A broken connection ends it quietly."""
        try:
            while self._frames or not self.ended:
                await self._wake.wait()
                self._wake.clear()
                while self._frames:
                    frame = self._frames.popleft()
                    self._size -= len(frame)
                    await self._socket.send_bytes(frame)
        except (ConnectionError, RuntimeError):
            self.ended = True
        finally:
            self._frames.clear()
            await self._socket.close()


class NoSink:
    """Nobody listens: the client's connection is gone and may come back."""

    def send(self, frame: bytes) -> None:
        """Dropped: a resuming client is told the whole state again."""

    def end(self) -> None:
        """Nothing to end."""


def frame(**message: object) -> bytes:
    """One SignalResponse as bytes: `frame(update=ParticipantUpdate(...))`."""
    return SignalResponse(**message).SerializeToString()  # type: ignore[arg-type]
