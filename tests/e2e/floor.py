"""A meeting whose floor is worked: people at windows, and people by script who ask their own client for nothing."""

import asyncio
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from livekit import rtc

from roundtable.demo.floor import Sight, spoken_seconds
from roundtable.demo.seat import Seat
from roundtable.demo.visitor import Visitor
from tests.e2e.acts import come_in, is_at_table
from tests.e2e.conftest import OpenChromium
from tests.e2e.media_clients import SdkClient
from tests.e2e.pages import SECONDS, ChromiumPage, Page, sees_text, until
from tests.e2e.words import Language, word

GRANTED = "window.roundtable.media().own.microphone.granted"
"""Whether the media server lets this page publish a microphone, as it told the page itself."""
SPEAKING = "window.roundtable.media().own.microphone.on"
ME = "window.roundtable.participant()"
FLOOR = "window.roundtable.floor()"


@dataclass
class Scripted:
    """A person by script: a seat in the session, and a media client with their own token that obeys nobody."""

    seat: Seat
    visitor: Visitor
    media: SdkClient = field(default_factory=lambda: SdkClient("script"))

    @classmethod
    async def comes(cls, server: str, slug: str, name: str, club: str | None = None) -> Self:
        """Give a name at the door, and perhaps a club, and sit down."""
        visitor = Visitor(server)
        await visitor.enter(slug, name, club, language="en")
        return await cls.sits(visitor, slug)

    @classmethod
    async def sits(cls, visitor: Visitor, slug: str) -> Self:
        """Sit down as somebody who was at the door."""
        seat = Seat(visitor, slug)
        await seat.connect()
        await seat.until(lambda view: "floor" in view, "the floor")
        return cls(seat, visitor)

    @property
    def id(self) -> str:
        """Their participant."""
        return self.seat.participant

    @property
    def sight(self) -> Sight:
        """The floor as they see it."""
        return Sight(self.seat.view["floor"], self.id)

    @property
    def waiting(self) -> list[str]:
        """Names of those who wait, in order."""
        return [str(entry["name"]) for entry in self.sight.waiting]

    @property
    def elapsed(self) -> float:
        """Seconds that the turn has taken until now; the server's clock is this machine's."""
        assert self.sight.turn is not None
        return spoken_seconds(self.sight.turn, datetime.now(UTC))

    async def does(self, type_: str, **fields: object) -> None:
        """Do something on the floor, and wait until it is seen."""
        version = await self.seat.command(f"floor.{type_}", **fields)
        if version is not None:
            await self.seat.until(lambda _: self.seat.version >= version, type_)

    async def steps(self) -> None:
        """Press `next` on what is seen now."""
        turn = self.sight.turn
        await self.does("next", confirmed=True, **({} if turn is None else {"turn": turn["id"]}))

    async def until_speaks(self, name: str) -> None:
        """Wait until they see that somebody has the floor."""
        await self.seat.until(lambda _: (self.sight.turn or {}).get("name") == name, f"the turn of {name}")

    async def token(self) -> dict[str, Any]:
        """Return the way to the media server."""
        return await self.seat.query("media")

    async def joins_media(self) -> None:
        """Connect to the media server, with no more than it asks for."""
        way = await self.token()
        self.media.room = rtc.Room()
        await self.media.room.connect(way["url"], way["token"])

    @property
    def may_speak(self) -> bool:
        """Whether the media server has told this person that they may publish a microphone."""
        told = self.media.room.local_participant.permissions
        return bool(told.can_publish) and rtc.TrackSource.SOURCE_MICROPHONE in told.can_publish_sources

    async def until_may_speak(self, wanted: bool = True) -> None:
        """Wait until the media server has told them that they may, or may not."""
        async with asyncio.timeout(SECONDS):
            while self.may_speak != wanted:
                await asyncio.sleep(0.02)

    async def leaves(self) -> None:
        """Go without a word."""
        if self.media.room.isconnected():
            await self.media.leave()
        await self.seat.drop()
        await self.visitor.close()


async def sits_down(open_chromium: OpenChromium, link: str, name: str, **options: Any) -> ChromiumPage:
    """Open a window and come in; a visitor given opens the room as its host."""
    page = await open_chromium(name, link, **options)
    await (come_in(page, button="open") if "as_visitor" in options else come_in(page, name))
    await is_at_table(page)
    return page


async def everybody(*windows: Any) -> list[Any]:
    """Do for several windows at once."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(window) for window in windows]
    return [task.result() for task in tasks]


async def works_keys(page: ChromiumPage, *keys: str) -> None:
    """Press keys with the focus nowhere."""
    await page.evaluate("document.activeElement?.blur()")
    for key in keys:
        await page.page.keyboard.press(key)


async def asks(page: ChromiumPage, kind: str = "topic", text: str = "", language: Language = "en") -> None:
    """Ask for the floor by one's own button."""
    await page.page.locator(".my-button").click()
    await page.page.get_by_role("radio", name=re.compile(f"^{re.escape(word(f'floor.kind.{kind}', language))}")).check()
    await page.fill(word("floor.entry.about", language), text)
    await page.click(word("floor.mine.ask", language))
    await until(page, f"Object.values({FLOOR}.entries).some((one) => one.participant === {ME})", "own entry")


async def next_is(page: ChromiumPage, does: str, name: str = "") -> None:
    """Wait until the moderator's one button says that it will do this."""
    await sees_text(page, word(f"floor.chair.next.{does}", name=name) if name else word(f"floor.chair.next.{does}"))


async def presses_next(page: ChromiumPage, does: str, name: str = "") -> None:
    """Press the moderator's one button, when it says that it will do this."""
    await next_is(page, does, name)
    await page.click(word(f"floor.chair.next.{does}", name=name) if name else word(f"floor.chair.next.{does}"))


async def may_speak(page: Page, wanted: bool = True, seconds: float = 10) -> None:
    """Wait until the media server has told the page that it may publish a microphone, or that it may not."""
    await until(page, GRANTED if wanted else f"!{GRANTED}", f"microphone granted: {wanted}", seconds)


async def has_floor(page: Page, name: str, seconds: float = 10) -> None:
    """Wait until the page knows that somebody has the floor."""
    await until(page, f"{FLOOR}.turn?.name === {name!r}", f"{name} on the floor", seconds)
