"""What one patch to 400 sockets costs: bare `transport.write`, our gateway, and the library as it comes.

Run with `python -m tests.benchmarks.fan_out [sockets] [rounds]`. Real sockets on the loopback, clients in a process of
their own. Figures are CPU time of this process for each receiver, around the loop that tells one patch. Bare writes and
the gateway take turns within the same run, over the same connections and the same bytes. Exits with 1 when the gateway
costs more than 1.5 x bare.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import socketio
from aiohttp import web
from aiohttp.test_utils import TestServer

from roundtable.gateway.audiences import Audiences
from roundtable.gateway.frames import event_frame
from roundtable.gateway.limits import SocketCounts
from roundtable.kernel.audiences import EVERYONE
from roundtable.kernel.ports import Change
from tests.roundtable.gateway.table import CSRF, ORIGIN, SESSION, running_table

LIMIT = 1.5
PATCH = {
    "rooms": {
        "participants": {
            "prt_abcdefghijklmnopqrstuvwxyz": {
                "id": "prt_abcdefghijklmnopqrstuvwxyz",
                "name": "林小雨 Lin Xiaoyu",
                "role": "representative",
                "kind": "account",
                "connected": True,
                "joined_at": "2026-11-22T12:00:00.000Z",
                "stopped": {},
            }
        }
    }
}
_BREATH = 0.01
"""Seconds between rounds, so that the clients' process empties its buffers and no write has to wait."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds of CPU for each receiver."""

    name: str
    each: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.each)


async def main(sockets: int, rounds: int) -> int:
    bare, ours = await measure_gateway(sockets, rounds)
    library = await measure_library(sockets, max(5, rounds // 5))
    ratio = ours.median / bare.median
    print(f"one patch of {len(event_frame('patch', _content(1)))} bytes to {sockets} sockets, {rounds} rounds")
    print(f"{'':28}{'median':>8}{'p10':>8}{'p90':>8}   us of CPU for each receiver")
    for cost in (bare, ours, library):
        deciles = statistics.quantiles(cost.each, n=10)
        figures = f"{cost.median:8.2f}{deciles[0]:8.2f}{deciles[-1]:8.2f}"
        print(f"{cost.name:28}{figures}   {cost.median / bare.median:.2f} x bare")
    print(f"gateway / bare = {ratio:.2f} (limit {LIMIT}): {'ok' if ratio <= LIMIT else 'TOO MUCH'}")
    return 0 if ratio <= LIMIT else 1


async def measure_gateway(sockets: int, rounds: int) -> tuple[Cost, Cost]:
    """Take turns between bare writes and the gateway, over the same sockets."""
    async with running_table(counts=SocketCounts(per_address=sockets)) as table:
        table.product.roles["audience"] = "guest"
        async with clients(table.server.port, sockets):
            heard_by = table.audiences._heard_by[SESSION, EVERYONE].values()
            transports = [transport for each in heard_by if (transport := each.client.outbox._transport)]
            assert len(transports) == sockets
            bare, ours = Cost("bare transport.write", []), Cost("gateway", [])
            for number in range(1, rounds + 1):
                content = _content(number)
                frame = event_frame("patch", content)
                change = Change(number, number + 1, PATCH)
                turns = [
                    (ours, lambda change=change: _publish(table.audiences, change)),
                    (bare, lambda frame=frame: _write(transports, frame)),
                ]
                for cost, tell in turns if number % 2 else reversed(turns):
                    cost.each.append(await _round(tell, sockets))
    return bare, ours


def _publish(audiences: Audiences, change: Change) -> None:
    """Run `publish` to its end; it never suspends."""
    try:
        audiences.publish(SESSION, EVERYONE, change).send(None)
    except StopIteration:
        return
    raise AssertionError("publish suspended")


def _write(transports: list[asyncio.Transport], frame: bytes) -> None:
    for transport in transports:
        transport.write(frame)


async def _round(tell: Callable[[], None], sockets: int) -> float:
    await asyncio.sleep(_BREATH)
    before = time.process_time_ns()
    tell()
    return (time.process_time_ns() - before) / 1000 / sockets


async def measure_library(sockets: int, rounds: int) -> Cost:
    """Emit to a room of an unchanged python-socketio server, until every packet has left its queue."""
    server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*")

    async def connect(sid: str, _environ: object, _auth: object) -> None:
        await server.enter_room(sid, "room")

    async def greet(sid: str) -> None:
        await server.emit("snapshot", {}, to=sid)

    server.on("connect", connect)
    server.on("hello", greet)
    app = web.Application()
    server.attach(app)
    cost = Cost("python-socketio as it comes", [])
    async with TestServer(app) as running, clients(running.port, sockets):
        for number in range(1, rounds + 1):
            await asyncio.sleep(_BREATH)
            before = time.process_time_ns()
            await server.emit("patch", _content(number), to="room")
            while any(not socket.queue.empty() for socket in server.eio.sockets.values()):
                await asyncio.sleep(0)
            for _ in range(3):  # the writers have taken the packets; let them write
                await asyncio.sleep(0)
            cost.each.append((time.process_time_ns() - before) / 1000 / sockets)
        await server.shutdown()
    return cost


def _content(number: int) -> dict[str, object]:
    return {"from": number, "to": number + 1, "patch": PATCH}


@asynccontextmanager
async def clients(port: int | None, sockets: int) -> AsyncIterator[None]:
    """Keep that many connected clients in a process of their own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.benchmarks.fan_out",
        "--clients",
        str(port),
        str(sockets),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert await process.stdout.readline() == b"ready\n"
        yield
    finally:
        process.stdin.close()
        await process.wait()


async def be_clients(port: int, sockets: int) -> None:
    """Connect, say so, and read until the parent closes our input."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        readers = [asyncio.create_task(_read(await _sit(http, port))) for _ in range(sockets)]
        print("ready", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)


async def _sit(http: aiohttp.ClientSession, port: int) -> aiohttp.ClientWebSocketResponse:
    socket = await http.ws_connect(
        f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket",
        headers={"Origin": ORIGIN, "Cookie": "who=audience"},
    )
    await socket.send_str("40" + json.dumps({"room": "table", "csrf": CSRF, "protocol": 1}))
    frame = ""
    while not frame.startswith(("40", '42["snapshot"')):
        frame = await socket.receive_str()
    return socket


async def _read(socket: aiohttp.ClientWebSocketResponse) -> None:
    while True:
        message = await socket.receive()
        if message.type is not aiohttp.WSMsgType.TEXT:
            return
        if message.data == "2":
            await socket.send_str("3")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--clients"]:
        asyncio.run(be_clients(int(sys.argv[2]), int(sys.argv[3])))
    else:
        numbers = [int(word) for word in sys.argv[1:]] + [400, 100][len(sys.argv) - 1 :]
        sys.exit(asyncio.run(main(*numbers)))
