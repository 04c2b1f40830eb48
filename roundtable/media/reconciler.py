"""All rooms of the media server, kept in agreement with all live sessions."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from roundtable.kernel.grants import NOTHING, Grant, Grants
from roundtable.kernel.ids import ParticipantId, SessionId
from roundtable.kernel.session import SessionFacts
from roundtable.media.port import MediaPort, MediaUnavailable
from roundtable.media.room import SWEEP_SECONDS, MediaRoom, Wish
from roundtable.media.tokens import Tokens

LEFTOVERS_SECONDS: Final = 60.0
"""How often rooms without a live session are looked for; they are left over when a process dies at the wrong moment."""

IsOver = Callable[[SessionId], Awaitable[bool]]
"""Says whether a session has ended. False for one that nobody knows: it may be another node's, not yet seen here."""

_log = logging.getLogger("roundtable.media")


class MediaReconciler:
    """Implements the kernel's `Reconciler`."""

    def __init__(
        self, port: MediaPort, tokens: Tokens, *, is_over: IsOver, sweep_seconds: float = SWEEP_SECONDS
    ) -> None:
        self._port = port
        self._tokens = tokens
        self._is_over = is_over
        self._sweep_seconds = sweep_seconds
        self._rooms: dict[SessionId, MediaRoom] = {}
        self._tasks: dict[SessionId, asyncio.Task[None]] = {}
        self._errands: set[asyncio.Task[None]] = set()
        self._begun = asyncio.Event()

    def reconcile(self, facts: SessionFacts, grants: Grants, version: int) -> None:
        """Keep the wish and return at once."""
        wish = Wish(facts, grants, version)
        if room := self._rooms.get(facts.session):
            room.want(wish)
            return
        room = MediaRoom(self._port, self._tokens, wish, self._sweep_seconds)
        self._rooms[facts.session] = room
        self._tasks[facts.session] = asyncio.get_running_loop().create_task(self._work(facts.session, room))

    def grant(self, session: SessionId, participant: ParticipantId) -> Grant:
        """Return what somebody may do now, as far as this node has been told."""
        room = self._rooms.get(session)
        return NOTHING if room is None else room.wish.of(participant)

    def noticed(self, session: SessionId) -> None:
        """Somebody joined or left over there; look whether they may."""
        if room := self._rooms.get(session):
            room.compare_soon()
        else:
            self._send(self._judge(session))

    @property
    def is_reachable(self) -> bool:
        """Whether the media server carried out what was last asked of it."""
        return all(room.is_reachable for room in self._rooms.values())

    async def run(self) -> None:
        """Work, until cancelled. Before, wishes are kept and nothing is told: an embedded server is not up yet.

        Now and then it also looks for rooms that no live session owns.
        """
        self._begun.set()
        while True:
            try:
                for session in await self._port.sessions() - self._rooms.keys():
                    await self._judge(session)
            except MediaUnavailable:
                _log.info("the media server's rooms could not be listed")
            await asyncio.sleep(LEFTOVERS_SECONDS)

    async def stop(self) -> None:
        """End all work; what is missing is made good after the next start."""
        tasks = [*self._tasks.values(), *self._errands]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, session: SessionId, room: MediaRoom) -> None:
        await self._begun.wait()
        try:
            await room.work()
        finally:
            del self._rooms[session]
            del self._tasks[session]

    async def _judge(self, session: SessionId) -> None:
        if await self._is_over(session):
            try:
                await self._port.close(session)
            except MediaUnavailable:
                _log.info("a left-over room could not be closed")

    def _send(self, errand: Awaitable[None]) -> None:
        task = asyncio.ensure_future(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)
