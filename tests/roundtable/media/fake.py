"""A media server of ours in memory, and the facts of one session."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from roundtable.kernel.grants import Grant
from roundtable.kernel.ids import ParticipantId, RoomId, SessionId
from roundtable.kernel.session import SessionFacts
from roundtable.media.port import MediaUnavailable

ALICE = ParticipantId("prt_alice")
BOB = ParticipantId("prt_bob")
SPEAKER = Grant(publish=frozenset({"microphone", "camera"}))
MUTED = Grant(publish=frozenset({"camera"}))
LISTENER = Grant(publish=frozenset())


def facts(name: str = "one") -> SessionFacts:
    return SessionFacts(
        session=SessionId(f"ses_{name}"),
        room=RoomId("room_one"),
        slug="slug",
        title="Table",
        started_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
    )


class FakeMedia:
    """Implements `MediaPort`. `is_down` makes every call fail."""

    def __init__(self) -> None:
        self.rooms: dict[SessionId, dict[ParticipantId, Grant]] = {}
        self.removed: list[tuple[ParticipantId, int]] = []
        self.closed: list[SessionId] = []
        self.calls = 0
        self.is_down = False
        self._changed = asyncio.Condition()

    def join(self, session: SessionId, participant: ParticipantId, grant: Grant) -> None:
        """Somebody connects, with whatever their token says."""
        self.rooms.setdefault(session, {})[participant] = grant

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until a call has made something true."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(condition)

    async def open(self, session: SessionId, capacity: int) -> None:
        async with self._call():
            self.rooms.setdefault(session, {})

    async def people(self, session: SessionId) -> dict[ParticipantId, Grant]:
        async with self._call():
            return dict(self.rooms.get(session, {}))

    async def permit(self, session: SessionId, participant: ParticipantId, grant: Grant) -> None:
        async with self._call():
            if participant in self.rooms.get(session, {}):
                self.rooms[session][participant] = grant

    async def remove(self, session: SessionId, participant: ParticipantId, not_before: int) -> None:
        async with self._call():
            self.removed.append((participant, not_before))
            self.rooms.get(session, {}).pop(participant, None)

    async def close(self, session: SessionId) -> None:
        async with self._call():
            self.closed.append(session)
            self.rooms.pop(session, None)

    async def sessions(self) -> frozenset[SessionId]:
        async with self._call():
            return frozenset(self.rooms)

    def _call(self) -> "_Call":
        return _Call(self)


class _Call:
    """One call: fails while the server is down, and wakes whoever waits for an effect."""

    def __init__(self, media: FakeMedia) -> None:
        self._media = media

    async def __aenter__(self) -> None:
        await asyncio.sleep(0)  # a real call gives way to others
        self._media.calls += 1
        if self._media.is_down:
            await self._wake()
            raise MediaUnavailable("down")

    async def __aexit__(self, *_: object) -> None:
        await self._wake()

    async def _wake(self) -> None:
        async with self._media._changed:
            self._media._changed.notify_all()
