"""Passwords: what is accepted, and that comparing them stops nothing else."""

import asyncio
import threading

import pytest
from argon2 import PasswordHasher

from roundtable.kernel.errors import Invalid, Unavailable
from roundtable.people.passwords import AT_ONCE, MOST_WAITING, Passwords, check_new
from tests.roundtable.house import quick_passwords


@pytest.mark.parametrize("password", ["correct horse", "密码要长一点才安全啊", "x" * 1020 + "abcd", " spaces count "])
def test_long_passwords_in_any_script_are_accepted(password: str) -> None:
    check_new(password, "ada@example.org")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_too_short"),
        ("123456789", "password_too_short"),
        ("汉" * 342, "password_too_long"),
        ("a" * 1025, "password_too_long"),
        ("aaaaaaaaaaaa", "password_too_easy"),
        ("ADA@example.org", "password_too_easy"),
    ],
)
def test_others_are_refused_with_the_reason(password: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_new(password, "ada@example.org")
    assert refused.value.code == code


async def test_a_password_matches_its_own_hash_only() -> None:
    passwords = quick_passwords()
    kept = await passwords.hash("correct horse")
    assert "correct" not in kept
    assert await passwords.matches("correct horse", kept)
    assert not await passwords.matches("Correct horse", kept)
    assert not await passwords.matches("correct horse", None)
    assert not await passwords.matches("x" * 5000, kept)
    assert not await passwords.matches("correct horse", "not a hash")


async def test_a_hash_of_lower_cost_is_noticed() -> None:
    kept = await quick_passwords().hash("correct horse")
    assert Passwords().is_outdated(kept)
    assert not quick_passwords().is_outdated(kept)


class WatchedHasher(PasswordHasher):
    """Notes in which thread it works, and how many work at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.threads: set[int] = set()
        self.most_at_once = 0
        self._working = 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        """Hash as always."""
        self._working += 1
        self.most_at_once = max(self.most_at_once, self._working)
        self.threads.add(threading.get_ident())
        try:
            return super().hash(password, salt=salt)
        finally:
            self._working -= 1


async def test_hashing_is_done_in_threads_and_only_a_few_at_once() -> None:
    hasher = WatchedHasher()
    passwords = Passwords(hasher)
    await asyncio.gather(*(passwords.hash("correct horse") for _ in range(20)))
    assert threading.get_ident() not in hasher.threads
    assert 1 <= hasher.most_at_once <= AT_ONCE


async def test_a_crowd_is_refused_rather_than_kept_waiting() -> None:
    passwords = quick_passwords()
    answers = await asyncio.gather(
        *(passwords.hash("correct horse") for _ in range(MOST_WAITING + 10)), return_exceptions=True
    )
    assert [type(answer) for answer in answers if not isinstance(answer, str)] == [Unavailable] * 10
    assert await passwords.hash("correct horse")
