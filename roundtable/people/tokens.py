"""Random tokens. The database keeps only their digests: who reads it can sign in as nobody."""

import base64
import hashlib
import secrets
from typing import Final

TOKEN_BYTES: Final = 32


def new_token() -> str:
    """Make a token of 256 random bits, 43 characters."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """Return what the database keeps of a token. The token is random, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_of(token: str) -> str:
    """Derive what a page must send along with the cookie. It tells nothing about the token."""
    digest = hashlib.sha256(b"csrf:" + token.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
