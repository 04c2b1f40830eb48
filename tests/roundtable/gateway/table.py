"""A real aiohttp server with a real gateway, and a scripted product behind it: Alice and Bob at one table."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal, Self

import aiohttp
from aiohttp import WSMsgType, web
from aiohttp.test_utils import BaseTestServer, TestServer

from roundtable.gateway.audiences import Audiences
from roundtable.gateway.gateway import Gateway
from roundtable.gateway.limits import SocketCounts
from roundtable.gateway.ports import Desk, Seat
from roundtable.gateway.sockets import Door
from roundtable.kernel.actors import ANYONE, Role
from roundtable.kernel.audiences import Audience
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.errors import NotAllowed, NotFound, SignInNeeded
from roundtable.kernel.ids import CommandId, ConnectionId, ParticipantId, SessionId
from roundtable.kernel.messages import ClientCommand
from roundtable.kernel.ports import Accepted, Snapshot
from roundtable.kernel.presence import Presence, Present
from roundtable.kernel.session import SessionSettings
from roundtable.kernel.wire import Join

SESSION = SessionId("ses_table")
ORIGIN = "https://table.example"
CSRF = "csrf-of-this-sign-in"
START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Say(ClientCommand):
    """Repeats a word in the acknowledgement's order."""

    allowed: ClassVar = ANYONE
    type: Literal["test.say"] = "test.say"
    word: str


class Break(ClientCommand):
    """Fails inside the product."""

    allowed: ClassVar = ANYONE
    type: Literal["test.break"] = "test.break"


class Forbid(ClientCommand):
    """Is refused by the product."""

    allowed: ClassVar = ANYONE
    type: Literal["test.forbid"] = "test.forbid"


@dataclass
class ScriptedProduct:
    """Implements `Entrance` and `Sessions`; the cookie `who` names the person."""

    roles: dict[str, Role | None] = field(default_factory=dict)
    version: int = 1
    entered: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    signed_out: list[str] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    connections: dict[str, ConnectionId] = field(default_factory=dict)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    snapshot_taken: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_answer.set()

    async def enter(self, request: web.Request, join: Join, connection: ConnectionId) -> Seat:
        who = request.cookies.get("who")
        if who is None or join.csrf != CSRF:
            raise SignInNeeded("sign_in_needed")
        if join.room != "table":
            raise NotFound("not_found")
        if who == "mallory":
            raise NotAllowed("banned")
        self.entered.append(who)
        self.connections[who] = connection
        return Seat(SESSION, participant(who), f"sign-in of {who}")

    async def leave(self, seat: Seat, connection: ConnectionId) -> None:
        self.left.append(seat.participant.removeprefix("prt_"))

    async def sign_out(self, seat: Seat) -> None:
        self.signed_out.append(seat.participant.removeprefix("prt_"))

    async def presence(self, session: SessionId) -> Presence:
        people = {
            participant(who): Present(who, role, None, START) for who, role in self.roles.items() if role is not None
        }
        waiting = frozenset(participant(who) for who, role in self.roles.items() if role is None)
        return Presence(SessionSettings(), people, waiting)

    async def snapshot(self, session: SessionId, audience: Audience) -> Snapshot:
        snapshot = Snapshot(self.version, {"rooms": {"seen_by": audience}})
        self.snapshot_taken.set()
        await self.may_answer.wait()
        return snapshot

    async def say(self, session: SessionId, command: Say, by: ParticipantId, command_id: CommandId) -> Accepted:
        await asyncio.sleep(0)
        self.said.append((by, command.word))
        return Accepted(len(self.said))

    async def fail(self, session: SessionId, command: Break, by: ParticipantId, command_id: CommandId) -> Accepted:
        raise RuntimeError("a secret path: /srv/keys")

    async def forbid(self, session: SessionId, command: Forbid, by: ParticipantId, command_id: CommandId) -> Accepted:
        raise NotAllowed("not_allowed", seconds=3)


def participant(who: str) -> ParticipantId:
    return ParticipantId(f"prt_{who}")


