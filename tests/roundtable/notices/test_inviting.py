"""Invitations on their way from a series to the calendars of whoever sits in it: what each edit sends, and what not."""

from datetime import UTC, datetime, timedelta
from typing import Any

from roundtable.series.announcing import SETTLED
from tests.roundtable.calendars.readers import IcalJs, python_reader
from tests.roundtable.notices.post_office import PostOffice, calendar, events, reader, text, told
from tests.roundtable.series.federation import FIRST, SECOND, THIRD, fortnightly

START = datetime(2026, 11, 25, 12, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)


async def seated(office: PostOffice) -> dict[str, Any]:
    """Rui sits for Shenzhen in Olga's series; she herself wants no such letters."""
    federation = office.federation
    await federation.olga.patch("/api/me", mail_invitations=False)
    series = await federation.plan()
    await federation.seat(series["id"], federation.shenzhen, "rui")
    return series


async def edit(office: PostOffice, series: dict[str, Any], key: str, **changes: Any) -> None:
    """Olga changes a session."""
    changed = await office.federation.olga.patch(f"/api/series/{series['id']}/sessions/{key}", **changes)
    assert changed.status == 200, changed


async def test_a_seat_brings_the_whole_series_into_the_calendar(office: PostOffice, javascript: IcalJs) -> None:
    series = await seated(office)
    [letter] = await office.settle()
    assert told(letter) == ("rui", "REQUEST", 0, None)
    assert letter["Subject"] == "Invitation: Sync"
    assert "Every 2 weeks on Wednesday at 20:00 Beijing time, 6 times" in text(letter)
    assert "Next: Wednesday, 25 November, 20:00 (Beijing time)." in text(letter)
    [event] = events(letter)
    assert event["UID"] == f"{series['id']}-a@roundtable"
    assert (str(event["ORGANIZER"]), str(event["ATTENDEE"])) == (
        "mailto:noreply@example.org", "mailto:rui@example.org",
    )  # fmt: skip
    found = javascript.read(calendar(letter))
    assert [one.start for one in found] == [START + n * FORTNIGHT for n in range(6)]


async def test_a_burst_of_edits_is_one_letter_of_the_newest_state(office: PostOffice, javascript: IcalJs) -> None:
    series = await seated(office)
    await office.settle()
    for minute in (0, 15, 30):
        await edit(office, series, SECOND, start=f"2026-12-10T21:{minute:02}")
        office.federation.house.clock.advance(SETTLED.total_seconds() / 2)
        await office.work_off()
    [letter] = await office.settle()
    assert told(letter) == ("rui", "REQUEST", 1, SECOND)
    [found] = javascript.read(calendar(letter))
    assert found.start == datetime(2026, 12, 10, 13, 30, tzinfo=UTC)
    assert "Sync begins on Thursday, 10 December, 21:30 (Beijing time) instead of Wednesday, 9 December" in text(letter)


async def test_what_was_changed_and_changed_back_is_told_to_nobody(office: PostOffice) -> None:
    series = await seated(office)
    await office.settle()
    await edit(office, series, SECOND, start="2026-12-10T21:00")
    await edit(office, series, SECOND, start=None)
    assert await office.settle() == []
    await office.federation.olga.patch(f"/api/series/{series['id']}", doors_minutes=5)
    assert await office.settle() == []


async def test_a_cancelled_date_is_called_off_alone_and_comes_back(office: PostOffice) -> None:
    series = await seated(office)
    await office.settle()
    await edit(office, series, SECOND, cancelled=True)
    [letter] = await office.settle()
    assert (told(letter), letter["Subject"]) == (
        ("rui", "CANCEL", 1, SECOND),
        "Cancelled: Sync, Wednesday, 9 December, 20:00",
    )
    await edit(office, series, SECOND, cancelled=False)
    assert [told(one) for one in await office.settle()] == [("rui", "REQUEST", 2, SECOND)]


async def test_several_dates_at_once_are_one_letter_with_all_of_them(office: PostOffice, javascript: IcalJs) -> None:
    series = await seated(office)
    await office.settle()
    await edit(office, series, SECOND, cancelled=True)
    await edit(office, series, THIRD, title="Christmas party")
    [letter] = await office.settle()
    assert told(letter) == ("rui", "REQUEST", 1, None)
    found = javascript.read(calendar(letter))
    assert [(one.start, one.title) for one in found] == [
        (START + n * FORTNIGHT, "Christmas party" if n == 2 else "Sync") for n in (0, 2, 3, 4, 5)
    ]


async def test_another_plan_takes_the_place_of_the_old_one(office: PostOffice, javascript: IcalJs) -> None:
    series = await seated(office)
    await office.settle()
    schedule = {**series["schedule"], "anchors": [{"zone": "Europe/Berlin", "time": "20:00"}]}
    changed = await office.federation.olga.patch(f"/api/series/{series['id']}", schedule=schedule, title="Table")
    assert changed.status == 200
    [letter] = await office.settle()
    assert (told(letter), letter["Subject"]) == (("rui", "REQUEST", 1, None), "Changed: Table")
    assert javascript.read(calendar(letter))[0].start == datetime(2026, 11, 25, 19, tzinfo=UTC)


