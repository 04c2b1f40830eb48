"""Webhooks: signed, in order, again until heard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from livekit import api
from livekit.protocol.models import Room
from livekit.protocol.rtc import LeaveRequest

from signaling.api import webhooks
from signaling.api.webhooks import Webhooks
from tests.signaling.conversation import CHROMIUM_CIDS, KEY, SECRET, test_server


@dataclass
class Receiver:
    """Checks each call as the official receiver does, and answers with the next of `statuses` (then 200)."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    events: list[tuple[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def hook(self, request: web.Request) -> web.Response:
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            assert request.content_type == "application/webhook+json"
            body = (await request.read()).decode()
            event = api.WebhookReceiver(api.TokenVerifier(KEY, SECRET)).receive(body, request.headers["Authorization"])
            self.events.append((event.event, event.participant.identity or event.room.name))
            self.ids.append(event.id)
            self.dropped.append(event.num_dropped)
            self.arrived.set()
        return web.Response(status=status)

    async def has(self, count: int) -> list[tuple[str, str]]:
        async with asyncio.timeout(5):
            while len(self.events) < count:
                self.arrived.clear()
                await self.arrived.wait()
        return self.events


@asynccontextmanager
async def receiver() -> AsyncIterator[Receiver]:
    one = Receiver()
    app = web.Application()
    app.router.add_post("/hook", one.hook)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield one
    finally:
        await runner.cleanup()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "DELAYS", (0.01, 0.01, 0.01))


def hooks(*urls: str) -> Webhooks:
    return Webhooks(urls, (KEY, SECRET), lambda: 1_900_000_000.0)


async def test_a_meeting_is_told_from_beginning_to_end() -> None:
    async with receiver() as heard, test_server(webhook_urls=(heard.url,), departure_timeout=0.05) as server:
        alice = server.person("alice")
        await alice.join()
        await alice.publish(cids=CHROMIUM_CIDS)
        await alice.settled()
        await alice.send(leave=LeaveRequest())
        assert await heard.has(8) == [
            ("room_started", "room"),
            ("participant_joined", "alice"),
            ("track_published", "alice"),
            ("track_published", "alice"),
            ("track_unpublished", "alice"),
            ("track_unpublished", "alice"),
            ("participant_left", "alice"),
            ("room_finished", "room"),
        ]
        assert len(set(heard.ids)) == 8


async def test_an_event_is_sent_again_until_it_is_heard_and_the_order_stays(quick: None) -> None:
    async with receiver() as heard:
        heard.statuses = [500, 503, 200, 429]
        sender = Webhooks((heard.url,), (KEY, SECRET), now_of_tokens)
        for event in ("one", "two", "three"):
            sender.report(event, Room(sid="RM_1", name="r"))
        assert [event for event, _ in await heard.has(3)] == ["one", "two", "three"]
        await sender.close()


async def test_a_room_whose_event_fails_does_not_hold_back_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "DELAYS", (60.0,))
    monkeypatch.setattr(webhooks, "FAREWELL", 0.01)
    async with receiver() as heard:
        heard.statuses = [500]
        sender = Webhooks((heard.url,), (KEY, SECRET), now_of_tokens)
        sender.report("stuck", Room(sid="RM_1", name="stuck"))
        while heard.statuses:
            await asyncio.sleep(0.01)
        sender.report("free", Room(sid="RM_2", name="free"))
        assert await heard.has(1) == [("free", "free")]
        await sender.close()


async def test_what_the_receiver_refuses_for_good_is_given_up(quick: None) -> None:
    async with receiver() as heard:
        heard.statuses = [400]
        sender = Webhooks((heard.url,), (KEY, SECRET), now_of_tokens)
        sender.report("refused", Room(sid="RM_1", name="r"))
        sender.report("next", Room(sid="RM_1", name="r"))
        assert [event for event, _ in await heard.has(1)] == ["next"]
        await sender.close()


async def test_too_many_waiting_events_lose_the_oldest_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "MAX_WAITING", 3)
    async with receiver() as heard:
        sender = Webhooks((heard.url,), (KEY, SECRET), now_of_tokens)
        for number in range(6):
            sender.report(str(number), Room(sid="RM_1", name="r"))
        assert [event for event, _ in await heard.has(3)] == ["3", "4", "5"]
        assert heard.dropped == [3, 0, 0]
        await sender.close()


async def test_nobody_listening_costs_a_few_attempts_and_closing_does_not_wait_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhooks, "FAREWELL", 0.05)
    sender = hooks("http://127.0.0.1:9/hook")
    sender.report("lost", Room(sid="RM_1", name="r"))
    async with asyncio.timeout(2):
        await sender.close()


def now_of_tokens() -> float:
    """The receiver checks against the real clock."""
    import time

    return time.time()


async def test_after_the_end_nobody_is_told_and_nothing_is_opened() -> None:
    async with receiver() as heard:
        sender = Webhooks((heard.url,), (KEY, SECRET), now_of_tokens)
        sender.report("last", Room(sid="RM_1", name="r"))
        await sender.close()
        sender.report("late", Room(sid="RM_1", name="r"))
        await asyncio.gather(
            *(task for task in asyncio.all_tasks() if task is not asyncio.current_task() and "drain" in repr(task))
        )
        assert heard.events == [("last", "r")]
