"""A real, certified provider as a process of its own, and what a person does in its forms."""

import asyncio
import json
import re
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from aiohttp import ClientSession, CookieJar

from tests.roundtable.house import Answer, Browser

ROOT = Path(__file__).parents[4]
NODE = ROOT / ".venv/bin/node"
SCRIPT = ROOT / "tests/e2e/openid_provider.mjs"
CLIENT_ID = "round table"
SECRET = "a-secret:with+and%and&"
SECONDS = 60


@dataclass
class University:
    """The provider."""

    process: Process
    issuer: str

    async def configure(self, redirect: str, **options: object) -> None:
        """Let it know us; it makes new keys and forgets everybody's logins."""
        assert self.process.stdin is not None
        line = {"redirect_uris": [redirect], "secret": SECRET, **options}
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        await self.process.stdin.drain()
        assert await _line(self.process) == {"ready": True}


async def _line(process: Process) -> Any:
    """The next line that is for us; the library has remarks of its own."""
    assert process.stdout is not None
    while not (line := await asyncio.wait_for(process.stdout.readline(), SECONDS)).startswith(b"{"):
        assert line, "the provider has ended"
    return json.loads(line)


@asynccontextmanager
async def university() -> AsyncIterator[University]:
    """A provider that nobody has told of us yet."""
    process = await asyncio.create_subprocess_exec(str(NODE), str(SCRIPT), stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    try:
        yield University(process, (await _line(process))["issuer"])
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await asyncio.wait_for(process.wait(), SECONDS)


class Student:
    """Somebody with an account at the university, and a browser whose cookies for it are kept apart from ours."""

    def __init__(self, login: str) -> None:
        self.login = login
        self.http = ClientSession(cookie_jar=CookieJar(unsafe=True))

    async def close(self) -> None:
        """Close the browser."""
        await self.http.close()

    async def go(self, address: str, *, consents: bool = True) -> dict[str, str]:
        """Follow the provider through its forms; return with what it sends the browser back to us."""
        home = urlsplit(address).netloc
        while True:
            async with self.http.get(address, allow_redirects=False) as response:
                status, where, text = response.status, response.headers.get("Location"), await response.text()
            if where is None:
                assert status == 200, text
                where = address = await self._submit(address, text, consents)
            address = urljoin(address, where)
            if urlsplit(address).netloc != home:
                return dict(parse_qsl(urlsplit(address).query))

    async def _submit(self, address: str, page: str, consents: bool) -> str:
        actions: list[str] = re.findall(r'action="([^"]+)"', page)
        fields = {"login": self.login} if 'name="login"' in page else {}
        action = urljoin(address, actions[0] if consents else actions[1])
        async with self.http.post(action, data=fields, allow_redirects=False) as response:
            where: str = response.headers["Location"]
        return urljoin(action, where)


async def back(browser: Browser, answer: dict[str, str], **more: object) -> Answer:
    """What our page does when the provider has sent the browser back to it."""
    kept = {name: value for name, value in answer.items() if name in ("state", "code", "iss", "error")}
    result = await browser.post("/api/sign-in/openid/answer", **kept, **more)
    await browser.get("/api/me")
    return result
