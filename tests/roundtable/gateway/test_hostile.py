"""Rows 9, 18 and 19 of the threats: what a hostile client tries, against a real server."""

import asyncio
import json
import socket
from collections.abc import Callable, Coroutine
from typing import Self

import aiohttp
import pytest

from roundtable.gateway.guard import MAX_FRAME_BYTES
from roundtable.gateway.limits import SocketCounts
from roundtable.kernel.audiences import EVERYONE
from roundtable.kernel.ports import Change
from tests.roundtable.gateway.table import CSRF, ORIGIN, SESSION, RawClient, Table, running_table

Attack = Callable[[RawClient], Coroutine[object, object, object]]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", "https://table.example.evil.example", "http://table.example", None]
)
async def test_a_page_of_another_origin_cannot_connect(table: Table, origin: str | None) -> None:
    headers = {"Cookie": "who=alice"} | ({} if origin is None else {"Origin": origin})
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await table.http.ws_connect(table.server.make_url("/socket.io/?EIO=4&transport=websocket"), headers=headers)
    assert refused.value.status == 403
    assert table.counts.total == 0


async def test_two_origins_are_no_origin(table: Table) -> None:
    headers = [("Origin", ORIGIN), ("Origin", "https://evil.example")]
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await table.http.ws_connect(table.server.make_url("/socket.io/?EIO=4&transport=websocket"), headers=headers)


@pytest.mark.parametrize(
    ("method", "query", "status"),
    [
        ("GET", "EIO=4&transport=polling", 400),
        ("GET", "EIO=4&transport=websocket", 400),
        ("GET", "EIO=3&transport=websocket", 400),
        ("GET", "", 400),
        ("GET", "EIO=4&transport=websocket&sid=x", 400),
        ("POST", "EIO=4&transport=polling&sid=x", 405),
        ("OPTIONS", "EIO=4&transport=polling", 405),
    ],
)
async def test_there_is_no_way_in_but_a_websocket(table: Table, method: str, query: str, status: int) -> None:
    url = table.server.make_url(f"/socket.io/?{query}")
    async with table.http.request(method, url, headers={"Origin": ORIGIN}) as response:
        assert response.status == status
    assert table.counts.total == 0


async def test_frames_are_never_compressed(table: Table) -> None:
    client = await table.http.ws_connect(
        table.server.make_url("/socket.io/?EIO=4&transport=websocket"), headers={"Origin": ORIGIN}, compress=15
    )
    assert client.compress == 0
    await client.close()


async def _binary(client: RawClient) -> None:
    for _ in range(5):
        await client.socket.send_bytes(b"\x04\x05")


async def _attachments(client: RawClient) -> None:
    for _ in range(5):
        await client.send('451-1["command",{"_placeholder":true,"num":0}]')


async def _reserved(client: RawClient) -> None:
    for name in ("connect", "disconnect", "connect_error", "message", "*"):
        await client.send("421" + json.dumps([name, {}]))


async def _foreign_namespace(client: RawClient) -> None:
    for _ in range(5):
        await client.send("40/admin,{}")


async def _connect_again(client: RawClient) -> None:
    for _ in range(5):
        await client.connect()


async def _rubbish(client: RawClient) -> None:
    for rubbish in ("", "4", "99", "421[", "421" + "[" * 9000):
        await client.send(rubbish)


async def _flood(client: RawClient) -> None:
    for _ in range(200):
        await client.send("3")


async def _ping_flood(client: RawClient) -> None:
    for _ in range(200):
        await client.socket.ping(b"x" * 100)


async def _oversize(client: RawClient) -> None:
    await client.send("421" + json.dumps(["command", {"text": "x" * MAX_FRAME_BYTES}]))


async def _invalid_utf8(client: RawClient) -> None:
    await client.socket.send_frame(b"421\xff\xfe", aiohttp.WSMsgType.TEXT)


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        (_binary, 1008),
        (_attachments, 1008),
        (_reserved, 1008),
        (_foreign_namespace, 1008),
        (_connect_again, 1008),
        (_rubbish, 1008),
        (_flood, 1008),
        (_ping_flood, 1008),
        (_oversize, 1009),
        (_invalid_utf8, 1007),
    ],
)
async def test_who_attacks_is_cut_and_nobody_else_notices(table: Table, attack: Attack, code: int) -> None:
    async with await table.sit("bob") as bob, await table.sit("mal") as mal:
        await attack(mal)
        assert await mal.closed() == code
        await table.audiences.publish(SESSION, EVERYONE, Change(1, 2, {"rooms": {"title": "calm"}}))
        assert await bob.until("patch") == {"from": 1, "to": 2, "patch": {"rooms": {"title": "calm"}}}
        assert (await bob.query({"type": "time"}))["ok"]
    assert table.product.said == []
    assert sorted(table.product.entered) == ["bob", "mal"]


