"""Rows 1 and 9 of the threats over the real wire: ids of another room, and whatever values a hostile client invents."""

import json
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from roundtable.gateway.limits import Bucket
from roundtable.types_export import QUERIES, client_commands
from tests.roundtable.gateway.meeting import Meeting, Person, meeting
from tests.roundtable.house import Browser


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[Meeting]:
    async with meeting(tmp_path) as running:
        yield running


async def test_ids_of_another_room_open_nothing(table: Meeting) -> None:
    """Mo hosts a room of his own, and knows every id of Ada's; there he is nobody."""
    bo = await table.admit("Bo Plain", "203.0.113.5")
    waiting = await table.knock("Di Waits", "203.0.113.6")
    await waiting.sit()
    assert (await bo.do("chat.send", text="ours"))["ok"]
    message = (await bo.ask("chat.history"))["messages"][0]["id"]
    mo = await _host_of_another_room(table)
    before = (await table.host.ask("snapshot"))["view"]
    for type_, fields in (
        ("rooms.admit", {"participant": waiting.id}),
        ("rooms.refuse", {"participant": waiting.id}),
        ("rooms.stop", {"participant": bo.id, "source": "microphone"}),
        ("rooms.remove", {"participant": bo.id}),
        ("rooms.ban", {"participant": bo.id}),
        ("rooms.set_role", {"participant": bo.id, "role": "observer"}),
        ("chat.delete", {"message": message}),
        ("chat.react", {"message": message, "emoji": "👍", "on": True}),
    ):
        assert (await mo.do(type_, **fields))["ok"] is False, type_
    assert (await mo.ask("chat.history"))["messages"] == []
    assert (await table.host.ask("snapshot"))["view"] == before
    shown = (await bo.ask("chat.history"))["messages"][0]
    assert (shown["text"], shown["reactions"]) == ("ours", {})
    assert "ours" not in "".join(mo.line.received)


async def _host_of_another_room(table: Meeting) -> Person:
    added = await table.host.browser.post("/api/people", email="mo@example.org", name="Mo", administrator=False)
    browser = Browser(table.url, headers={"X-Forwarded-For": "203.0.113.99"})
    assert (await browser.post("/api" + added.body["link"], password="correct horse battery")).status == 200
    made = await browser.post("/api/rooms", title="Another Room")
    person = Person(browser, made.body["slug"])
    table.people.append(person)
    await browser.enter(person.slug, "Mo", language="en")
    await person.sit()
    return person


@pytest.mark.parametrize("seed", range(3))
async def test_no_message_breaks_the_server_or_anybody_else(table: Meeting, seed: int) -> None:
    """Every command and question with invented fields: always one answer, never an error of ours."""
    bo = await table.admit("Bo Plain", "203.0.113.5")
    mal = await table.admit("Mal", "203.0.113.6")
    _lift_limits(table)
    invent = Inventor(random.Random(seed), ids=[bo.id, mal.id, table.host.id, "prt_nobody"])
    for _ in range(25):
        for model in (*client_commands(), *QUERIES):
            kind = str(model.model_fields["type"].default)
            if kind in {"rooms.leave", "rooms.end"}:
                continue
            mal.number += 1
            fields = {name: invent.value() for name in model.model_fields if name != "type" and invent.likely()}
            name = "command" if model in client_commands() else "query"
            content = {"id": f"fuzzed-{mal.number}", **fields} if name == "command" else fields
            await mal.line.send(f"42{mal.number}" + json.dumps([name, {**content, "type": kind}]))
            answer = await mal.line.acknowledgement(mal.number)
            assert answer["ok"] or answer["code"] != "unavailable", (kind, fields, answer)
            mal.line.received.clear()
    assert (await bo.ask("time"))["ok"]
    assert (await table.host.ask("snapshot"))["ok"]


def _lift_limits(table: Meeting) -> None:
    for client in table.roundtable._gateway._connections:
        client.commands = Bucket(1e6, 1e6)
        client.frames = Bucket(1e6, 1e6)


class Inventor:
    """Values that no form of ours would send."""

    def __init__(self, chance: random.Random, ids: list[str]) -> None:
        self._chance = chance
        self._texts = [
            "", " ", "x" * 3000, "<script>alert(1)</script>", "'; DROP TABLE message; --", "../../etc/passwd", "%00",
            "\u202e\u2066", "\ufeff", "e\u0301" * 500, "\U0001f468\u200d" * 150, "=1+1", "\r\nSet-Cookie: x=y",
            "${7*7}", "__proto__", "microphone", "screen", "host", "moderator", "👍",
            "moderators", "everyone", *ids, *ids,
        ]  # fmt: skip

    def likely(self) -> bool:
        return self._chance.random() < 0.9

    def value(self, depth: int = 0) -> Any:
        """Mostly a text, sometimes something else, sometimes nested."""
        pick = self._chance.random()
        if pick < 0.6:
            return self._chance.choice(self._texts)
        if pick < 0.9 or depth > 3:
            return self._chance.choice([None, True, False, 0, -1, 1, 2**31, 2**53, 1e308, -0.0, 0.5, 100])
        if pick < 0.95:
            return [self.value(depth + 1) for _ in range(3)]
        return {self._chance.choice(self._texts)[:50]: self.value(depth + 1) for _ in range(3)}
