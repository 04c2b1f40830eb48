"""`roundtable demo`: a server on demo data, six people at the table, and a link for the newcomer."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path

from roundtable.demo.cast import CHAIR, GUESTS, MODERATOR_EMAIL, ROOM_TITLE
from roundtable.demo.conversation import Conversation
from roundtable.demo.entrance import Entrance
from roundtable.demo.house import House, furnish, kept_passwords
from roundtable.demo.people import SimulatedPerson
from roundtable.demo.server_process import NotStarted, ServerProcess, free_port

WELCOME = """
  {title}
  Six people are at the table, and one of them moderates. Join as host with this link:
  六位代表已经入座，其中一位正在主持。点击链接，以发起人身份加入：

      {link}

  Take the gavel inside, and the meeting is yours to moderate; leave, and it goes on without you.
  进入后可以接过主持权，由你来主持；你离开后，会议照常进行。

  Voices are babble, faces are drawn, the words are theirs. Ctrl-C ends the demo.
"""


async def run_demo(data: Path, host: str, port: int) -> int:
    """Run until interrupted; returns the exit code."""
    await asyncio.to_thread(data.mkdir, parents=True, exist_ok=True, mode=0o700)
    stopped = asyncio.Event()
    for interruption in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(interruption, stopped.set)
    server = _server(data, host, port)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(server.stop)
        try:
            await server.start()
        except NotStarted as reason:
            print(reason, file=sys.stderr)
            return 1
        house = await furnish(server, kept_passwords(data / "passwords.json"))
        stack.push_async_callback(house.host.close)
        people = await seated(house)
        for person in people:
            stack.push_async_callback(person.leave)
        entrance = Entrance(house)
        stack.push_async_callback(entrance.close)
        print(WELCOME.format(title=ROOM_TITLE, link=await entrance.open(host)), flush=True)
        return await _until_stopped(stopped, server, Conversation(people))


async def seated(house: House) -> list[SimulatedPerson]:
    """Bring everybody in, the chair first: an account that opens the session for the guests."""
    server = str(house.host.server)
    people = [SimulatedPerson(server, house.slug, character) for character in (CHAIR, *GUESTS)]
    await people[0].visitor.sign_in(MODERATOR_EMAIL, house.passwords[MODERATOR_EMAIL])
    for person in people:
        await person.sit(house.clubs.get(person.character.club))
        await person.admitted()
        await person.join_media()
    return people


async def _until_stopped(stopped: asyncio.Event, server: ServerProcess, conversation: Conversation) -> int:
    talking = asyncio.create_task(conversation.run())
    interrupted = asyncio.create_task(stopped.wait())
    ended = asyncio.create_task(server.ended())
    await asyncio.wait({talking, interrupted, ended}, return_when=asyncio.FIRST_COMPLETED)
    is_ours_to_end = interrupted.done()
    for task in (talking, interrupted, ended):
        task.cancel()
    trouble = (await asyncio.gather(talking, interrupted, ended, return_exceptions=True))[0]
    if is_ours_to_end:
        return 0
    if isinstance(trouble, Exception):
        raise trouble
    print(server.written(), file=sys.stderr)
    return 1


def _server(data: Path, host: str, port: int) -> ServerProcess:
    reached_at = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    return ServerProcess(f"http://{reached_at}:{port}", data / "server.log", _environment(os.environ, data, host, port))


def _environment(outer: Mapping[str, str], data: Path, host: str, port: int) -> dict[str, str]:
    """Return the settings of the demo's server: the demo's own data, whatever the environment says of a real one."""
    kept = {name: value for name, value in outer.items() if name != "ROUNDTABLE_DATABASE_URL"}
    return {
        "ROUNDTABLE_UDP_PORT": str(free_port(socket.SOCK_DGRAM)),
        **kept,
        "ROUNDTABLE_DATA": str(data),
        "ROUNDTABLE_HOST": host,
        "ROUNDTABLE_PORT": str(port),
    }
