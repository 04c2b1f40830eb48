"""A worker died over a letter, and nobody knows whether it has arrived: what is written next does not build on it."""

from datetime import timedelta

import pytest

from roundtable.jobs import tables as jobs
from roundtable.jobs.worker import LEASE
from roundtable.series.announcing import SETTLED
from tests.roundtable.calendars.readers import IcalJs
from tests.roundtable.notices.post_office import PostOffice, calendar, told
from tests.roundtable.notices.test_inviting import FORTNIGHT, START, edit, seated
from tests.roundtable.series.federation import SECOND, THIRD


async def written(office: PostOffice) -> None:
    """Let changes come to rest, and letters be written, but not sent."""
    office.federation.house.clock.advance(SETTLED.total_seconds())
    await office.work_off("series.changed")


async def claimed_by_who_dies(office: PostOffice, lease: timedelta) -> None:
    """Somebody has taken the letter on and does nothing more."""
    house = office.federation.house
    now = house.clock.now()
    async with house.database.transaction() as connection:
        assert len(await jobs.claim(connection, "dead", now, kinds=["mail"], until=now + lease, most=9)) == 1


@pytest.mark.parametrize("lease", [SETTLED, 3 * LEASE], ids=["lapsed", "held"])
async def test_after_an_invitation_that_was_under_way_comes_all_of_it(
    office: PostOffice, javascript: IcalJs, lease: timedelta
) -> None:
    series = await seated(office)
    await written(office)
    await claimed_by_who_dies(office, lease)
    await edit(office, series, SECOND, cancelled=True)
    await written(office)
    [letter] = await office.after(3 * LEASE)
    assert told(letter) == ("rui", "REQUEST", 1, None)
    assert [one.start for one in javascript.read(calendar(letter))] == [START + n * FORTNIGHT for n in (0, 2, 3, 4, 5)]
    await edit(office, series, THIRD, cancelled=True)
    assert [told(one) for one in await office.settle()] == [("rui", "CANCEL", 2, THIRD)]


async def test_a_move_that_may_have_been_told_is_told_back(office: PostOffice, javascript: IcalJs) -> None:
    series = await seated(office)
    await office.settle()
    await edit(office, series, SECOND, start="2026-12-10T21:00")
    await written(office)
    await claimed_by_who_dies(office, SETTLED)
    await edit(office, series, SECOND, start=None)
    await written(office)
    [letter] = await office.after(3 * LEASE)
    assert told(letter) == ("rui", "REQUEST", 2, None)
    assert javascript.read(calendar(letter))[1].start == START + FORTNIGHT


async def test_an_invitation_that_may_have_arrived_is_called_off(office: PostOffice) -> None:
    series, federation = await seated(office), office.federation
    await written(office)
    await claimed_by_who_dies(office, SETTLED)
    await federation.olga.delete(f"/api/series/{series['id']}")
    await written(office)
    assert [told(one) for one in await office.after(3 * LEASE)] == [("rui", "CANCEL", 1, None)]
