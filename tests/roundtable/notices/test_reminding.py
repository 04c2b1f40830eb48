"""Reminders on their way from a series to the mailbox of whoever sits in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from roundtable.jobs.job import Job, JobId
from roundtable.kernel.ids import SeriesId
from roundtable.series.announcing import announce
from roundtable.series.tables import dates
from roundtable.series.tables import series as rows
from roundtable.series.window import REFRESH
from tests.roundtable.notices.post_office import PostOffice, reader, text
from tests.roundtable.series.federation import FIRST, SECOND

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
START = datetime(2026, 11, 25, 12, tzinfo=UTC)
"""20:00 in Shanghai."""


async def seated(office: PostOffice) -> dict[str, str]:
    """Rui sits for Shenzhen and Lee for Los Angeles in Olga's series, nobody wants invitations, and it is Tuesday."""
    federation = office.federation
    series = await federation.plan()
    await federation.seat(series["id"], federation.shenzhen, "rui")
    await federation.seat(series["id"], federation.angeles, "lee")
    for browser in (federation.olga, federation.rui, federation.lee):
        await browser.patch("/api/me", mail_invitations=False)
    federation.wait_until(START - 2 * DAY)
    await office.work_off()
    assert office.new() == []
    return series


async def test_everybody_concerned_is_reminded_twice_in_their_own_time(office: PostOffice) -> None:
    series = await seated(office)
    await office.federation.rui.patch("/api/me", language="zh-CN")
    await office.federation.lee.patch("/api/me", zone="Europe/Berlin")
    day_before = await office.after(DAY)
    assert [(reader(one), one["Subject"]) for one in day_before] == [
        ("lee", "Tomorrow: Sync, Wednesday, 25 November, 13:00"),
        ("olga", "Tomorrow: Sync, Wednesday, 25 November, 20:00"),
        ("rui", "明天：Sync，11月25日（周三）20:00"),
    ]
    lee, _, rui = (text(one) for one in day_before)
    assert "Sync begins on Wednesday, 25 November, 13:00 (Berlin time)." in lee
    assert "Los Angeles Open Source has not said yet whether it comes." in lee
    assert "“深圳开源社”还没有回复是否参加。" in rui
    for link in (f"/r/{series['slug']}", f"/series/{series['id']}/sessions/{FIRST}"):
        assert f"https://meet.example.org{link}" in lee
    hour_before = await office.after(DAY - HOUR)
    assert [one["Subject"] for one in hour_before] == [
        "Soon: Sync, Wednesday, 25 November, 13:00",
        "Soon: Sync, Wednesday, 25 November, 20:00",
        "即将开始：Sync，11月25日（周三）20:00",
    ]
    assert await office.after(HOUR) == []


async def test_a_letter_tells_the_time_of_the_club_s_campus_to_who_has_chosen_none(office: PostOffice) -> None:
    await seated(office)
    lee = (await office.after(DAY))[0]
    assert lee["Subject"] == "Tomorrow: Sync, Wednesday, 25 November, 04:00"


async def test_who_does_not_come_or_does_not_want_reminders_gets_none(office: PostOffice) -> None:
    series, federation = await seated(office), office.federation
    answer = {"club_id": federation.shenzhen, "answer": "not", "note": ""}
    await federation.rui.put(f"/api/series/{series['id']}/sessions/{FIRST}/response", **answer)
    await federation.lee.patch("/api/me", mail_reminders=False)
    assert [reader(one) for one in await office.after(DAY)] == ["olga"]


