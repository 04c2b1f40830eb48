"""The newcomer's door: one unguessable link that signs the browser in as the demo's host and leads into the room.

It listens on a port of its own, so that the product needs no back door: cookies belong to a host, whatever the port.
"""

import secrets

from aiohttp import web

from roundtable.demo.cast import HOST_EMAIL
from roundtable.demo.house import House
from roundtable.demo.visitor import Visitor


class Entrance:
    """Serves the link for as long as the demo runs."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._token = secrets.token_urlsafe(16)
        self._runner: web.AppRunner | None = None

    async def open(self, host: str) -> str:
        """Listen on a free port; returns the link."""
        app = web.Application()
        app.router.add_get("/{token}", self._enter)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, 0)
        await site.start()
        port = self._runner.addresses[0][1]
        server = self._house.host.server
        return str(server.with_port(port).with_path(f"/{self._token}"))

    async def close(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        if not secrets.compare_digest(request.match_info["token"], self._token):
            raise web.HTTPNotFound
        server = self._house.host.server
        answer = web.HTTPFound(server.with_path(f"/r/{self._house.slug}"))
        async with Visitor(str(server)) as browser:
            await browser.sign_in(HOST_EMAIL, self._house.passwords[HOST_EMAIL])
            for header in browser.cookie_headers():
                answer.headers.add("Set-Cookie", header)
        return answer
