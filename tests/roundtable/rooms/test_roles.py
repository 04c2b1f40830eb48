"""Every command × every role, as one table. The server alone decides."""

from collections.abc import Callable
from typing import Final

import pytest

from roundtable.kernel.actors import ROLES, Role
from roundtable.kernel.errors import Refusal
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import ClientCommand
from roundtable.kernel.session import SessionSettings
from roundtable.rooms import messages as rooms
from roundtable.rooms.moderation import ban_id
from tests.roundtable.meeting import CLUB, Meeting

Somebody = Role | str
"""A role, or `waiting` for a person in the lobby and `stranger` for one who is not there at all."""

EVERYBODY: Final = (*ROLES, "waiting", "stranger")
YES: Final = "yes"

# In the columns: host, moderator, representative, guest, observer, waiting, stranger.
M = "not_allowed"
N = "not_present"
HIGH = "role_too_high"

Act = Callable[["Table"], ClientCommand]

TABLE: Final[list[tuple[str, Act, tuple[str, ...]]]] = [
    ("leave", lambda t: rooms.Leave(), (YES, YES, YES, YES, YES, YES, N)),
    ("rename", lambda t: rooms.Rename(name="New"), (YES, YES, YES, YES, YES, YES, N)),
    ("reopen", lambda t: rooms.Reopen(source="camera"), (YES, YES, YES, YES, YES, M, N)),
    ("admit", lambda t: rooms.Admit(participant=t.knocking), (YES, YES, M, M, M, M, N)),
    ("admit_all", lambda t: rooms.AdmitAll(), (YES, YES, M, M, M, M, N)),
    ("refuse", lambda t: rooms.Refuse(participant=t.knocking), (YES, YES, M, M, M, M, N)),
    ("stop a guest", lambda t: t.stop("guest"), (YES, YES, M, M, M, M, N)),
    ("stop a moderator", lambda t: t.stop("moderator"), (YES, YES, M, M, M, M, N)),
    ("stop a host", lambda t: t.stop("host"), (YES, HIGH, M, M, M, M, N)),
    ("stop_all", lambda t: rooms.StopAll(source="microphone"), (YES, YES, M, M, M, M, N)),
    ("remove a guest", lambda t: rooms.Remove(participant=t.others["guest"]), (YES, YES, M, M, M, M, N)),
    ("remove a moderator", lambda t: rooms.Remove(participant=t.others["moderator"]), (YES, HIGH, M, M, M, M, N)),
    ("remove a host", lambda t: rooms.Remove(participant=t.others["host"]), (HIGH, HIGH, M, M, M, M, N)),
    ("ban a guest", lambda t: rooms.Ban(participant=t.others["guest"]), (YES, YES, M, M, M, M, N)),
    ("ban somebody in the lobby", lambda t: rooms.Ban(participant=t.knocking), (YES, YES, M, M, M, M, N)),
    ("ban a moderator", lambda t: rooms.Ban(participant=t.others["moderator"]), (YES, HIGH, M, M, M, M, N)),
    ("ban a host", lambda t: rooms.Ban(participant=t.others["host"]), (HIGH, HIGH, M, M, M, M, N)),
    ("lift_ban", lambda t: rooms.LiftBan(ban=ban_id(t.banned)), (YES, YES, M, M, M, M, N)),
    ("guest to observer", lambda t: t.give("guest", "observer"), (YES, YES, M, M, M, M, N)),
    ("observer to representative", lambda t: t.give("observer", "representative"), (YES, YES, M, M, M, M, N)),
    ("guest to moderator", lambda t: t.give("guest", "moderator"), (YES, HIGH, M, M, M, M, N)),
    ("guest to host", lambda t: t.give("guest", "host"), (YES, HIGH, M, M, M, M, N)),
    ("moderator to guest", lambda t: t.give("moderator", "guest"), (YES, HIGH, M, M, M, M, N)),
    ("host to guest", lambda t: t.give("host", "guest"), (YES, HIGH, M, M, M, M, N)),
    ("lock", lambda t: rooms.Lock(locked=True), (YES, YES, M, M, M, M, N)),
    ("configure", lambda t: rooms.Configure(chat_kept=False), (YES, YES, M, M, M, M, N)),
    ("end", lambda t: rooms.End(), (YES, YES, M, M, M, M, N)),
]


class Table:
    """A full room: one person of each role who acts, another of each to be acted upon, a knock and a ban."""

    def __init__(self) -> None:
        self.meeting = Meeting()
        self.actors: dict[Somebody, ParticipantId] = {}
        self.others: dict[Somebody, ParticipantId] = {}
        self.knocking: ParticipantId = ParticipantId("")
        self.banned: ParticipantId = ParticipantId("")

    async def seat_everybody(self) -> None:
        await self.meeting.open(SessionSettings(lobby=True))
        for people, name in ((self.actors, "A"), (self.others, "B")):
            people["host"] = host = await self._host(name)
            people["moderator"] = await self.meeting.enter(f"{name} mod", right="moderator")
            people["representative"] = await self.meeting.admitted(f"{name} rep", host, club=CLUB)
            people["guest"] = await self.meeting.admitted(f"{name} guest", host, guest=True)
            people["observer"] = await self.meeting.admitted(f"{name} obs", host, observe=True)
        self.actors["waiting"] = await self.meeting.enter("A waits", guest=True)
        self.actors["stranger"] = ParticipantId("prt_stranger")
        self.knocking = await self.meeting.enter("B knocks", guest=True)
        self.banned = await self.meeting.enter("B banned", guest=True)
        await self.meeting.do(self.actors["host"], rooms.Ban(participant=self.banned))
        roles = {name: one["role"] for name, one in (await self.meeting.rooms())["participants"].items()}
        assert [roles[self.actors[role]] for role in ROLES] == list(ROLES)

    async def _host(self, name: str) -> ParticipantId:
        """A owns the room, B was made a host by A."""
        if not self.actors:
            return await self.meeting.enter(f"{name} host", right="host")
        host = await self.meeting.admitted(f"{name} host", self.actors["host"])
        await self.meeting.do(self.actors["host"], rooms.SetRole(participant=host, role="host"))
        return host

    def stop(self, role: Role) -> ClientCommand:
        return rooms.Stop(participant=self.others[role], source="camera")

    def give(self, role: Role, new: Role) -> ClientCommand:
        return rooms.SetRole(participant=self.others[role], role=new)

    async def outcome(self, by: Somebody, command: ClientCommand) -> str:
        try:
            await self.meeting.do(self.actors[by], command)
        except Refusal as refusal:
            return refusal.code
        return YES


@pytest.mark.parametrize(("name", "act", "expected"), TABLE, ids=[row[0] for row in TABLE])
async def test_who_may_do_what(name: str, act: Act, expected: tuple[str, ...]) -> None:
    outcomes = []
    for by in EVERYBODY:
        table = Table()
        await table.seat_everybody()
        before = await table.meeting.live.snapshot(table.meeting.session, "moderators")  # type: ignore[arg-type]
        outcomes.append(await table.outcome(by, act(table)))
        after = await table.meeting.live.snapshot(table.meeting.session, "moderators")  # type: ignore[arg-type]
        assert outcomes[-1] == YES or after == before, f"{name} by {by} was refused and changed something"
    assert dict(zip(EVERYBODY, outcomes, strict=True)) == dict(zip(EVERYBODY, expected, strict=True))


async def test_every_command_is_in_the_table() -> None:
    table = Table()
    await table.seat_everybody()
    assert {type(act(table)) for _, act, _ in TABLE} == set(rooms.COMMANDS)
