"""A real server: its own process, its own data directory, ports nobody else has. It can be killed and come back."""

import asyncio
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import Process
from pathlib import Path

import aiohttp

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 40
MEDIA_SETTINGS = ("ROUNDTABLE_MEDIA_URL", "ROUNDTABLE_MEDIA_API_KEY", "ROUNDTABLE_MEDIA_API_SECRET")
"""Set in the environment, they send all of these tests to another LiveKit server."""


def free_port(kind: socket.SocketKind) -> int:
    """A port that nobody listens on now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class RunningServer:
    """One `roundtable serve`."""

    def __init__(self, directory: Path) -> None:
        self.port = free_port(socket.SOCK_STREAM)
        self.udp_port = free_port(socket.SOCK_DGRAM)
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = directory / "server.log"
        self._data = directory / "data"
        self._process: Process | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the process is told: only our own settings, and those of another media server if there is one."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("ROUNDTABLE_")}
        media = {name: os.environ[name] for name in MEDIA_SETTINGS if name in os.environ}
        return {
            **ours,
            **media,
            "ROUNDTABLE_DATA": str(self._data),
            "ROUNDTABLE_PORT": str(self.port),
            "ROUNDTABLE_UDP_PORT": str(self.udp_port),
            "ROUNDTABLE_LOG_LEVEL": "info",
            "PYTHONUNBUFFERED": "1",
        }

    async def start(self) -> None:
        """Start and wait until it is ready to serve."""
        if self._process is None:
            await self._run_once("migrate")
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "roundtable.cli", "serve", cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        await self._ready(self._process)

    async def kill(self) -> None:
        """End it as a power cut does."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """End it as an operator does."""
        await self._end(signal.SIGTERM)

    def set_up_token(self) -> str:
        """The token of the one-time link that the first start prints."""
        found = re.findall(r"/first-start[/?#](?:token=)?([A-Za-z0-9_-]{20,})", self.log.read_text(encoding="utf-8"))
        assert found, f"no set-up link in {self.log.read_text(encoding='utf-8')}"
        return str(found[-1])

    async def _run_once(self, command: str) -> None:
        with self.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "roundtable.cli", command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        assert await process.wait() == 0, self.log.read_text(encoding="utf-8")

    async def _ready(self, process: Process) -> None:
        try:
            async with asyncio.timeout(START_SECONDS), aiohttp.ClientSession() as http:
                while not await self._answers(http):
                    if process.returncode is not None:
                        raise AssertionError(f"the server ended:\n{self.log.read_text(encoding='utf-8')}")
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(
                f"not ready after {START_SECONDS} s:\n{self.log.read_text(encoding='utf-8')}"
            ) from None

    async def _answers(self, http: aiohttp.ClientSession) -> bool:
        try:
            async with http.get(f"{self.url}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientConnectionError:
            return False

    async def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(how)
            await self._process.wait()
