"""Programs that show a token instead of a cookie (RFC 6750). No page of another site can make a browser do that."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from roundtable.http.limits import Limits
from roundtable.http.peers import Peer
from roundtable.http.scopes import Scope, TokenUse
from roundtable.kernel.callers import Caller
from roundtable.kernel.errors import NotAllowed, SignInNeeded

_SCHEME: Final = "bearer"


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token that was recognised."""

    id: str
    caller: Caller
    scopes: frozenset[Scope]


Recognize = Callable[[str], Awaitable[Bearer | None]]
"""Tells whose token this is; None for an unknown, revoked or expired one."""


def token_in(request: web.BaseRequest) -> str | None:
    """Read the token of a request; None if it shows none. Other schemes are a proxy's business, not ours."""
    scheme, _, token = request.headers.get("Authorization", "").strip().partition(" ")
    return token.strip() if scheme.lower() == _SCHEME else None


class Bearers:
    """Lets programs in."""

    def __init__(self, recognize: Recognize, limits: Limits) -> None:
        self._recognize = recognize
        self._limits = limits

    async def admit(self, token: str, use: TokenUse | None, peer: Peer) -> Caller:
        """Tell for whom a program acts; refuse an unknown token, one too busy, and one without the scope."""
        bearer = await self._recognize(token)
        if bearer is None:
            await self._limits.take("token_wrong", peer.network)
            raise SignInNeeded("token_wrong")
        await self._limits.take("token", bearer.id)
        if use is None or use == "none":
            raise NotAllowed("no_token_here")
        if use not in bearer.scopes:
            raise NotAllowed("scope_missing", scope=use)
        return bearer.caller
