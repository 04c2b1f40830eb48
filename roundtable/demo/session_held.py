"""Holds a session from beginning to end by its script, without media: its record is that of any session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from roundtable.demo.floor import Sight
from roundtable.demo.meetings import Item, Meeting, Said
from roundtable.demo.members import Member
from roundtable.demo.seat import Seat
from roundtable.demo.visitor import Visitor

BETWEEN_SECONDS: Final = 9
"""Until the next one is called and speaks."""


class Time(Protocol):
    """What time it is, for those who may say."""

    def be(self, moment: datetime) -> None:
        """Let it be a moment."""
        ...

    def now(self) -> datetime:
        """Tell what time it is."""
        ...


@dataclass(frozen=True)
class Sitting:
    """Somebody at the table, in their own browser."""

    who: Member
    visitor: Visitor


async def hold(time: Time, slug: str, meeting: Meeting, people: Sequence[Sitting]) -> None:
    """Meet behind a link: the first of the people moderates, and ends the session when everything is said."""
    seats = {one.who: Seat(one.visitor, slug) for one in people}
    try:
        for one in people:
            await one.visitor.enter(slug, one.who.name, await _club(one.visitor), one.who.language)
            await seats[one.who].connect()
        table = _Table(time, seats[people[0].who], seats)
        await table.begin(meeting.items)
        for item in meeting.items:
            await table.take_up(item)
        await table.chair.command("rooms.end")
    finally:
        for seat in seats.values():
            await seat.drop()


async def _club(visitor: Visitor) -> str | None:
    club: str | None = (await visitor.get("/api/me"))["person"].get("club_id")
    return club


@dataclass(frozen=True)
class _Table:
    time: Time
    chair: Seat
    seats: dict[Member, Seat]

    async def begin(self, items: Sequence[Item]) -> None:
        """Take the gavel at the planned hour, and say what is to come."""
        self._pass(5 * 60)
        await self.chair.until(lambda view: "floor" in view, "the floor")
        if self._sight(self.chair).may_take_the_gavel:
            await self._chairs("floor.take_gavel")
        for item in items:
            await self._chairs("floor.add_item", title=item.title, budget=item.budget)

    async def take_up(self, item: Item) -> None:
        """Work through the next item."""
        ahead = self._sight(self.chair).items("ahead")[0]
        await self._chairs("floor.start_item", item=ahead["id"])
        for said in item.turns:
            await self._says(said)
        await self._chairs("floor.close_item")
        self._pass(BETWEEN_SECONDS)

    async def _says(self, said: Said) -> None:
        seat = self.seats[said.who]
        await seat.command("floor.ask", kind=said.kind, text=said.text)
        self._pass(BETWEEN_SECONDS)
        await self._chairs("floor.next")
        view = await seat.until(lambda _: self._sight(seat).my_turn is not None, f"the turn of {said.who.name}")
        turn = view["floor"]["turn"]["id"]
        await seat.command("floor.begin_turn", turn=turn)
        self._pass(said.seconds)
        await self._seen(await seat.command("floor.end_turn", turn=turn))

    async def _chairs(self, kind: str, **fields: object) -> None:
        await self._seen(await self.chair.command(kind, **fields))

    async def _seen(self, version: int | None) -> None:
        """Wait until whoever moderates sees what was done."""
        await self.chair.until(lambda _: version is None or self.chair.version >= version, "what was done")

    def _pass(self, seconds: float) -> None:
        self.time.be(self.time.now() + timedelta(seconds=seconds))

    def _sight(self, seat: Seat) -> Sight:
        return Sight(seat.view.get("floor", {}), seat.participant)