async def test_handing_over_takes_it_off_one_calendar_and_puts_it_on_the_other(office: PostOffice) -> None:
    series, federation = await seated(office), office.federation
    await office.settle()
    rui = (await federation.rui.get("/api/me")).body["person"]["id"]
    form = {"from_person": rui, "to": {"email": "lee@example.org"}}
    answer = await federation.rui.post(f"/api/clubs/{federation.shenzhen}/handover", **form)
    assert answer.status == 200, answer
    letters = await office.settle()
    assert [told(one) for one in letters] == [("lee", "REQUEST", 0, None), ("rui", "CANCEL", 1, None)]
    assert [one["UID"] for letter in letters for one in events(letter)] == [f"{series['id']}-a@roundtable"] * 2
    await federation.seat(series["id"], federation.berlin, "rui")
    assert [told(one) for one in await office.settle()] == [("rui", "REQUEST", 2, None)]


async def test_an_ended_series_is_called_off(office: PostOffice) -> None:
    series = await seated(office)
    await office.settle()
    await office.federation.olga.delete(f"/api/series/{series['id']}")
    assert [told(one) for one in await office.settle()] == [("rui", "CANCEL", 1, None)]
    assert await office.settle() == []


async def test_this_and_following_shortens_the_old_series_and_invites_to_the_new_one(
    office: PostOffice, javascript: IcalJs
) -> None:
    series, federation = await seated(office), office.federation
    await office.settle()
    schedule = {**series["schedule"], "starts_on": "2026-12-23", "rule": {**series["schedule"]["rule"], "count": 2}}
    split = await federation.olga.post(
        f"/api/series/{series['id']}/sessions/{THIRD}/following", changes={"schedule": schedule}, confirmed=True
    )
    assert split.status == 200, split
    letters = await office.settle()
    shown = {str(events(one)[0]["UID"]): [each.start for each in javascript.read(calendar(one))] for one in letters}
    assert sorted(told(one) for one in letters) == [("rui", "REQUEST", 0, None), ("rui", "REQUEST", 1, None)]
    assert shown == {
        f"{series['id']}-a@roundtable": [START, START + FORTNIGHT],
        f"{split.body['after']['id']}-a@roundtable": [START + 2 * FORTNIGHT, START + 3 * FORTNIGHT],
    }


async def test_this_and_following_calls_the_old_series_off_if_nothing_is_left_of_it(office: PostOffice) -> None:
    series, federation = await seated(office), office.federation
    await office.settle()
    federation.wait_until(START + timedelta(days=1))
    await office.work_off()
    office.new()
    later = {"schedule": {**series["schedule"], "starts_on": "2026-12-10", "rule": {**series["schedule"]["rule"],
             "weekdays": ["TH"], "count": 2}}}  # fmt: skip
    split = await federation.olga.post(
        f"/api/series/{series['id']}/sessions/{SECOND}/following", changes=later, confirmed=True
    )
    assert split.status == 200, split
    assert sorted(told(one) for one in await office.settle()) == [
        ("rui", "CANCEL", 1, None),
        ("rui", "REQUEST", 0, None),
    ]


async def test_a_term_ends_in_the_calendar_too(office: PostOffice, javascript: IcalJs) -> None:
    federation = office.federation
    series = await federation.plan()
    await federation.seat(series["id"], federation.angeles, "lee", since="2026-12-01", until="2026-12-31")
    letter = next(one for one in await office.settle() if reader(one) == "lee")
    assert [one.start for one in javascript.read(calendar(letter))] == [START + n * FORTNIGHT for n in (1, 2)]


async def test_two_hours_in_turn_are_two_events_and_an_extra_date_one_more_when_it_is_near(
    office: PostOffice, javascript: IcalJs
) -> None:
    federation = office.federation
    anchors = [{"zone": "Asia/Shanghai", "time": "20:00"}, {"zone": "Europe/Berlin", "time": "20:00"}]
    extra = ["2026-11-27T09:00", "2027-01-20T09:00"]
    await federation.olga.patch("/api/me", mail_invitations=False)
    series = await federation.plan(anchors=anchors, extra=extra)
    await federation.seat(series["id"], federation.shenzhen, "rui")
    letters = await office.settle()
    shown = {str(events(one)[0]["UID"]): [each.start for each in javascript.read(calendar(one))] for one in letters}
    assert shown == {
        f"{series['id']}-a@roundtable": [START + n * FORTNIGHT for n in (0, 2, 4)],
        f"{series['id']}-b@roundtable": [START + timedelta(hours=7) + n * FORTNIGHT for n in (1, 3, 5)],
        f"{series['id']}-20261127T0900@roundtable": [datetime(2026, 11, 27, 1, tzinfo=UTC)],
    }
    federation.wait_until(datetime(2026, 12, 28, tzinfo=UTC))
    await office.work_off()
    await federation.house.series.window.begin()
    await office.work_off("series.window")
    near = [one for one in await office.settle() if "Invitation" in one["Subject"]]
    assert [str(events(one)[0]["UID"]) for one in near] == [f"{series['id']}-20270120T0900@roundtable"]


