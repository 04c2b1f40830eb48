"""Letters to more people than one transaction may hold up the others for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from roundtable.database import Connection, Database
from roundtable.jobs import tables as jobs
from roundtable.jobs.job import Dropped, Job, JobId
from roundtable.jobs.tables import JobRow
from roundtable.kernel.errors import Unavailable
from roundtable.kernel.ids import SeriesId
from roundtable.notices import inviting, reminding
from roundtable.notices.parts import Notices
from roundtable.series.announcing import CHANGED, SETTLED, announce
from tests.roundtable.notices.post_office import PostOffice, crowd, reader

READERS = 2 * inviting.MOST_LETTERS + 10
EVERYBODY = ["olga", *(f"reader{n:03}" for n in range(READERS))]
START, DAY = datetime(2026, 11, 25, 12, tzinfo=UTC), timedelta(days=1)


class Ledger(Database):
    """A database that notes how many letters each transaction has left, and closes when told to."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.letters: list[int] = []
        self.closes_after = 1000

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        if sum(self.letters) >= self.closes_after:
            raise Unavailable("unavailable")
        async with super().transaction() as connection:
            before = await _letters(connection)
            yield connection
            self.letters.append(await _letters(connection) - before)


async def _letters(connection: Connection) -> int:
    query = select(func.count()).select_from(JobRow).where(JobRow.kind == "mail")
    return await connection.scalar(query) or 0


@asynccontextmanager
async def followed(office: PostOffice, url: str) -> AsyncIterator[tuple[Ledger, Notices, Job]]:
    """A series in which many sit, the work that this calls for, and who does it."""
    house, ledger = office.federation.house, Ledger(url)
    series = await office.federation.plan()
    await crowd(office.federation, series["id"], READERS)
    house.clock.advance(SETTLED.total_seconds())
    job = Job(JobId("job_1"), CHANGED, "", {"series": series["id"]}, 1)
    try:
        yield ledger, Notices(ledger, house.mailing, house.clock), job
    finally:
        await ledger.close()


async def test_many_are_invited_some_at_a_time(office: PostOffice, database_url: str) -> None:
    async with followed(office, database_url) as (ledger, notices, job):
        await notices.follow(job)
        await notices.follow(job)
    assert sorted(ledger.letters) == [0] * (len(ledger.letters) - 3) + [11, 20, 20]
    await office.work_off()
    assert sorted(reader(one) for one in office.new()) == sorted(EVERYBODY)


async def test_who_takes_the_work_on_again_goes_on_where_it_ended(office: PostOffice, database_url: str) -> None:
    async with followed(office, database_url) as (ledger, notices, job):
        ledger.closes_after = inviting.MOST_LETTERS
        with pytest.raises(Unavailable):
            await notices.follow(job)
        assert sum(ledger.letters) == inviting.MOST_LETTERS
        ledger.closes_after = 1000
        await notices.follow(job)
        assert sum(ledger.letters) == len(EVERYBODY)
    await office.work_off()
    assert sorted(reader(one) for one in office.new()) == sorted(EVERYBODY)


async def test_a_change_in_between_leaves_the_rest_to_what_comes_of_it(office: PostOffice, database_url: str) -> None:
    async with followed(office, database_url) as (ledger, notices, job):
        ledger.closes_after = inviting.MOST_LETTERS
        with pytest.raises(Unavailable):
            await notices.follow(job)
        ledger.closes_after = 1000
        house = office.federation.house
        async with house.database.transaction() as connection:
            await announce(connection, SeriesId(job.payload["series"]), house.clock.now())
        with pytest.raises(Dropped):
            await notices.follow(job)
        assert sum(ledger.letters) == inviting.MOST_LETTERS
    assert sorted(reader(one) for one in await office.settle()) == sorted(EVERYBODY)


async def test_many_are_reminded_some_at_a_time(office: PostOffice, database_url: str) -> None:
    async with followed(office, database_url) as (ledger, notices, job):
        await notices.follow(job)
        await office.work_off()
        office.new()
        office.federation.wait_until(START - DAY)
        async with office.federation.house.database.reading() as connection:
            [due] = [one for one in await jobs.latest(connection, reminding.REMIND, 99) if one.run_at <= START - DAY]
        ledger.letters.clear()
        await notices.handlers[reminding.REMIND](Job(due.id, reminding.REMIND, due.key, due.payload, 1))
        assert ledger.letters == [20, 20, 11]
    await office.work_off()
    assert sorted(reader(one) for one in office.new()) == sorted(EVERYBODY)
