"""A bustle on the floor over real sockets: people ask and withdraw, moderators move entries and press `next`."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import cycle
from typing import Final

from roundtable.demo.floor import Sight
from roundtable.demo.seat import Seat
from tests.benchmarks.load.crowd import Line

KINDS: Final = ("withdraw", "ask", "move", "next", "ask")
"""One after the other: as many wait after them as before."""
EACH: Final = 3
"""So many entries may one person have waiting."""
LINE: Final = "新学期的联合活动 joint event"


@dataclass
class Sent:
    """One command: when it went out, when it was acknowledged and at which version."""

    kind: str
    at: float
    acknowledged: float = 0.0
    version: int | None = None
    refused: str = ""


@dataclass
class Bustle:
    """Who acts: a seat that sees the floor as a moderator's client does, and the lines of everybody."""

    seat: Seat
    lines: dict[str, Line]
    """By participant; not the moderators."""
    moderators: cycle[Line]
    sent: list[Sent] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(4))
    _busy: set[str] = field(default_factory=set)
    """Entries and people about whom a command is under way."""
    _stepping: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def sight(self) -> Sight:
        """The floor as the seat sees it now."""
        return Sight(self.seat.view["floor"], self.seat.participant)

    async def one(self, kind: str) -> Sent:
        """Do one thing of a kind."""
        deeds: dict[str, Callable[[], Awaitable[Sent]]] = {
            "withdraw": self._withdraw, "ask": self._ask, "move": self._move, "next": self._next
        }  # fmt: skip
        return await deeds[kind]()

    async def fill(self, waiting: int) -> None:
        """Let so many people ask, one after the other."""
        lines = cycle(self.lines.values())
        for _ in range(waiting):
            answer = await next(lines).command("floor.ask", kind="topic", text=LINE)
            assert answer["ok"], answer

    def steadily(self, per_second: int, seconds: int) -> list[asyncio.Task[Sent]]:
        """Plan commands at a steady rate, whether earlier ones were answered or not."""
        kinds = cycle(KINDS)
        began = time.monotonic()

        async def at(number: int, kind: str) -> Sent:
            await asyncio.sleep(max(0.0, began + number / per_second - time.monotonic()))
            return await self.one(kind)

        return [asyncio.create_task(at(number, next(kinds))) for number in range(per_second * seconds)]

    async def _send(self, line: Line, type_: str, about: tuple[str, ...], **fields: object) -> Sent:
        sent = Sent(type_, time.monotonic())
        self.sent.append(sent)
        answer = await line.command(f"floor.{type_}", **fields)
        sent.acknowledged = time.monotonic()
        sent.version = answer.get("version")
        sent.refused = "" if answer["ok"] else answer["code"]
        await self._seen(sent.version)
        self._busy.difference_update(about)
        return sent

    async def _seen(self, version: int | None) -> None:
        """Wait until the seat sees what was done: who acts next must not act on what is over."""
        if version is not None:
            await self.seat.until(lambda _: self.seat.version >= version, f"version {version}")

    async def _chosen(self, among: Callable[[], list[str]]) -> str:
        """Choose one about whom no command is under way, waiting for one if need be: the rate falls behind then."""
        while not (free := [one for one in among() if one not in self._busy]):
            await asyncio.sleep(0.01)
        chosen = self.chance.choice(free)
        self._busy.add(chosen)
        return chosen

    def _entries(self) -> list[str]:
        """All who wait but the one who is called next."""
        return [entry["id"] for entry in self.sight.waiting[1:]]

    def _who_may_ask(self) -> list[str]:
        waiting = Counter(entry["participant"] for entry in self.sight.waiting)
        return [who for who in self.lines if waiting[who] < EACH]

    async def _withdraw(self) -> Sent:
        entry = await self._chosen(self._entries)
        owner = self.sight.floor["entries"][entry]["participant"]
        return await self._send(self.lines[owner], "withdraw", (entry,), entry=entry)

    async def _ask(self) -> Sent:
        who = await self._chosen(self._who_may_ask)
        return await self._send(self.lines[who], "ask", (who,), kind="topic", text=LINE)

    async def _move(self) -> Sent:
        entry, before = await self._chosen(self._entries), await self._chosen(self._entries)
        return await self._send(next(self.moderators), "move", (entry, before), entry=entry, before=before)

    async def _next(self) -> Sent:
        async with self._stepping:
            turn = self.sight.turn
            named = {} if turn is None else {"turn": turn["id"]}
            return await self._send(next(self.moderators), "next", (), confirmed=True, **named)
