"""The floor stands what may happen: a server killed, a media server killed alone, a waiter whose line breaks."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from roundtable.demo.server_process import ServerProcess, free_port
from roundtable.demo.visitor import Visitor
from tests.e2e.conftest import MakeRoom, OpenChromium, first_account
from tests.e2e.floor import (
    FLOOR,
    SPEAKING,
    Scripted,
    asks,
    everybody,
    has_floor,
    may_speak,
    next_is,
    presses_next,
    sits_down,
)
from tests.e2e.pages import SECONDS, ChromiumPage, receives, sees_no_text, sees_text, until
from tests.e2e.server import ROOT, running_server
from tests.e2e.words import word
from tests.roundtable.conftest import postgres as postgres  # noqa: PLC0414 - a fixture is found by its name

AFTER_THE_ANSWER = 0.1
KEY, SECRET = "floor-tests", "a-secret-that-only-the-tests-know-0123456789"
IN_SESSION = "window.roundtable?.connection() === 'live'"
MODERATED: dict[str, object] = {"lobby": False, "floor": {"mode": "moderated"}}


@asynccontextmanager
async def started(directory: Path, **settings: str) -> AsyncIterator[ServerProcess]:
    """A server that this test may kill."""
    server = running_server(directory, **settings)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@dataclass
class Meeting:
    """Ada moderates by script, Bob speaks in a window, Cleo waits in a window, Dan waits by script."""

    ada: Scripted
    dan: Scripted
    bob: ChromiumPage
    cleo: ChromiumPage

    @classmethod
    @asynccontextmanager
    async def begun(cls, server: ServerProcess, open_chromium: OpenChromium) -> AsyncIterator["Meeting"]:
        """Bob has the floor and has opened his microphone, Cleo and Dan wait, the list is closed."""
        host = await first_account(server)
        slug = str((await host.send("POST", "/api/rooms", {"title": "Roundtable", "settings": MODERATED}))["slug"])
        await host.enter(slug, "Ada", language="en")
        ada, dan = await Scripted.sits(host, slug), await Scripted.comes(server.url, slug, "Dan")
        bob, cleo = [await sits_down(open_chromium, f"{server.url}/r/{slug}", name) for name in ("Bob", "Cleo")]
        try:
            await asks(bob, text="Our mirror")
            await asks(cleo, text="Our workshop")
            await dan.does("ask", kind="topic")
            await ada.steps()
            await may_speak(bob)
            await bob.click(word("floor.prompt.unmute"))
            await until(bob, f"{FLOOR}.turn?.state === 'speaking'", "running clock")
            await receives(cleo, videos=0, voices=1)
            yield cls(ada, dan, bob, cleo)
        finally:
            await dan.leaves()
            await ada.leaves()

    def standing(self) -> dict[str, Any]:
        """What of the floor does not move by itself."""
        floor = self.ada.sight.floor
        entries = [
            {name: each.get(name) for name in ("id", "kind", "text", "name", "reason")}
            for each in self.ada.sight.waiting
        ]
        turn = {name: floor["turn"][name] for name in ("id", "name", "limit", "called_at")}
        return {"entries": entries, "turn": turn, "closed": floor["closed"], "mode": floor["mode"]}

    async def is_back(self) -> None:
        """Everybody is in the session again, and the turn goes on."""
        await everybody(*(until(page, IN_SESSION, "place in the session") for page in (self.bob, self.cleo)))
        await self.ada.seat.until(lambda _: self._goes_on(), "the turn", SECONDS)

    def _goes_on(self) -> bool:
        turn = self.ada.sight.turn if "floor" in self.ada.seat.view else None
        return turn is not None and "running_since" in turn and not turn["paused"]

    async def rights_agree(self) -> None:
        """Bob may speak and is heard, Cleo may not; the next step turns it round."""
        await everybody(may_speak(self.bob, seconds=SECONDS), may_speak(self.cleo, False, SECONDS))
        await until(self.bob, SPEAKING, "open microphone")
        await receives(self.cleo, videos=0, voices=1)
        await self.ada.steps()
        await everybody(may_speak(self.cleo, seconds=5), may_speak(self.bob, False, 5))


@pytest_asyncio.fixture(loop_scope="session", params=["sqlite", "postgresql"])
async def own_server(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """A server that this test may kill, once on each kind of database."""
    address: str = request.getfixturevalue("postgres") if request.param == "postgresql" else ""
    async with started(tmp_path, ROUNDTABLE_DATABASE_URL=address) as server:
        yield server


async def test_after_kill_9_the_floor_is_the_same_and_everybody_is_back(
    own_server: ServerProcess, open_chromium: OpenChromium
) -> None:
    async with Meeting.begun(own_server, open_chromium) as meeting:
        await meeting.ada.does("close")
        await asyncio.sleep(AFTER_THE_ANSWER)
        elapsed, before = meeting.ada.elapsed, meeting.standing()
        await own_server.kill()
        meeting.ada.seat.view = {}  # what is seen from now on is what the new process shows
        await own_server.start()
        await meeting.is_back()
        assert meeting.standing() == before
        assert before["closed"] is True
        assert meeting.ada.sight.turn is not None
        assert meeting.ada.sight.turn["used"] / 1000 == pytest.approx(elapsed, abs=1)
        await meeting.rights_agree()


@asynccontextmanager
async def media_server(port: int, udp_port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m signaling` as a process of its own."""
    words = ("--port", port, "--udp-port", udp_port, "--key", KEY, "--secret", SECRET, "--log-level", "WARNING")
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "signaling", *map(str, words), cwd=ROOT)
    try:
        async with asyncio.timeout(SECONDS), aiohttp.ClientSession() as http:
            while not await _answers(http, port):
                await asyncio.sleep(0.1)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _answers(http: aiohttp.ClientSession, port: int) -> bool:
    try:
        async with http.get(f"http://127.0.0.1:{port}/") as answer:
            return answer.status == 200
    except aiohttp.ClientConnectionError:
        return False


