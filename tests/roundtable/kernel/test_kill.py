"""`kill -9` right after an acknowledgement: the command is there after the restart, and a retry applies once."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from roundtable.database import Database
from roundtable.database.event_log import DatabaseEventLog
from roundtable.kernel.ids import CommandId, ParticipantId, SessionId
from roundtable.registry import LIVE_SLICES
from roundtable.rooms.messages import Rename
from tests.roundtable.meeting import Meeting


@asynccontextmanager
async def writer(url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that writes until it is killed; killed in any case at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.roundtable.kernel.writer_process", url, stdout=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def acknowledged_until_killed(url: str, acknowledgements: int) -> tuple[list[str], list[tuple[int, int]]]:
    """Let it write, kill it with the last of so many acknowledgements, and return all that it has said."""
    async with writer(url) as process:
        assert process.stdout is not None
        names = (await process.stdout.readline()).decode().split()
        lines = [await process.stdout.readline() for _ in range(acknowledgements)]
        process.kill()
        lines.extend((await process.stdout.read()).splitlines())
    said = [line.decode().split() for line in lines]
    return names, [(int(number), int(version)) for number, version in said]


@pytest.mark.parametrize("acknowledgements", [1, 7])
async def test_what_was_acknowledged_survives_kill_9(
    database: Database, database_url: str, acknowledgements: int
) -> None:
    (session, alice), said = await acknowledged_until_killed(database_url, acknowledgements)
    assert len(said) >= acknowledgements
    meeting = Meeting(DatabaseEventLog(database, LIVE_SLICES))
    meeting.session = SessionId(session)
    await meeting.live.restore()
    stored = dict(await meeting.log.read(meeting.session, 0))
    assert [getattr(stored[version], "name", None) for _, version in said] == [f"Alice {number}" for number, _ in said]
    person = (await meeting.rooms())["participants"][alice]
    assert person["connected"] is False
    assert person["role"] == "host"
    number, version = said[-1]
    again = await meeting.live.execute(
        meeting.session, Rename(name=f"Alice {number}"), ParticipantId(alice), CommandId(f"command-{number}")
    )
    assert again.version == version
