"""Which tokens of a room count no more, though their signature is genuine and their time not over."""

from __future__ import annotations

MAX_REVOCATIONS = 10_000  # people of one room; whose revocation is the oldest is forgotten first


class Revocations:
    """For each identity, the moment before which its tokens were revoked."""

    def __init__(self) -> None:
        self._before: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._before)

    def revoke(self, identity: str, moment: int) -> None:
        """Tokens of this person made before the moment (seconds since the epoch) count no more. None is given back."""
        self._before[identity] = max(moment, self._before.pop(identity, moment))
        if len(self._before) > MAX_REVOCATIONS:
            del self._before[next(iter(self._before))]

    def covers(self, identity: str, made: float) -> bool:
        """Whether a token of this person that counts from `made` on was revoked."""
        moment = self._before.get(identity)
        return moment is not None and not made >= moment  # so that NaN is covered as well
