"""`kill -9` of the whole server 100 ms after an acknowledgement: people come back to the floor as it was."""

import asyncio
import itertools
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.roundtable.gateway.table import RawClient
from tests.roundtable.house import PASSWORD, Browser
from tests.roundtable.process import Serving, environment, serving

FORM = {"email": "ada@example.org", "password": PASSWORD, "name": "Ada", "language": "en"}
AFTER_THE_ANSWER = 0.1
"""Seconds."""


class Seated:
    """Somebody at the table, who acts over a socket of their own."""

    def __init__(self, browser: Browser, slug: str) -> None:
        self.browser = browser
        self.slug = slug
        self.numbers = itertools.count(1)

    async def sit(self) -> Any:
        """Open a socket; return what is seen of the floor."""
        url = self.browser.url + "/socket.io/?EIO=4&transport=websocket"
        self.client = RawClient(await self.browser.http.ws_connect(url, headers={"Origin": self.browser.url}))
        await self.client.connect(room=self.slug, csrf=self.browser.csrf)
        return (await self.client.until("snapshot"))["view"]["floor"]

    async def do(self, command: str, **fields: object) -> None:
        """Send a command, and see it acknowledged."""
        number = next(self.numbers)
        answer = await self.client.command({"type": command, "id": f"command-{number:04}", **fields}, number)
        assert answer["ok"] is True, answer

    async def floor(self) -> Any:
        """Ask for all that is seen of the floor now."""
        answer = await self.client.query({"type": "snapshot"}, next(self.numbers))
        return answer["view"]["floor"]


@pytest.fixture
async def people(tmp_path: Path) -> AsyncIterator[tuple[dict[str, str], list[Browser]]]:
    """The environment of a server, and three browsers that are closed at the end."""
    env = environment(tmp_path)
    browsers = [Browser(f"http://127.0.0.1:{env['ROUNDTABLE_PORT']}") for _ in range(3)]
    yield env, browsers
    for browser in browsers:
        await browser.http.close()


@asynccontextmanager
async def killed_after_the_answer(env: dict[str, str]) -> AsyncIterator[Serving]:
    """A server that is killed 100 ms after what is done with it has been answered."""
    async with serving(env) as server:
        yield server
        await asyncio.sleep(AFTER_THE_ANSWER)
        os.kill(server.process.pid, signal.SIGKILL)
        await server.process.communicate()


async def seated(server: Serving, browsers: list[Browser]) -> list[Seated]:
    """Ada makes a room that everybody may walk into; Bob and Carol come as guests."""
    ada, bob, carol = browsers
    assert (await ada.post("/api/first-start", token=server.token, **FORM)).status == 200
    slug = (await ada.post("/api/rooms", title="Room", settings={"lobby": False})).body["slug"]
    for guest, name in ((bob, "Bob"), (carol, "Carol")):
        await guest.enter(slug, name)
    people = [Seated(browser, slug) for browser in browsers]
    for one in people:
        await one.sit()
    return people


def elapsed(turn: Any, at: datetime) -> float:
    """The seconds on a turn's clock."""
    since = turn.get("running_since")
    running = 0.0 if since is None else (at - datetime.fromisoformat(since)).total_seconds()
    return float(turn["used"]) / 1000 + running


async def test_people_come_back_to_the_floor_as_it_was(people: tuple[dict[str, str], list[Browser]]) -> None:
    env, browsers = people
    async with killed_after_the_answer(env) as server:
        ada, bob, carol = await seated(server, browsers)
        for one in (bob, carol):
            await one.do("floor.ask", kind="topic", text="what we did")
        await ada.do("floor.next")
        turn = (await bob.floor())["turn"]["id"]
        await bob.do("floor.begin_turn", turn=turn)
        await asyncio.sleep(1)
        before = await ada.floor()
        await ada.do("floor.close")
    killed_at = datetime.now(UTC)
    async with serving(env):
        after = await ada.sit()
        assert (after["turn"]["id"], after["turn"]["name"], after["closed"]) == (turn, "Bob", True)
        assert after["turn"]["paused"] == {"absent": True}
        assert elapsed(after["turn"], datetime.now(UTC)) == pytest.approx(elapsed(before["turn"], killed_at), abs=1)
        assert {entry: shown["rank"] for entry, shown in after["entries"].items()} == {
            entry: shown["rank"] for entry, shown in before["entries"].items()
        }
        back = (await bob.sit())["turn"]
        assert (back["state"], back["used"]) == ("speaking", after["turn"]["used"])
        await carol.sit()
        await ada.do("floor.next", turn=turn)
        assert (await carol.floor())["turn"]["name"] == "Carol"
