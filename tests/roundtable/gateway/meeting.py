"""A whole process on the loopback, and people who come to it with browsers and sockets."""

import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from roundtable.composition import Roundtable
from roundtable.kernel.floor_settings import FloorMode
from roundtable.secrets import Secrets
from roundtable.settings import Settings
from tests.roundtable.gateway.table import RawClient
from tests.roundtable.house import Browser

EMAIL, PASSWORD = "ada@secret-host.example", "a pass phrase nobody guesses"


@dataclass
class Person:
    """A browser profile, and the socket of its page."""

    browser: Browser
    slug: str
    client: RawClient | None = None
    number: int = 0
    sent: list[dict[str, object]] = field(default_factory=list)

    @property
    def line(self) -> RawClient:
        assert self.client is not None
        return self.client

    @property
    def id(self) -> str:
        """The participant that `welcome` named."""
        welcome = next(content for name, content in self.line.events() if name == "welcome")
        return str(welcome["participant"])

    async def connect(self) -> None:
        """Open a socket and say who we are."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())
        headers = {"Origin": self.browser.url, "Cookie": cookies, **self.browser.headers}
        url = f"{self.browser.url}/socket.io/?EIO=4&transport=websocket"
        self.client = RawClient(await self.browser.http.ws_connect(url, headers=headers))
        auth = {"room": self.slug, "csrf": self.browser.csrf, "protocol": 1}
        await self.client.send("40" + json.dumps(auth))

    async def sit(self) -> dict[str, Any]:
        """Connect, and return the first snapshot."""
        await self.connect()
        return await self.line.until("snapshot")

    async def do(self, type_: str, **fields: object) -> dict[str, Any]:
        """Send a command, and return what it was answered."""
        self.number += 1
        return await self.line.command({"id": f"command-{self.number}", "type": type_, **fields}, ack=self.number)

    async def ask(self, type_: str, **fields: object) -> dict[str, Any]:
        """Send a question, and return what it was answered."""
        self.number += 1
        return await self.line.query({"type": type_, **fields}, ack=self.number)

    async def leave(self) -> None:
        """Close the page."""
        if self.client is not None:
            await self.client.close()
        await self.browser.http.close()


@dataclass
class Meeting:
    """A room with a link, on a running server."""

    settings: Settings
    roundtable: Roundtable
    url: str
    slug: str
    host: Person
    people: list[Person] = field(default_factory=list)

    async def knock(self, name: str, address: str) -> Person:
        """A guest comes from somewhere, gives a name and connects."""
        browser = Browser(self.url, headers={"X-Forwarded-For": address})
        person = Person(browser, self.slug)
        self.people.append(person)
        assert (await browser.enter(self.slug, name, language="en")).status == 200
        return person

    async def admit(self, name: str, address: str) -> Person:
        """A guest comes, and the host lets them in."""
        person = await self.knock(name, address)
        await person.sit()
        assert (await self.host.do("rooms.admit", participant=person.id))["ok"]
        await person.line.until("moved")
        await person.line.until("snapshot")
        return person

    async def restart(self) -> None:
        """Stop the server as an operator does, and start it again on the same data."""
        await self.roundtable.stop()
        self.roundtable = await _started(self.settings)


async def _started(settings: Settings) -> Roundtable:
    roundtable = Roundtable(settings, Secrets("the root of all keys of this test"))
    await roundtable.start()
    return roundtable


@asynccontextmanager
async def meeting(directory: Path, mode: FloorMode = "open", **more: Any) -> AsyncIterator[Meeting]:
    """Start a server, make the first account and a room with a lobby where everybody may speak, and seat its host."""
    usual: dict[str, Any] = {
        "port": free_port(socket.SOCK_STREAM),
        "udp_port": free_port(socket.SOCK_DGRAM),
        "data": directory,
        "trusted_proxies": ("127.0.0.1",),  # as text, as from the environment
    }
    settings = Settings(**{**usual, **more})
    roundtable = await _started(settings)
    url = f"http://127.0.0.1:{settings.port}"
    browser = Browser(url, headers={"X-Forwarded-For": "192.0.2.1"})
    try:
        token = await roundtable.people.first_start_token()
        await browser.post(
            "/api/first-start", token=token, email=EMAIL, password=PASSWORD, name="Ada Host", language="en"
        )
        made = await browser.post("/api/rooms", title="Round Table", settings={"floor": {"mode": mode}})
        host = Person(browser, made.body["slug"])
        await browser.enter(host.slug, "Ada Host", language="en")
        await host.sit()
        running = Meeting(settings, roundtable, url, host.slug, host, people=[host])
        yield running
        roundtable = running.roundtable
        for person in running.people:
            await person.leave()
    finally:
        await browser.http.close()
        await roundtable.stop()


def free_port(kind: socket.SocketKind) -> int:
    """A port that nobody listens on."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
