"""Somebody pulls the plug, and everybody is back."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import pytest_asyncio

from roundtable.demo.people import Character, SimulatedPerson
from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.acts import come_in, is_at_table, open_panel, write
from tests.e2e.conftest import OpenChromium, OpenFirefox, first_account
from tests.e2e.pages import ChromiumPage, FirefoxPage, received, receives, sees_text, until
from tests.e2e.server import running_server

SOCKETS = "window.roundtableTest.openSockets()"
IN_SESSION = "window.roundtable?.connection() === 'live'"
BOTH_OPEN = f"['socket.io', '/rtc'].every((part) => {SOCKETS}.some((url) => url.includes(part)))"


@pytest_asyncio.fixture(loop_scope="session")
async def own_server(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """A server that this test may kill."""
    server = running_server(tmp_path)
    await server.start()
    yield server
    await server.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def owner(own_server: ServerProcess) -> AsyncIterator[Visitor]:
    visitor = await first_account(own_server)
    yield visitor
    await visitor.close()


@pytest_asyncio.fixture(loop_scope="session")
async def slug(owner: Visitor) -> str:
    settings: dict[str, object] = {"title": "Roundtable", "settings": {"lobby": False, "floor": {"mode": "open"}}}
    return str((await owner.send("POST", "/api/rooms", settings))["slug"])


async def seated(
    link: str, owner: Visitor, open_chromium: OpenChromium, third: OpenFirefox | None = None
) -> list[ChromiumPage | FirefoxPage]:
    ada = await open_chromium("Ada", link, as_visitor=owner)
    await come_in(ada, button="open")
    await is_at_table(ada)
    bob = await open_chromium("Bob", link)
    await come_in(bob, "Bob")
    pages: list[ChromiumPage | FirefoxPage] = [ada, bob]
    if third is not None:
        pages.append(await third("Dora", link))
        await come_in(pages[-1], "Dora")
    await asyncio.gather(*(is_at_table(page) for page in pages))
    others = len(pages) - 1
    await asyncio.gather(*(receives(page, videos=others, voices=others) for page in pages))
    return pages


async def test_dropped_sockets_are_back_within_three_seconds(
    own_server: ServerProcess, owner: Visitor, slug: str, open_chromium: OpenChromium
) -> None:
    pages = await seated(f"{own_server.url}/r/{slug}", owner, open_chromium)
    bob = pages[1]
    dropped_at = monotonic()
    assert await bob.evaluate("window.roundtableTest.dropSockets()") == 2
    await until(bob, f"{IN_SESSION} && {BOTH_OPEN}", "connection after the drop", 3)
    seen = max((await received(bob)).frames.values())
    now = "window.roundtableTest.received().then((now) => Object.values(now.frames)"
    moves = f"{now}.some((frames) => frames > {seen}))"
    await until(bob, moves, "moving picture after the drop", 3 - (monotonic() - dropped_at))
    await asyncio.gather(*(is_at_table(page) for page in pages))
    await asyncio.gather(*(receives(page, videos=1, voices=1) for page in pages))


async def test_everybody_is_back_after_the_server_was_killed(
    own_server: ServerProcess, owner: Visitor, slug: str, open_chromium: OpenChromium, open_firefox: OpenFirefox
) -> None:
    pages = await seated(f"{own_server.url}/r/{slug}", owner, open_chromium, open_firefox)
    ada, bob = pages[0], pages[1]
    assert isinstance(ada, ChromiumPage)
    assert isinstance(bob, ChromiumPage)
    eve = SimulatedPerson(own_server.url, slug, Character("Eve"))
    try:
        await eve.sit()
        await eve.admitted()
        await open_panel(ada, "chat")
        await write(ada, "Written before the power cut")
        await eve.seat.until(lambda _: bool(eve.seat.chat), "the message")
        before = roles(eve)

        await own_server.kill()
        gone = "window.roundtable?.connection() !== 'live'"
        await asyncio.gather(*(until(page, gone, "honest state") for page in pages))
        await own_server.start()
        ready_at = monotonic()
        await asyncio.gather(*(until(page, IN_SESSION, "place in the session", 10) for page in pages))
        left = 10 - (monotonic() - ready_at)
        await asyncio.gather(*(receives(page, videos=2, voices=2, seconds=left) for page in pages))

        await eve.seat.until(lambda _: roles(eve) == before, "everybody in their role")
        await sees_text(ada, "Written before the power cut")
        await open_panel(bob, "chat")
        await sees_text(bob, "Written before the power cut")
        await write(bob, "And after")
        await sees_text(ada, "And after")
    finally:
        await eve.leave()


def roles(person: SimulatedPerson) -> set[tuple[str, str, bool]]:
    """Who is there, as whom, and whether connected, as one person at the table knows it."""
    participants = person.seat.rooms["participants"].values()
    return {(one["name"], one["role"], one["connected"]) for one in participants}
