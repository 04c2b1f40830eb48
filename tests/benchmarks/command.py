"""What one command costs on SQLite with three hundred people in the session: CPU of the whole process.

From the typed command to the told patch: decide, append in a transaction, fold, views of both audiences, difference.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from roundtable.database import Database, migrate
from roundtable.database.event_log import DatabaseEventLog
from roundtable.kernel.ids import ParticipantId
from roundtable.kernel.messages import ClientCommand
from roundtable.kernel.session import SessionSettings
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.messages import Rename, SetRole, Stop
from tests.roundtable.meeting import CLUB, Meeting

PEOPLE = 300
COMMANDS = 600
LIMIT_MS = 5.0
"""CPU of one command. At ten commands a second this is a twentieth of a core."""


async def measure(url: str) -> tuple[float, float]:
    """Return milliseconds of CPU for an entry and for a command."""
    database = Database(url)
    await migrate.upgrade(database)
    meeting = Meeting(DatabaseEventLog(database, LIVE_SLICES))
    await meeting.open(SessionSettings(lobby=False, capacity=PEOPLE))
    host = await meeting.enter("Host", right="host")
    began = time.process_time()
    people = [await meeting.enter(f"Guest {number}", guest=True, club=CLUB) for number in range(PEOPLE - 1)]
    entered = time.process_time()
    for number in range(COMMANDS):
        await meeting.do(host, _command(number, people[number % len(people)]), f"command-{number}")
    done = time.process_time()
    await database.close()
    return (entered - began) * 1000 / len(people), (done - entered) * 1000 / COMMANDS


def _command(number: int, target: ParticipantId) -> ClientCommand:
    match number % 3:
        case 0:
            return Stop(participant=target, source="microphone")
        case 1:
            return SetRole(participant=target, role="guest")
        case _:
            return Rename(name=f"Host {number}")


def main() -> int:
    with tempfile.TemporaryDirectory() as directory:
        entry, command = asyncio.run(measure(f"sqlite:///{Path(directory) / 'bench.sqlite3'}"))
    print(f"entry   {entry:6.2f} ms CPU, {PEOPLE} people")
    print(f"command {command:6.2f} ms CPU, {PEOPLE} people (limit {LIMIT_MS})")
    return 0 if command <= LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
