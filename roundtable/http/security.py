"""Headers that every answer carries."""

from typing import Final

from aiohttp import web

from roundtable.http.peers import Peers

_FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), autoplay=(self), "
        "screen-wake-lock=(self), speaker-selection=(self), geolocation=(), payment=(), usb=(), serial=()"
    ),
}
_STRICT_TRANSPORT: Final = f"max-age={365 * 24 * 3600}"


class SecurityHeaders:
    """Writes the headers, with the addresses that pages may connect to."""

    def __init__(self, peers: Peers, media_url: str | None, public_url: str | None) -> None:
        self._peers = peers
        self._media_origins = _both_schemes(media_url) if media_url else ""
        self._strict = (public_url or "").startswith("https://")

    async def prepare(self, request: web.Request, response: web.StreamResponse) -> None:
        """Add the headers just before an answer is sent; connected to aiohttp's `on_response_prepare`."""
        headers = response.headers
        headers.popall("Server", None)
        for name, value in _FIXED.items():
            headers.setdefault(name, value)
        peer = self._peers.of(request.remote, request.scheme, request.headers)
        headers.setdefault("Content-Security-Policy", self.policy(peer.origin))
        if self._strict and peer.secure:
            headers.setdefault("Strict-Transport-Security", _STRICT_TRANSPORT)

    def policy(self, origin: str) -> str:
        """Return the Content-Security-Policy for pages of one origin.

        Nothing inline; blobs are what the media code plays, shows and runs as workers.
        """
        own_sockets = origin.replace("http", "ws", 1)
        return "; ".join(
            (
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self' data: blob:",
                "font-src 'self'",
                f"connect-src 'self' {own_sockets} {self._media_origins}".rstrip(),
                "media-src 'self' blob:",
                "worker-src 'self' blob:",
                "manifest-src 'self'",
                "form-action 'self'",
                "base-uri 'none'",
                "frame-ancestors 'none'",
            )
        )


def _both_schemes(media_url: str) -> str:
    """Return a media server's origin for its socket and for its HTTP checks."""
    rest = media_url.partition("://")[2].partition("/")[0]
    safe = media_url.startswith(("wss:", "https:"))
    return f"wss://{rest} https://{rest}" if safe else f"ws://{rest} http://{rest}"
