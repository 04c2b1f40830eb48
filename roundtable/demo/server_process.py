"""A server of one's own: `roundtable serve` as a process, for the demo and the browser tests."""

import asyncio
import random
import re
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping
from pathlib import Path

import aiohttp

START_SECONDS = 40
STOP_SECONDS = 15
_SET_UP_LINK = re.compile(r"/first-start[/?#](?:token=)?([A-Za-z0-9_-]{20,})")


class NotStarted(Exception):
    """The server did not come up; the text holds the end of what it wrote."""


def free_port(kind: socket.SocketKind) -> int:
    """Return a port that nobody uses now, on any address, below those that the system gives to clients by itself."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("", port))
            except OSError:
                continue
            return port
    raise OSError("no free port")


class ServerProcess:
    """One `roundtable serve` that can be killed and started again on the same data and ports."""

    def __init__(self, url: str, log: Path, environment: Mapping[str, str]) -> None:
        self.url = url
        self.log = log
        self._environment = {**environment, "PYTHONUNBUFFERED": "1"}
        self._process: Process | None = None

    async def start(self) -> None:
        """Start and wait until it is ready. Raises NotStarted."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "roundtable.cli", "serve", env=self._environment, stdout=log, stderr=log
            )
        await self._ready(self._process)

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._process.pid if self._process else None

    async def kill(self) -> None:
        """End it as a power cut does."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """End it as an operator does."""
        await self._end(signal.SIGTERM)

    async def ended(self) -> int:
        """Wait until it ends by itself; returns its exit code."""
        return await self._process.wait() if self._process is not None else 0

    def set_up_token(self) -> str | None:
        """Return the token of the one-time link that a first start prints, or None if it printed none."""
        found = _SET_UP_LINK.findall(self.written(10**6))
        return str(found[-1]) if found else None

    def written(self, characters: int = 3_000) -> str:
        """Return the end of what the server wrote."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-characters:] if self.log.exists() else ""

    async def _ready(self, process: Process) -> None:
        try:
            async with asyncio.timeout(START_SECONDS), aiohttp.ClientSession() as http:
                while not await self._answers(http):
                    if process.returncode is not None:
                        raise NotStarted(self.written())
                    await asyncio.sleep(0.1)
        except TimeoutError:
            await self.kill()
            raise NotStarted(f"not ready after {START_SECONDS} s\n{self.written()}") from None

    async def _answers(self, http: aiohttp.ClientSession) -> bool:
        try:
            async with http.get(f"{self.url}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientConnectionError:
            return False

    async def _end(self, how: signal.Signals) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(how)
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
