"""Who hears what: the connections of this node, each in exactly one audience of one session.

This is the kernel's `Publisher`. Nothing in here suspends, so what the kernel says in order leaves in order.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

from roundtable.gateway.frames import event_frame, text_frame
from roundtable.gateway.outbox import NORMAL_CLOSE
from roundtable.gateway.ports import Seat
from roundtable.gateway.sockets import ClientSocket
from roundtable.kernel.audiences import EVERYONE, MODERATORS, Audience
from roundtable.kernel.events import LeaveReason
from roundtable.kernel.ids import ConnectionId, ParticipantId, SessionId, new_id
from roundtable.kernel.ports import Change, Snapshot
from roundtable.kernel.wire import GoodbyeCode

# Engine.IO "message", Socket.IO "disconnect": the official client does not come back by itself after it.
_DO_NOT_RETURN: Final = text_frame(b"41")


class Connection:
    """A socket with somebody in a session behind it.

    Until it is greeted, what it should hear is held back, so that the first frame is `welcome` and the second the
    snapshot.
    """

    __slots__ = ("_farewell", "_held", "_is_asking", "_outbox", "audience", "client", "id", "is_signed_out", "seat")

    seat: Seat
    """Set as soon as the entrance has found out who it is."""

    def __init__(self, client: ClientSocket) -> None:
        self.id: Final = ConnectionId(new_id("con"))
        self.client: Final = client
        self.audience: Audience | None = None
        self.is_signed_out = False
        self._outbox: Final = client.outbox
        self._held: list[bytes] | None = []
        self._is_asking = False
        self._farewell: tuple[GoodbyeCode, bool] | None = None

    def say(self, frame: bytes) -> None:
        """Send, or keep for after the greeting."""
        if self._held is None:
            self._outbox.write(frame)
        else:
            self._held.append(frame)

    def begin_anew(self) -> None:
        """Forget what was held back for an audience that this connection has left."""
        if self._held:
            self._held.clear()

    def greet(self, *frames: bytes) -> None:
        """Send these, then what was held back; from now on everything goes out at once."""
        held, self._held = self._held or [], None
        for frame in (*frames, *held):
            self._outbox.write(frame)

    def asks(self) -> None:
        """A command or query of theirs is being worked on."""
        self._is_asking = True

    def answered(self) -> None:
        """It was answered; say the goodbye that had to wait for that."""
        self._is_asking = False
        if self._farewell is not None:
            code, retry = self._farewell
            self.goodbye(code, retry=retry)

    def goodbye(self, code: GoodbyeCode, *, retry: bool) -> None:
        """Say why it ends, and end it. Nothing follows.

        Somebody whose own command ends it (leaving, ending the session) gets their acknowledgement first.
        """
        if self._is_asking:
            self._farewell = self._farewell or (code, retry)
            return
        self._outbox.write(event_frame("goodbye", {"code": code, "retry": retry}))
        if not retry:
            self._outbox.write(_DO_NOT_RETURN)
        self._outbox.finish(NORMAL_CLOSE)


class Audiences:
    """All connections of this node; implements the kernel's `Publisher`."""

    def __init__(self) -> None:
        self._heard_by: dict[tuple[SessionId, Audience], dict[ConnectionId, Connection]] = defaultdict(dict)
        self._of: dict[tuple[SessionId, ParticipantId], dict[ConnectionId, Connection]] = defaultdict(dict)
        self._entering: dict[ConnectionId, Connection] = {}

    def expect(self, connection: Connection) -> None:
        """Know a connection that is about to enter, so that a newer window can replace it even then."""
        self._entering[connection.id] = connection

    def join(self, connection: Connection, audience: Audience) -> None:
        """Put a connection into an audience, and out of the one it was in."""
        self._entering.pop(connection.id, None)
        self._leave_audience(connection)
        connection.audience = audience
        self._heard_by[connection.seat.session, audience][connection.id] = connection
        self._of[connection.seat.session, connection.seat.participant][connection.id] = connection

    def leave(self, connection: Connection) -> None:
        """Forget a connection. May be called twice, and for one that never entered."""
        if self._entering.pop(connection.id, None) is not None:
            return
        self._leave_audience(connection)
        key = (connection.seat.session, connection.seat.participant)
        if theirs := self._of.get(key):
            theirs.pop(connection.id, None)
            if not theirs:
                del self._of[key]

    def of_sign_in(self, sign_in: str) -> list[Connection]:
        """Return what was opened with a sign-in."""
        return [connection for connection in self._all() if connection.seat.sign_in == sign_in]

    async def publish(self, session: SessionId, audience: Audience, change: Change) -> None:
        """Send a change to everyone in an audience: encoded once, written to each."""
        self.tell(session, (audience,), "patch", {"from": change.since, "to": change.version, "patch": change.patch})

    def tell(
        self, session: SessionId, audiences: Collection[Audience], event: str, content: Mapping[str, object]
    ) -> None:
        """Send one event to everyone in some audiences."""
        rooms = [room for audience in audiences if (room := self._heard_by.get((session, audience)))]
        if not rooms:
            return
        frame = event_frame(event, content)
        for room in rooms:
            # A client that is cut leaves the room later, in its own task: the dictionary does not change here.
            for connection in room.values():
                connection.say(frame)

    async def tell_chat(self, session: SessionId, frame: Mapping[str, object]) -> None:
        """Send a `chat` event to all who are in; the lobby does not hear it."""
        self.tell(session, (EVERYONE, MODERATORS), "chat", frame)

    async def moved(
        self, session: SessionId, participant: ParticipantId, audience: Audience, snapshot: Snapshot
    ) -> None:
        """Put a participant's connections into another audience, and show them what it sees."""
        for connection in self._theirs(session, participant):
            connection.begin_anew()
            self.join(connection, audience)
            connection.say(event_frame("moved", {"audience": audience}))
            connection.say(event_frame("snapshot", {"version": snapshot.version, "view": snapshot.view}))

    async def dismissed(self, session: SessionId, participant: ParticipantId, reason: LeaveReason) -> None:
        """Say goodbye to a participant for good."""
        for connection in self._theirs(session, participant):
            self.leave(connection)
            connection.goodbye(reason, retry=False)

    async def replaced(self, session: SessionId, participant: ParticipantId, connection: ConnectionId) -> None:
        """Say goodbye to the older window of a participant."""
        for known in (*self._theirs(session, participant), *self._entering.values()):
            if known.id == connection:
                self.leave(known)
                known.goodbye("opened_elsewhere", retry=False)

    def dismiss_all(self, code: GoodbyeCode) -> None:
        """Say goodbye to everybody; they may come back."""
        for connection in self._all():
            self.leave(connection)
            connection.goodbye(code, retry=True)

    def _theirs(self, session: SessionId, participant: ParticipantId) -> list[Connection]:
        return list(self._of.get((session, participant), {}).values())

    def _all(self) -> list[Connection]:
        return [connection for theirs in self._of.values() for connection in theirs.values()]

    def _leave_audience(self, connection: Connection) -> None:
        if connection.audience is None:
            return
        key = (connection.seat.session, connection.audience)
        connection.audience = None
        if room := self._heard_by.get(key):
            room.pop(connection.id, None)
            if not room:
                del self._heard_by[key]
