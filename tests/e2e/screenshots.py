"""Every screen, in both languages and themes, at three widths: `make screenshots`, then look at the folder it names.

`python -m tests.e2e.screenshots --readme` takes only the one that the README shows.
"""

import asyncio
import base64
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from roundtable import logs
from roundtable.demo.conversation import Conversation
from roundtable.demo.house import House, furnish, prepared
from roundtable.demo.program import seated
from roundtable.demo.seat import Seat
from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from roundtable.earlier import at_another_time
from tests.e2e import browsers, screens_floor, screens_pages, screens_room
from tests.e2e.acts import come_in, is_at_table
from tests.e2e.camera import Camera
from tests.e2e.conftest import NO_DEVICES_SCRIPT, go_on_as
from tests.e2e.pages import ChromiumPage
from tests.e2e.screens_room import Visit
from tests.e2e.server import ROOT, running_server
from tests.e2e.words import Language

LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")
README_PICTURE = ROOT / "web" / "screenshot.webp"
TO_WEBP = """async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", 0.85).split(",")[1];
}"""
REFUSED_SCRIPT = """
  const refuse = () => Promise.reject(new DOMException("Permission denied", "NotAllowedError"));
  MediaDevices.prototype.getUserMedia = refuse;
"""
SLIDE_SCRIPT = """
  MediaDevices.prototype.getDisplayMedia = () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
    const pen = canvas.getContext("2d");
    const draw = () => {
      pen.fillStyle = "#f4f6f8"; pen.fillRect(0, 0, 1280, 720);
      pen.fillStyle = "#17324d"; pen.font = "600 64px sans-serif"; pen.fillText("Mirrors: three weeks", 90, 150);
      pen.font = "36px sans-serif";
      ["Seven campuses, one index", "Night syncs fill the line", "Proposal: staggered hours"].forEach((line, at) =>
        pen.fillText(`•  ${line}`, 90, 260 + at * 80));
    };
    draw();
    setInterval(draw, 200);
    return Promise.resolve(canvas.captureStream(5));
  };
"""


@dataclass(frozen=True)
class Inhabited:
    """A furnished server with people at the table."""

    server: ServerProcess
    house: House
    moderator: Seat


@asynccontextmanager
async def started(folder: Path) -> AsyncIterator[ServerProcess]:
    """A server that nobody has used yet."""
    server = running_server(folder)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def inhabited(folder: Path) -> AsyncIterator[Inhabited]:
    """The demo's federation, and six people talking in a room of its."""
    home = folder / "federation"
    home.mkdir()
    passwords = await prepared(home / "data", at_another_time)
    async with started(home) as server, AsyncExitStack() as stack:
        house = await furnish(server, passwords)
        stack.push_async_callback(house.host.close)
        people = await seated(house)
        for person in people:
            stack.push_async_callback(person.leave)
        talking = asyncio.create_task(Conversation(people).run())
        stack.callback(talking.cancel)
        yield Inhabited(server, house, people[0].seat)


async def opened(
    browser: Browser, language: Language, *scripts: str, visitor: Visitor | None = None, fake_devices: bool = False
) -> ChromiumPage:
    """A window of somebody known or unknown; without devices unless asked for: no test picture is in the way."""
    desk = {"width": 1280, "height": 800}
    granted = ["camera", "microphone"] if fake_devices else []
    context = await browser.new_context(locale=language, viewport=desk, permissions=granted)  # type: ignore[arg-type]
    await context.add_init_script(f"localStorage.setItem('roundtable.language', '{language}')")
    for script in scripts if fake_devices or scripts else (NO_DEVICES_SCRIPT,):
        await context.add_init_script(script)
    page = ChromiumPage("somebody", await context.new_page())
    if visitor is not None:
        await go_on_as(page, visitor)
    return page


async def pages_tour(browser: Browser, house: House, camera: Camera, language: Language) -> None:
    """Everything outside the room."""
    server = str(house.host.server).rstrip("/")
    stranger = await opened(browser, language)
    await screens_pages.strangers(stranger, server, camera, language)
    await screens_pages.newcomers(stranger, house.host, camera, language)
    await stranger.page.context.close()
    rooms = (await house.host.get("/api/rooms"))["items"]
    room = next(room for room in rooms if room["slug"] == house.slug)
    host = await opened(browser, language, visitor=house.host)
    await screens_pages.administrators(host, server, room["id"], camera, language)
    await host.page.context.close()


async def room_tour(browser: Browser, there: Inhabited, camera: Camera, language: Language) -> None:
    """Everything around the table."""
    house = there.house
    server = str(house.host.server).rstrip("/")
    visit = Visit(camera, language, f"{server}/r/{house.slug}", house.slug, server, there.moderator)
    async with AsyncExitStack() as stack:
        pages = {
            "host": await opened(browser, language, visitor=house.host),
            "listener": await opened(browser, language, NO_DEVICES_SCRIPT, SLIDE_SCRIPT),
            "speaker": await opened(browser, language, fake_devices=True),
            "refused": await opened(browser, language, REFUSED_SCRIPT),
            "guest": await opened(browser, language),
        }
        for page in pages.values():
            stack.push_async_callback(page.page.context.close)
        await screens_room.doors(visit, pages["listener"], pages["speaker"], pages["refused"])
        await sit_down(pages["host"], visit.address, language)
        await screens_room.table(visit, pages["host"])
        await screens_room.lobby(visit, pages["guest"], pages["host"])
        await screens_room.sharing(visit, pages["listener"], pages["host"])
        await screens_floor.tour(visit, pages["host"], pages["guest"], house)
        await screens_room.small_and_large(visit, pages["host"], house.host)


async def sit_down(page: ChromiumPage, address: str, language: Language) -> None:
    await page.page.goto(address)
    await come_in(page, button="open", language=language)
    await is_at_table(page)
    await page.page.wait_for_timeout(4_000)  # for the pictures to be there, as a person would wait for them


async def everything(folder: Path) -> None:
    """Both languages: the first start while there is one, the pages, the room."""
    async with chromium() as browser:
        cameras = {language: Camera(folder / language) for language in LANGUAGES}
        async with started(folder) as server:
            for language, camera in cameras.items():
                page = await opened(browser, language)
                await screens_pages.first_start(page, server, camera)
                await page.page.context.close()
        async with inhabited(folder) as there:
            for language, camera in cameras.items():
                await there.house.host.send("PATCH", "/api/me", {"language": language})
                await pages_tour(browser, there.house, camera, language)
                await room_tour(browser, there, camera, language)
                print(camera.folder, flush=True)


async def readme(folder: Path) -> None:
    """The one picture that the README shows."""
    async with inhabited(folder) as there, chromium() as browser:
        page = await opened(browser, "zh-CN", visitor=there.house.host)
        await sit_down(page, f"{there.server.url}/r/{there.house.slug}", "zh-CN")
        await page.page.wait_for_timeout(45_000)  # until there is something to read in the chat
        png = base64.b64encode(await page.page.screenshot()).decode()
        await page.page.goto("about:blank")
        README_PICTURE.write_bytes(base64.b64decode(await page.page.evaluate(TO_WEBP, png)))
        print(README_PICTURE, README_PICTURE.stat().st_size)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        flags = list(browsers.CHROMIUM_FLAGS)
        yield await playwright.chromium.launch(executable_path=browsers.chromium(), args=flags)


if __name__ == "__main__":
    logs.set_up("auto", "error")
    target = Path(tempfile.mkdtemp(prefix="roundtable-screens-"))
    asyncio.run(readme(target) if "--readme" in sys.argv else everything(target))
