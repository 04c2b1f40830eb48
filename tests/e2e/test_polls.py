"""A poll before the first series: answered by its link on a phone in Tijuana, taken in Prague, led to the plan."""

from playwright.async_api import expect

from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.accessibility import serious_findings
from tests.e2e.conftest import PASSWORD, OpenChromium
from tests.e2e.pages import SECONDS, ChromiumPage, sees_text
from tests.e2e.words import word

# Zones of their own: other tests on the same server name places by their campuses.
CAMPUSES = (
    ("香港", "Hong Kong", "Asia/Hong_Kong"),
    ("布拉格", "Prague", "Europe/Prague"),
    ("蒂华纳", "Tijuana", "America/Tijuana"),
)
EVENING, MORNING = "2027-03-09T20:00", "2027-03-10T09:00"
"""On walls in Hong Kong. In Tijuana the first is 04:00, the second 17:00 of the day before."""


async def _clubs(host: Visitor) -> list[str]:
    lines = [f"{zh}开源社,{en} Commons,{zh}大学,{en} University,{zh},{en},{zone}," for zh, en, zone in CAMPUSES]
    head = "club_zh,club_en,campus_zh,campus_en,city_zh,city_en,zone,link"
    await host.send("POST", "/api/clubs/import", {"csv": "\n".join([head, *lines, ""]), "dry_run": False})
    clubs = (await host.get("/api/clubs"))["items"]
    return [next(one["id"] for one in clubs if one["name_en"] == f"{en} Commons") for _, en, _ in CAMPUSES]


async def _newcomer(server: ServerProcess, host: Visitor, club: str) -> Visitor:
    """Pia, who names the club in Tijuana in her profile; nobody has a seat for it."""
    added = await host.send("POST", "/api/people", {"email": "pia@example.org", "name": "Pia"})
    pia = Visitor(server.url)
    await pia.send("POST", f"/api{added['link']}", {"password": PASSWORD})
    await pia.remember()
    await pia.send("PATCH", "/api/me", {"club_id": club, "language": "en"})
    return pia


async def _is_clean(page: ChromiumPage) -> None:
    assert await serious_findings(page.page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def test_clubs_find_an_hour(server: ServerProcess, host: Visitor, open_chromium: OpenChromium) -> None:
    hong_kong, prague, tijuana = await _clubs(host)
    asked = {"title": "Kick-off", "zone": "Asia/Hong_Kong", "minutes": 90, "options": [EVENING, MORNING]}
    poll = await host.send("POST", "/api/polls", {**asked, "club_ids": [hong_kong, prague, tijuana]})
    pia = await _newcomer(server, host, tijuana)
    try:
        phone = {
            "viewport": {"width": 390, "height": 844},
            "timezone_id": "America/Tijuana",
            "color_scheme": "dark",
        }
        page = await open_chromium("Pia", f"{server.url}/polls/{poll['slug']}", as_visitor=pia, **phone)
        await sees_text(page, "Tijuana Commons")
        await sees_text(page, "04:00–05:30")
        await sees_text(page, word("polls.hours.bad_here"))
        await _is_clean(page)
        night = page.page.get_by_role("group", name="Tue, Mar 9 04:00–05:30")
        await night.get_by_role("radio", name=word("polls.choice.if_need_be")).focus()
        await page.page.keyboard.press("ArrowRight")
        await expect(night.get_by_role("radio", name=word("polls.choice.no"))).to_be_checked(timeout=SECONDS * 1000)
        day = page.page.get_by_role("group", name="Tue, Mar 9 17:00–18:30")
        await day.get_by_role("radio", name=word("polls.choice.yes")).check(force=True)
        await page.click(word("polls.answer.save"))
        await sees_text(page, word("polls.answer.stands"))
        await sees_text(page, word("polls.tally.cannot", clubs="Tijuana Commons"))
    finally:
        await pia.close()
    await _is_taken(server, host, open_chromium, poll["id"])


async def _is_taken(server: ServerProcess, host: Visitor, open_chromium: OpenChromium, poll: str) -> None:
    """Ada, in Prague at a desk, takes the better one and plans one session at that hour."""
    page = await open_chromium("Ada", f"{server.url}/polls/{poll}", as_visitor=host, timezone_id="Europe/Prague")
    await page.click(word("polls.page.by_place"))
    first = page.page.locator("ol > li").first
    await expect(first).to_contain_text("02:00–03:30", timeout=SECONDS * 1000)
    await sees_text(page, word("polls.page.best"))
    await _is_clean(page)
    await first.get_by_role("button", name=word("polls.page.choose")).click()
    await page.click(word("polls.choose.once"))
    await sees_text(page, word("series.plan.new"))
    fields = {"series.plan.title": "Kick-off", "series.plan.first": "2027-03-10", "series.plan.time": "09:00"}
    for label, value in fields.items():
        assert await page.page.get_by_label(word(label), exact=True).input_value() == value
    await page.page.go_back()
    await sees_text(page, word("polls.page.chosen"))
    await sees_text(page, word("polls.list.closed"))
