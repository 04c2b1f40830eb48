"""What people do outside the room: accounts, one-time links, rooms and their settings, sheets of clubs, bad news."""

from typing import Any

from playwright.async_api import Route, expect

from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.conftest import EMAIL, PASSWORD, MakeRoom, OpenChromium
from tests.e2e.pages import ChromiumPage, sees_no_text, sees_text, until
from tests.e2e.words import word

HOSTILE = "<img src=x onerror=alert(1)>\u202egpj"
"""A name that would like to be markup, and to be read backwards."""

SHEET = (
    "club_zh,club_en,campus_zh,campus_en,city_zh,city_en,zone,link\n"
    "电子科大开源社,UESTC Open Source,电子科技大学,UESTC,成都,Chengdu,Asia/Shanghai,\n"
)


async def test_invited_person_gets_in_and_is_shut_out_again(
    server: ServerProcess, host: Visitor, open_chromium: OpenChromium
) -> None:
    ada = await open_chromium("Ada", f"{server.url}/administration/people", as_visitor=host)
    await ada.click(word("people.administration.add"))
    await ada.fill(word("people.name"), "Grace")
    await ada.fill(word("people.email"), EMAIL)
    await ada.click(word("people.administration.add_act"))
    await sees_text(ada, word("errors.email_taken"))
    await ada.fill(word("people.email"), "grace@example.org")
    await ada.click(word("people.administration.add_act"))
    link = await ada.page.get_by_label(word("people.link.label")).input_value()

    grace = await open_chromium("Grace", link)
    await sees_text(grace, word("people.welcome.title", name="Grace"))
    await grace.fill(word("people.new_password"), "short")
    await grace.click(word("people.welcome.act"))
    await sees_text(grace, word("errors.password_too_short", least=10))
    await grace.fill(word("people.new_password"), "compilers-are-fun-1952")
    await grace.click(word("people.welcome.act"))
    await sees_text(grace, word("rooms.home.none"))
    await grace.page.goto(f"{server.url}/administration/people")
    await sees_text(grace, word("shell.administrators_only.title"))
    await grace.page.goto(link)
    await sees_text(grace, word("people.welcome.expired_title"))

    await ada.page.reload()
    await ada.click(word("people.administration.acts", name="Grace"))
    await ada.click(word("people.administration.disable"))
    await sees_text(ada, word("people.administration.disabled"))
    await grace.page.goto(f"{server.url}/account")
    await sees_text(grace, word("people.sign_in.sent_here"))
    await signs_in(grace, "grace@example.org", "compilers-are-fun-1952")
    await sees_text(grace, word("errors.sign_in_wrong"))


async def signs_in(page: ChromiumPage, email: str, password: str) -> None:
    await page.fill(word("people.email"), email)
    await page.fill(word("people.password"), password)
    await page.click(word("people.sign_in.act"))


async def test_signing_in_leads_back_and_another_device_can_be_ended(
    server: ServerProcess, host: Visitor, open_chromium: OpenChromium
) -> None:
    phone = await open_chromium("Phone", f"{server.url}/account", viewport={"width": 390, "height": 844})
    await signs_in(phone, EMAIL, PASSWORD)
    await sees_text(phone, word("people.account.this_device"))

    desk = await open_chromium("Desk", f"{server.url}/account", as_visitor=host)
    end = desk.page.get_by_role("button", name=word("people.account.end_named", device="Chrome · Linux"))
    await end.first.click()
    await expect(end).to_have_count(0)
    await phone.page.reload()
    await sees_text(phone, word("people.sign_in.sent_here"))


async def test_room_from_creation_to_deletion(
    server: ServerProcess, host: Visitor, open_chromium: OpenChromium
) -> None:
    page = await open_chromium("Ada", server.url, as_visitor=host)
    await page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    alerts: list[str] = []
    page.page.on("dialog", lambda dialog: alerts.append(dialog.message))
    await page.fill(word("rooms.create.label"), HOSTILE)
    await page.click(word("rooms.create.act"))
    shown = HOSTILE.replace("\u202e", "")
    await sees_text(page, word("rooms.ready.title", title=shown))
    link = await page.page.get_by_label(word("rooms.ready.link")).input_value()
    await page.page.get_by_role("dialog").get_by_role("button", name=word("rooms.card.copy")).click()
    await sees_text(page, word("shell.copied"))
    assert await page.evaluate("navigator.clipboard.readText()") == link
    await page.page.keyboard.press("Escape")

    await page.click(word("rooms.card.settings", title=shown))
    await page.fill(word("rooms.settings.name"), "Mirrors")
    await page.page.get_by_label(word("rooms.settings.lobby"), exact=True).uncheck()
    await page.click(word("shell.save"))
    await sees_text(page, word("rooms.settings.saved"))
    await page.fill(word("rooms.moderators.email"), "nobody@example.org")
    await page.click(word("rooms.moderators.add"))
    await sees_text(page, word("errors.no_such_person"))
    assert (await host.get("/api/rooms"))["items"][0]["settings"]["lobby"] is False

    await page.click(word("rooms.deletion.act"))
    await page.page.get_by_role("dialog").get_by_role("button", name=word("rooms.deletion.act")).click()
    await sees_text(page, word("rooms.deletion.done", title="Mirrors"))
    assert (await host.http.get(f"{server.url}/api/entry/{link.rpartition('/')[2]}")).status == 404
    assert alerts == []


