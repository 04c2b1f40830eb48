"""What a whole table costs: a real server process, six simulated people who talk, show their faces and write.

Figures: CPU of the server and of the six clients as shares of one core, and how long a command takes until it is
acknowledged (that is, committed) and until another person sees it.
"""

import asyncio
import socket
import statistics
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import psutil

from roundtable import logs
from roundtable.demo.house import furnish, prepared
from roundtable.demo.people import SimulatedPerson
from roundtable.demo.program import seated
from roundtable.demo.server_process import ServerProcess, free_port
from roundtable.earlier import at_another_time

SECONDS = 15
MESSAGES = 20


async def main() -> None:
    logs.set_up("auto", "error")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        passwords = await prepared(data, at_another_time)
        server = _server(data)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(server.stop)
            await server.start()
            house = await furnish(server, passwords)
            stack.push_async_callback(house.host.close)
            began = time.monotonic()
            people = await seated(house)
            for person in people:
                stack.push_async_callback(person.leave)
            await _everybody_speaks(people)
            print(f"{len(people)} people seated, with microphone and camera, in {time.monotonic() - began:.1f} s")
            await _costs(server, people)
            await _latencies(people)


async def _everybody_speaks(people: list[SimulatedPerson]) -> None:
    """Open the floor and all microphones: more than a moderated meeting ever has."""
    await people[0].seat.command("floor.set_mode", mode="open")
    for person in people[1:]:
        if person.media is not None:
            await person.media.until_allowed("microphone")
            await person.media.publish("microphone")


async def _costs(server: ServerProcess, people: list[SimulatedPerson]) -> None:
    """Let them talk one after another, as at the demo, and look at the clock of both processes."""
    ours, theirs = psutil.Process(), psutil.Process(server.pid)
    before = _cpu(ours), _cpu(theirs)
    began = time.monotonic()
    while time.monotonic() - began < SECONDS:
        for person in people:
            await person.speak()
    spent = time.monotonic() - began
    clients, served = (100 * (_cpu(each) - cpu) / spent for each, cpu in zip((ours, theirs), before, strict=True))
    print(f"server {served:.1f} % of a core, {theirs.memory_info().rss / 1e6:.0f} MB")
    print(f"six clients together {clients:.1f} % of a core")


async def _latencies(people: list[SimulatedPerson]) -> None:
    acknowledged, seen = [], []
    writer, reader = people[1], people[2]
    for number in range(MESSAGES):
        heard = len(reader.seat.chat)
        began = time.monotonic()
        await writer.write(f"message {number}")
        acknowledged.append(time.monotonic() - began)
        await reader.seat.until(partial(_has_more_than, reader, heard), "the message")
        seen.append(time.monotonic() - began)
        await asyncio.sleep(1.05)  # five in five seconds is what a person may write
    for what, times in (("acknowledged", acknowledged), ("seen by another", seen)):
        middle, worst = 1000 * statistics.median(times), 1000 * max(times)
        print(f"a message is {what} after {middle:.1f} ms (median), {worst:.1f} ms (worst)")


def _has_more_than(reader: SimulatedPerson, heard: int, _: object) -> bool:
    return len(reader.seat.chat) > heard


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _server(data: Path) -> ServerProcess:
    port = free_port(socket.SOCK_STREAM)
    settings = {
        "ROUNDTABLE_DATA": str(data),
        "ROUNDTABLE_PORT": str(port),
        "ROUNDTABLE_UDP_PORT": str(free_port(socket.SOCK_DGRAM)),
    }
    return ServerProcess(f"http://127.0.0.1:{port}", data / "server.log", settings)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
