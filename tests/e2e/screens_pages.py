"""The tour of every page outside the room."""

from typing import Any

from playwright.async_api import Page, Route
from yarl import URL

from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.camera import Camera
from tests.e2e.pages import ChromiumPage, sees_text
from tests.e2e.words import Language, word

WRONG_SHEET = (
    "club_zh,club_en,campus_zh,campus_en,city_zh,city_en,zone,link\n"
    "南科大开源社,SUSTech Open Source,南方科技大学,SUSTech,深圳,Shenzhen,Asia/Shanghai,https://example.org/\n"
    "坏社团,Bad,坏大学,Bad University,某地,Somewhere,Mars/Olympus,javascript:alert(1)\n"
)


async def goes(page: ChromiumPage, address: str) -> Page:
    """Open an address and wait until nothing more is asked of the server."""
    await page.page.goto(address)
    await page.page.wait_for_load_state("networkidle")
    return page.page


async def first_start(page: ChromiumPage, server: ServerProcess, camera: Camera) -> None:
    """What the very first person sees; only a server without accounts shows it."""
    await camera.take(await goes(page, f"{server.url}/first-start#{server.set_up_token()}"), "first-start", whole=True)


async def strangers(page: ChromiumPage, server: str, camera: Camera, language: Language) -> None:
    """Pages of those who are not signed in, and what goes wrong there."""
    await camera.take(await goes(page, f"{server}/sign-in"), "sign-in", whole=True)
    await page.fill(word("people.email", language), "nobody@example.org")
    await page.fill(word("people.password", language), "wrong")
    await page.click(word("people.sign_in.act", language))
    await sees_text(page, word("errors.sign_in_wrong", language))
    await camera.take(page.page, "sign-in-refused", whole=True)
    await camera.take(await goes(page, f"{server}/welcome/{'x' * 43}"), "link-expired", whole=True)
    await camera.take(await goes(page, f"{server}/nothing/here"), "nothing", whole=True)
    await page.page.route("**/api/**", unreachable)
    await camera.take(await goes(page, f"{server}/"), "unreachable", whole=True)
    await page.page.unroute("**/api/**")


async def unreachable(route: Route) -> None:
    """Answer as a server that is not there."""
    await route.abort("connectionrefused")


async def newcomers(page: ChromiumPage, host: Visitor, camera: Camera, language: Language) -> None:
    """Somebody just invited: the welcome, then a home with nothing in it."""
    email = f"grace-{language.lower()}@example.org"
    invited = await host.send("POST", "/api/people", {"email": email, "name": "Grace", "administrator": False})
    await camera.take(await goes(page, str(host.server.join(URL(invited["link"])))), "welcome", whole=True)
    await page.fill(word("people.new_password", language), "compilers-are-fun-1952")
    await page.click(word("people.welcome.act", language))
    await sees_text(page, word("rooms.home.none", language))
    await page.page.wait_for_timeout(6_000)  # until the greeting has gone
    await camera.take(page.page, "home-empty", whole=True)


async def administrators(page: ChromiumPage, server: str, room: str, camera: Camera, language: Language) -> None:
    """Home with rooms, one of them live; everything that is administered."""
    pages = {"home": "/", "account": "/account", "room": f"/rooms/{room}"}
    for name, path in (pages | {"people": "/administration/people", "clubs": "/administration/clubs"}).items():
        await camera.take(await goes(page, server + path), name, whole=True)
    await page.click(word("clubs.campus.add", language))
    await camera.take(page.page, "campus-dialog")
    await page.page.keyboard.press("Escape")
    await page.click(word("shell.sheet.import", language))
    await camera.take(page.page, "import")
    sheet: Any = {"name": "clubs.csv", "mimeType": "text/csv", "buffer": WRONG_SHEET.encode("gb18030")}
    await page.page.set_input_files("input[type=file]", sheet)
    await sees_text(page, word("shell.sheet.errors.unknown_zone", language, column="zone"))
    await camera.take(page.page, "import-errors")
    await goes(page, f"{server}/administration/people")
    await page.click(word("people.administration.add", language))
    await camera.take(page.page, "person-dialog")
