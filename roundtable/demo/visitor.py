"""One person's way through the HTTP API, with a cookie jar of their own, as a browser has."""

from types import TracebackType
from typing import Any, Self

import aiohttp
from yarl import URL

REQUEST_SECONDS = 20


class Refused(Exception):
    """The server said no, with a stable code."""

    def __init__(self, code: str, params: dict[str, object] | None = None) -> None:
        super().__init__(code, params or {})
        self.code = code
        self.params = params or {}


class Visitor:
    """Somebody's browser profile: cookies, CSRF token, and the API calls of a page.

    Where the server believes a proxy on this machine, an address makes them come from there.
    """

    def __init__(self, server: str, address: str = "") -> None:
        self.server = URL(server).origin()
        self.csrf = ""
        # A browser keeps Secure cookies of a loopback address too; so must these.
        socket_scheme = {"http": "ws", "https": "wss"}[self.server.scheme]
        own = [self.server, self.server.with_scheme(socket_scheme)]
        self._jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=own)
        self.http = aiohttp.ClientSession(
            cookie_jar=self._jar,
            headers={
                "Origin": str(self.server),
                "User-Agent": "roundtable-demo",
                **({"X-Forwarded-For": address} if address else {}),
            },
            timeout=aiohttp.ClientTimeout(total=REQUEST_SECONDS),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def get(self, path: str) -> Any:
        """Read something of the API; the answer's shape is the endpoint's."""
        return await self._call("GET", path, None)

    async def send(self, method: str, path: str, body: dict[str, object]) -> Any:
        """Change something. Raises Refused with the server's code."""
        if not self.csrf:
            await self.remember()
        return await self._call(method, path, body)

    async def remember(self) -> dict[str, Any]:
        """Learn who the server thinks we are, and the token that goes with it."""
        me: dict[str, Any] = await self.get("/api/me")
        self.csrf = me["csrf"] or ""
        return me

    async def sign_in(self, email: str, password: str) -> None:
        """Become an account."""
        await self.send("POST", "/api/sign-in", {"email": email, "password": password})
        await self.remember()

    async def enter(self, slug: str, name: str, club_id: str | None = None, language: str = "zh-CN") -> str:
        """Go to the door of a room; a newcomer becomes a guest. Returns the session's id."""
        body: dict[str, object] = {"name": name, "language": language}
        if club_id:
            body["club_id"] = club_id
        answer = await self.send("POST", f"/api/entry/{slug}", body)
        await self.remember()
        return str(answer["session_id"])

    def cookie_headers(self) -> list[str]:
        """The cookies as `Set-Cookie` values, to hand them on to a real browser."""
        return [cookie.OutputString() for cookie in self._jar]

    async def close(self) -> None:
        """Close the browser. Cookies are gone."""
        await self.http.close()

    async def _call(self, method: str, path: str, body: dict[str, object] | None) -> Any:
        headers = {"X-CSRF-Token": self.csrf} if self.csrf and body is not None else {}
        async with self.http.request(method, self.server.join(URL(path)), json=body, headers=headers) as answer:
            read = await answer.json(content_type=None) if answer.status != 204 else {}
            if answer.status >= 400:
                raise Refused(str(read.get("code", answer.status)), read)
            return read
