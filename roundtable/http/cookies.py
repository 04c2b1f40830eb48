"""The one cookie: a random 256-bit token of a sign-in, which no script can read."""

from typing import Final

from aiohttp import web

from roundtable.http.peers import Peer

SAFE_COOKIE: Final = "__Host-rt_session"
PLAIN_COOKIE: Final = "rt_session"
"""For plain HTTP beyond the machine itself, where browsers refuse Secure cookies; the start warns of it."""

TOKEN_LENGTH: Final = 43
"""256 bits in base64url."""
COOKIE_SECONDS: Final = 180 * 24 * 3600
"""The sign-in ends earlier in the database; the browser need not know when."""


def cookie_name(peer: Peer) -> str:
    """Choose the cookie's name; one of an unsafe connection is never read on a safe one."""
    return SAFE_COOKIE if peer.has_safe_cookies else PLAIN_COOKIE


def token_in(request: web.BaseRequest, peer: Peer) -> str | None:
    """Read the token of a request, or None if there is none of the right shape."""
    token = request.cookies.get(cookie_name(peer), "")
    return token if len(token) == TOKEN_LENGTH and token.isascii() else None


def keep(response: web.StreamResponse, peer: Peer, token: str) -> None:
    """Let the browser keep a token."""
    response.set_cookie(
        cookie_name(peer),
        token,
        max_age=COOKIE_SECONDS,
        path="/",
        secure=peer.has_safe_cookies,
        httponly=True,
        samesite="Lax",
    )


def forget(response: web.StreamResponse, peer: Peer) -> None:
    """Let the browser forget its token."""
    response.set_cookie(
        cookie_name(peer), "", max_age=0, path="/", secure=peer.has_safe_cookies, httponly=True, samesite="Lax"
    )
