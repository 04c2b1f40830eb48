"""Series in a browser: a term planned with the form alone, and one session in three zones, on both sides of a shift."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.conftest import OpenChromium
from tests.e2e.pages import sees_no_text, sees_text
from tests.e2e.words import word

CAMPUSES = (
    ("深圳", "Shenzhen", "Asia/Shanghai"),
    ("柏林", "Berlin", "Europe/Berlin"),
    ("洛杉矶", "Los Angeles", "America/Los_Angeles"),
)


async def _has_campuses(host: Visitor) -> None:
    lines = [f"{zh}社,{en} Club,{zh}大学,{en} University,{zh},{en},{zone}," for zh, en, zone in CAMPUSES]
    head = "club_zh,club_en,campus_zh,campus_en,city_zh,city_en,zone,link"
    await host.send("POST", "/api/clubs/import", {"csv": "\n".join([head, *lines, ""]), "dry_run": False})


async def test_a_term_is_planned_with_the_form(
    server: ServerProcess, host: Visitor, open_chromium: OpenChromium
) -> None:
    await _has_campuses(host)
    page = await open_chromium("Ada", f"{server.url}/series/new", as_visitor=host, timezone_id="Europe/Berlin")
    await page.fill(word("series.plan.title"), "Clubs in sync")
    await page.page.get_by_label(word("series.plan.first")).fill("2028-03-16")
    await page.page.get_by_label(word("series.plan.time")).fill("11:00")
    await page.page.get_by_label(word("series.plan.zone")).select_option("Asia/Shanghai")
    await sees_text(page, "Every 2 weeks on Thursday at 11:00 Beijing time, 10 times")
    await sees_text(page, "每两周的周四，北京时间 11:00")
    await sees_text(page, word("series.plan.shift", date="March 30", place="Berlin", sees="05:00", before="04:00"))
    await sees_text(page, word("series.plan.outside_title"))
    await page.click(word("series.plan.create"))
    await sees_text(page, word("series.sessions.next"))
    await sees_text(page, "Thu, Mar 30 05:00–06:30")
    await sees_text(page, word("series.seats.none"))

    await page.click(word("shell.sheet.import"))
    sheet = b"club_en,email\nBerlin Club,ada@example.org\n"
    seats: Any = {"name": "seats.csv", "mimeType": "text/csv", "buffer": sheet}
    await page.page.set_input_files("input[type=file]", seats)
    take = page.page.get_by_role("dialog").get_by_role("button", name=word("shell.sheet.act"), exact=True)
    await take.click()
    await sees_no_text(page, word("series.seats.none"))
    assert (await page.page.get_by_role("listitem").filter(has_text="Berlin Club").first.inner_text()).count("Ada") == 1


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Asia/Shanghai", "Thu, Mar 16 11:00–12:30", "Thu, Mar 30 11:00–12:30"),
        ("Europe/Berlin", "Thu, Mar 16 04:00–05:30", "Thu, Mar 30 05:00–06:30"),
        ("America/Los_Angeles", "Wed, Mar 8 19:00–20:30", "Wed, Mar 15 20:00–21:30"),
    ],
)
async def test_everybody_sees_their_own_time(
    server: ServerProcess, host: Visitor, open_chromium: OpenChromium, zone: str, before: str, after: str
) -> None:
    """Los Angeles changes its clocks on 12 March 2028, Berlin on the 26th, Shanghai never."""
    schedule: dict[str, Any] = {
        "starts_on": "2028-03-09",
        "anchors": [{"zone": "Asia/Shanghai", "time": "11:00"}],
        "minutes": 90,
        "rule": {"frequency": "weekly", "interval": 1, "weekdays": ["TH"], "count": 4},
    }
    series = await host.send("POST", "/api/series", {"title": f"Seen from {zone}", "schedule": schedule})
    page = await open_chromium("Ada", f"{server.url}/series/{series['id']}", as_visitor=host, timezone_id=zone)
    await sees_text(page, before)
    await sees_text(page, after)


async def test_whoever_comes_early_waits_at_the_door_and_goes_in_when_it_opens(
    server: ServerProcess, host: Visitor, open_chromium: OpenChromium
) -> None:
    """The session is in an hour; the organizer opens the doors earlier than planned, and the page goes on by itself."""
    soon = (datetime.now(UTC) + timedelta(hours=1)).replace(second=0, microsecond=0)
    schedule: dict[str, Any] = {
        "starts_on": soon.date().isoformat(),
        "anchors": [{"zone": "UTC", "time": soon.strftime("%H:%M")}],
        "minutes": 60,
    }
    series = await host.send("POST", "/api/series", {"title": "At the door", "schedule": schedule, "doors_minutes": 15})
    page = await open_chromium("Lin", "about:blank", timezone_id="Asia/Shanghai")
    await page.page.clock.install()
    await page.page.goto(f"{server.url}/r/{series['slug']}")
    opens = (soon - timedelta(minutes=15)).astimezone(ZoneInfo("Asia/Shanghai"))
    await sees_text(page, word("room.doors.soon", time=opens.strftime("%H:%M")))
    await sees_text(page, word("room.doors.your_time", zone="Asia/Shanghai"))
    await host.send("PATCH", f"/api/series/{series['id']}", {"doors_minutes": 120})
    await page.page.clock.run_for(31_000)
    await page.page.get_by_label(word("room.entry.name")).wait_for()
