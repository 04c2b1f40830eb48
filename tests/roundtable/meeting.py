"""Alice and Bob, their room, and fakes of the ports that we own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from roundtable.kernel.audiences import MODERATORS, Audience
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.errors import Refusal
from roundtable.kernel.events import LeaveReason
from roundtable.kernel.grants import Grants
from roundtable.kernel.ids import (
    ClubId,
    CommandId,
    ConnectionId,
    GuestId,
    ParticipantId,
    PersonId,
    RoomId,
    SessionId,
    new_id,
    participant_of,
)
from roundtable.kernel.live import LiveSessions
from roundtable.kernel.messages import ClientCommand, ClubFacts, Event
from roundtable.kernel.patches import apply
from roundtable.kernel.ports import (
    Batch,
    Change,
    CommandKey,
    CommandRepeated,
    EventLog,
    Reconciler,
    Snapshot,
    VersionTaken,
)
from roundtable.kernel.session import SessionFacts, SessionSettings
from roundtable.kernel.slice import AnySlice
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.messages import Admit, Enter, RoomRight, Visitor

CLUB = ClubFacts(
    id=ClubId("clb_1osa"),
    name_zh="南方科技大学开源社",
    name_en="SUSTech Open Source Club",
    campus_zh="南方科技大学",
    campus_en="SUSTech",
)


def a_session(*, settings: SessionSettings | None = None, clock: ManualClock | None = None) -> SessionFacts:
    """Facts of a fresh session in a fresh room."""
    return SessionFacts(
        session=SessionId(new_id("ses")),
        room=RoomId(new_id("room")),
        slug="x" * 26,
        title="开源社圆桌 Roundtable",
        started_at=(clock or ManualClock()).now(),
        settings=settings or SessionSettings(),
    )


def visitor(
    session: SessionId,
    name: str,
    *,
    right: RoomRight | None = None,
    guest: bool = False,
    club: ClubFacts | None = None,
    observe: bool = False,
    seated: bool = False,
    address_key: str = "",
) -> Visitor:
    """Somebody who is always the same for the same name: Alice has an account unless she comes as a guest."""
    letters = "".join(letter for letter in name.lower() if letter.isascii() and letter.isalnum())
    person = None if guest else PersonId("per_1" + letters)
    visiting = GuestId("gst_1" + letters) if guest else None
    return Visitor(
        participant=participant_of(session, person or visiting or PersonId("")),
        name=name,
        person=person,
        guest=visiting,
        club=club,
        right=right,
        observe=observe,
        seated=seated,
        address_key=address_key,
    )


def enter(person: Visitor, connection: str = "", *, node: str = "node") -> Enter:
    """The command for a first window of somebody, or for a named one."""
    return Enter(visitor=person, connection=ConnectionId(connection or "con-" + person.participant[-8:]), node=node)


@dataclass
class Screen:
    """What a client that follows the rules shows: a snapshot, and the patches that fit it."""

    version: int
    view: dict[str, Any]
    gaps: int = 0

    def take(self, change: Change) -> None:
        """Apply, ignore what is old, notice a gap."""
        if change.version <= self.version:
            return
        if change.since > self.version:
            self.gaps += 1
            return
        self.view = apply(self.view, change.patch)
        self.version = change.version


@dataclass
class Sockets:
    """A publisher that remembers what it was told, and keeps one screen for each audience."""

    told: list[tuple[Any, ...]] = field(default_factory=list)
    screens: dict[Audience, Screen] = field(default_factory=dict)

    def follow(self, audience: Audience, snapshot: Snapshot) -> Screen:
        """Put up a screen."""
        screen = self.screens[audience] = Screen(snapshot.version, dict(snapshot.view))
        return screen

    async def publish(self, session: SessionId, audience: Audience, change: Change) -> None:
        """Show the change on the audience's screen."""
        self.told.append(("publish", audience, change))
        if audience in self.screens:
            self.screens[audience].take(change)

    async def moved(
        self, session: SessionId, participant: ParticipantId, audience: Audience, snapshot: Snapshot
    ) -> None:
        """Remember who moved where."""
        self.told.append(("moved", participant, audience, snapshot))

    async def dismissed(self, session: SessionId, participant: ParticipantId, reason: LeaveReason) -> None:
        """Remember who was sent away, and why."""
        self.told.append(("dismissed", participant, reason))

    async def replaced(self, session: SessionId, participant: ParticipantId, connection: ConnectionId) -> None:
        """Remember whose older window is over."""
        self.told.append(("replaced", participant, connection))

    def heard(self, *kinds: str) -> list[tuple[Any, ...]]:
        """What was told, of some kinds."""
        return [told for told in self.told if told[0] in kinds]


