"""Access tokens: who may enter which room of the media server, and what they may do there at first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import jwt
from livekit.api import AccessToken

from roundtable.kernel.clock import Clock
from roundtable.kernel.grants import Grant
from roundtable.kernel.ids import ParticipantId, SessionId
from roundtable.media.permissions import video_grants

LIFETIME: Final = timedelta(minutes=10)
"""A token is for connecting now; the media server renews it for who stays."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a token is for."""

    session: SessionId
    participant: ParticipantId
    name: str


@dataclass(slots=True)
class Tokens:
    """Makes tokens, and knows which older ones were revoked."""

    key: str
    secret: str = field(repr=False)
    clock: Clock
    _not_before: dict[tuple[SessionId, ParticipantId], int] = field(default_factory=dict)

    def make(self, bearer: Bearer, grant: Grant) -> str:
        """Return a token that is in force at once, and newer than whatever was revoked."""
        now = int(self.clock.now().timestamp())
        not_before = max(now, self._not_before.get((bearer.session, bearer.participant), 0))
        token = AccessToken(self.key, self.secret).with_name(bearer.name)
        claims: Mapping[str, Any] = token.with_grants(video_grants(bearer.session, grant)).claims.asdict()
        whole = {
            **claims,
            "iss": self.key,
            "sub": bearer.participant,
            "nbf": not_before,
            "exp": not_before + int(LIFETIME.total_seconds()),
        }
        return jwt.encode(whole, self.secret, algorithm="HS256")

    def revoke(self, session: SessionId, participant: ParticipantId) -> int:
        """Return the moment before which no token of theirs counts: just after every one that was made."""
        now = int(self.clock.now().timestamp())
        not_before = max(now, self._not_before.get((session, participant), 0)) + 1
        self._not_before[session, participant] = not_before
        return not_before

    def forget(self, session: SessionId) -> None:
        """A session is over; nobody gets a token for it any more."""
        for key in [known for known in self._not_before if known[0] == session]:
            del self._not_before[key]
