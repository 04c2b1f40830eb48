"""Requests to a provider: bounded in time and size, without following anybody elsewhere.

The addresses come from the operator's provider, and so are not searched for private networks: many a university's
provider stands in one.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, DummyCookieJar

from roundtable.kernel.errors import Unavailable

SECONDS: Final = 8.0
"""For one answer as a whole; somebody waits for it."""
MOST_BYTES: Final = 256 * 1024
AT_ONCE: Final = 16
"""Requests; a provider that hangs must not take all of our memory."""


class ProviderFailed(Exception):
    """The provider did not answer, or with something that is no answer. The reason is for the log."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a provider answered."""

    status: int
    content: Mapping[str, Any]


class Wire:
    """Speaks HTTP to a provider."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._free = AT_ONCE

    async def get(self, address: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Fetch JSON."""
        return await self._ask("GET", address, headers, None)

    async def post(self, address: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        """Send a form, fetch JSON."""
        return await self._ask("POST", address, headers, form)

    async def _ask(
        self, method: str, address: str, headers: Mapping[str, str] | None, form: Mapping[str, str] | None
    ) -> Reply:
        if self._free <= 0:
            raise Unavailable("too_busy")
        self._free -= 1
        sent = {"Accept": "application/json", **(headers or {})}
        try:
            async with (
                asyncio.timeout(self._seconds),
                ClientSession(cookie_jar=DummyCookieJar(), timeout=ClientTimeout(total=None)) as session,
                session.request(method, address, headers=sent, data=form, allow_redirects=False) as response,
            ):
                return await _reply(response)
        except (ClientError, OSError, TimeoutError, ValueError) as error:
            raise ProviderFailed(f"{method} {address}: {error!r}") from error
        finally:
            self._free += 1


async def _reply(response: ClientResponse) -> Reply:
    body = bytearray()
    async for part in response.content.iter_any():
        body += part
        if len(body) > MOST_BYTES:
            raise ValueError("too long")
    if "json" not in response.content_type:
        raise ValueError(f"{response.status}, no JSON but {response.content_type}")
    try:
        content = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(content, dict):
        raise ValueError("no object")
    return Reply(response.status, content)