async def test_letters_and_a_feed_never_call_an_event_by_one_name(office: PostOffice) -> None:
    """Programs that find the name in a calendar which they may only read do not take the letter."""
    series, federation = await seated(office), office.federation
    await federation.olga.patch(f"/api/series/{series['id']}", schedule=fortnightly(extra=["2026-12-01T09:00"]))
    letters = {str(event["UID"]) for letter in await office.settle() for event in events(letter)}
    path = (await federation.rui.post("/api/feeds")).body["path"]
    feed = {one.uid for one in python_reader((await federation.rui.get(path)).body.encode())}
    assert (len(letters), len(feed), letters & feed) == (2, 7, set())


async def test_who_wants_no_invitations_gets_none_and_who_wants_them_again_all(office: PostOffice) -> None:
    series, federation = await seated(office), office.federation
    await office.settle()
    await federation.rui.patch("/api/me", mail_invitations=False)
    await edit(office, series, SECOND, cancelled=True)
    assert await office.settle() == []
    await federation.rui.patch("/api/me", mail_invitations=True)
    await edit(office, series, THIRD, cancelled=True)
    [letter] = await office.settle()
    assert (told(letter), letter["Subject"]) == (("rui", "REQUEST", 1, None), "Invitation: Sync")


async def test_letters_that_wait_for_a_server_are_replaced_by_the_last(office: PostOffice, javascript: IcalJs) -> None:
    """There is no mail server for a while: of many changes one letter is left, that of the newest state."""
    series, federation = await seated(office), office.federation
    house = federation.house
    for changes in ({"title": "Table"}, {"title": "Round table"}):
        house.clock.advance(SETTLED.total_seconds())
        await office.work_off("series.changed")
        await federation.olga.patch(f"/api/series/{series['id']}", **changes)
    house.clock.advance(SETTLED.total_seconds())
    await office.work_off("series.changed")
    states = [one["state"] for one in (await federation.ada.get("/api/mail")).body["items"]]
    assert sorted(states) == ["dropped", "dropped", "waiting"]
    [letter] = await office.settle()
    assert (told(letter), letter["Subject"]) == (("rui", "REQUEST", 2, None), "Invitation: Round table")
    assert len(javascript.read(calendar(letter))) == 6


async def test_a_seat_given_and_taken_while_the_server_was_away_leaves_no_letter(office: PostOffice) -> None:
    series, federation = await seated(office), office.federation
    federation.house.clock.advance(SETTLED.total_seconds())
    await office.work_off("series.changed")
    seats = (await federation.olga.get(f"/api/series/{series['id']}/seats")).body["items"]
    await federation.olga.delete(f"/api/series/{series['id']}/seats/{seats[0]['id']}")
    federation.house.clock.advance(SETTLED.total_seconds())
    await office.work_off("series.changed")
    assert await office.settle() == []


async def test_the_first_date_is_moved_by_its_own_name(office: PostOffice) -> None:
    series = await seated(office)
    await office.settle()
    await edit(office, series, FIRST, start="2026-11-24T20:00", minutes=30)
    [letter] = await office.settle()
    assert told(letter) == ("rui", "REQUEST", 1, FIRST)


async def test_a_role_brings_the_series_into_the_calendar_and_takes_it_off_with_it(office: PostOffice) -> None:
    series, federation = await seated(office), office.federation
    await office.settle()
    lee = (await federation.lee.get("/api/me")).body["person"]["id"]
    given = await federation.olga.post(f"/api/series/{series['id']}/roles", person_id=lee, role="scribe")
    assert given.status in (200, 201), given
    assert [told(one) for one in await office.settle()] == [("lee", "REQUEST", 0, None)]
    taken = await federation.olga.delete(f"/api/series/{series['id']}/roles/{lee}/scribe")
    assert taken.status == 204, taken
    assert [told(one) for one in await office.settle()] == [("lee", "CANCEL", 1, None)]


async def test_who_is_disabled_gets_no_letter_any_more(office: PostOffice) -> None:
    series, federation = await seated(office), office.federation
    await office.settle()
    rui = (await federation.rui.get("/api/me")).body["person"]["id"]
    await edit(office, series, SECOND, cancelled=True)
    federation.house.clock.advance(SETTLED.total_seconds())
    await office.work_off("series.changed")
    await federation.ada.patch(f"/api/people/{rui}", disabled=True)
    await office.work_off()
    await edit(office, series, THIRD, cancelled=True)
    assert await office.settle() == []
