"""A process that renames Alice again and again and says each version as soon as it is acknowledged. To be killed.

Run as `python -m tests.roundtable.kernel.writer_process <database url>`.
"""

import asyncio
import itertools
import sys

from roundtable.database import Database
from roundtable.database.event_log import DatabaseEventLog
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.messages import Rename
from tests.roundtable.meeting import Meeting


async def main(url: str) -> None:
    """Print the session, then one line for each acknowledgement, for ever."""
    meeting = Meeting(DatabaseEventLog(Database(url), LIVE_SLICES))
    facts = await meeting.open()
    alice = await meeting.enter("Alice", right="host")
    say(f"{facts.session} {alice}")
    for number in itertools.count():
        version = await meeting.do(alice, Rename(name=f"Alice {number}"), f"command-{number}")
        say(f"{number} {version}")


def say(line: str) -> None:
    """Write at once: whatever was said must be true after the kill."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
