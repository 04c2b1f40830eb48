"""One room of the media server, kept in agreement with its session."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from roundtable.kernel.grants import NOTHING, Grant, Grants
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.session import SessionFacts
from roundtable.media.port import MediaPort, MediaUnavailable
from roundtable.media.tokens import Tokens

SWEEP_SECONDS: Final = 10.0
"""How long a difference that nobody told us of may last."""
RETRY_SECONDS: Final = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Waits between attempts while the media server is down; the last one repeats."""
CALLS_AT_ONCE: Final = 8
"""Muting everybody is a call for each person; more than a few at once only queue up in the media server."""

_log = logging.getLogger("roundtable.media")


@dataclass(frozen=True, slots=True)
class Wish:
    """What should be, as of a version of the session."""

    facts: SessionFacts
    grants: Grants
    version: int

    def of(self, participant: ParticipantId) -> Grant:
        """Return what somebody may do; nothing, for a stranger."""
        return self.grants.get(participant, NOTHING)


class MediaRoom:
    """Works until its session is over: tells differences at once, compares everything now and then."""

    def __init__(self, port: MediaPort, tokens: Tokens, wish: Wish, sweep_seconds: float = SWEEP_SECONDS) -> None:
        self.wish = wish
        self.is_reachable = True
        """Whether the media server carried out what was last asked."""
        self._port = port
        self._tokens = tokens
        self._sweep_seconds = sweep_seconds
        self._told: Grants = {}
        """What people may believe: what the media server was told, or else what their tokens say."""
        self._must_compare = True
        self._is_open = False
        self._failures = 0
        self._wake = asyncio.Event()
        self._wake.set()

    def want(self, wish: Wish) -> None:
        """Take a newer wish; an older one, arriving late, is ignored."""
        if wish.version >= self.wish.version:
            # Whoever got a token since we last told has what the older wish said.
            self._told = {**self.wish.grants, **self._told}
            self.wish = wish
            self._wake.set()

    def compare_soon(self) -> None:
        """Something happened over there: compare everything, now."""
        self._must_compare = True
        self._wake.set()

    async def work(self) -> None:
        """Keep agreeing. Returns when nobody may be in the room any more and it is closed."""
        while True:
            await self._rest()
            try:
                if not self.wish.grants:
                    await self._close()
                    if not self.wish.grants:
                        return
                    continue
                await self._agree(self.wish)
            except MediaUnavailable as error:
                self._failed(error)
            else:
                self._failures = 0
                self.is_reachable = True

    async def _rest(self) -> None:
        """Wait for something to do: a wish, an event from over there, or the time of the next sweep."""
        if self._failures:
            await asyncio.sleep(RETRY_SECONDS[min(self._failures, len(RETRY_SECONDS)) - 1])
            self._wake.set()
        try:
            async with asyncio.timeout(self._sweep_seconds):
                await self._wake.wait()
        except TimeoutError:
            self._must_compare = True
        self._wake.clear()

    async def _agree(self, wish: Wish) -> None:
        """Tell what has changed since we last told; then, if need be, look at what is really there."""
        if not self._is_open:
            await self._port.open(wish.facts.session, wish.facts.settings.capacity)
            self._is_open = True
        changed = [who for who, told in self._told.items() if told != wish.of(who)]
        await self._tell(wish, changed)
        self._told = wish.grants
        if self._must_compare:
            self._must_compare = False
            there = await self._port.people(wish.facts.session)
            await self._tell(wish, [who for who, has in there.items() if has != wish.of(who)])

    async def _tell(self, wish: Wish, people: Iterable[ParticipantId]) -> None:
        few = asyncio.Semaphore(CALLS_AT_ONCE)

        async def tell(participant: ParticipantId) -> None:
            async with few:
                await self._tell_one(wish, participant)

        answers = await asyncio.gather(*map(tell, people), return_exceptions=True)
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer

    async def _tell_one(self, wish: Wish, participant: ParticipantId) -> None:
        session = wish.facts.session
        grant = wish.of(participant)
        if grant.may_enter:
            await self._port.permit(session, participant, grant)
        else:
            await self._port.remove(session, participant, self._tokens.revoke(session, participant))

    async def _close(self) -> None:
        await self._port.close(self.wish.facts.session)
        self._is_open = False
        self._told = {}
        self._tokens.forget(self.wish.facts.session)

    def _failed(self, error: MediaUnavailable) -> None:
        """Say so once for each outage, and compare everything when it is over."""
        if self.is_reachable:
            _log.warning("the media server is unavailable", extra={"reason": str(error)})
        self.is_reachable = False
        self._failures += 1
        self._must_compare = True
        self._is_open = False