async def test_after_the_media_server_alone_was_killed_the_rights_agree_again(
    tmp_path: Path, open_chromium: OpenChromium
) -> None:
    port, udp_port = free_port(socket.SOCK_STREAM), free_port(socket.SOCK_DGRAM)
    settings = {
        "ROUNDTABLE_MEDIA_URL": f"ws://127.0.0.1:{port}",
        "ROUNDTABLE_MEDIA_API_KEY": KEY,
        "ROUNDTABLE_MEDIA_API_SECRET": SECRET,
    }
    async with started(tmp_path, **settings) as server:
        async with media_server(port, udp_port) as media:
            beginning = Meeting.begun(server, open_chromium)
            meeting = await beginning.__aenter__()
            media.kill()
        async with media_server(port, udp_port):
            live = "window.roundtable.media().connection === 'live'"
            await everybody(*(until(page, live, "media connection", 40) for page in (meeting.bob, meeting.cleo)))
            assert meeting.ada.sight.turn is not None
            assert meeting.ada.sight.turn["name"] == "Bob"
            await meeting.rights_agree()
            await beginning.__aexit__(None, None, None)


async def test_a_waiter_whose_line_breaks_is_passed_over_and_back_in_place(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    """For a few seconds here; sixty and more are passed with a clock moved by hand in `test_absences`."""
    slug = (await make_room(floor={"mode": "moderated", "policy": "fifo"}))["slug"]
    link = f"{server.url}/r/{slug}"
    ada = await sits_down(open_chromium, link, "Ada", as_visitor=host, no_devices=True)
    bob = await sits_down(open_chromium, link, "Bob", no_devices=True)
    dan = await Scripted.comes(server.url, slug, "Dan")
    try:
        await asks(bob, text="Our mirror")
        await dan.does("ask", kind="topic")
        await next_is(ada, "call", "Bob")
        await bob.page.context.set_offline(True)
        await next_is(ada, "call", "Dan")
        await sees_text(ada, word("floor.entry.away"))
        assert dan.waiting == ["Bob", "Dan"]
        await bob.page.context.set_offline(False)
        await next_is(ada, "call", "Bob")
        await sees_no_text(ada, word("floor.entry.away"))
        assert dan.waiting == ["Bob", "Dan"]
        await presses_next(ada, "call", "Bob")
        await has_floor(bob, "Bob")
    finally:
        await dan.leaves()
