"""Is it alive, and may it be given work? For supervisors and load balancers; tells nothing else."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from aiohttp import web

CHECK_SECONDS: Final = 2.0
"""A part that answers later than this is as good as gone."""

Check = Callable[[], Awaitable[None]]
"""Raises when the part it asks does not work."""


class Health:
    """Answers `/healthz` and `/readyz`."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self._checks = dict(checks)
        self.stopping = False

    async def alive(self, request: web.Request) -> web.Response:
        """Answer as long as the event loop turns."""
        return web.json_response({"alive": True}, headers={"Cache-Control": "no-store"})

    async def ready(self, request: web.Request) -> web.Response:
        """Answer 200 if every part works and nobody has asked us to stop, else 503 with the parts' names."""
        results = await asyncio.gather(*(self._works(check) for check in self._checks.values()))
        parts = dict(zip(self._checks, results, strict=True))
        is_ready = all(results) and not self.stopping
        return web.json_response(
            {"ready": is_ready, "parts": parts}, status=200 if is_ready else 503, headers={"Cache-Control": "no-store"}
        )

    async def _works(self, check: Check) -> bool:
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                await check()
        except Exception:  # noqa: BLE001 - whatever goes wrong in a part means that it does not work
            return False
        return True
