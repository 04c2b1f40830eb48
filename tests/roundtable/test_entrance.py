"""From a cookie to a seat in the room, over real sockets of a whole process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from roundtable.demo.seat import Seat
from roundtable.demo.visitor import Refused, Visitor
from tests.roundtable.house import PASSWORD
from tests.roundtable.process import Serving, environment, serving

FORM = {"email": "ada@example.org", "password": PASSWORD, "name": "Ada", "language": "en"}


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Serving]:
    """A server of its own."""
    async with serving(environment(tmp_path)) as server:
        yield server
        status, errors = await server.stop()
        assert (status, "Traceback" in errors) == (0, False), errors


async def test_cookies_become_seats_and_are_worth_nothing_after_the_sign_in(server: Serving) -> None:
    async with AsyncExitStack() as stack:
        laptop, phone, guest = [await stack.enter_async_context(Visitor(server.url)) for _ in range(3)]
        await laptop.send("POST", "/api/first-start", {"token": server.token, **FORM})
        await laptop.remember()
        slug = (await laptop.send("POST", "/api/rooms", {"title": "圆桌"}))["slug"]
        await laptop.enter(slug, "Ada")
        await guest.enter(slug, "小明")
        host, waiting = Seat(laptop, slug), Seat(guest, slug)
        await host.connect()
        stack.push_async_callback(host.drop)
        await waiting.connect()
        stack.push_async_callback(waiting.drop)
        await host.until(lambda _: len(host.rooms.get("waiting", {})) == 1, "a knock")
        await waiting.until(lambda _: waiting.rooms.get("you") == "waiting", "the lobby")
        with pytest.raises(Refused) as refused:
            await waiting.query("media")
        assert refused.value.code == "not_allowed"
        offer = await host.query("media")
        assert offer["url"] == server.url.replace("http", "ws")
        await host.command("chat.send", text="你好")
        assert len((await host.query("chat.history", limit=10))["messages"]) == 1

        await phone.sign_in("ada@example.org", PASSWORD)
        items = (await phone.get("/api/sign-ins"))["items"]
        other = next(item["id"] for item in items if not item["current"])
        await phone.send("DELETE", f"/api/sign-ins/{other}", {})
        await _gone(host)
        with pytest.raises(Refused) as ended:
            await Seat(laptop, slug).connect()
        assert ended.value.code == "sign_in_needed"


async def test_a_cookie_without_its_token_and_a_link_to_nowhere_open_nothing(server: Serving) -> None:
    async with Visitor(server.url) as ada:
        await ada.send("POST", "/api/first-start", {"token": server.token, **FORM})
        await ada.remember()
        slug = (await ada.send("POST", "/api/rooms", {"title": "Room"}))["slug"]
        with pytest.raises(Refused) as nowhere:
            await Seat(ada, "nosuchroom").connect()
        assert nowhere.value.code == "no_such_room"
        ada.csrf = "forged"
        with pytest.raises(Refused) as forged:
            await Seat(ada, slug).connect()
        assert forged.value.code == "csrf_token_wrong"


async def _gone(seat: Seat) -> None:
    """Wait until the socket is closed; two seconds are what a right may outlive its end."""
    async with asyncio.timeout(2):
        while seat.is_connected:
            await asyncio.sleep(0.02)
