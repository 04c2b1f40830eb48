"""Keeps the dates near to now as rows, for whatever looks across series: home, conflicts, reminders."""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from roundtable.database import Connection, Database
from roundtable.jobs import tables as jobs
from roundtable.jobs.job import Job, NewJob
from roundtable.kernel.clock import Clock
from roundtable.series.announcing import announce
from roundtable.series.model import Series
from roundtable.series.tables import dates
from roundtable.series.tables import series as rows

PAST: Final = timedelta(days=30)
AHEAD: Final = timedelta(days=90)
REFRESH: Final = "series.window"
"""The kind of job that moves the window on, once a day."""

_AT: Final = time(0, 10)


async def refresh(connection: Connection, series: Series, now: datetime) -> None:
    """Write the window of a series anew, in the transaction of what made that necessary, and have it told."""
    plan = await dates.plan(connection, series)
    await dates.put_window(connection, series.id, plan.between(now - PAST, now + AHEAD))
    await announce(connection, series.id, now)


class DailyWindow:
    """Moves the windows on, each day once, whatever the number of processes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def begin(self) -> None:
        """See to it that today's refresh is done; afterwards each one plans the next."""
        await self._plan(self._clock.now())

    async def refresh(self, _: Job) -> None:
        """Move all windows on. Each series is a transaction of its own, so that people need not wait long."""
        async with self._database.reading() as connection:
            ids = await rows.all_ids(connection)
        for id_ in ids:
            async with self._database.transaction() as connection:
                if (series := await rows.find(connection, id_, to_change=True)) is not None:
                    await refresh(connection, series, self._clock.now())
        tomorrow = self._clock.now().date() + timedelta(days=1)
        await self._plan(datetime.combine(tomorrow, _AT, UTC))

    async def _plan(self, run_at: datetime) -> None:
        job = NewJob(REFRESH, run_at.date().isoformat(), run_at=run_at)
        async with self._database.transaction() as connection:
            await jobs.enqueue(connection, [job], self._clock.now())
