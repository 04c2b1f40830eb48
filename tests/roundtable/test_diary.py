"""What the series of a federation become in people's calendars."""

from datetime import datetime

import pytest

from tests.roundtable.calendars.readers import Entry, python_reader
from tests.roundtable.house import Browser, House
from tests.roundtable.series.federation import FIRST, SECOND, THIRD, Federation, founded


@pytest.fixture
async def federation(house: House) -> Federation:
    """Clubs on three campuses, and Olga who organizes."""
    return await founded(house)


async def shown(federation: Federation, path: str) -> list[Entry]:
    """What a calendar program shows of a feed."""
    answer = await federation.house.browser().get(path)
    assert answer.status == 200, answer
    return python_reader(answer.body.encode())


async def feed_of(browser: Browser, **form: str) -> str:
    """The address of a new feed."""
    made = await browser.post("/api/feeds", language="en", **form)
    assert made.status == 201, made
    path: str = made.body["path"]
    return path


def at(text: str) -> datetime:
    """A moment."""
    return datetime.fromisoformat(text)


async def test_a_representative_finds_every_session_in_their_calendar(federation: Federation) -> None:
    series = await federation.plan()
    path = await feed_of(federation.rui)
    assert await shown(federation, path) == []
    await federation.seat(series["id"], federation.shenzhen, "rui")
    found = await shown(federation, path)
    assert [one.start for one in found][:2] == [at("2026-11-25T12:00+00:00"), at("2026-12-09T12:00+00:00")]
    assert len(found) == 6
    assert found[0].uid == f"{series['id']}-on-{FIRST}@roundtable"
    assert found[0].url == f"{federation.rui.url}/r/{series['slug']}"


async def test_moved_cancelled_and_retitled_sessions_stay_themselves(federation: Federation) -> None:
    series = await federation.plan()
    path, sessions = await feed_of(federation.olga), f"/api/series/{series['id']}/sessions"
    before = await shown(federation, path)
    await federation.olga.patch(f"{sessions}/{FIRST}", start="2026-11-26T21:00:00")
    await federation.olga.patch(f"{sessions}/{SECOND}", cancelled=True)
    await federation.olga.patch(f"{sessions}/{THIRD}", title="年终总结")
    after = await shown(federation, path)
    assert [one.uid for one in after] == [one.uid for one in before]
    assert after[0].start == at("2026-11-26T13:00+00:00")
    assert [one.status for one in after[:3]] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [one.title for one in after[:3]] == ["Sync", "Cancelled: Sync", "年终总结"]
    assert all(now.sequence > then.sequence for now, then in zip(after[:3], before[:3], strict=True))
    assert after[3:] == before[3:]


async def test_with_the_seat_the_sessions_go_and_the_clubs_feed_stays(federation: Federation) -> None:
    series = await federation.plan()
    seat = await federation.seat(series["id"], federation.shenzhen, "rui")
    await federation.ada.post(f"/api/clubs/{federation.shenzhen}/officers", email="rui@example.org")
    own = await feed_of(federation.rui)
    club = await feed_of(federation.rui, club_id=federation.shenzhen)
    handed = await federation.rui.post(
        f"/api/clubs/{federation.shenzhen}/handover", from_person=seat["person"]["id"], to={"email": "lee@example.org"}
    )
    assert handed.status == 200, handed
    assert await shown(federation, own) == []
    assert len(await shown(federation, club)) == 6
    [listed] = (await federation.lee.get("/api/feeds")).body["items"]
    assert (await federation.rui.delete(f"/api/feeds/{listed['id']}")).status == 404
    assert (await federation.lee.delete(f"/api/feeds/{listed['id']}")).status == 204
    assert (await federation.house.browser().get(club)).status == 404


async def test_the_feed_of_a_disabled_account_is_as_if_it_had_never_been(federation: Federation) -> None:
    path = await feed_of(federation.rui)
    me = (await federation.rui.get("/api/me")).body["person"]["id"]
    await federation.ada.patch(f"/api/people/{me}", disabled=True)
    assert (await federation.house.browser().get(path)).status == 404


async def test_a_session_as_a_file_is_for_those_who_may_read_it(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}/sessions/{FIRST}.ics"
    answer = await federation.olga.get(f"{path}?language=en")
    assert [one.uid for one in python_reader(answer.body.encode())] == [f"{series['id']}-on-{FIRST}@roundtable"]
    assert (await federation.rui.get(path)).status == 404
    assert (await federation.olga.get(path.replace(FIRST, "20261126T2000"))).status == 404
