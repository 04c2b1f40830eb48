"""A meeting around the floor: Alice is in the chair, and everybody has something to say."""

from datetime import datetime, timedelta
from typing import Any

from roundtable.floor.commands.queue import Ask
from roundtable.floor.commands.turns import BeginTurn, Next
from roundtable.floor.values import EntryId, TurnId
from roundtable.kernel.audiences import EVERYONE
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.floor_settings import FloorSettings, Kind
from roundtable.kernel.ids import ConnectionId, ParticipantId
from roundtable.kernel.messages import Event
from roundtable.kernel.ports import EventLog
from roundtable.kernel.session import SessionSettings
from roundtable.rooms.messages import Disconnect
from tests.roundtable.meeting import Meeting

MOST_DEADLINES = 100


class Assembly(Meeting):
    """A meeting without a lobby, with short words for what happens on the floor."""

    alice: ParticipantId
    """The host, who came first and has the gavel."""

    async def begin(self, **floor: Any) -> None:
        """Open the session with some settings of the floor; Alice comes in."""
        await self.open(SessionSettings(lobby=False, floor=FloorSettings(**floor)))
        self.alice = await self.enter("Alice", right="host")

    def continued(self) -> "Assembly":
        """Another server process on the same log."""
        again = Assembly(self.log, clock=self.clock)
        again.session, again.alice = self.session, self.alice
        return again

    async def floor(self) -> Any:
        """Return what everybody sees of the floor."""
        return (await self.live.snapshot(self.session, EVERYONE)).view["floor"]

    async def turn(self) -> Any:
        """Return who has the floor now."""
        return (await self.floor()).get("turn")

    async def speaks(self) -> str | None:
        """Return the name of who has the floor."""
        turn = await self.turn()
        return None if turn is None else turn["name"]

    async def waiting(self) -> list[str]:
        """Return the names of those who wait, in their order."""
        entries = (await self.floor())["entries"].values()
        return [entry["name"] for entry in sorted(entries, key=lambda entry: entry["rank"])]

    async def entry_of(self, name: str) -> EntryId:
        """Return the first entry of somebody."""
        entries = (await self.floor())["entries"].values()
        found = [entry for entry in sorted(entries, key=lambda entry: entry["rank"]) if entry["name"] == name]
        return EntryId(found[0]["id"])

    async def ask(self, by: ParticipantId, kind: Kind = "topic", text: str = "") -> None:
        """Let somebody enter the queue; a second passes."""
        await self.do(by, Ask(kind=kind, text=text))
        self.clock.advance(1)

    async def current(self) -> TurnId | None:
        """Return the id that the next step has to name."""
        turn = await self.turn()
        return None if turn is None else TurnId(turn["id"])

    async def running(self) -> TurnId:
        """Return the id of the turn that has the floor."""
        turn = await self.current()
        assert turn is not None
        return turn

    async def next(self, by: ParticipantId | None = None, **how: Any) -> None:
        """Take a step as somebody who sees the present state; Alice, unless it is somebody else."""
        await self.do(by or self.alice, Next(turn=await self.current(), **how))

    async def heard(self, by: ParticipantId | None = None) -> None:
        """Let the speaker be heard: their client has opened the microphone."""
        turn = await self.turn()
        await self.do(by or ParticipantId(turn["participant"]), BeginTurn(turn=turn["id"]))

    async def cut_off(self, who: ParticipantId) -> None:
        """Lose somebody's connection."""
        await self.live.tell(self.session, Disconnect(participant=who, connection=ConnectionId("con-" + who[-8:])))

    async def later(self, seconds: float) -> None:
        """Let time pass; what is due happens at its moment."""
        end = self.clock.now() + timedelta(seconds=seconds)
        for _ in range(MOST_DEADLINES):
            upcoming = await self.live.tick()
            if upcoming is None or upcoming > end:
                self.clock.advance((end - self.clock.now()).total_seconds())
                return
            self.clock.advance(max(0.0, (upcoming - self.clock.now()).total_seconds()))
        raise AssertionError("a deadline that does not go away")

    async def remaining(self) -> float:
        """Return the seconds that every client shows now, computed as clients do."""
        return remaining(await self.turn(), self.clock.now())

    async def logged(self, *kinds: type[Event]) -> list[Any]:
        """Return the events of some kinds, in their order."""
        return [event for _, event in await self.log.read(self.session, 0) if isinstance(event, kinds)]


def remaining(turn: Any, now: datetime) -> float:
    """Return limit - used - (now - running_since), in seconds."""
    since = turn.get("running_since")
    running = 0.0 if since is None else (now - datetime.fromisoformat(since)).total_seconds()
    return float(turn["limit"] - turn["used"]) / 1000 - max(0.0, running)


async def assembled(*names: str, log: EventLog | None = None, clock: ManualClock | None = None, **floor: Any) -> Any:
    """Return an assembly with Alice in the chair, followed by the people who came after her."""
    assembly = Assembly(log, clock=clock)
    await assembly.begin(**floor)
    return assembly, *[await assembly.enter(name) for name in names]
