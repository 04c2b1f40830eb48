"""A real server for the tests: its own process, its own data directory, ports nobody else has."""

import os
import socket
from pathlib import Path

from roundtable.demo.server_process import ServerProcess, free_port

ROOT = Path(__file__).resolve().parents[2]
MEDIA_SETTINGS = ("ROUNDTABLE_MEDIA_URL", "ROUNDTABLE_MEDIA_API_KEY", "ROUNDTABLE_MEDIA_API_SECRET")
"""Set in the environment, they send all of these tests to another LiveKit server."""


def running_server(directory: Path, **settings: str) -> ServerProcess:
    """A server not yet started. Of our environment's own settings it is told only those of the media server."""
    port, udp_port = free_port(socket.SOCK_STREAM), free_port(socket.SOCK_DGRAM)
    others = {name: value for name, value in os.environ.items() if not name.startswith("ROUNDTABLE_")}
    media = {name: os.environ[name] for name in MEDIA_SETTINGS if name in os.environ}
    ours = {
        "ROUNDTABLE_DATA": str(directory / "data"),
        "ROUNDTABLE_PORT": str(port),
        "ROUNDTABLE_UDP_PORT": str(udp_port),
        **settings,
    }
    return ServerProcess(f"http://127.0.0.1:{port}", directory / "server.log", {**others, **media, **ours})
