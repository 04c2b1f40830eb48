"""The `media` question: where the media server is, and the token for it."""

from typing import Protocol
from urllib.parse import urlsplit

from roundtable.kernel.errors import NotAllowed
from roundtable.kernel.ids import ParticipantId, SessionId
from roundtable.kernel.presence import Presence
from roundtable.kernel.wire import MediaAnswer
from roundtable.media.reconciler import MediaReconciler
from roundtable.media.tokens import Bearer, Tokens


class Sessions(Protocol):
    """What is asked of the kernel."""

    async def presence(self, session: SessionId) -> Presence:
        """Return who is here now."""
        ...


class MediaPass:
    """Hands out tokens to those who may enter at this moment."""

    def __init__(self, sessions: Sessions, reconciler: MediaReconciler, tokens: Tokens, url: str | None) -> None:
        self._sessions = sessions
        self._reconciler = reconciler
        self._tokens = tokens
        self._url = url

    async def answer(self, session: SessionId, by: ParticipantId, origin: str) -> MediaAnswer:
        """Return the way in, or refuse. With the embedded media server the way is the page's own origin."""
        present = (await self._sessions.presence(session)).people.get(by)
        grant = self._reconciler.grant(session, by)
        if present is None or not grant.may_enter:
            raise NotAllowed("not_allowed")
        token = self._tokens.make(Bearer(session, by, present.name), grant)
        return {"url": _socket_url(self._url or origin), "token": token, "identity": by}


def _socket_url(url: str) -> str:
    parts = urlsplit(url)
    scheme = {"http": "ws", "https": "wss"}.get(parts.scheme, parts.scheme)
    return parts._replace(scheme=scheme).geturl()
