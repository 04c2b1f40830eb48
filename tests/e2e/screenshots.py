"""Every screen, in both languages and themes, at three widths: `make screenshots`, then look at the folder it names.

`python -m tests.e2e.screenshots --readme` takes only the one that the README shows.
"""

import asyncio
import base64
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import product
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, async_playwright

from roundtable.demo.conversation import Conversation
from roundtable.demo.house import House, furnish, kept_passwords
from roundtable.demo.program import seated
from tests.e2e import browsers
from tests.e2e.acts import come_in, is_at_table, open_panel
from tests.e2e.conftest import NO_DEVICES_SCRIPT, go_on_as
from tests.e2e.pages import ChromiumPage
from tests.e2e.server import ROOT, running_server
from tests.e2e.words import Language

WIDTHS = {390: 844, 1280: 800, 1920: 1080}
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")
THEMES = ("light", "dark")
README_PICTURE = ROOT / "web" / "screenshot.webp"
TO_WEBP = """async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", 0.85).split(",")[1];
}"""


@asynccontextmanager
async def furnished(folder: Path) -> AsyncIterator[House]:
    """A server with clubs, a room, and six people talking in it."""
    async with AsyncExitStack() as stack:
        server = running_server(folder)
        stack.push_async_callback(server.stop)
        await server.start()
        house = await furnish(server, kept_passwords(folder / "passwords.json"))
        stack.push_async_callback(house.host.close)
        people = await seated(house)
        for person in people:
            stack.push_async_callback(person.leave)
        talking = asyncio.create_task(Conversation(people).run())
        stack.callback(talking.cancel)
        yield house


async def opened(browser: Browser, house: House | None, **look: Any) -> ChromiumPage:
    """A window of the host, or of somebody unknown; without devices, so that no test picture is in the way."""
    context = await browser.new_context(**look)
    await context.add_init_script(NO_DEVICES_SCRIPT)
    page = ChromiumPage("somebody", await context.new_page())
    if house is not None:
        await go_on_as(page, house.host)
    return page


async def screens(browser: Browser, house: House, folder: Path, look: dict[str, Any], language: Language) -> None:
    """All screens of one language, theme and width."""
    server = str(house.host.server)
    room = (await house.host.get("/api/rooms"))["items"][0]
    stranger = await opened(browser, None, **look)
    for name, path in {"sign-in": "/sign-in", "door": f"/r/{house.slug}", "nothing": "/nothing/here"}.items():
        await shot(stranger, server + path, folder / f"{name}.png")
    await stranger.page.context.close()
    await house.host.send("PATCH", "/api/me", {"language": language})
    host = await opened(browser, house, **look)
    administration = {"people": "/administration/people", "clubs": "/administration/clubs"}
    pages = {"home": "/", "account": "/account", "room": f"/rooms/{room['id']}", **administration}
    for name, path in pages.items():
        await shot(host, server + path, folder / f"{name}.png")
    await sit_down(host, f"{server}/r/{house.slug}", language)
    await host.screenshot(folder / "table.png")
    if look["viewport"]["width"] > 390:
        for panel in ("people", "settings"):
            await open_panel(host, panel, language)
            await host.page.wait_for_timeout(300)
            await host.screenshot(folder / f"table-{panel}.png")
    await host.page.context.close()


async def shot(page: ChromiumPage, address: str, file: Path) -> None:
    await page.page.goto(address)
    await page.page.wait_for_load_state("networkidle")
    await page.page.screenshot(path=file, full_page=True)


async def sit_down(page: ChromiumPage, address: str, language: Language) -> None:
    await page.page.goto(address)
    await come_in(page, button="open", language=language)
    await is_at_table(page)
    await page.page.wait_for_timeout(4_000)  # for the pictures to be there, as a person would wait for them


async def everything(folder: Path) -> None:
    async with furnished(folder) as house, chromium() as browser:
        for width, language, theme in product(WIDTHS, LANGUAGES, THEMES):
            target = folder / f"{width}-{language}-{theme}"
            target.mkdir()
            viewport = {"width": width, "height": WIDTHS[width]}
            look = {"viewport": viewport, "locale": language, "color_scheme": theme}
            await screens(browser, house, target, look, language)
            print(target, flush=True)


async def readme(folder: Path) -> None:
    async with furnished(folder) as house, chromium() as browser:
        page = await opened(browser, house, viewport={"width": 1280, "height": 800}, locale="zh-CN")
        await sit_down(page, str(house.host.server.with_path(f"/r/{house.slug}")), "zh-CN")
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
    target = Path(tempfile.mkdtemp(prefix="roundtable-screens-"))
    asyncio.run(readme(target) if "--readme" in sys.argv else everything(target))
