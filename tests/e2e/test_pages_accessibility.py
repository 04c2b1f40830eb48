"""Every page outside the room: nothing serious for axe, in both languages and themes; usable by keyboard alone."""

from typing import Any

import pytest

from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.accessibility import serious_findings
from tests.e2e.conftest import MakeRoom, OpenChromium
from tests.e2e.pages import ChromiumPage, sees_text, until
from tests.e2e.words import Language, word

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
LOOKS = [
    ("zh-CN", "light", PHONE),
    ("zh-CN", "dark", DESK),
    ("en", "light", DESK),
    ("en", "dark", PHONE),
]
SHEET = (
    "club_zh,club_en,campus_zh,campus_en,city_zh,city_en,zone,link\n"
    "南科大开源社,SUSTech Open Source,南方科技大学,SUSTech,深圳,Shenzhen,Asia/Shanghai,https://example.org/\n"
)
LONG_NAME = {
    "email": "amaya@example.org",
    "name": "Amaya Fernández de la Vega y Rodríguez-Santamaría del Monte",
}
"""As long as a name may be: it is cut where there is no room, and widens nothing."""


async def shows(page: ChromiumPage, address: str, sentence: str) -> None:
    """Open an address and wait for a sentence of its page, so that no placeholder is judged."""
    await page.page.goto(address)
    await sees_text(page, sentence)


async def is_clean(page: ChromiumPage, what: str) -> None:
    """Check that axe has nothing serious to say and that nothing sticks out of the window."""
    assert (what, await serious_findings(page.page)) == (what, [])
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{what} is too wide"


async def speak(page: ChromiumPage, language: Language) -> None:
    """Choose a language as the menu does; what an account prefers comes second."""
    await page.page.add_init_script(f"localStorage.setItem('roundtable.language', '{language}')")


@pytest.mark.parametrize(("language", "theme", "viewport"), LOOKS)
async def test_pages_for_strangers(
    server: ServerProcess,
    host: Visitor,
    open_chromium: OpenChromium,
    *,
    language: Language,
    theme: str,
    viewport: dict[str, int],
) -> None:
    options: dict[str, Any] = {"locale": language, "color_scheme": theme, "viewport": viewport}
    page = await open_chromium("Stranger", f"{server.url}/sign-in", **options)
    assert await page.evaluate("document.documentElement.lang") == language
    await sees_text(page, word("people.sign_in.no_account", language))
    await is_clean(page, "sign-in")
    await page.fill(word("people.email", language), "nobody@example.org")
    await page.fill(word("people.password", language), "wrong")
    await page.click(word("people.sign_in.act", language))
    await sees_text(page, word("errors.sign_in_wrong", language))
    await is_clean(page, "a refused sign-in")
    await shows(page, f"{server.url}/welcome/{'x' * 43}", word("people.welcome.expired_title", language))
    await is_clean(page, "an expired link")
    await shows(page, f"{server.url}/no/such/page", word("shell.not_found.title", language))
    await is_clean(page, "no such page")
    schedule = {"starts_on": "2028-03-09", "anchors": [{"zone": "Asia/Shanghai", "time": "20:00"}], "minutes": 60}
    series = await host.send("POST", "/api/series", {"title": "同步会 Sync", "schedule": schedule})
    await shows(page, f"{server.url}/r/{series['slug']}", word("room.gone.home", language))
    await is_clean(page, "closed doors")


@pytest.mark.parametrize(("language", "theme", "viewport"), LOOKS)
async def test_pages_of_an_administrator(
    server: ServerProcess,
    host: Visitor,
    make_room: MakeRoom,
    open_chromium: OpenChromium,
    *,
    language: Language,
    theme: str,
    viewport: dict[str, int],
) -> None:
    room = await make_room("同步会 Sync")
    await host.send("POST", "/api/clubs/import", {"csv": SHEET, "dry_run": False})
    series, key = await a_term(host)
    club = await a_club(host)
    options: dict[str, Any] = {"locale": language, "color_scheme": theme, "viewport": viewport}
    page = await open_chromium("Ada", f"{server.url}/account", as_visitor=host, **options)
    await speak(page, language)
    for address, sentence in (
        ("/", word("rooms.home.mine", language)),
        (f"/rooms/{room['id']}", word("rooms.past.none", language)),
        ("/series", word("series.list.title", language)),
        ("/series/new", word("series.plan.next", language)),
        (f"/series/{series}", word("series.seats.principal", language)),
        (f"/series/{series}/sessions/{key}", word("series.session.everywhere", language)),
        ("/clubs", "南科大开源社"),
        (f"/clubs/{club['id']}", word("series.club.seats", language)),
        (f"/campuses/{club['campus_id']}", word("series.club.seats", language)),
        ("/calendars", word("calendars.make.act", language)),
        ("/polls", word("polls.list.text", language)),
        ("/polls/new", word("polls.make.new", language)),
        ("/account", word("people.account.this_device", language)),
        ("/administration/people", word("people.administration.you", language)),
        ("/administration/clubs", "南科大开源社"),
        ("/administration/mail", word("mail.not_set_up", language)),
        ("/rooms/room_unknown", word("errors.not_found", language)),
    ):
        await shows(page, server.url + address, sentence)
        await is_clean(page, address)
    await dialogs_are_clean(page, server.url, language)
    await own_dialogs_are_clean(page, server.url, language)


