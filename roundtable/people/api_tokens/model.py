"""Tokens as values. They look like nothing else, so that scanners for leaked secrets find them."""

import hmac
import re
import secrets
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from roundtable.http.scopes import Scope
from roundtable.kernel.ids import PersonId

PREFIX: Final = "rtbl_"
_SECRET_BYTES: Final = 32
_SHAPE: Final = re.compile(r"rtbl_[A-Za-z0-9_-]{43}[0-9a-f]{8}")

MOST_TOKENS: Final = 20
"""Of one person."""
MOST_DAYS: Final = 366
"""How long a token may live: somebody looks at it once a year."""
NAME_LENGTH: Final = 60
KEPT_AFTER_END: Final = timedelta(days=30)
"""How long one that has expired is still listed, so that its owner sees why a program stopped."""


def new_secret() -> str:
    """Make a token: prefix, 256 random bits, and a checksum by which a scanner knows a real one."""
    body = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
    return body + _checksum(body)


def is_well_formed(token: str) -> bool:
    """Say whether this can be a token at all."""
    return bool(_SHAPE.fullmatch(token)) and hmac.compare_digest(token[-8:], _checksum(token[:-8]))


def _checksum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token, without its secret."""

    id: str
    digest: str
    person_id: PersonId
    name: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Say whether it has expired."""
        return now >= self.expires_at