@dataclass
class Table:
    """The running server, and who opens sockets to it."""

    server: BaseTestServer
    product: ScriptedProduct
    audiences: Audiences
    gateway: Gateway
    http: aiohttp.ClientSession
    counts: SocketCounts

    async def open(self, who: str | None = "alice", **headers: str) -> "RawClient":
        """Open a WebSocket, with nothing said on it."""
        cookies = {"Cookie": f"who={who}"} if who else {}
        socket = await self.http.ws_connect(
            self.server.make_url("/socket.io/?EIO=4&transport=websocket"),
            headers={"Origin": ORIGIN, **cookies, **headers},
        )
        return RawClient(socket)

    async def sit(self, who: str = "alice", role: Role | None = "representative") -> "RawClient":
        """Open a socket, connect, and read the greeting."""
        self.product.roles.setdefault(who, role)
        client = await self.open(who)
        await client.connect()
        await client.until("snapshot")
        return client


class RawClient:
    """Speaks WebSocket frames by hand, and keeps everything that it received."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.received: list[str] = []
        self.close_code: int | None = None

    async def send(self, frame: str) -> None:
        await self.socket.send_str(frame)

    async def connect(self, **auth: object) -> None:
        await self.send("40" + json.dumps({"room": "table", "csrf": CSRF, "protocol": 1, **auth}))

    async def command(self, content: Mapping[str, object], ack: int = 1) -> dict[str, Any]:
        """Send a command and return its acknowledgement."""
        await self.send(f"42{ack}" + json.dumps(["command", content]))
        return await self.acknowledgement(ack)

    async def query(self, content: Mapping[str, object], ack: int = 1) -> dict[str, Any]:
        await self.send(f"42{ack}" + json.dumps(["query", content]))
        return await self.acknowledgement(ack)

    async def acknowledgement(self, ack: int) -> dict[str, Any]:
        frame = await self.until_frame(f"43{ack}[")
        answer: dict[str, Any] = json.loads(frame[len(f"43{ack}") :])[0]
        return answer

    async def until(self, event: str) -> dict[str, Any]:
        """Read up to an event, and return its content."""
        frame = await self.until_frame(f'42["{event}"')
        content: dict[str, Any] = json.loads(frame[2:])[1]
        return content

    async def until_frame(self, prefix: str) -> str:
        while True:
            frame = await self.next()
            if frame is None:
                raise AssertionError(f"closed with {self.close_code} before {prefix}; got {self.received}")
            if frame.startswith(prefix):
                return frame

    async def next(self) -> str | None:
        """Return the next text frame, or None when the server has closed."""
        message = await self.socket.receive(timeout=15)
        if message.type is not WSMsgType.TEXT:
            self.close_code = self.socket.close_code
            return None
        self.received.append(message.data)
        return str(message.data)

    async def closed(self) -> int | None:
        """Read to the end, and return the close code."""
        while await self.next() is not None:
            pass
        return self.close_code

    def events(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the events received up to now."""
        return [tuple(json.loads(frame[2:])) for frame in self.received if frame.startswith("42")]

    async def close(self) -> None:
        await self.socket.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


@asynccontextmanager
async def running_table(*, counts: SocketCounts | None = None, connect_seconds: float = 10) -> AsyncIterator[Table]:
    """Serve a table on a free port of the loopback."""
    product = ScriptedProduct()
    counts = counts or SocketCounts()
    audiences = Audiences()
    gateway = Gateway(
        audiences,
        product,
        product,
        desk=Desk(commands={Say: product.say, Break: product.fail, Forbid: product.forbid}),
        door=Door(
            origins=lambda request: (ORIGIN,),
            address_of=lambda request: request.headers.get("X-Test-Address", "127.0.0.1"),
            counts=counts,
            connect_seconds=connect_seconds,
        ),
        clock=ManualClock(START),
    )
    app = web.Application()
    gateway.attach(app)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        yield Table(server, product, audiences, gateway, http, counts)
        await gateway.stop()
