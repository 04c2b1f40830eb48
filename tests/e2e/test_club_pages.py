"""Clubs in a browser: an officer subscribes to the club's calendar, and hands everything over when the term ends."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from roundtable.database import Database
from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from roundtable.jobs import tables as jobs
from roundtable.jobs.job import Job
from roundtable.kernel.clock import SystemClock
from roundtable.mail.outbox import KIND, Outbox
from roundtable.secrets import load_or_create
from tests.e2e.conftest import OpenChromium
from tests.e2e.pages import sees_text
from tests.e2e.words import word

HEAD = "club_zh,club_en,campus_zh,campus_en,city_zh,city_en,zone,link"
PASSWORD = "a-password-of-the-club-7"


@dataclass
class Club:
    """A club, and who is its officer until now."""

    id: str
    name: str
    officer: Visitor
    address: str


async def with_officer(server: ServerProcess, host: Visitor, name: str) -> Club:
    """Ada makes a club, names its officer, and gives them a seat in a series."""
    sheet = f"{HEAD}\n{name}社,{name} Club,{name}大学,{name} University,深圳,Shenzhen,Asia/Shanghai,\n"
    await host.send("POST", "/api/clubs/import", {"csv": sheet, "dry_run": False})
    clubs = (await host.get("/api/clubs"))["items"]
    club = next(one["id"] for one in clubs if one["name_en"] == f"{name} Club")
    address = f"{name.lower()}@example.org"
    added = await host.send("POST", "/api/people", {"email": address, "name": f"{name} Officer"})
    officer = Visitor(server.url)
    await officer.send("POST", f"/api{added['link']}", {"password": PASSWORD})
    await officer.remember()
    await host.send("POST", f"/api/clubs/{club}/officers", {"email": address})
    soon = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    schedule = {"starts_on": soon, "anchors": [{"zone": "Asia/Shanghai", "time": "20:00"}], "minutes": 60}
    series = await host.send("POST", "/api/series", {"title": f"Sync of {name}", "schedule": schedule})
    await host.send("POST", f"/api/series/{series['id']}/seats", {"club_id": club, "email": address})
    return Club(club, f"{name} Club", officer, address)


async def mailed_link(data: Path, to: str) -> str:
    """Read the link in the letter to somebody: without a mail server it waits in the outbox."""
    database = Database(f"sqlite:///{data / 'roundtable.sqlite3'}")
    outbox = Outbox(database, load_or_create(data).key("letters"), SystemClock())
    async with database.reading() as connection:
        waiting = await jobs.latest(connection, KIND, 100)
    await database.close()
    letters = [outbox.letter_of(Job(one.id, KIND, one.key, one.payload, 1)) for one in waiting]
    (link,) = [found for one in letters if one.to == to for found in re.findall(r"\S+/welcome/\S+", one.text)]
    return str(link)


async def test_an_officer_hands_everything_over(
    server: ServerProcess, host: Visitor, open_chromium: OpenChromium, traces: Path
) -> None:
    """The heir has no account yet and comes by the letter; a page that the officer left open can do nothing more."""
    club = await with_officer(server, host, "Juno")
    left_open = await open_chromium("Juno at the desk", f"{server.url}/clubs/{club.id}", as_visitor=club.officer)
    await left_open.click(word("clubs.page.edit"))
    page = await open_chromium("Juno", f"{server.url}/clubs/{club.id}", as_visitor=club.officer)
    await sees_text(page, word("series.club.mine_text"))
    await page.click(word("series.handover.title"))
    dialog = page.page.get_by_role("dialog")
    await dialog.get_by_text(word("series.handover.office")).wait_for()
    await dialog.get_by_text("Sync of Juno").wait_for()
    await page.fill(word("series.handover.to"), "heir-of-juno@example.org")
    await dialog.get_by_role("button", name=word("series.handover.act"), exact=True).click()
    await page.fill(word("shell.newcomer.name"), "Hera")
    await dialog.get_by_role("button", name=word("series.handover.act"), exact=True).click()
    await sees_text(page, word("series.handover.now", name="Hera", club=club.name))
    await dialog.get_by_role("button", name=word("shell.close"), exact=True).last.click()
    await page.page.get_by_text(word("series.club.mine_text")).wait_for(state="hidden")
    await page.page.get_by_role("button", name=word("clubs.page.edit")).wait_for(state="hidden")
    shown = await host.get(f"/api/clubs/{club.id}")
    assert [one["name"] for one in shown["officers"]] == ["Hera"]

    await left_open.fill(word("clubs.page.about"), "Still mine")
    await left_open.click(word("shell.save"))
    await sees_text(left_open, word("errors.officers_only"))

    hera = await open_chromium("Hera", await mailed_link(traces / "data", "heir-of-juno@example.org"))
    await hera.fill(word("people.new_password"), PASSWORD)
    await hera.click(word("people.welcome.act"))
    await sees_text(hera, word("people.welcome.done"))
    await hera.page.goto(f"{server.url}/clubs/{club.id}")
    await sees_text(hera, word("series.club.mine_text"))
    await hera.click(word("clubs.page.edit"))
    await hera.fill(word("clubs.page.about"), "Ours now")
    await hera.click(word("shell.save"))
    await sees_text(hera, "Ours now")
    assert (await host.get(f"/api/clubs/{club.id}"))["about"] == "Ours now"
    await club.officer.close()


async def test_a_calendar_is_subscribed_to_and_revoked(
    server: ServerProcess, host: Visitor, open_chromium: OpenChromium
) -> None:
    club = await with_officer(server, host, "Vesta")
    page = await open_chromium("Vesta", f"{server.url}/calendars", as_visitor=club.officer)
    await page.page.get_by_label(word("calendars.make.whose")).select_option(club.id)
    await page.click(word("calendars.make.act"))
    await sees_text(page, word("calendars.made.once"))
    address = await page.page.locator("code").inner_text()
    assert address.startswith(server.url + "/calendar/")
    calendar = await page.page.request.get(address)
    assert (calendar.status, "SUMMARY:Sync of Vesta" in await calendar.text()) == (200, True)
    await page.click(word("calendars.revoke.of", name=club.name))
    await page.page.get_by_role("dialog").get_by_role("button", name=word("calendars.revoke.act"), exact=True).click()
    await sees_text(page, word("calendars.revoke.done"))
    assert (await page.page.request.get(address)).status == 404
    await club.officer.close()
