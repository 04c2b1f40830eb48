"""What belongs to one attempt to sign in, all derived from the random token in the browser's cookie.

The database keeps the digest of that token alone: who reads it can finish nobody's attempt.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class AttemptSecrets:
    """What ties the provider's answer to the browser that asked."""

    state: str
    """Goes through the browser and back; an answer that somebody else asked for has another."""
    nonce: str
    """Goes to the provider and back inside the ID token."""
    verifier: str
    """Shown with the code; only its digest went through the browser before (PKCE, RFC 7636)."""

    @classmethod
    def of(cls, token: str) -> Self:
        """Derive them; none tells anything about the token or about another."""
        return cls(*(_derived(purpose, token) for purpose in ("state", "nonce", "verifier")))

    @property
    def challenge(self) -> str:
        """Return the digest of the verifier, method S256."""
        return _base64url(hashlib.sha256(self.verifier.encode()).digest())

    def is_state(self, state: str) -> bool:
        """Say whether an answer belongs to this attempt."""
        return hmac.compare_digest(state.encode("utf-8", "replace"), self.state.encode())


def _derived(purpose: str, token: str) -> str:
    return _base64url(hmac.new(token.encode(), f"openid {purpose}".encode(), hashlib.sha256).digest())


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