async def test_one_press_in_a_mail_program_ends_them(office: PostOffice) -> None:
    await seated(office)
    lee = (await office.after(DAY))[0]
    link = lee["List-Unsubscribe"].strip("<>")
    assert lee["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link.removeprefix("https://meet.example.org")
    house = office.federation.house
    async with house.browser().http.post(house.server.make_url(path), data={"List-Unsubscribe": "One-Click"}) as answer:
        assert answer.status == 200
    assert [reader(one) for one in await office.after(DAY - HOUR)] == ["olga", "rui"]


async def test_a_moved_session_reminds_at_its_new_hour_and_not_at_the_old_one(office: PostOffice) -> None:
    series, federation = await seated(office), office.federation
    later = await federation.olga.patch(f"/api/series/{series['id']}/sessions/{FIRST}", start="2026-11-27T20:00")
    assert later.status == 200
    await office.settle()
    assert await office.after(2 * DAY - HOUR) == []
    assert [one["Subject"] for one in await office.after(DAY + HOUR)] == [
        f"Tomorrow: Sync, Friday, 27 November, {hour}:00" for hour in ("04", "20", "20")
    ]


async def test_an_occurrence_moved_after_the_letter_was_written_sends_no_wrong_hour(office: PostOffice) -> None:
    """The mail server was away, and the session was moved meanwhile."""
    series, federation = await seated(office), office.federation
    federation.house.clock.advance(DAY.total_seconds())
    await office.work_off("reminder")
    page = (await federation.ada.get("/api/mail")).body["items"]
    assert [one["state"] for one in page] == ["waiting"] * 3
    await federation.olga.patch(f"/api/series/{series['id']}/sessions/{FIRST}", start="2026-11-25T22:00")
    await office.work_off("mail")
    assert office.new() == []
    page = (await federation.ada.get("/api/mail")).body["items"]
    assert {(one["state"], one["last_error"]) for one in page} == {("dropped", "reason_gone")}


async def test_a_day_off_ends_in_no_flood(office: PostOffice) -> None:
    await seated(office)
    federation = office.federation
    for title in ("Second", "Third"):
        await federation.plan(title)
    assert await office.after(DAY + HOUR * 23 + timedelta(minutes=45)) == []
    assert [one["Subject"][:5] for one in await office.after(14 * DAY - timedelta(minutes=45))] == ["Soon:"] * 5


async def test_who_sits_there_only_since_is_reminded_if_it_is_not_too_late(office: PostOffice) -> None:
    series, federation = await seated(office), office.federation
    assert len(await office.after(DAY)) == 3
    await federation.house.account(federation.ada, "Ben")
    await federation.seat(series["id"], federation.berlin, "ben")
    letters = [one for one in await office.settle() if "text/calendar" not in str(one)]
    assert [(reader(one), one["Subject"]) for one in letters] == [
        ("ben", "Tomorrow: Sync, Wednesday, 25 November, 13:00")
    ]


async def test_a_cancelled_session_and_a_former_representative_get_nothing(office: PostOffice) -> None:
    series, federation = await seated(office), office.federation
    seats = (await federation.olga.get(f"/api/series/{series['id']}/seats")).body["items"]
    await federation.olga.delete(f"/api/series/{series['id']}/seats/{seats[0]['id']}")
    assert len(await office.after(DAY)) == 2
    await federation.olga.patch(f"/api/series/{series['id']}/sessions/{FIRST}", cancelled=True)
    assert await office.after(DAY - HOUR) == []


async def test_a_series_that_is_split_tells_nobody_the_same_hour_twice(office: PostOffice) -> None:
    """The hour has been told already: a new title is no reason to tell it again."""
    series, federation = await seated(office), office.federation
    federation.wait_until(START + 13 * DAY)
    assert len(await office.after(timedelta())) == 3
    path = f"/api/series/{series['id']}/sessions/{SECOND}/following"
    assert (await federation.olga.post(path, changes={"title": "Winter"})).status == 200
    assert await office.settle() == []
    letters = await office.after(DAY - HOUR)
    assert [one["Subject"] for one in letters] == [
        f"Soon: Winter, Wednesday, 9 December, {hour}:00" for hour in ("04", "20", "20")
    ]


async def test_a_new_law_about_clocks_moves_what_was_planned_before_it(office: PostOffice) -> None:
    """The day's refresh reckons anew with the zones of today: reminders of yesterday's hour are dropped."""
    series, federation = await seated(office), office.federation
    house, id_ = federation.house, SeriesId(series["id"])
    async with house.database.transaction() as connection:
        found = await rows.find(connection, id_, to_change=True)
        assert found is not None
        first = (await dates.plan(connection, found)).find(FIRST)
        before = replace(first, start=first.start + HOUR, end=first.end + HOUR)
        await dates.put_window(connection, id_, [before])
        await announce(connection, id_, house.clock.now())
    await office.settle()
    await house.series.window.refresh(Job(JobId("job_1"), REFRESH, "", {}, 1))
    await office.settle()
    letters = await office.after(DAY)
    assert [(reader(one), str(one["Subject"])[-5:]) for one in letters] == [
        ("lee", "04:00"), ("olga", "20:00"), ("rui", "20:00"),
    ]  # fmt: skip
    assert await office.after(HOUR) == []


async def test_an_ended_series_reminds_nobody(office: PostOffice) -> None:
    series, federation = await seated(office), office.federation
    await federation.olga.delete(f"/api/series/{series['id']}")
    assert await office.after(2 * DAY - HOUR) == []
