"""The window of dates as rows: made with every edit, moved on once a day by whoever comes first."""

import asyncio
from datetime import UTC, datetime

from roundtable.jobs import tables as jobs
from roundtable.jobs.worker import Worker
from roundtable.kernel.ids import SeriesId
from roundtable.series.tables import dates
from roundtable.series.window import REFRESH
from tests.roundtable.series.federation import Federation

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
WEEKLY = {"frequency": "weekly", "weekdays": ["WE"]}


async def window(federation: Federation, series: str) -> list[str]:
    async with federation.house.database.reading() as connection:
        found = await dates.window(connection, [SeriesId(series)], *EVER, most=1000)
    return [one.key for one in found]


async def work_off(federation: Federation, jobs_done: int) -> None:
    """Let two workers do what is due, until so many jobs are done in all and the next is planned."""
    house = federation.house
    workers = [
        asyncio.create_task(Worker(house.database, house.series.handlers, house.clock, poll_seconds=0.01).run())
        for _ in range(2)
    ]
    async with asyncio.timeout(60):
        while await counted(federation) != (1, jobs_done):
            await asyncio.sleep(0.01)
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)


async def counted(federation: Federation) -> tuple[int, int]:
    """How many jobs of this kind wait, and how many are done."""
    async with federation.house.database.reading() as connection:
        found = await jobs.latest(connection, REFRESH, 99)
    done = sum(one.done_at is not None for one in found)
    return len(found) - done, done


async def test_the_window_reaches_from_a_month_back_to_three_ahead(federation: Federation) -> None:
    series = await federation.plan(starts_on="2026-09-02", rule=WEEKLY)
    keys = await window(federation, series["id"])
    assert (keys[0], keys[-1], len(keys)) == ("20261028T2000", "20270217T2000", 17)


async def test_a_day_moves_the_window_on_once(federation: Federation) -> None:
    series = await federation.plan(starts_on="2026-09-02", rule=WEEKLY)
    for _ in range(2):  # two processes start
        await federation.house.series.window.begin()
    assert await counted(federation) == (1, 0)
    await work_off(federation, jobs_done=1)
    assert (await window(federation, series["id"]))[-1] == "20270217T2000"
    federation.wait_until(datetime(2026, 11, 27, 0, 10, tzinfo=UTC))
    await work_off(federation, jobs_done=2)
    keys = await window(federation, series["id"])
    assert (keys[0], keys[-1]) == ("20261028T2000", "20270224T2000")


async def test_an_ended_series_is_left_as_it_is(federation: Federation) -> None:
    series = await federation.plan(starts_on="2026-09-02", rule=WEEKLY)
    await federation.olga.delete(f"/api/series/{series['id']}")
    assert (await window(federation, series["id"]))[-1] == "20261118T2000"
