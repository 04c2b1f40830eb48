"""The two cookies, random 256-bit tokens which no script can read: of a sign-in, and of an attempt at one elsewhere."""

from typing import Final

from aiohttp import web

from roundtable.http.peers import Peer

SAFE_PREFIX: Final = "__Host-"
"""A cookie of this name is only of this host, and only sent by HTTPS. One of an unsafe connection is never read on a
safe one. Without it for plain HTTP beyond the machine itself, where browsers refuse it; the start warns of that."""
PLAIN_COOKIE: Final = "rt_session"
SAFE_COOKIE: Final = SAFE_PREFIX + PLAIN_COOKIE
ATTEMPT_COOKIE: Final = "rt_attempt"

TOKEN_LENGTH: Final = 43
"""256 bits in base64url."""
COOKIE_SECONDS: Final = 180 * 24 * 3600
"""The sign-in ends earlier in the database; the browser need not know when."""
ATTEMPT_SECONDS: Final = 600


def cookie_name(peer: Peer, name: str = PLAIN_COOKIE) -> str:
    """Choose a cookie's name, by whether the connection is safe."""
    return SAFE_PREFIX + name if peer.has_safe_cookies else name


def token_in(request: web.BaseRequest, peer: Peer, name: str = PLAIN_COOKIE) -> str | None:
    """Read a token of a request, or None if there is none of the right shape."""
    token = request.cookies.get(cookie_name(peer, name), "")
    return token if len(token) == TOKEN_LENGTH and token.isascii() else None


def shows_token(request: web.BaseRequest) -> bool:
    """Say whether a browser shows something of the shape of a sign-in, good or not."""
    return any(len(request.cookies.get(name, "")) == TOKEN_LENGTH for name in (PLAIN_COOKIE, SAFE_COOKIE))


def keep(response: web.StreamResponse, peer: Peer, token: str) -> None:
    """Let the browser keep the token of a sign-in."""
    _set(response, peer, PLAIN_COOKIE, token, seconds=COOKIE_SECONDS)


def forget(response: web.StreamResponse, peer: Peer) -> None:
    """Let the browser forget that token."""
    _set(response, peer, PLAIN_COOKIE, "", seconds=0)


def keep_attempt(response: web.StreamResponse, peer: Peer, token: str | None) -> None:
    """Let the browser keep the token of an attempt for a few minutes; None: forget it."""
    _set(response, peer, ATTEMPT_COOKIE, token or "", seconds=ATTEMPT_SECONDS if token else 0)


def _set(response: web.StreamResponse, peer: Peer, name: str, token: str, *, seconds: int) -> None:
    response.set_cookie(
        cookie_name(peer, name),
        token,
        max_age=seconds,
        path="/",
        secure=peer.has_safe_cookies,
        httponly=True,
        samesite="Lax",
    )
