"""The newcomer's doors: unguessable links, each of which signs the browser in as somebody and leads to a page.

They are on a port of their own, so that the product needs no back door: cookies belong to a host, whatever the port.
"""

import secrets
from dataclasses import dataclass

from aiohttp import web
from yarl import URL

from roundtable.demo.members import Member
from roundtable.demo.visitor import Visitor


@dataclass(frozen=True)
class Door:
    """Whom a link makes of one, and where it leads."""

    who: Member
    path: str


class Entrance:
    """Serves the links for as long as the demo runs."""

    def __init__(self, server: URL, passwords: dict[str, str]) -> None:
        self._server = server
        self._passwords = passwords
        self._doors: dict[str, Door] = {}
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def open(self, host: str) -> None:
        """Listen on a free port."""
        app = web.Application()
        app.router.add_get("/{token}", self._enter)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, 0).start()
        self._port = self._runner.addresses[0][1]

    def link(self, who: Member, path: str) -> str:
        """Make a link that leads somebody to a page; once open."""
        token = secrets.token_urlsafe(16)
        self._doors[token] = Door(who, path)
        return str(self._server.with_port(self._port).with_path(f"/{token}"))

    async def close(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        door = self._doors.get(request.match_info["token"])
        if door is None:
            raise web.HTTPNotFound
        answer = web.HTTPFound(self._server.with_path(door.path))
        async with Visitor(str(self._server)) as browser:
            await browser.sign_in(door.who.email, self._passwords[door.who.email])
            for header in browser.cookie_headers():
                answer.headers.add("Set-Cookie", header)
        return answer