async def test_a_few_mistakes_are_forgiven(table: Table) -> None:
    async with await table.sit() as alice:
        for _ in range(4):
            await alice.send("rubbish")
        assert (await alice.query({"type": "time"}))["ok"]


async def test_events_before_connecting_reach_nobody(table: Table) -> None:
    async with await table.open("alice") as alice:
        for number in range(5):
            await alice.send(
                f"42{number}" + json.dumps(["command", {"id": "command-1", "type": "test.say", "word": "x"}])
            )
        assert await alice.closed() == 1008
    assert (table.product.said, table.product.entered) == ([], [])


async def test_commands_past_the_rate_are_answered_and_not_carried_out(table: Table) -> None:
    async with await table.sit() as alice:
        for number in range(40):
            await alice.send(
                f"42{number}" + json.dumps(["command", {"id": "command-1", "type": "test.say", "word": "x"}])
            )
        answers = [await alice.acknowledgement(number) for number in range(40)]
    assert [answer["ok"] for answer in answers[:30]] == [True] * 30
    assert answers[-1] == {"ok": False, "code": "too_fast", "params": {"seconds": 1}}
    assert len(table.product.said) == sum(answer["ok"] for answer in answers)


async def test_a_socket_that_does_not_connect_is_closed() -> None:
    async with running_table(connect_seconds=0.05) as table:
        async with await table.open("alice") as silent:
            assert await silent.closed() == 1008
        async with await table.sit("bob") as bob:
            assert (await bob.query({"type": "time"}))["ok"]


async def test_sockets_are_bounded_for_each_address_and_in_total() -> None:
    async with running_table(counts=SocketCounts(per_address=2, total=3)) as table:
        first, second = await table.open(), await table.open()
        assert await _refusal(table, "127.0.0.1") == 429
        third = await table.open(**{"X-Test-Address": "192.0.2.7"})
        assert await _refusal(table, "192.0.2.8") == 429
        for client in (first, second, third):
            await client.send("1")
            await client.closed()
        async with await table.open() as again:
            assert (await again.next() or "").startswith("0{")


async def _refusal(table: Table, address: str) -> int:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await table.open(**{"X-Test-Address": address})
    return refused.value.status


async def test_who_does_not_read_is_cut_and_nobody_waits_for_them(table: Table) -> None:
    table.product.roles["slow"] = "guest"
    async with await table.sit("bob") as bob, DeafClient(table) as deaf:
        await deaf.connect()
        sent = 0
        while "slow" not in table.product.left:
            assert sent < 2000, "the deaf client was never cut"
            sent += 1
            await table.audiences.publish(SESSION, EVERYONE, Change(sent, sent + 1, {"rooms": {"x": "y" * 60_000}}))
            assert await bob.until("patch") == {"from": sent, "to": sent + 1, "patch": {"rooms": {"x": "y" * 60_000}}}
            bob.received.clear()
        # It was not cut before the buffer was full: 512 KB are more than eight of these frames.
        assert sent > 8


class DeafClient:
    """A client that completes the handshake and never reads again."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._socket = socket.socket()

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._socket.setblocking(False)
        await loop.sock_connect(self._socket, ("127.0.0.1", self._table.server.port))
        await loop.sock_sendall(
            self._socket,
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: table.example\r\n"
            b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: who=slow\r\nOrigin: "
            + ORIGIN.encode()
            + b"\r\n\r\n",
        )
        return self

    async def connect(self) -> None:
        """Send a masked (with zeroes) connect packet, and wait until the server has greeted."""
        packet = ("40" + json.dumps({"room": "table", "csrf": CSRF, "protocol": 1})).encode()
        frame = bytes([0x81, 0x80 | len(packet), 0, 0, 0, 0]) + packet
        self._table.product.snapshot_taken.clear()
        await asyncio.get_running_loop().sock_sendall(self._socket, frame)
        await self._table.product.snapshot_taken.wait()

    async def __aexit__(self, *_: object) -> None:
        self._socket.close()
