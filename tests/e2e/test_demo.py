"""`roundtable demo`: alone, a minute after cloning, somebody sees and hears a full room."""

import asyncio
import os
import re
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from roundtable.demo.cast import CHAIR, GUESTS, ROOM_TITLE
from roundtable.demo.chair import LOOK_SECONDS
from roundtable.demo.server_process import free_port
from tests.e2e.acts import come_in, is_at_table
from tests.e2e.conftest import OpenChromium
from tests.e2e.pages import ChromiumPage, receives, sees_text, until
from tests.e2e.server import ROOT
from tests.e2e.words import word

START_SECONDS = 120
"""The first start lives through half a term."""
FLOOR = "window.roundtable.floor()"
NEXT_CAN_CALL = f"!{FLOOR}.turn && {FLOOR}.step?.does === 'call'"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo is at home: the second test finds it as the first has left it."""
    return tmp_path_factory.mktemp("demo")


@pytest_asyncio.fixture(loop_scope="session")
async def link(data: Path) -> AsyncIterator[str]:
    """The first link that a running demo printed: into the room, as its host."""
    settings = {
        "ROUNDTABLE_DATA": str(data),
        "ROUNDTABLE_PORT": str(free_port(socket.SOCK_STREAM)),
        "ROUNDTABLE_UDP_PORT": str(free_port(socket.SOCK_DGRAM)),
        "PYTHONUNBUFFERED": "1",
    }
    command = (sys.executable, "-m", "roundtable.cli", "demo")
    demo = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env={**os.environ, **settings}, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield await asyncio.wait_for(_link_printed_by(demo), START_SECONDS)
    finally:
        if demo.returncode is None:
            demo.terminate()
        assert await asyncio.wait_for(demo.wait(), 30) == 0


async def _link_printed_by(demo: asyncio.subprocess.Process) -> str:
    assert demo.stdout is not None
    async for line in demo.stdout:
        if found := re.search(r"http://\S+", line.decode()):
            return found[0]
    raise AssertionError("the demo ended without a link")


async def test_the_link_leads_to_a_living_table(link: str, open_chromium: OpenChromium) -> None:
    newcomer = await open_chromium("newcomer", link, no_devices=True)
    await sees_text(newcomer, ROOM_TITLE)
    await come_in(newcomer, button="open", language="zh-CN")
    await is_at_table(newcomer)
    for character in (CHAIR, *GUESTS):
        await sees_text(newcomer, character.name)
    await receives(newcomer, videos=6, voices=1)
    await sees_text(newcomer, "林晓")
    assert await newcomer.evaluate("window.roundtable.connection()") == "live"


async def test_a_newcomer_takes_the_moderators_place(link: str, open_chromium: OpenChromium) -> None:
    newcomer = await open_chromium("newcomer", link, no_devices=True)
    await come_in(newcomer, button="open", language="zh-CN")
    await is_at_table(newcomer)
    await until(newcomer, f"{FLOOR}?.turn?.state === 'speaking'", "a turn that the simulated moderator called", 60)

    await newcomer.click(word("floor.chair.more", "zh-CN"))
    await newcomer.click(word("floor.chair.take_gavel", "zh-CN"))
    await until(newcomer, f"{FLOOR}.gavel.holder === window.roundtable.participant()", "the gavel")
    await until(newcomer, NEXT_CAN_CALL, "somebody who waits while nobody speaks", 90)
    await asyncio.sleep(5 * LOOK_SECONDS)
    assert await newcomer.evaluate(NEXT_CAN_CALL), "nobody calls but who has the gavel"

    moderating = asyncio.create_task(_work_the_queue(newcomer))
    try:
        await receives(newcomer, videos=6, voices=1, seconds=90)
    finally:
        moderating.cancel()


async def _work_the_queue(page: ChromiumPage) -> None:
    """Call the next whenever nobody speaks; what a person calls may be in writing, so one turn proves nothing."""
    beginnings = [re.escape(word(f"floor.chair.next.{step}", "zh-CN", name="")) for step in ("call", "order")]
    button = page.page.get_by_role("button", name=re.compile(f"^({'|'.join(beginnings)})"))
    while True:
        await until(page, NEXT_CAN_CALL, "somebody who waits", 90)
        await button.click()
        await until(page, f"{FLOOR}.turn", "the turn that was called")
