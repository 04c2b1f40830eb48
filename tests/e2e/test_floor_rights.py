"""Who has not the floor is not heard, whatever their client does: scripts with their own token, forged offers."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.conftest import MakeRoom, OpenChromium
from tests.e2e.floor import Scripted, sits_down
from tests.e2e.intruder import Intruder
from tests.e2e.pages import ChromiumPage, receives, receives_nothing_new

WAITS_FOR_A_NO = 2.0
"""Seconds: the SDK waits for an answer that does not come."""
ON_ITS_WAY = 0.5
"""Seconds for what was sent before the floor passed on to be played."""


@pytest_asyncio.fixture(loop_scope="session")
async def slug(make_room: MakeRoom) -> str:
    return str((await make_room(floor={"mode": "moderated"}))["slug"])


@pytest_asyncio.fixture(loop_scope="session")
async def ada(server: ServerProcess, host: Visitor, slug: str) -> AsyncIterator[Scripted]:
    """The moderator, by script."""
    await host.enter(slug, "Ada", language="en")
    moderator = await Scripted.sits(host, slug)
    yield moderator
    await moderator.seat.drop()


@pytest_asyncio.fixture(loop_scope="session")
async def mallory(server: ServerProcess, ada: Scripted, slug: str) -> AsyncIterator[Scripted]:
    """Somebody whose client asks nobody."""
    person = await Scripted.comes(server.url, slug, "Mallory")
    yield person
    await person.leaves()


@pytest_asyncio.fixture(loop_scope="session")
async def listener(server: ServerProcess, ada: Scripted, slug: str, open_chromium: OpenChromium) -> ChromiumPage:
    """A window that hears everybody, and says nothing."""
    return await sits_down(open_chromium, f"{server.url}/r/{slug}", "Lea", no_devices=True)


async def test_an_own_script_without_the_floor_is_refused(mallory: Scripted, listener: ChromiumPage) -> None:
    await mallory.joins_media()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(mallory.media.publish("microphone"), WAITS_FOR_A_NO)
    await receives_nothing_new(listener)


async def test_who_keeps_sending_is_dropped_when_the_floor_passes_on(
    ada: Scripted, mallory: Scripted, listener: ChromiumPage
) -> None:
    await mallory.joins_media()
    await mallory.does("ask", kind="topic")
    await ada.steps()
    await mallory.until_may_speak()
    await mallory.media.publish("microphone")
    await receives(listener, videos=0, voices=1)
    await ada.steps()
    await asyncio.sleep(ON_ITS_WAY)
    await receives_nothing_new(listener)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(mallory.media.publish("microphone"), WAITS_FOR_A_NO)
    await receives_nothing_new(listener)


async def test_a_forged_offer_is_not_forwarded(mallory: Scripted, listener: ChromiumPage) -> None:
    """No library in between: the offer carries a microphone that nobody granted, and its packets are sent for real."""
    async with Intruder(await mallory.token()) as intruder:
        await intruder.offers_microphone()
        await receives_nothing_new(listener)
        assert intruder.told("track_published") == 0


async def test_packets_of_a_client_that_ignores_its_dismissal_are_dropped(
    ada: Scripted, mallory: Scripted, listener: ChromiumPage
) -> None:
    async with Intruder(await mallory.token()) as intruder:
        await mallory.does("ask", kind="topic")
        await ada.steps()
        await intruder.until_may_publish()
        await intruder.offers_microphone()
        await receives(listener, videos=0, voices=1)
        await ada.steps()
        await asyncio.sleep(ON_ITS_WAY)
        before = await intruder.sent()
        await receives_nothing_new(listener)
        assert await intruder.sent() > before, "the intruder has stopped by itself: nothing was shown"
