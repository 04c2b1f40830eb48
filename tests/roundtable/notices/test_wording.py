"""What letters say to people about a part of a series: of one date, or of one of two hours."""

from datetime import timedelta
from typing import Any

from tests.roundtable.notices.post_office import PostOffice, text, told
from tests.roundtable.notices.test_inviting import START, edit
from tests.roundtable.series.federation import FIRST, SECOND, fortnightly

IN_TURN = [{"zone": "Asia/Shanghai", "time": "20:00"}, {"zone": "Europe/Berlin", "time": "20:00"}]
FRIDAY = "2026-11-27T09:00"


async def seated(office: PostOffice, **schedule: Any) -> dict[str, Any]:
    """Rui sits in a series; Olga wants no such letters."""
    federation = office.federation
    await federation.olga.patch("/api/me", mail_invitations=False)
    series = await federation.plan(**schedule)
    await federation.seat(series["id"], federation.shenzhen, "rui")
    return series


async def said(office: PostOffice) -> list[tuple[str, str, str]]:
    """Of each letter: what it does in calendars, its subject, and its first sentence."""
    return [(told(one)[1], str(one["Subject"]), text(one).splitlines()[2]) for one in await office.settle()]


async def test_a_single_date_is_told_as_one(office: PostOffice) -> None:
    series = await seated(office, rule=None)
    day = "Wednesday, 25 November"
    assert await said(office) == [
        ("REQUEST", f"Invitation: Sync, {day}, 20:00", f"You are invited to Sync on {day}, 20:00 (Beijing time)."),
    ]
    await edit(office, series, FIRST, start="2026-11-25T21:00")
    moved = f"Sync begins on {day}, 21:00 (Beijing time) instead of {day}, 20:00."
    assert await said(office) == [("REQUEST", f"Changed: Sync, {day}, 21:00", moved)]
    await edit(office, series, FIRST, cancelled=True)
    assert await said(office) == [
        ("CANCEL", f"Cancelled: Sync, {day}, 21:00", f"Sync on {day}, 21:00 (Beijing time) does not take place."),
    ]


async def test_a_date_more_comes_and_goes_alone(office: PostOffice) -> None:
    series = await seated(office)
    await office.settle()
    path = f"/api/series/{series['id']}"
    for extra in ([FRIDAY], []):
        changed = await office.federation.olga.patch(path, schedule=fortnightly(extra=extra), confirmed=True)
        assert changed.status == 200, changed
        [(method, subject, sentence)] = await said(office)
        friday = "Friday, 27 November, 09:00"
        assert (method, subject, sentence) == (
            ("REQUEST", f"Invitation: Sync, {friday}", f"You are invited to Sync on {friday} (Beijing time).")
            if extra
            else ("CANCEL", f"Cancelled: Sync, {friday}", f"Sync on {friday} (Beijing time) does not take place.")
        )


async def test_a_second_hour_that_falls_away_is_not_the_end(office: PostOffice) -> None:
    series = await seated(office, anchors=IN_TURN)
    await office.settle()
    await office.federation.olga.patch(f"/api/series/{series['id']}", schedule=fortnightly())
    assert sorted(await said(office)) == [
        ("CANCEL", "Changed: Sync", "Sync no longer meets at one of its hours. What stays:"),
        ("REQUEST", "Changed: Sync", "There is a change in Sync."),
    ]


async def test_what_goes_on_as_another_series_has_not_ended(office: PostOffice) -> None:
    series, federation = await seated(office), office.federation
    await office.settle()
    federation.wait_until(START + timedelta(days=1))
    await office.work_off()
    office.new()
    path = f"/api/series/{series['id']}/sessions/{SECOND}/following"
    rule = {"frequency": "weekly", "interval": 2, "weekdays": ["TH"], "count": 2}
    later = fortnightly(starts_on="2026-12-10", rule=rule)
    assert (await federation.olga.post(path, changes={"schedule": later}, confirmed=True)).status == 200
    goes_on = "Sync goes on with a new plan, for which you get an invitation; this letter takes the old one away."
    assert sorted(await said(office)) == [
        ("CANCEL", "Changed: Sync", goes_on),
        ("REQUEST", "Invitation: Sync", "You are invited to Sync."),
    ]


async def test_the_end_is_the_end_of_all(office: PostOffice) -> None:
    series = await seated(office, anchors=IN_TURN, extra=[FRIDAY])
    await office.settle()
    await office.federation.olga.delete(f"/api/series/{series['id']}")
    ended = "Sync no longer takes place for you: it has ended, or your seat in it has."
    assert await said(office) == [("CANCEL", "Cancelled: Sync", ended)] * 3
