"""Passwords: what is accepted, and argon2 in threads, never more at once than the machine can bear."""

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from roundtable.kernel.errors import Invalid, Unavailable

LEAST_CHARACTERS: Final = 10
MOST_BYTES: Final = 1024
"""Longer ones would let a stranger make us hash megabytes."""
AT_ONCE: Final = 2
"""One hash takes 64 MiB and a tenth of a second of four lanes."""
MOST_WAITING: Final = 64
"""More would wait longer than people do."""

T = TypeVar("T")


def check_new(password: str, email: str) -> None:
    """Refuse a new password that is too short, too long, or can be guessed from the address."""
    if len(password) < LEAST_CHARACTERS:
        raise Invalid("password_too_short", least=LEAST_CHARACTERS)
    if is_too_long(password):
        raise Invalid("password_too_long", most=MOST_BYTES)
    folded = password.casefold()
    if len(set(folded)) < 4 or folded in (email.casefold(), email.casefold().partition("@")[0]):
        raise Invalid("password_too_easy")


def is_too_long(password: str) -> bool:
    """Say whether nobody can have this password."""
    return len(password.encode("utf-8", "surrogatepass")) > MOST_BYTES


class Passwords:
    """Hashes and compares. A comparison with nobody's password takes as long as with somebody's."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._free = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """Return what the database keeps."""
        return await self._in_thread(lambda: self._hasher.hash(_bytes(password)))

    async def matches(self, password: str, kept: str | None) -> bool:
        """Say whether this is the password; `kept` is None for somebody who is unknown or has none."""
        if is_too_long(password):
            password, kept = "", None
        if kept is None:
            await self._in_thread(lambda: self._compare(password, self._somebody()))
            return False
        known = kept
        return await self._in_thread(lambda: self._compare(password, known))

    def is_outdated(self, kept: str) -> bool:
        """Say whether a password should be hashed anew, because the cost was raised since."""
        return self._hasher.check_needs_rehash(kept)

    def _somebody(self) -> str:
        if self._nobody is None:
            self._nobody = self._hasher.hash(b"nobody has this one")
        return self._nobody

    def _compare(self, password: str, kept: str) -> bool:
        try:
            return self._hasher.verify(kept, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._waiting >= MOST_WAITING:
            raise Unavailable("too_busy")
        self._waiting += 1
        try:
            async with self._free:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
