"""`roundtable serve` as a process of its own, for tests of its life."""

import asyncio
import os
import random
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """A port that nobody listens on now, below those that the system hands out: it is still free for a restart."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("0.0.0.0", port))
            except OSError:
                continue
            return port


@dataclass
class Serving:
    """A server process and what it has said."""

    process: Process
    url: str
    lines: list[str] = field(default_factory=list)

    @property
    def token(self) -> str:
        """The token of the set-up link that was printed last."""
        return self.lines[-1].rpartition("/first-start#")[2]

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """End it; returns the exit status and what it wrote to standard error."""
        if self.process.returncode is None:
            self.process.send_signal(how)
        _, errors = await asyncio.wait_for(self.process.communicate(), 10)
        return self.process.returncode or 0, errors.decode()


def environment(data: Path, **settings: str) -> dict[str, str]:
    """The environment of a server on ports of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ROUNDTABLE_")}
    ours = {
        "DATA": str(data),
        "PORT": str(free_port()),
        "UDP_PORT": str(free_port(socket.SOCK_DGRAM)),
        **settings,
    }
    return {**kept, "LANG": "C.UTF-8", **{f"ROUNDTABLE_{name}": value for name, value in ours.items()}}


async def start(env: dict[str, str]) -> Process:
    """Start the process."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "roundtable.cli", "serve", cwd=ROOT, env=env, stdout=PIPE, stderr=PIPE
    )


@asynccontextmanager
async def serving(env: dict[str, str]) -> AsyncIterator[Serving]:
    """A server that has said where to click; it is gone at the end."""
    process = await start(env)
    server = Serving(process, f"http://127.0.0.1:{env['ROUNDTABLE_PORT']}")
    assert process.stdout is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), 40)
        assert line, (await process.communicate())[1].decode()
        server.lines.append(line.decode().strip())
        yield server
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
