"""A server, browsers and people for the browser tests. Servers and browsers are shared; rooms and windows are not."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e import browsers
from tests.e2e.pages import INIT_SCRIPT, SECONDS, ChromiumPage, Firefox, FirefoxPage
from tests.e2e.server import ROOT, running_server

HERE = Path(__file__).parent
EMAIL, PASSWORD = "ada@example.org", "an-unguessable-password-7"

NO_DEVICES_SCRIPT = """
  const none = () => Promise.reject(new DOMException("Requested device not found", "NotFoundError"));
  MediaDevices.prototype.getUserMedia = none;
  MediaDevices.prototype.enumerateDevices = () => Promise.resolve([]);
"""
"""A machine with nothing plugged in, in a browser whose fake devices belong to the whole process."""

OpenChromium = Callable[..., Awaitable[ChromiumPage]]
OpenFirefox = Callable[..., Awaitable[FirefoxPage]]
MakeRoom = Callable[..., Awaitable[dict[str, Any]]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("e2e")
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.timeout(240))


@pytest.fixture(scope="session")
def traces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where logs of servers and browsers go."""
    return tmp_path_factory.mktemp("e2e")


async def first_account(server: ServerProcess) -> Visitor:
    """Make the first account of a new server, as the set-up link's page does; returns its owner."""
    visitor = Visitor(server.url)
    async with asyncio.timeout(SECONDS):
        while (token := server.set_up_token()) is None:  # it is ready a moment before it says so
            await asyncio.sleep(0.05)
    account: dict[str, object] = {"email": EMAIL, "password": PASSWORD, "name": "Ada", "language": "en"}
    await visitor.send("POST", "/api/first-start", {"token": token, **account})
    await visitor.remember()
    return visitor


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server(traces: Path) -> AsyncIterator[ServerProcess]:
    """The server that most tests share."""
    running = running_server(traces)
    await running.start()
    yield running
    await running.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def host(server: ServerProcess) -> AsyncIterator[Visitor]:
    """Ada, the first account: host of every room that `room` makes."""
    visitor = await first_account(server)
    yield visitor
    await visitor.close()


@pytest_asyncio.fixture(loop_scope="session")
async def make_room(host: Visitor) -> MakeRoom:
    """Opens rooms; settings as in the API, no lobby and everybody may speak unless asked otherwise."""

    async def make(title: str = "Roundtable of the clubs", **settings: object) -> dict[str, Any]:
        body: dict[str, object] = {"title": title, "settings": {"lobby": False, "floor": {"mode": "open"}, **settings}}
        room: dict[str, Any] = await host.send("POST", "/api/rooms", body)
        return room

    return make


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One Chromium; each person gets a context of their own in it."""
    path = browsers.chromium()
    assert path is not None, browsers.HOW_TO_GET["Chromium"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(browsers.CHROMIUM_FLAGS))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def firefox(traces: Path) -> AsyncIterator[Firefox]:
    """One Firefox."""
    path = browsers.firefox()
    assert path is not None, browsers.HOW_TO_GET["Firefox"]
    running = await Firefox.launch(path, str(ROOT / ".venv" / "bin" / "node"), traces / "firefox.log")
    yield running
    await running.close()


async def go_on_as(page: ChromiumPage, visitor: Visitor) -> None:
    """Give the browser somebody's cookies, by an answer of the server's: a `__Host-` cookie comes in no other way."""
    headers = {"Set-Cookie": "\n".join(visitor.cookie_headers()), "Content-Type": "text/html"}
    address = str(visitor.server.with_path("/sign-in-of-the-test"))
    await page.page.route(address, lambda route: route.fulfill(status=200, headers=headers, body=visitor.csrf))
    await page.page.goto(address)
    await page.page.unroute(address)


@pytest_asyncio.fixture(loop_scope="session")
async def open_chromium(chromium: Browser, request: pytest.FixtureRequest) -> AsyncIterator[OpenChromium]:
    """Opens Chromium windows, each of a person of their own; `as_visitor` brings somebody's cookies along.

    `script` runs before any script of the page.
    """
    async with AsyncExitStack() as stack:

        async def opened(name: str, url: str, as_visitor: Visitor | None = None, **options: Any) -> ChromiumPage:
            no_devices, script = options.pop("no_devices", False), options.pop("script", "")
            granted = [] if no_devices else ["camera", "microphone"]
            context = await chromium.new_context(locale=options.pop("locale", "en-US"), permissions=granted, **options)
            stack.push_async_callback(context.close)
            await context.add_init_script(INIT_SCRIPT)
            if script:
                await context.add_init_script(script)
            if no_devices:
                await context.add_init_script(NO_DEVICES_SCRIPT)
            page = ChromiumPage(name, await context.new_page())
            if as_visitor is not None:
                await go_on_as(page, as_visitor)
            await page.page.goto(url)
            return page

        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def open_firefox(firefox: Firefox) -> AsyncIterator[OpenFirefox]:
    """Opens Firefox windows."""
    async with AsyncExitStack() as stack:

        async def opened(name: str, url: str) -> FirefoxPage:
            page = await firefox.open(re.sub(r"\W", "", name), url)
            stack.push_async_callback(page.close)
            return page

        yield opened
