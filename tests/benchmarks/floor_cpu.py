"""CPU of a command on the floor until it is acknowledged, on SQLite: 300 people in the room, 200 entries waiting.

From the typed command to the told patch: decide, order, append in a transaction, fold, rights, views, difference.
"""

import asyncio
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from typing import Final

from roundtable.database import Database, migrate
from roundtable.database.event_log import DatabaseEventLog
from roundtable.floor.commands.queue import Ask, Move, Withdraw
from roundtable.floor.commands.turns import Next
from roundtable.kernel.floor_settings import FloorSettings
from roundtable.kernel.ids import ClubId, ParticipantId
from roundtable.kernel.messages import ClientCommand, ClubFacts
from roundtable.kernel.session import SessionSettings
from roundtable.registry import LIVE_SLICES
from tests.roundtable.floor.assembly import Assembly

PEOPLE: Final = 300
SPEAKERS: Final = 99
"""Besides the moderator; a hundred people of a room may speak, the others observe."""
WAITING: Final = 200
EACH: Final = 3
"""So many entries may one person have waiting."""
CLUBS: Final = 40
ROUNDS: Final = 100
LINE: Final = "新学期的联合活动 joint event"
LIMIT_MS: Final = 5.0
"""CPU of one command of any kind, on average."""


async def measure(url: str) -> dict[str, list[float]]:
    """Return milliseconds of CPU by kind of command."""
    database = Database(url)
    await migrate.upgrade(database)
    meeting = Assembly(DatabaseEventLog(database, LIVE_SLICES))
    floor = FloorSettings(entries_per_kind=EACH)
    await meeting.open(SessionSettings(lobby=False, capacity=PEOPLE, floor=floor))
    meeting.alice = await meeting.enter("Alice", right="host")
    people = [
        await meeting.enter(f"Guest {number}", guest=True, club=_club(number % CLUBS)) for number in range(PEOPLE - 1)
    ]
    speakers = people[:SPEAKERS]
    for number in range(WAITING):
        await meeting.ask(speakers[number % SPEAKERS], text=LINE)
    spent: dict[str, list[float]] = defaultdict(list)
    for number in range(ROUNDS):
        entries = list((await meeting.floor())["entries"].values())
        for who, command in _round(meeting.alice, entries, await meeting.current(), number):
            meeting.clock.advance(1)
            kind = type(command).__name__.lower()
            began = time.process_time()
            await meeting.do(who, command, f"{kind}-{number}-{who}")
            spent[kind].append((time.process_time() - began) * 1000)
        turn = await meeting.turn()
        await meeting.heard(ParticipantId(turn["participant"]))
        await meeting.ask(ParticipantId(turn["participant"]), text=LINE)
    await database.close()
    return spent


def _round(
    alice: ParticipantId, entries: list[dict[str, str]], turn: str | None, number: int
) -> Iterator[tuple[ParticipantId, ClientCommand]]:
    """Somebody withdraws and asks again, the moderator moves somebody and takes a step."""
    one, other, third = (entries[(number * factor + 1) % len(entries)] for factor in (7, 11, 13))
    who = ParticipantId(one["participant"])
    yield who, Withdraw(entry=one["id"])
    yield who, Ask(kind="topic", text=LINE)
    if other["id"] not in (third["id"], one["id"]) and third["id"] != one["id"]:
        yield alice, Move(entry=other["id"], before=third["id"])
    yield alice, Next(turn=turn, confirmed=True)


def _club(number: int) -> ClubFacts:
    return ClubFacts(
        id=ClubId(f"clb_1{number:04}"), name_zh=f"第{number}社", name_en=f"Club {number}", campus_zh="", campus_en=""
    )


def main() -> int:
    with tempfile.TemporaryDirectory() as directory:
        spent = asyncio.run(measure(f"sqlite:///{Path(directory) / 'bench.sqlite3'}"))
    for kind, times in spent.items():
        print(
            f"{kind:15} {mean(times):5.2f} ms CPU, median {median(times):.2f}, worst {max(times):.2f}, {len(times)} x"
        )
    return 0 if all(mean(times) <= LIMIT_MS for times in spent.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
