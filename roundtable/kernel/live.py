"""Live sessions: commands in, log, patches out. The same for every slice."""

from collections.abc import Sequence
from datetime import datetime

from roundtable.kernel.audiences import Audience
from roundtable.kernel.clock import Clock
from roundtable.kernel.ids import CommandId, ParticipantId, RoomId, SessionId
from roundtable.kernel.messages import ClientCommand, SystemCommand
from roundtable.kernel.ports import Accepted, EventLog, Publisher, Reconciler, Snapshot
from roundtable.kernel.presence import Presence
from roundtable.kernel.session import SessionFacts
from roundtable.kernel.slice import AnySlice


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
        raise NotImplementedError

    async def open(self, facts: SessionFacts) -> SessionFacts:
        """Begin a session, or return the facts of the live one that the room has already."""
        raise NotImplementedError

    async def live_in(self, room: RoomId) -> SessionFacts | None:
        """Return the live session of a room, if there is one."""
        raise NotImplementedError

    async def execute(
        self,
        session: SessionId,
        command: ClientCommand,
        by: ParticipantId,
        command_id: CommandId | None = None,
    ) -> Accepted:
        """Do what a participant asks, exactly once for each command id; raise a Refusal otherwise.

        When it returns, the events are committed and this node's sockets were told.
        """
        raise NotImplementedError

    async def tell(self, session: SessionId, command: SystemCommand) -> Accepted:
        """Do what the server itself wants: somebody enters, a connection is lost, time has passed."""
        raise NotImplementedError

    async def snapshot(self, session: SessionId, audience: Audience) -> Snapshot:
        """Return what an audience sees now."""
        raise NotImplementedError

    async def presence(self, session: SessionId) -> Presence:
        """Return who is here now, with roles, clubs and the settings."""
        raise NotImplementedError

    async def restore(self) -> None:
        """After a start: load every live session, mark this node's people as away, reconcile."""
        raise NotImplementedError

    async def tick(self) -> datetime | None:
        """Send `Tick` to the sessions whose deadline has come; return the next deadline."""
        raise NotImplementedError

    async def catch_up(self) -> None:
        """Fold and tell what other nodes have written. Needed only where several share a database."""
        raise NotImplementedError

    async def run(self) -> None:
        """Keep deadlines, until cancelled."""
        raise NotImplementedError
