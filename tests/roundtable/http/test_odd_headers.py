"""Bytes in headers that are no text: kept out of rows and answers, on both databases."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from roundtable.database import Database
from tests.roundtable.house import PASSWORD, House, opened


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    """Once on each kind of database, unlike the other tests of this folder."""
    async with opened(database) as house:
        await house.first_account()
        yield house


async def answered(house: House, path: str, headers: dict[bytes, bytes], body: object = None) -> int:
    """Send bytes as no client would, and return the status."""
    content = b"" if body is None else json.dumps(body).encode()
    origin = str(house.server.make_url("")).rstrip("/")
    sent = {b"Host": origin.partition("//")[2].encode(), b"Origin": origin.encode(), b"Connection": b"close",
            b"Content-Type": b"application/json", b"Content-Length": b"%d" % len(content), **headers}  # fmt: skip
    lines = [f"{'POST' if content else 'GET'} {path} HTTP/1.1".encode(), *(name + b": " + sent[name] for name in sent)]
    reader, writer = await asyncio.open_connection(house.server.host, house.server.port)
    writer.write(b"\r\n".join(lines) + b"\r\n\r\n" + content)
    answer = await reader.read()
    writer.close()
    return int(answer.split(b" ", 2)[1])


ODD = (b"\xff\xfe", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80" * 200, "\u202e汉".encode())
FORM = {"email": "ada@example.org", "password": PASSWORD}
NAMES = (b"Host", b"Origin", b"Cookie", b"Authorization", b"X-CSRF-Token", b"X-Forwarded-For", b"X-Forwarded-Proto",
         b"Accept-Encoding", b"If-None-Match")  # fmt: skip


async def test_a_browser_that_calls_itself_nonsense_may_sign_in(house: House) -> None:
    for odd in ODD:
        assert await answered(house, "/api/sign-in", {b"User-Agent": odd}, FORM) == 200, odd
    ada = house.browser()
    await ada.post("/api/sign-in", **FORM)
    agents = {one["agent"] for one in (await ada.get("/api/sign-ins")).body["items"]}
    assert {"", "汉", "\U0001f600" * 200} <= agents
    assert len((await ada.get("/api/sign-in-history")).body["items"]) == len(ODD) + 2


@pytest.mark.parametrize("name", NAMES)
async def test_no_header_is_a_failure_of_ours(sqlite_database: Database, name: bytes) -> None:
    async with opened(sqlite_database) as house:
        for odd in ODD:
            assert await answered(house, "/api/me", {name: odd}) < 500
            assert await answered(house, "/api/sign-in", {name: odd}, FORM) < 500
            for value in (b"__Host-rt_session=" + odd, b"Bearer " + odd):
                assert await answered(house, "/api/clubs", {name: value}) < 500
