"""A browser of a test: cookies, and what its page knows."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from aiohttp import ClientSession, CookieJar


@dataclass(frozen=True)
class Answer:
    """What a browser got."""

    status: int
    body: Any
    headers: Any

    @property
    def code(self) -> str:
        """The code of a problem."""
        return str(self.body["code"])


@dataclass(eq=False)
class Browser:
    """A browser profile: cookies, and the CSRF token that its page knows."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)
    csrf: str = ""

    def __post_init__(self) -> None:
        self.jar = CookieJar(unsafe=True, treat_as_secure_origin=self.url)
        self.http = ClientSession(cookie_jar=self.jar)

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies by name."""
        return {cookie.key: cookie.value for cookie in self.jar}

    async def get(self, path: str, **headers: str) -> Answer:
        """Read something."""
        return await self.ask("GET", path, headers=headers)

    async def post(self, path: str, **body: object) -> Answer:
        """Send a form, as our pages do."""
        return await self.ask("POST", path, body)

    async def patch(self, path: str, **body: object) -> Answer:
        """Change something."""
        return await self.ask("PATCH", path, body)

    async def put(self, path: str, **body: object) -> Answer:
        """Make something so."""
        return await self.ask("PUT", path, body or None)

    async def delete(self, path: str) -> Answer:
        """Delete something."""
        return await self.ask("DELETE", path)

    async def ask(
        self, method: str, path: str, body: object = None, *, headers: dict[str, str | None] | Any = None
    ) -> Answer:
        """Ask anything, with Origin and CSRF token unless the headers say otherwise (None leaves one out)."""
        sent: dict[str, str | None] = {**self.headers, **(headers or {})}
        if method != "GET":
            sent = {"Origin": self.url, "X-CSRF-Token": self.csrf, **sent}
        kept = {name: value for name, value in sent.items() if value is not None}
        content: dict[str, Any] = {"json": body}
        if isinstance(body, bytes | str):
            content = {"data": BytesIO(body.encode() if isinstance(body, str) else body)}
        async with self.http.request(method, self.url + path, headers=kept, **content) as response:
            is_json = "json" in response.content_type
            answer = Answer(
                response.status, await response.json() if is_json else await response.text(), response.headers
            )
        if isinstance(answer.body, dict) and "csrf" in answer.body:
            self.csrf = answer.body["csrf"]
        return answer

    async def enter(self, slug: str, name: str, **more: object) -> Answer:
        """Knock at a room's door, and learn the CSRF token as the page does."""
        answer = await self.post(f"/api/entry/{slug}", name=name, **more)
        await self.get("/api/me")
        return answer