async def test_sheet_of_clubs_with_an_error_is_refused_by_line_then_taken(
    server: ServerProcess, host: Visitor, open_chromium: OpenChromium
) -> None:
    page = await open_chromium("Ada", f"{server.url}/administration/clubs", as_visitor=host)
    await page.click(word("shell.sheet.import"))
    wrong = SHEET + "坏社团,Bad,坏大学,Bad University,某地,Somewhere,Mars/Olympus,javascript:alert(1)\n"
    await page.page.set_input_files("input[type=file]", sheet(wrong, "gb18030"))
    await sees_text(page, word("shell.sheet.errors.unknown_zone", column="zone"))
    await sees_text(page, word("shell.sheet.errors.no_web_address", column="link"))
    rows = page.page.get_by_role("dialog").get_by_role("row")
    assert [(await row.inner_text()).split("\t")[0].strip() for row in await rows.all()][1:] == ["3", "3"]

    await page.page.set_input_files("input[type=file]", sheet(SHEET, "utf-16"))
    await page.page.get_by_role("dialog").get_by_role("button", name=word("shell.sheet.act"), exact=True).click()
    await sees_text(page, "UESTC Open Source")
    await sees_no_text(page, "Bad University")


async def test_sheet_of_people_is_mended_taken_and_given_back(
    server: ServerProcess, host: Visitor, open_chromium: OpenChromium
) -> None:
    page = await open_chromium("Ada", f"{server.url}/administration/people", as_visitor=host)
    await page.click(word("shell.sheet.import"))
    dialog = page.page.get_by_role("dialog")
    await page.page.set_input_files("input[type=file]", sheet("name,email\n王小明,nowhere\n", "gb18030"))
    await sees_text(page, word("shell.sheet.errors.no_email", column="email"))
    assert await dialog.get_by_role("button", name=word("shell.sheet.act"), exact=True).is_disabled()

    await page.page.set_input_files("input[type=file]", sheet("name,email\n王小明,sheet@example.org\n", "gb18030"))
    await sees_text(page, word("shell.sheet.plan.created", created="1"))
    await sees_no_text(page, "sheet@example.org")
    await dialog.get_by_role("button", name=word("shell.sheet.act"), exact=True).click()
    await sees_text(page, "sheet@example.org")
    async with page.page.expect_download() as download:
        await page.click(word("shell.sheet.export"))
    saved = (await (await download.value).path()).read_text("utf-8-sig")
    assert "王小明,sheet@example.org,en" in saved


def sheet(text: str, encoding: str) -> Any:
    return {"name": "clubs.csv", "mimeType": "text/csv", "buffer": text.encode(encoding)}


async def test_bad_news_is_told_and_mended_without_a_reload(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    """No server, then a server that asks for patience, then all is well again."""
    await make_room("Still here")
    page = await open_chromium("Ada", f"{server.url}/account", as_visitor=host)
    await sees_text(page, word("people.account.this_device"))
    answer = {"status": 0}

    async def fail(route: Route) -> None:
        if answer["status"] == 0:
            await route.abort("connectionrefused")
        else:
            body = '{"status": 429, "code": "too_many_requests", "params": {"seconds": 40}}'
            await route.fulfill(status=answer["status"], content_type="application/problem+json", body=body)

    await page.page.route("**/api/**", fail)
    await page.evaluate("window.unchanged = true")
    await page.click(word("shell.nav.home"))
    await sees_text(page, word("errors.unreachable"))
    answer["status"] = 429
    await page.click(word("shell.retry"))
    await sees_text(page, "Try again in 40 seconds.")
    await page.page.unroute("**/api/**")
    await page.click(word("shell.retry"))
    await sees_text(page, "Still here")
    assert await page.evaluate("window.unchanged")

    await page.page.route("**/api/**", lambda route: route.abort("connectionrefused"))
    await page.page.reload()
    await sees_text(page, word("errors.unreachable"))
    await page.page.unroute("**/api/**")
    await page.click(word("shell.retry"))
    await sees_text(page, "Still here")


async def test_csrf_token_of_an_old_tab_is_renewed(
    server: ServerProcess, host: Visitor, open_chromium: OpenChromium
) -> None:
    """Signing in again in a second tab changes the cookie under the first one's feet."""
    first = await open_chromium("First", f"{server.url}/sign-in")
    second = ChromiumPage("Second", await first.page.context.new_page())
    await second.page.goto(f"{server.url}/sign-in")
    for tab in (first, second):
        await signs_in(tab, EMAIL, PASSWORD)
        await sees_text(tab, word("rooms.create.title"))

    await first.fill(word("rooms.create.label"), "From the old tab")
    await first.click(word("rooms.create.act"))
    await sees_text(first, word("rooms.ready.title", title="From the old tab"))
    await until(first, "!document.querySelector('[role=alert]:not(.unseen)')", "page without an error")