async def a_club(host: Visitor) -> dict[str, Any]:
    """Return the club of the sheet."""
    club: dict[str, Any] = next(
        one for one in (await host.get("/api/clubs"))["items"] if one["name_zh"] == "南科大开源社"
    )
    return club


async def a_term(host: Visitor) -> tuple[str, str]:
    """Plan a term in two zones, with a seat, an answer, a date that is moved and one that is cancelled."""
    schedule: dict[str, object] = {
        "starts_on": "2028-03-09",
        "anchors": [{"zone": "Asia/Shanghai", "time": "20:00"}, {"zone": "America/Los_Angeles", "time": "20:00"}],
        "minutes": 90,
        "rule": {"frequency": "weekly", "interval": 1, "weekdays": ["TH"], "count": 4},
    }
    made = await host.send("POST", "/api/series", {"title": "同步会 Sync", "about": "进展 News", "schedule": schedule})
    path = f"/api/series/{made['id']}"
    club = (await a_club(host))["id"]
    await host.send(
        "POST", f"{path}/seats", {"club_id": club, "person_id": (await host.get("/api/me"))["person"]["id"]}
    )
    await host.send("POST", f"{path}/seats", {"club_id": club, "kind": "alternate", **LONG_NAME})
    first, second, third = [one["key"] for one in (await host.get(f"{path}/sessions"))["items"]][:3]
    await host.send(
        "PUT", f"{path}/sessions/{first}/response", {"club_id": club, "answer": "coming", "note": "两人 two"}
    )
    await host.send("PATCH", f"{path}/sessions/{second}", {"start": "2028-03-17T19:00"})
    await host.send("PATCH", f"{path}/sessions/{third}", {"cancelled": True})
    return made["id"], first


async def dialogs_are_clean(page: ChromiumPage, server: str, language: Language) -> None:
    """Look at what opens on top of pages."""
    await shows(page, f"{server}/administration/clubs", "南科大开源社")
    await page.click(word("shell.theme.label", language))
    await until(page, "document.querySelector('[role=menu]')", "menu")
    await is_clean(page, "a menu")
    await page.page.keyboard.press("Escape")
    await page.click(word("clubs.campus.add", language))
    await until(page, "document.querySelector('[role=dialog]')", "dialog")
    await is_clean(page, "a dialog")
    await page.page.keyboard.press("Escape")
    await page.click(word("shell.sheet.import", language))
    wrong = SHEET.replace("Asia/Shanghai", "Shenzhen").encode("gb18030")
    sheet: Any = {"name": "clubs.csv", "mimeType": "text/csv", "buffer": wrong}
    await page.page.set_input_files("input[type=file]", sheet)
    await sees_text(page, word("shell.sheet.errors.unknown_zone", language, column="zone"))
    await is_clean(page, "errors of a sheet")


async def test_keyboard_alone(server: ServerProcess, host: Visitor, open_chromium: OpenChromium) -> None:
    """Skip to the content, open a room, copy nothing, close the dialog, change the theme: no mouse."""
    page = await open_chromium("Ada", server.url, as_visitor=host)
    await sees_text(page, word("rooms.create.title"))
    keyboard = page.page.keyboard
    focused = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText"

    await keyboard.press("Tab")
    assert await page.evaluate(focused) == word("shell.skip")
    await keyboard.press("Enter")
    await keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.closest('main') !== null")
    await page.page.get_by_label(word("rooms.create.label")).focus()
    await keyboard.type("By keyboard")
    await keyboard.press("Enter")
    await sees_text(page, word("rooms.ready.title", title="By keyboard"))
    assert await page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
    await keyboard.press("Escape")
    await until(page, "!document.querySelector('[role=dialog]')", "end of the dialog")

    await page.page.get_by_role("button", name=word("shell.theme.label")).focus()
    await keyboard.press("Enter")
    await until(page, "document.activeElement.role === 'menuitemradio'", "focus in the menu")
    await keyboard.press("End")
    await keyboard.press("Enter")
    assert await page.evaluate("document.documentElement.dataset.theme") == "dark"
    await page.page.reload()
    assert await page.evaluate("document.documentElement.dataset.theme") == "dark"


async def own_dialogs_are_clean(page: ChromiumPage, server: str, language: Language) -> None:
    """Make a token, whose secret is shown, and look at what deleting the only administrator's account would mean."""
    await shows(page, f"{server}/account", word("personal.data.export", language))
    await page.click(word("personal.tokens.make", language))
    await until(page, "document.querySelector('[role=dialog] form')", "dialog")
    await is_clean(page, "a new token")
    await page.fill(word("personal.tokens.name", language), "网站 Website")
    await page.click(word("personal.tokens.make_act", language))
    await until(page, "document.querySelector('[role=dialog] input[readonly]')?.value.startsWith('rtbl_')", "secret")
    await is_clean(page, "the secret of a token")
    await page.page.keyboard.press("Escape")
    await until(page, "!document.querySelector('[role=dialog]')", "closed")
    await page.click(word("personal.deletion.own", language))
    await sees_text(page, word("errors.last_administrator", language))
    await is_clean(page, "deletion")
