"""Live sessions: commands in, log, patches out. The same for every slice."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from roundtable.kernel.audiences import Audience
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, NotFound, Refusal, Unavailable
from roundtable.kernel.events import ServerStarted, Tick
from roundtable.kernel.finishing import Finishing
from roundtable.kernel.ids import CommandId, ParticipantId, RoomId, SessionId
from roundtable.kernel.live_session import LiveSession
from roundtable.kernel.messages import ClientCommand, Command, SystemCommand
from roundtable.kernel.ports import (
    Accepted,
    Batch,
    CommandKey,
    CommandRepeated,
    EventLog,
    Publisher,
    Reconciler,
    Snapshot,
    VersionTaken,
)
from roundtable.kernel.presence import Presence
from roundtable.kernel.rules import Rules
from roundtable.kernel.session import SessionFacts
from roundtable.kernel.slice import AnySlice
from roundtable.kernel.telling import Telling

log = logging.getLogger(__name__)

ATTEMPTS = 20
"""How often a command is decided again because others wrote first, before it is refused as `too_busy`."""


MOST_OWED = 10_000
"""System commands that wait for the database to come back; more sockets than one node holds."""


class LiveSessions:
    """All live sessions, as seen by one node. State in here is only ever a cache of the log."""

    def __init__(
        self,
        log: EventLog,
        slices: Sequence[AnySlice],
        *,
        clock: Clock,
        publisher: Publisher,
        reconcilers: Sequence[Reconciler] = (),
        node: str = "node",
    ) -> None:
        self._log = log
        self._rules = Rules(slices)
        self._clock = clock
        self._telling = Telling(self._rules, publisher, reconcilers)
        self._node = node
        self._sessions: dict[SessionId, LiveSession] = {}
        self._owed: deque[tuple[SessionId, SystemCommand]] = deque(maxlen=MOST_OWED)
        self._finishing = Finishing()
        self.deadline_moved = asyncio.Event()
        """Set whenever a session may have got an earlier deadline."""

    async def open(self, facts: SessionFacts) -> SessionFacts:
        """Begin a session, or return the facts of the live one that the room has already."""
        opened = await self._log.open(facts)
        await self._finishing.run(self._touch(opened.session))
        return opened

    async def live_in(self, room: RoomId) -> SessionFacts | None:
        """Return the live session of a room, if there is one."""
        return await self._log.live_in(room)

    async def execute(
        self,
        session: SessionId,
        command: ClientCommand,
        by: ParticipantId,
        command_id: CommandId | None = None,
    ) -> Accepted:
        """Do what a participant asks, exactly once for each command id; raise a Refusal otherwise.

        When it returns, the events are committed and this node's sockets were told. Cancelling the caller does
        not cancel the command.
        """
        key = None if command_id is None else CommandKey(by, command_id)
        return await self._finishing.run(self._carry_out(session, command, by, key))

    async def tell(self, session: SessionId, command: SystemCommand) -> Accepted:
        """Do what the server itself wants: somebody enters, a connection is lost, time has passed."""
        return await self._finishing.run(self._carry_out(session, command, None, None))

    async def tell_reliably(self, session: SessionId, command: SystemCommand) -> None:
        """Tell what must not be lost, such as a lost connection: if the database is gone, when it is back."""
        try:
            await self.tell(session, command)
        except Unavailable:
            self._owed.append((session, command))
            self.deadline_moved.set()

    async def snapshot(self, session: SessionId, audience: Audience) -> Snapshot:
        """Return what an audience sees now."""
        async with self._reading(session) as live:
            return live.snapshot(audience)

    async def look(self, session: SessionId, participant: ParticipantId) -> tuple[Audience, Snapshot]:
        """Return what a participant belongs to and sees now; raises NotFound for somebody who is not here.

        A socket that is put into the audience before the next `await` misses no patch.
        """
        async with self._reading(session) as live:
            audience = live.folded.presence.audience(participant)
            if audience is None:
                raise NotFound("not_present")
            return audience, live.snapshot(audience)

    async def presence(self, session: SessionId) -> Presence:
        """Return who is here now, with roles, clubs and the settings."""
        async with self._reading(session) as live:
            return live.folded.presence

    async def restore(self, alive_at: datetime | None = None) -> None:
        """After a start: load every live session, mark this node's people as away, reconcile.

        `alive_at` is when this node was last alive, if that is known. A session whose log cannot be read is reported
        and left alone; the others go on.
        """
        for facts in await self._log.live():
            try:
                await self.tell(facts.session, ServerStarted(node=self._node, alive_at=alive_at))
                async with self._reading(facts.session) as live:
                    self._telling.reconcile(live, always=True)
            except Refusal as refusal:
                log.warning("session not restored", extra={"session": facts.session, "code": refusal.code})
            except Exception:
                log.exception("session not restored", extra={"session": facts.session})

    async def tick(self) -> datetime | None:
        """Tell what is owed, send `Tick` to the sessions whose deadline has come; return the next deadline.

        Raises Unavailable while the database is gone; then nothing is lost.
        """
        await self._pay_debts()
        now = self._clock.now()
        due = [session for session, live in self._sessions.items() if live.deadline and live.deadline <= now]
        for session in due:
            try:
                await self.tell(session, Tick())
            except Refusal as refusal:
                log.warning("deadline missed", extra={"session": session, "code": refusal.code})
            except Exception:
                log.exception("deadline missed", extra={"session": session})
        deadlines = (live.deadline for live in self._sessions.values())
        return min((deadline for deadline in deadlines if deadline), default=None)

    async def _pay_debts(self) -> None:
        while self._owed:
            session, command = self._owed[0]
            try:
                await self.tell(session, command)
            except Unavailable:
                raise
            except Refusal as refusal:
                log.info("too late to be told", extra={"session": session, "code": refusal.code})
            self._owed.popleft()

    async def catch_up(self) -> None:
        """Fold and tell what other nodes have written. Needed only where several share a database."""
        if not self._sessions:
            return
        versions = await self._log.versions()
        for session, live in list(self._sessions.items()):
            if live.loaded and versions.get(session) != live.folded.version:
                await self._finishing.run(self._touch(session))

    async def close(self) -> None:
        """Wait for the commands that are being carried out."""
        await self._finishing.close()

    async def _carry_out(
        self, session: SessionId, command: Command, by: ParticipantId | None, key: CommandKey | None
    ) -> Accepted:
        async with self._writing(session) as live:
            for _ in range(ATTEMPTS):
                accepted = await self._attempt(live, command, by, key)
                if accepted is not None:
                    return accepted
        raise Conflict("too_busy")

    async def _attempt(
        self, live: LiveSession, command: Command, by: ParticipantId | None, key: CommandKey | None
    ) -> Accepted | None:
        """Decide once and write; None means that others wrote first, and their events are folded now."""
        now = self._clock.now()
        decided = self._rules.decide(live.folded, command, by, now)
        if isinstance(decided, Refusal) or not decided.events:
            return await self._nothing_to_write(live, decided, key)
        events, after = decided.events, decided.after
        batch = Batch(live.facts, now, live.folded.version + 1, events, after.presence, key)
        try:
            await self._log.append(batch)
        except CommandRepeated as repeated:
            await self._follow(live)
            return Accepted(repeated.version)
        except VersionTaken:
            await self._follow(live)
            return None
        await self._telling.advance(live, after, events)
        return Accepted(after.version)

    async def _nothing_to_write(self, live: LiveSession, decided: object, key: CommandKey | None) -> Accepted | None:
        """Before "no" or "nothing to do" is said: was it accepted before, and is our state the newest?"""
        if key is not None:
            version = await self._log.find_command(live.facts.session, key)
            if version is not None:
                return Accepted(version)
        if await self._follow(live):
            return None
        if isinstance(decided, Refusal):
            raise decided
        return Accepted(live.folded.version)

    async def _follow(self, live: LiveSession) -> bool:
        """Fold and tell what others have written; say whether there was anything."""
        events = [event for _, event in await self._log.read(live.facts.session, live.folded.version)]
        if events:
            await self._telling.advance(live, self._rules.fold(live.folded, events), events)
        return bool(events)

    async def _touch(self, session: SessionId) -> None:
        async with self._writing(session) as live:
            await self._follow(live)

    @asynccontextmanager
    async def _writing(self, session: SessionId) -> AsyncIterator[LiveSession]:
        """Hold a session: one command at a time on this node. Sessions that are over are forgotten afterwards."""
        while True:
            live = self._sessions.setdefault(session, LiveSession(session))
            async with live.lock:
                if self._sessions.get(session) is not live:
                    continue  # it was forgotten while we waited
                try:
                    await self._load(live)
                    yield live
                finally:
                    if not live.loaded or live.folded.presence.ended:
                        del self._sessions[session]
                    self.deadline_moved.set()
                return

    @asynccontextmanager
    async def _reading(self, session: SessionId) -> AsyncIterator[LiveSession]:
        """Look at a session, without waiting for the command that is being carried out."""
        live = self._sessions.get(session)
        if live is not None and live.loaded:
            yield live
            return
        async with self._writing(session) as live:
            yield live

    async def _load(self, live: LiveSession) -> None:
        if live.loaded:
            return
        facts = await self._log.facts(live.session)
        if facts is None:
            raise NotFound("not_found")
        events = [event for _, event in await self._log.read(live.session, 0)]
        live.load(self._rules, self._rules.fold(self._rules.begin(facts), events))
