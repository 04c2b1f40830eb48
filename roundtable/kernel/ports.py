"""What the kernel needs from outside. The database gives the log, the gateway tells, the media slice reconciles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from roundtable.kernel.audiences import Audience
from roundtable.kernel.events import LeaveReason
from roundtable.kernel.grants import Grants
from roundtable.kernel.ids import CommandId, ConnectionId, ParticipantId, RoomId, SessionId
from roundtable.kernel.messages import ClientCommand, Event
from roundtable.kernel.patches import Patch
from roundtable.kernel.presence import Presence
from roundtable.kernel.session import SessionFacts
from roundtable.kernel.slice import View


@dataclass(frozen=True, slots=True)
class Accepted:
    """The command is in the log, or there was nothing to do; `version` is where the session stood then."""

    version: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything one audience may see at one version: `{slice name: view}`."""

    version: int
    view: View


@dataclass(frozen=True, slots=True)
class Change:
    """What turns the view of one audience at `since` (or any version up to `version`) into that at `version`."""

    since: int
    version: int
    patch: Patch


@dataclass(frozen=True, slots=True)
class CommandKey:
    """A participant's command; the same key again is the same command again."""

    participant: ParticipantId
    command: CommandId


@dataclass(frozen=True, slots=True)
class Batch:
    """What one command appends to the log, at `version` and the numbers after it."""

    facts: SessionFacts
    at: datetime
    version: int
    events: Sequence[Event]
    presence: Presence
    """Who is here after the events."""
    key: CommandKey | None = None

    @property
    def last_version(self) -> int:
        """Return the version after the batch."""
        return self.version + len(self.events) - 1


class VersionTaken(Exception):
    """Somebody else wrote this version first: fold what they wrote and decide again."""


class CommandRepeated(Exception):
    """This command was accepted before, and the session stood at `version` then."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


class EventLog(Protocol):
    """The append-only log of all sessions. The only truth; everything else is a cache of it."""

    async def open(self, facts: SessionFacts) -> SessionFacts:
        """Begin a session. If the room has a live one already, return that one's facts instead."""
        ...

    async def append(self, batch: Batch) -> None:
        """Write the batch, its command key, and what recorders add, in one transaction.

        Raises VersionTaken, CommandRepeated or Unavailable, and then nothing was written.
        """
        ...

    async def read(self, session: SessionId, after: int) -> Sequence[tuple[int, Event]]:
        """Return the events after a version, in order, each with its version."""
        ...

    async def find_command(self, session: SessionId, key: CommandKey) -> int | None:
        """Return the version at which the command was accepted, if it was."""
        ...

    async def facts(self, session: SessionId) -> SessionFacts | None:
        """Return the facts of a session, whether it is live or over."""
        ...

    async def live(self) -> Sequence[SessionFacts]:
        """Return the facts of all sessions that are not over."""
        ...

    async def live_in(self, room: RoomId) -> SessionFacts | None:
        """Return the live session of a room."""
        ...

    async def versions(self) -> dict[SessionId, int]:
        """Return the last version of every live session: what other nodes have written shows here."""
        ...


class Publisher(Protocol):
    """Tells the sockets of this node. Called after the commit, in the order of versions, one call at a time.

    A slow client must not hold up the call: the kernel waits for it before the session's next command.
    """

    async def publish(self, session: SessionId, audience: Audience, change: Change) -> None:
        """Send a change to everyone in an audience."""
        ...

    async def moved(
        self, session: SessionId, participant: ParticipantId, audience: Audience, snapshot: Snapshot
    ) -> None:
        """Put a participant's socket into another audience and send it that audience's snapshot.

        Not called for somebody who comes in with `Enter`: whoever told that looks with `LiveSessions.look` and
        puts the new socket where it belongs.
        """
        ...

    async def dismissed(self, session: SessionId, participant: ParticipantId, reason: LeaveReason) -> None:
        """Say goodbye to a participant's socket, if one is open, and close it."""
        ...

    async def replaced(self, session: SessionId, participant: ParticipantId, connection: ConnectionId) -> None:
        """Say goodbye to one older connection of a participant who opened a second window."""
        ...


class Reconciler(Protocol):
    """Makes the world outside agree with the state. Told the whole wish, never a step."""

    def reconcile(self, facts: SessionFacts, grants: Grants, version: int) -> None:
        """Keep the wish and return at once; do the work, with its retries, in a task of its own.

        Called after every change that touches the grants and for every session after a start. A wish with a
        newer version replaces an older one. Who is not in the grants may not enter, or has to go: when the session
        is over, they are empty.
        """
        ...


class CommandHandler(Protocol):
    """Carries out the commands of participants: `LiveSessions` for live slices, a service for ordinary rows."""

    async def execute(
        self,
        session: SessionId,
        command: ClientCommand,
        by: ParticipantId,
        command_id: CommandId | None = None,
    ) -> Accepted:
        """Do it exactly once for each command id, or raise a Refusal."""
        ...
