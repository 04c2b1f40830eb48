"""What a command on the floor costs and how fast everybody has it: 300 people in the room, 200 entries waiting.

The server is a process of its own; the 300 sockets are in this one, on the same machine. One command after the other:
milliseconds from sending until the last of all has the patch, and its bytes. Then 50 commands a second for 20 seconds:
none may be lost, and the last may not take longer than the first. `floor_cpu` measures the command alone.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import aiohttp
import psutil

from roundtable.demo.seat import Seat
from roundtable.demo.server_process import ServerProcess
from tests.benchmarks.load.bustle import EACH, KINDS, Bustle, Sent
from tests.benchmarks.load.crowd import Crowd, Line, entered, seated
from tests.e2e.conftest import first_account
from tests.e2e.server import running_server

PEOPLE: Final = 300
SPEAKERS: Final = 99
"""Besides the host; a hundred people of a room may speak, the others observe."""
WAITING: Final = 200
CLUBS: Final = 40
TOLD_LIMIT_MS: Final = 100.0
"""For 99 of 100 commands: until the last of all has the patch."""
PATCH_LIMIT: Final = 1_000
"""Bytes of the frame, for nine of ten commands of each kind."""
ONE_BY_ONE: Final = 200
BREATH: Final = 0.05
"""Seconds between commands that are measured one by one: what they leave to be done is done."""
PER_SECOND: Final = 50
SECONDS: Final = 20
LATE: Final = 1.0
"""Seconds after which the last of them must have been told to all."""
MODERATORS: Final = 8
"""One socket may send ten commands a second for ever; moves and steps are spread over so many."""
SLOWER: Final = 2.0
"""So many times the median of the first quarter the last may take: a line that grows is far beyond."""


@asynccontextmanager
async def full_room(server: ServerProcess, crowd: Crowd) -> AsyncIterator[Bustle]:
    """Fill a room with people of many clubs, most of whom wait."""
    host = await first_account(server)
    rows = [f"第{one}社,Club {one},某大学,Campus,深圳,Shenzhen,Asia/Shanghai" for one in range(CLUBS)]
    sheet = "\n".join(["club_zh,club_en,campus_zh,campus_en,city_zh,city_en,zone", *rows])
    imported = await host.send("POST", "/api/clubs/import", {"csv": sheet, "dry_run": False})
    assert not imported["errors"], imported
    clubs = [club["id"] for club in (await host.get("/api/clubs"))["items"]]
    settings: dict[str, object] = {"lobby": False, "capacity": PEOPLE + 1, "floor": {"entries_per_kind": EACH}}
    room = await host.send("POST", "/api/rooms", {"title": "Full", "settings": settings})
    seat = Seat(host, room["slug"])
    await host.enter(room["slug"], "Ada", language="en")
    await seat.connect()
    lines = await _people(server, room["slug"], clubs, crowd)
    moderators = lines[:MODERATORS]
    for line in moderators:
        await seat.command("rooms.set_role", participant=line.participant, role="moderator")
    bustle = Bustle(seat, {line.participant: line for line in lines[MODERATORS:SPEAKERS]}, cycle(moderators))
    await bustle.fill(WAITING)
    try:
        yield bustle
    finally:
        for line in lines:
            line.close()
        await seat.drop()
        await host.close()


async def _people(server: ServerProcess, slug: str, clubs: Sequence[str], crowd: Crowd) -> list[Line]:
    place = server.url.removeprefix("http://")
    async with aiohttp.ClientSession(server.url, cookie_jar=aiohttp.DummyCookieJar()) as http:
        passes = [await entered(http, slug, number, clubs[number % len(clubs)]) for number in range(PEOPLE)]
    return [await seated(place, slug, each, crowd) for each in passes]


async def all_told(bustle: Bustle, crowd: Crowd, sent: Sequence[Sent]) -> list[float]:
    """Wait until everybody has what was sent; returns the milliseconds it took for each."""
    versions = [each.version for each in sent if each.version is not None]
    async with asyncio.timeout(30):
        while not all(version in crowd.versions and crowd.versions[version].lines >= PEOPLE for version in versions):
            await asyncio.sleep(0.01)
    return [(crowd.versions[each.version].last - each.at) * 1000 for each in sent if each.version is not None]


def cpu_seconds(server: ServerProcess) -> float:
    """CPU that the server has taken until now."""
    times = psutil.Process(server.pid).cpu_times()
    return float(times.user + times.system)


async def one_by_one(bustle: Bustle, crowd: Crowd) -> bool:
    """Measure commands with nothing else going on."""
    sent = []
    for number in range(ONE_BY_ONE):
        sent.append(await bustle.one(KINDS[number % len(KINDS)]))
        await asyncio.sleep(BREATH)
    took = await all_told(bustle, crowd, sent)
    p99 = quantiles(took, n=100)[98]
    print(f"one by one: everybody has it after {median(took):.1f} ms, p99 {p99:.1f} ms (limit {TOLD_LIMIT_MS:.0f})")
    holds = p99 <= TOLD_LIMIT_MS and not any(each.refused for each in sent)
    for kind in sorted(set(KINDS)):
        ones = [each for each in sent if each.kind == kind and each.version is not None]
        sizes = sorted(crowd.versions[each.version or 0].size for each in ones)
        typical = sizes[len(sizes) * 9 // 10]
        acknowledged = median((each.acknowledged - each.at) * 1000 for each in ones)
        print(
            f"  {kind:8} acknowledged after {acknowledged:5.1f} ms; patch {sizes[len(sizes) // 2]} bytes, "
            f"p90 {typical} (limit {PATCH_LIMIT}), largest {sizes[-1]}"
        )
        holds = holds and typical <= PATCH_LIMIT
    return holds


async def sustained(bustle: Bustle, crowd: Crowd, server: ServerProcess) -> bool:
    """Send at a steady rate, without waiting for answers."""
    before, began = cpu_seconds(server), time.monotonic()
    sent = await asyncio.gather(*bustle.steadily(PER_SECOND, SECONDS))
    took = await all_told(bustle, crowd, sent)
    lasted = time.monotonic() - began
    each = (cpu_seconds(server) - before) * 1000 / len(sent)
    refused = [one.refused for one in sent if one.refused]
    quarter = len(took) // 4
    first, last = median(took[:quarter]), median(took[-quarter:])
    print(
        f"{PER_SECOND} a second for {SECONDS} s: {len(sent)} sent in {lasted:.1f} s, {len(took)} told to all, "
        f"refused {refused}"
    )
    print(f"  everybody has it after {median(took):.1f} ms, p99 {quantiles(took, n=100)[98]:.1f} ms")
    print(f"  first quarter {first:.1f} ms, last {last:.1f} ms (limit {SLOWER} x); server {each:.2f} ms CPU a command")
    return not refused and len(took) == len(sent) and lasted <= SECONDS + LATE and last <= SLOWER * first


async def main() -> int:
    crowd = Crowd()
    with tempfile.TemporaryDirectory() as directory:
        server = running_server(Path(directory), ROUNDTABLE_TRUSTED_PROXIES="127.0.0.1")
        await server.start()
        try:
            async with full_room(server, crowd) as bustle:
                held = [await one_by_one(bustle, crowd), await sustained(bustle, crowd, server)]
        finally:
            await server.stop()
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
