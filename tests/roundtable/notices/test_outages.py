"""Reminders through what goes wrong: a killed process, two workers, a clock set back, a database that is gone."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE
from datetime import UTC, datetime, timedelta

import pytest

from roundtable.jobs.worker import LEASE, Worker
from roundtable.kernel.clock import SteadyClock
from roundtable.notices.parts import Notices
from tests.roundtable.jobs.test_outages import Cable
from tests.roundtable.notices.post_office import PostOffice, crowd, reader
from tests.roundtable.process import ROOT
from tests.roundtable.series.federation import FIRST

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
START = datetime(2026, 11, 25, 12, tzinfo=UTC)
READERS = 120


async def planned(office: PostOffice, readers: int = 0) -> None:
    """Olga's series, with some people more who sit there, and it is the moment of the first reminder."""
    federation = office.federation
    series = await federation.plan()
    await federation.olga.patch("/api/me", mail_invitations=False)
    await crowd(federation, series["id"], readers, mail_invitations=False)
    federation.wait_until(START - DAY)
    await office.work_off("series.changed")


@pytest.mark.parametrize("kind", ["reminder", "mail"])
async def test_killed_before_the_mark_a_reminder_is_one_letter(
    office: PostOffice, database_url: str, kind: str
) -> None:
    """After its letters were written each is written once; after one was sent it has the same Message-ID again."""
    await planned(office)
    clock = office.federation.house.clock
    if kind == "mail":
        await office.work_off("reminder")
    server = f"smtp://127.0.0.1:{office.box.port}"
    command = (sys.executable, "-m", "tests.roundtable.notices.killed", database_url, kind, server)
    process = await asyncio.create_subprocess_exec(*command, clock.now().isoformat(), cwd=ROOT, stdout=PIPE)
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 60) == b"done\n"
    process.send_signal(signal.SIGKILL)
    await process.communicate()
    clock.advance(LEASE.total_seconds())
    await office.work_off()
    assert len(office.box.letters) == (1 if kind == "reminder" else 2)
    assert len({one["Message-ID"] for one in office.box.letters}) == 1
    assert len((await office.federation.ada.get("/api/mail")).body["items"]) == 1


async def test_two_workers_remind_everybody_once(office: PostOffice) -> None:
    await planned(office, readers=READERS)
    async with office.working():
        await office.work_off()
    assert sorted(reader(one) for one in office.new()) == ["olga", *(f"reader{n:03}" for n in range(READERS))]


async def test_a_clock_that_is_set_back_an_hour_reminds_nobody_twice_nor_late(office: PostOffice) -> None:
    await planned(office)
    house, pace = office.federation.house, [1000.0]
    machine = house.clock
    steady = SteadyClock(machine, lambda: pace[0])
    notices = Notices(house.database, house.mailing, steady)
    handlers = {**office.handlers, **notices.handlers}
    working = asyncio.create_task(Worker(house.database, handlers, steady, poll_seconds=0.01).run())
    try:
        await _come(office, 1)
        machine.advance(-HOUR.total_seconds())
        pace[0] += (DAY - HOUR).total_seconds()
        await _come(office, 2)
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    assert [str(one["Subject"])[:5] for one in office.box.letters] == ["Tomor", "Soon:"]


async def test_a_database_that_is_gone_for_half_a_minute_costs_no_reminder(
    office: PostOffice, database_url: str
) -> None:
    await planned(office, readers=3)
    house, cable = office.federation.house, Cable(database_url)
    notices = Notices(cable, house.mailing, house.clock)
    handlers = {**office.handlers, **notices.handlers}
    cable.is_pulled = True
    working = asyncio.create_task(Worker(cable, handlers, house.clock, poll_seconds=0.01).run())
    try:
        async with asyncio.timeout(60):
            while cable.refused < 5:
                await asyncio.sleep(0.01)
        house.clock.advance(30)
        cable.is_pulled = False
        await _come(office, 4)
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await cable.close()
    assert sorted(reader(one) for one in office.new()) == ["olga", "reader000", "reader001", "reader002"]


async def test_the_letter_of_a_session_that_was_moved_while_its_reminder_was_under_way_is_not_sent(
    office: PostOffice,
) -> None:
    await planned(office)
    await office.work_off("reminder")
    series = (await office.federation.olga.get("/api/series")).body["items"][0]["id"]
    moved = await office.federation.olga.patch(f"/api/series/{series}/sessions/{FIRST}", start="2026-11-26T20:00")
    assert moved.status == 200
    office.federation.house.clock.advance(DAY.total_seconds())
    await office.work_off()
    assert [str(one["Subject"]) for one in office.new()] == ["Tomorrow: Sync, Thursday, 26 November, 20:00"]


async def _come(office: PostOffice, letters: int) -> None:
    """Wait for letters, and for the worker to have nothing left to do about them."""
    async with asyncio.timeout(60):
        while len(office.box.letters) < letters or await office.is_busy(["mail", "reminder"]):
            await asyncio.sleep(0.01)
