"""Revoked tokens: remembered for one person each, the latest moment counts, and memory is bounded."""

from __future__ import annotations

from signaling.rooms.revocations import MAX_REVOCATIONS, Revocations


def test_the_latest_moment_counts() -> None:
    revoked = Revocations()
    revoked.revoke("alice", 100)
    revoked.revoke("alice", 50)
    assert revoked.covers("alice", 99.9)
    assert not revoked.covers("alice", 100)
    assert not revoked.covers("bob", 0)


def test_a_moment_that_is_no_number_is_before_every_other() -> None:
    revoked = Revocations()
    revoked.revoke("alice", 100)
    assert revoked.covers("alice", float("nan"))


def test_the_one_revoked_longest_ago_is_forgotten_first() -> None:
    revoked = Revocations()
    for number in range(MAX_REVOCATIONS):
        revoked.revoke(f"p{number}", 100)
    revoked.revoke("p0", 200)
    revoked.revoke("newcomer", 100)
    assert len(revoked) == MAX_REVOCATIONS
    assert revoked.covers("p0", 199)
    assert not revoked.covers("p1", 0)
    assert revoked.covers("newcomer", 99)
