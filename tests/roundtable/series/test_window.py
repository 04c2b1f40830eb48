"""The window of dates as rows: made with every edit, moved on once a day by whoever comes first."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest

from roundtable.jobs import tables as jobs
from roundtable.jobs.worker import Worker
from roundtable.kernel.ids import SeriesId
from roundtable.series.rule import Rule
from roundtable.series.schedule import Anchor, Schedule
from roundtable.series.tables import dates
from roundtable.series.window import AHEAD, PAST, REFRESH
from tests.roundtable.house import PASSWORD
from tests.roundtable.series.federation import Federation
from tests.roundtable.series.rules import ZONES, as_dateutil

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


SKIPPED_OR_DOUBLED = time(2, 30)
"""In some of the zones, on some Sundays."""


@pytest.mark.parametrize("starts_on", [date(2026, 10, 18), date(2027, 2, 21)], ids=["autumn", "spring"])
async def test_the_rows_are_what_python_dateutil_expands_in_every_zone(federation: Federation, starts_on: date) -> None:
    """Sundays on both sides of all shifts, planned and replanned by the same series."""
    rules = (
        Rule(frequency="weekly", weekdays=("SU", "WE"), until=starts_on + timedelta(days=80)),
        Rule(frequency="daily", interval=3, count=20),
        Rule(frequency="monthly", nth=3, weekdays=("SU",)),
    )
    path = f"/api/series/{(await federation.plan())['id']}"
    federation.wait_until(datetime.combine(starts_on, time(), UTC) + timedelta(days=40))
    now = federation.house.clock.now()
    await federation.olga.post("/api/sign-in", email="olga@example.org", password=PASSWORD)
    for zone, rule in product(ZONES, rules):
        anchor = Anchor(zone=zone, time=SKIPPED_OR_DOUBLED)
        schedule = Schedule(starts_on=starts_on, anchors=(anchor,), minutes=60, rule=rule)
        changed = await federation.olga.patch(path, schedule=schedule.model_dump(mode="json"), confirmed=True)
        assert changed.status == 200, changed
        async with federation.house.database.reading() as connection:
            rows = await dates.window(connection, [changed.body["id"]], *EVER, most=1000)
        all_of_it = as_dateutil(rule, starts_on, SKIPPED_OR_DOUBLED, zone).xafter(datetime(2020, 1, 1, tzinfo=UTC), 200)
        starts = [one.astimezone(UTC) for one in all_of_it]
        meant = [one for one in starts if one + timedelta(minutes=60) > now - PAST and one < now + AHEAD]
        assert [(row.start_at, row.end_at) for row in rows] == [(one, one + timedelta(minutes=60)) for one in meant]
        assert len(meant) > 2
