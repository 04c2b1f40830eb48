"""What the server grants in many scenes, with what a client sees in each: the client's spec must come to the same.

Written anew by `python -m tests.roundtable.floor.rights_table`.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

from roundtable.floor.commands.chairing import SetMode, SetPresenter
from roundtable.floor.commands.items import AddItem, StartItem
from roundtable.floor.commands.queue import Ask
from roundtable.floor.commands.turns import BeginTurn, Next
from roundtable.floor.commands.venues import AddAttendee, AskFor, OpenVenue
from roundtable.kernel.audiences import EVERYONE
from roundtable.kernel.floor_settings import MODES
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.session import SessionSettings
from roundtable.rooms.messages import Configure
from tests.roundtable.meeting import CLUB, Meeting

TABLE: Final = Path(__file__).parents[2] / "web" / "features" / "room" / "floor" / "rights_table.json"
SEEN: Final = ("mode", "turn", "interrupted", "presenters", "items", "item", "entries")
"""The parts of the floor that rights may follow from."""

Scene = dict[str, Any]


class Table:
    """A meeting in which one scene follows another."""

    def __init__(self, meeting: Meeting, people: dict[str, ParticipantId]) -> None:
        self.meeting, self.people = meeting, people

    async def floor(self) -> Any:
        """Return what is seen of the floor."""
        return (await self.meeting.live.snapshot(self.meeting.session, EVERYONE)).view["floor"]

    async def step(self) -> None:
        """Press `next`, and let whoever is called begin."""
        turn = (await self.floor()).get("turn")
        await self.meeting.do(self.people["host"], Next(turn=turn and turn["id"], confirmed=True))
        turn = (await self.floor()).get("turn")
        if turn is not None and turn["state"] == "called":
            await self.meeting.do(self.people["host"], BeginTurn(turn=turn["id"]))

    async def scenes(self, name: str) -> AsyncIterator[Scene]:
        """Yield this moment in every mode."""
        for mode in MODES:
            await self.meeting.do(self.people["host"], SetMode(mode=mode))
            yield await self._scene(f"{name}, {mode}")

    async def _scene(self, name: str) -> Scene:
        rooms = await self.meeting.rooms(EVERYONE)
        floor = await self.floor()
        seen = {part: floor[part] for part in SEEN if part in floor}
        grants = self.meeting.grants()
        people = {
            who: {"me": _facts(rooms["participants"][id_]), "may": sorted(grants[id_].publish)}
            for who, id_ in self.people.items()
        }
        scene = {"name": name, "screens": rooms["settings"]["screen_share"], "floor": seen, "people": people}
        return self._named(scene)

    def _named(self, scene: Scene) -> Scene:
        """Write names for ids, which are others each time."""
        text = json.dumps(scene)
        for who, id_ in self.people.items():
            text = text.replace(id_, who)
        named: Scene = json.loads(text)
        return named


def _facts(person: dict[str, Any]) -> dict[str, Any]:
    return {key: person[key] for key in ("id", "role", "club") if key in person}


async def _opened() -> Table:
    meeting = Meeting()
    await meeting.open(SessionSettings(lobby=False))
    host = await meeting.enter("Host", right="host")
    people = {
        "host": host,
        "moderator": await meeting.enter("Moderator", right="moderator"),
        "ada": await meeting.enter("Ada", guest=True, club=CLUB),
        "bob": await meeting.enter("Bob", guest=True),
        "hall": await meeting.enter("Hall", guest=True),
        "observer": await meeting.enter("Olga", guest=True, observe=True),
    }
    return Table(meeting, people)


async def table() -> list[Scene]:
    """Let the scenes happen one after another."""
    told = await _opened()
    do, people = told.meeting.do, told.people
    scenes = [scene async for scene in told.scenes("nobody speaks")]
    await do(people["ada"], Ask(kind="topic"))
    scenes += [scene async for scene in told.scenes("ada waits")]
    await told.step()
    scenes += [scene async for scene in told.scenes("ada speaks")]
    await do(people["bob"], Ask(kind="clarifying_question"))
    await told.step()
    scenes += [scene async for scene in told.scenes("bob asks ada")]
    await told.step()
    await do(people["bob"], Ask(kind="topic", text_turn=True))
    await told.step()
    scenes += [scene async for scene in told.scenes("bob in writing")]
    await do(people["host"], OpenVenue(participant=people["hall"], title="Chengdu"))
    await do(people["hall"], AddAttendee(name="Wei"))
    attendee = next(iter((await told.floor())["venues"][people["hall"]]["attendees"]))
    await do(people["hall"], AskFor(attendee=attendee, kind="topic"))
    await told.step()
    scenes += [scene async for scene in told.scenes("somebody in the hall speaks")]
    await do(people["host"], AddItem(title="Report", clubs=(CLUB.id,)))
    await do(people["host"], StartItem(item=next(iter((await told.floor())["items"]))))
    scenes += [scene async for scene in told.scenes("ada's club reports")]
    await do(people["host"], SetPresenter(participant=people["bob"], presenting=True))
    await do(people["host"], Configure(screen_share="moderators"))
    return scenes + [scene async for scene in told.scenes("bob presents, screens are the moderators'")]


if __name__ == "__main__":
    TABLE.write_text(json.dumps(asyncio.run(table()), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
