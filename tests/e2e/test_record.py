"""The record of a meeting in a real browser: found from the room's page, readable by everyone, saved as a file."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from roundtable.demo.seat import Seat
from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.conftest import MakeRoom, OpenChromium
from tests.e2e.pages import sees_text
from tests.e2e.test_pages_accessibility import LOOKS, is_clean, shows, speak
from tests.e2e.words import Language, word

TOPIC = "镜像站磁盘快满了"
WRITTEN = "=SUM(1+1) in writing"


@pytest_asyncio.fixture(loop_scope="session")
async def room(host: Visitor, make_room: MakeRoom) -> AsyncIterator[dict[str, Any]]:
    """A room in which Ada moderates: one topic, one question while the list is closed, one contribution in writing."""
    room = await make_room("记录 Record", floor={"mode": "moderated"})
    await host.enter(room["slug"], "Ada", language="en")
    seat = Seat(host, room["slug"])
    await seat.connect()
    await seat.until(lambda view: "floor" in view, "the floor")
    await _meet(seat)
    yield room
    await seat.leave()


async def _meet(seat: Seat) -> None:
    await seat.command("floor.add_item", title="各社团近况 Club news", budget=120)
    await seat.command("floor.start_item", item=next(iter(await _shown(seat, "items"))))
    await seat.command("floor.add", kind="topic", name="王子墨", club_name="极客社", text=TOPIC)
    await seat.command("floor.next")
    await seat.until(lambda view: "turn" in view["floor"], "the turn")
    await seat.command("floor.close")
    await seat.command("floor.add", kind="point_of_order", name="Mia", text="Quorum?")
    await seat.command("floor.reopen")
    await seat.command("floor.end_turn", turn=seat.view["floor"]["turn"]["id"])
    await seat.command("floor.add", kind="reply", name="Jonas", text=WRITTEN)
    await seat.command("floor.set_mode", mode="stage")
    await seat.command("floor.close_item", waiting="write")


async def _shown(seat: Seat, part: str) -> Any:
    view = await seat.until(lambda view: bool(view["floor"][part]), part)
    return view["floor"][part]


@pytest.mark.parametrize(("language", "theme", "viewport"), LOOKS)
async def test_the_record_is_for_everyone(
    server: ServerProcess,
    host: Visitor,
    room: dict[str, Any],
    open_chromium: OpenChromium,
    *,
    language: Language,
    theme: str,
    viewport: dict[str, int],
) -> None:
    options: dict[str, Any] = {"locale": language, "color_scheme": theme, "viewport": viewport}
    page = await open_chromium("Ada", f"{server.url}/account", as_visitor=host, **options)
    await speak(page, language)
    await shows(page, f"{server.url}/rooms/{room['id']}", word("record.link", language))
    await page.page.get_by_text(word("record.link", language), exact=True).click()
    await sees_text(page, TOPIC)
    await sees_text(page, word("record.line.while_closed", language))
    await is_clean(page, "the record's turns")
    assert word("record.act.closed", language, by="Ada") not in await page.evaluate("document.body.innerText")

    await page.page.get_by_text(word("record.timeline.everything", language), exact=True).click()
    await sees_text(page, word("record.act.closed", language, by="Ada"))
    await sees_text(page, word("floor.settings.mode.stage", language))
    await is_clean(page, "everything on record")


async def test_the_sheet_is_saved_in_the_readers_language_and_zone(
    server: ServerProcess, host: Visitor, room: dict[str, Any], open_chromium: OpenChromium
) -> None:
    page = await open_chromium("Ada", f"{server.url}/account", as_visitor=host, timezone_id="Asia/Shanghai")
    await speak(page, "en")
    await shows(page, f"{server.url}/rooms/{room['id']}", word("record.link"))
    await page.page.get_by_text(word("record.link"), exact=True).click()
    await sees_text(page, TOPIC)
    async with page.page.expect_download() as saving:
        await page.click(word("record.csv"))
    download = await saving.value
    assert download.suggested_filename.startswith("记录 Record ")
    text = (await download.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert next(iter(rows[0])) == "Time (Asia/Shanghai)"
    assert [row["Line"] for row in rows if row["What"] in ("Turn", "Written contribution")] == [
        TOPIC,
        "Quorum?",
        f"'{WRITTEN}",
    ]
