"""A representative on a phone, from the entry in their calendar to speaking."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.acts import is_at_table
from tests.e2e.conftest import OpenChromium
from tests.e2e.floor import Scripted, asks, may_speak
from tests.e2e.pages import sees_text
from tests.e2e.words import Language, word

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PASSWORD = "correct horse battery"
ROW = "深圳社,Shenzhen Club,深圳大学,Shenzhen University,深圳,Shenzhen,Asia/Shanghai,"


async def _planned(host: Visitor, email: str) -> dict[str, Any]:
    """A series whose first session is in five minutes, with a seat for an address."""
    head = "club_zh,club_en,campus_zh,campus_en,city_zh,city_en,zone,link"
    await host.send("POST", "/api/clubs/import", {"csv": f"{head}\n{ROW}\n", "dry_run": False})
    club = next(one for one in (await host.get("/api/clubs"))["items"] if one["name_zh"] == "深圳社")
    soon = (datetime.now(UTC) + timedelta(minutes=5)).replace(second=0, microsecond=0)
    anchors = [{"zone": "UTC", "time": soon.strftime("%H:%M")}]
    schedule: dict[str, Any] = {"starts_on": soon.date().isoformat(), "anchors": anchors, "minutes": 60}
    series: dict[str, Any] = await host.send("POST", "/api/series", {"title": "圆桌 Roundtable", "schedule": schedule})
    await host.send("POST", f"/api/series/{series['id']}/seats", {"club_id": club["id"], "email": email})
    return series


async def _link_in_calendar(representative: Visitor, series: dict[str, Any]) -> str:
    """What one taps in the entry of the session, from the file that its page offers."""
    session = (await representative.get(f"/api/series/{series['id']}/sessions"))["items"][0]
    file = representative.server.with_path(f"/api/series/{series['id']}/sessions/{session['key']}.ics")
    async with representative.http.get(file) as answer:
        event = Calendar.from_ical(await answer.text()).events[0]
    return str(event["URL"])


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_from_the_calendar_to_speaking(
    server: ServerProcess, host: Visitor, open_chromium: OpenChromium, language: Language
) -> None:
    """Nobody lets her in and she chooses no club: her seat does both. The moderator only calls her."""
    email = f"yutong-{language}@example.org".lower()
    added = await host.send("POST", "/api/people", {"email": email, "name": "Yutong"})
    series = await _planned(host, email)
    async with Visitor(server.url) as representative:
        await representative.send("POST", f"/api{added['link']}", {"password": PASSWORD})
        await representative.remember()
        await representative.send("PATCH", "/api/me", {"language": language})
        link = await _link_in_calendar(representative, series)
    await host.enter(series["slug"], "Ada", language="en")
    moderator = await Scripted.sits(host, series["slug"])
    phone = await open_chromium("Yutong", link, locale={"zh-CN": "zh-CN", "en": "en-US"}[language], **PHONE)
    await phone.page.get_by_role("link", name=word("room.entry.sign_in", language)).tap()
    await phone.fill(word("people.email", language), email)
    await phone.fill(word("people.password", language), PASSWORD)
    await phone.click(word("people.sign_in.act", language))
    club = phone.page.get_by_label(word("room.entry.club", language))
    await club.wait_for()
    assert await club.input_value() == {"zh-CN": "深圳社", "en": "Shenzhen Club"}[language]
    await phone.click(word("room.entry.join", language))
    await is_at_table(phone)

    await asks(phone, text="镜像站 Mirror", language=language)
    await moderator.steps()
    await may_speak(phone)
    unmute = re.compile(f"^{re.escape(word('floor.mine.title.unmute', language))}")
    await phone.page.locator(".my-button").filter(has_text=unmute).tap()
    await sees_text(phone, word("floor.mine.title.speaking", language))
    await moderator.seat.drop()
