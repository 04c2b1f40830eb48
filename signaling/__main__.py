"""`python -m signaling`: the media server by itself."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import logging
import signal

from aiohttp import web

from signaling.config import ServerConfig
from signaling.server import HTTP_LIMITS, MediaServer


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m signaling", description="A media server that speaks LiveKit.")
    parser.add_argument("--host", default="127.0.0.1", help="address of the HTTP port")
    parser.add_argument("--port", type=int, default=7880, help="HTTP and WebSocket port")
    parser.add_argument("--udp-port", type=int, default=7882, help="the one UDP port for all media")
    parser.add_argument("--address", action="append", help="address to receive media on (repeatable)")
    parser.add_argument("--public-address", action="append", default=[], help="further address of the UDP port")
    parser.add_argument("--key", required=True, help="API key")
    parser.add_argument("--secret", required=True, help="its secret, at least 32 characters in earnest use")
    parser.add_argument("--webhook", action="append", default=[], help="URL that is told what happens (repeatable)")
    parser.add_argument("--log-level", default="INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR"))
    return parser.parse_args()


async def serve(options: argparse.Namespace) -> None:
    config = ServerConfig(
        api_keys={options.key: options.secret},
        udp_hosts=tuple(options.address or ("127.0.0.1",)),
        udp_port=options.udp_port,
        public_addresses=tuple(options.public_address),
        webhook_urls=tuple(options.webhook),
    )
    server = MediaServer(config)
    app = web.Application()
    app.add_routes([*server.routes(), web.get("/", alive)])
    runner = web.AppRunner(app, access_log=None, **HTTP_LIMITS)
    await server.start()
    await runner.setup()
    await web.TCPSite(runner, options.host, options.port).start()
    logging.getLogger("signaling").info("ws://%s:%d, media on UDP %d", options.host, options.port, options.udp_port)
    gc.collect()
    gc.freeze()  # what was loaded so far stays: a full collection need not stop the packets to look at it again
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    await stop.wait()
    await server.close()
    await runner.cleanup()


async def alive(_: web.Request) -> web.Response:
    """Clients ask for this before they join and when they come back online."""
    return web.Response(text="OK")


def main() -> None:
    options = arguments()
    logging.basicConfig(level=options.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(options))


if __name__ == "__main__":
    main()