@dataclass
class Wishes:
    """A reconciler that remembers the last wish for each session."""

    last: dict[SessionId, Grants] = field(default_factory=dict)
    count: int = 0

    def reconcile(self, facts: SessionFacts, grants: Grants, version: int) -> None:
        """Remember it."""
        self.last[facts.session] = grants
        self.count += 1


class MemoryLog:
    """An event log in memory, with the promises of the real one."""

    def __init__(self) -> None:
        self.sessions: dict[SessionId, SessionFacts] = {}
        self.ended: set[SessionId] = set()
        self.events: dict[SessionId, list[Event]] = {}
        self.commands: dict[tuple[SessionId, CommandKey], int] = {}

    async def open(self, facts: SessionFacts) -> SessionFacts:
        live = await self.live_in(facts.room)
        if live is not None:
            return live
        self.sessions[facts.session] = facts
        self.events[facts.session] = []
        return facts

    async def append(self, batch: Batch) -> None:
        session, events = batch.facts.session, self.events[batch.facts.session]
        if batch.key is not None and (session, batch.key) in self.commands:
            raise CommandRepeated(self.commands[session, batch.key])
        if batch.version != len(events) + 1:
            raise VersionTaken
        events.extend(batch.events)
        if batch.key is not None:
            self.commands[session, batch.key] = batch.last_version
        if batch.presence.ended:
            self.ended.add(session)

    async def read(self, session: SessionId, after: int) -> Sequence[tuple[int, Event]]:
        return list(enumerate(self.events.get(session, ()), start=1))[after:]

    async def find_command(self, session: SessionId, key: CommandKey) -> int | None:
        return self.commands.get((session, key))

    async def facts(self, session: SessionId) -> SessionFacts | None:
        return self.sessions.get(session)

    async def live(self) -> Sequence[SessionFacts]:
        return [facts for session, facts in self.sessions.items() if session not in self.ended]

    async def live_in(self, room: RoomId) -> SessionFacts | None:
        return next((facts for facts in await self.live() if facts.room == room), None)

    async def versions(self) -> dict[SessionId, int]:
        return {facts.session: len(self.events[facts.session]) for facts in await self.live()}


class Meeting:
    """A live session to speak with: who enters gets what they need to send commands."""

    def __init__(
        self,
        log: EventLog | None = None,
        *,
        clock: ManualClock | None = None,
        node: str = "node",
        slices: Sequence[AnySlice] = LIVE_SLICES,
        reconcilers: Sequence[Reconciler] = (),
    ) -> None:
        self.clock = clock or ManualClock()
        self.log = log or MemoryLog()
        self.sockets = Sockets()
        self.wishes = Wishes()
        self.live = LiveSessions(
            self.log,
            slices,
            clock=self.clock,
            publisher=self.sockets,
            reconcilers=[self.wishes, *reconcilers],
            node=node,
        )
        self.node = node
        self.session = SessionId("")

    async def open(self, settings: SessionSettings | None = None) -> SessionFacts:
        """Begin a session, with a lobby unless the settings say otherwise."""
        facts = await self.live.open(a_session(settings=settings, clock=self.clock))
        self.session = facts.session
        return facts

    async def enter(self, name: str, connection: str = "", **facts: Any) -> ParticipantId:
        """Let somebody connect."""
        person = visitor(self.session, name, **facts)
        await self.live.tell(self.session, enter(person, connection, node=self.node))
        return person.participant

    async def admitted(self, name: str, host: ParticipantId, **facts: Any) -> ParticipantId:
        """Let somebody connect, knock and be admitted."""
        participant = await self.enter(name, **facts)
        await self.do(host, Admit(participant=participant))
        return participant

    async def do(self, by: ParticipantId, command: ClientCommand, command_id: str | None = None) -> int:
        """Send a command; return the version."""
        key = None if command_id is None else CommandId(command_id)
        return (await self.live.execute(self.session, command, by, key)).version

    async def refusal(self, by: ParticipantId, command: ClientCommand) -> Refusal:
        """Send a command that must be refused; return the refusal."""
        with pytest.raises(Refusal) as caught:
            await self.do(by, command)
        return caught.value

    async def rooms(self, audience: Audience = MODERATORS) -> Any:
        """Return the room as an audience sees it."""
        return (await self.live.snapshot(self.session, audience)).view["rooms"]

    def grants(self) -> Grants:
        """Return what the media server was last told."""
        return self.wishes.last[self.session]
