"""`roundtable demo`: a server on demo data, six people at the table, and links for the newcomer."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

from roundtable.demo.cast import CHAIR, GUESTS, ROOM_TITLE
from roundtable.demo.conversation import Conversation
from roundtable.demo.entrance import Entrance
from roundtable.demo.house import House, ServingEarlier, furnish, is_fresh, prepared
from roundtable.demo.members import MODERATOR, ORGANIZER, REPRESENTATIVE
from roundtable.demo.people import SimulatedPerson
from roundtable.demo.server_process import NotStarted, ServerProcess, free_port

WELCOME = """
  {title}
  Eight clubs on four campuses, two series in the middle of their term, and a session that is live now: six people are
  at the table, and one of them moderates. Join as its host with this link:
  四个校区的八个社团，两个系列会议正在学期中，其中一场正在进行：六位代表已经入座，其中一位正在主持。点击链接，以发起人身份加入：

      {live}

  Take the gavel inside, and the meeting is yours to moderate; leave, and it goes on without you.
  进入后可以接过主持权，由你来主持；你离开后，会议照常进行。

  The same federation, seen by · 换一种身份看同一个联盟：

      {organizer}   the organizer, at home: series, seats, past records · 发起人的首页
      {representative}   Lena Vogt, who speaks for a club in Berlin and has not answered yet · 柏林的一位社团代表
      {moderator}   何嘉 He Jia, a moderator, in the live session · 一位主持人，直接进入会场

  Each link signs this browser in as somebody else; to be two people at once, open one in a private window.
  每个链接都会把浏览器切换到另一个身份；想同时扮演两个人，请用无痕窗口打开其中一个。

  Voices are babble, faces are drawn, the words are theirs. Ctrl-C ends the demo.
"""

FIRST = "Living through the first half of a term ... 正在补上前半个学期……"


async def run_demo(data: Path, host: str, port: int, serving_earlier: ServingEarlier) -> int:
    """Run until interrupted; returns the exit code."""
    stopped = asyncio.Event()
    for interruption in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(interruption, stopped.set)
    if not is_fresh(data, datetime.now(UTC)):
        print(FIRST, flush=True)
    passwords = await prepared(data, serving_earlier)
    server = _server(data, host, port)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(server.stop)
        try:
            await server.start()
        except NotStarted as reason:
            print(reason, file=sys.stderr)
            return 1
        house = await furnish(server, passwords)
        stack.push_async_callback(house.host.close)
        people = await seated(house)
        for person in people:
            stack.push_async_callback(person.leave)
        entrance = Entrance(house.host.server, passwords)
        stack.push_async_callback(entrance.close)
        await entrance.open(host)
        print(WELCOME.format(title=ROOM_TITLE, **_links(entrance, house.slug)), flush=True)
        return await _until_stopped(stopped, server, Conversation(people))


def _links(entrance: Entrance, slug: str) -> dict[str, str]:
    return {
        "live": entrance.link(ORGANIZER, f"/r/{slug}"),
        "organizer": entrance.link(ORGANIZER, "/"),
        "representative": entrance.link(REPRESENTATIVE, "/"),
        "moderator": entrance.link(MODERATOR, f"/r/{slug}"),
    }


async def seated(house: House) -> list[SimulatedPerson]:
    """Bring everybody in, the chair first."""
    server = str(house.host.server)
    people = [SimulatedPerson(server, house.slug, character) for character in (CHAIR, *GUESTS)]
    await asyncio.gather(*(_signed_in(person, house) for person in people))
    for person in people:
        await person.sit(house.clubs.get(person.character.club))
        await person.admitted()
        await person.join_media()
    return people


async def _signed_in(person: SimulatedPerson, house: House) -> None:
    await person.visitor.sign_in(person.character.email, house.passwords[person.character.email])


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
