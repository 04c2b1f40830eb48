"""What the media server costs: `python -m tests.benchmarks.media`.

With `LOAD_GENERATOR` naming a program that takes the arguments below (and prints one JSON object), the whole server is
measured, signalling included. Without it the project's own load measures the media side alone; its clients are written
in Python and slow, so that its latencies say little.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import socket
import sys
from typing import Any

from tests.benchmarks import media_loop
from tests.benchmarks.load import clients

_SIZES = (20, 50, 100)  # receivers
_JUDGED = 50  # receivers from which on the limits hold
_SECONDS = 10
_CYCLES = 500
_LIMITS = {"us_per_packet": 12.0, "server_us_per_out_packet": 12.0, "lat_ms_p99": 10.0}
_LIMITS |= {"join_cpu_ms": 30.0, "join_cpu_ms_per_sub": 30.0, "memory_mb_per_receiver": 1.5}
_PATIENCE = 30.0  # seconds a server may take to start


def free_port(kind: socket.SocketKind) -> int:
    with socket.socket(socket.AF_INET, kind) as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


async def whole_server(generator: str, receivers: int) -> dict[str, Any]:
    """One run of the external load generator against a fresh server process."""
    port, secret = free_port(socket.SOCK_STREAM), secrets.token_hex(20)
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "signaling", "--port", str(port), "--udp-port", str(free_port(socket.SOCK_DGRAM))),
        *("--address", "127.0.0.1", "--key", "bench", "--secret", secret, "--log-level", "ERROR"),
    )
    try:
        await asyncio.wait_for(_listening(port), _PATIENCE)
        load = await asyncio.create_subprocess_exec(
            *(generator, "-url", f"ws://127.0.0.1:{port}", "-key", "bench", "-secret", secret),
            *("-pid", str(server.pid), "-subs", str(receivers), "-video", "1", "-audio", "1"),
            *("-seconds", str(_SECONDS)),
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await load.communicate()
        figures: dict[str, Any] = json.loads(output)
        return figures
    finally:
        server.terminate()
        await server.wait()


async def _listening(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return


def beyond(figures: dict[str, Any]) -> list[str]:
    """Which figures of one run are worse than they may be. With few receivers there is little to share costs among."""
    worse = [name for name, limit in _LIMITS.items() if figures.get(name, 0.0) > limit]
    return worse + ["delivered"] * (figures["delivered"] < 0.999)


async def main() -> int:
    generator = os.environ.get("LOAD_GENERATOR")
    figures: dict[str, object] = {"loop_us": {str(size): round(media_loop.measure(size), 2) for size in _SIZES}}
    failed: list[str] = []
    for size in _SIZES:
        run = await whole_server(generator, size) if generator else await clients.measure(size, _SECONDS)
        figures[f"{size}_receivers"] = run
        failed += [f"{name} at {size}" for name in beyond(run)] if size >= _JUDGED else []
    figures[f"after_{_CYCLES}_joins_and_leaves"] = await clients.soak(_CYCLES)
    print(json.dumps(figures, indent=1))
    if failed:
        print("beyond:", ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
