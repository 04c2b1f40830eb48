"""Tells whoever follows series that one has changed: as a job, in the transaction that changed it.

What follows (reminders, invitations) is written anew from the series as it then is, so one job too many does no harm.
"""

from datetime import datetime, timedelta
from typing import Final

from roundtable.database import Connection
from roundtable.jobs import tables as jobs
from roundtable.jobs.job import NewJob
from roundtable.kernel.ids import SeriesId, new_id

CHANGED: Final = "series.changed"
"""The kind of job; its payload names the series."""
SETTLED: Final = timedelta(seconds=60)
"""Whoever edits does so several times: others are told when it has been quiet for so long."""


async def announce(connection: Connection, series: SeriesId, now: datetime) -> None:
    """Have it told that the dates, the seats or the roles of a series are not what they were."""
    job = NewJob(CHANGED, f"{series}/{new_id('chg')}", {"series": series}, run_at=now + SETTLED)
    await jobs.enqueue(connection, [job], now)
