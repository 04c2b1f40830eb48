"""A real server for the tests: its own process, its own data directory, ports nobody else has."""

import os
import socket
from pathlib import Path

from roundtable.demo.server_process import ServerProcess, free_port

ROOT = Path(__file__).resolve().parents[2]
PASSED_ON = ("ROUNDTABLE_MEDIA_URL", "ROUNDTABLE_MEDIA_API_KEY", "ROUNDTABLE_MEDIA_API_SECRET", "ROUNDTABLE_CLIENT")
"""Set in the environment, they send these tests to another LiveKit server, or try another build of the client."""


def running_server(directory: Path, **settings: str) -> ServerProcess:
    """A server not yet started. Of our environment it is told only what is passed on."""
    port, udp_port = free_port(socket.SOCK_STREAM), free_port(socket.SOCK_DGRAM)
    others = {name: value for name, value in os.environ.items() if not name.startswith("ROUNDTABLE_")}
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    ours = {
        "ROUNDTABLE_DATA": str(directory / "data"),
        "ROUNDTABLE_PORT": str(port),
        "ROUNDTABLE_UDP_PORT": str(udp_port),
        **settings,
    }
    return ServerProcess(f"http://127.0.0.1:{port}", directory / "server.log", {**others, **passed, **ours})
