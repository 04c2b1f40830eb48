"""Single sessions: cancelled, moved, answered, opened, and at the same time as others."""

from datetime import UTC, datetime

from roundtable.kernel.ids import ConnectionId, ParticipantId, SessionId
from roundtable.rooms.messages import End
from roundtable.rooms.service import Arrival
from tests.roundtable.house import Browser
from tests.roundtable.series.federation import FIRST, SECOND, THIRD, Federation, fortnightly, id_of, refused


async def test_a_session_is_moved_retitled_cancelled_and_made_as_it_was(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}/sessions/{SECOND}"
    plain = (await federation.olga.get(path)).body
    assert plain == {
        "series_id": series["id"],
        "slug": series["slug"],
        "key": SECOND,
        "title": "Sync",
        "retitled": False,
        "start": "2026-12-09T12:00:00.000Z",
        "end": "2026-12-09T13:30:00.000Z",
        "zone": "Asia/Shanghai",
        "planned": "2026-12-09T20:00:00",
        "doors_at": "2026-12-09T11:45:00.000Z",
        "cancelled": False,
        "moved": False,
        "sequence": 0,
        "held": [],
        "responses": [],
    }
    moved = await federation.olga.patch(path, start="2026-12-10T21:00", minutes=60, title="Elections")
    assert moved.body == {
        **plain,
        "title": "Elections",
        "retitled": True,
        "start": "2026-12-10T13:00:00.000Z",
        "end": "2026-12-10T14:00:00.000Z",
        "doors_at": "2026-12-10T12:45:00.000Z",
        "moved": True,
        "sequence": 1,
    }
    cancelled = (await federation.olga.patch(path, cancelled=True)).body
    assert (cancelled["cancelled"], cancelled["title"], cancelled["moved"]) == (True, "Elections", True)
    assert await federation.keys(series["id"]) == (await federation.keys(series["id"], federation.ada))
    again = await federation.olga.patch(path, cancelled=False, start=None, minutes=None, title=None)
    assert again.body == {**plain, "sequence": 3}


async def test_a_session_is_not_moved_out_of_sight(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}/sessions/{SECOND}"
    for start in ("2027-02-10T20:00", "0001-01-01T00:00", "9999-12-31T23:59"):
        assert refused(await federation.olga.patch(path, start=start)) == (422, "moved_too_far")
    assert refused(await federation.olga.patch(path, start="2026-12-10T20:00Z")) == (422, "invalid")


async def test_sessions_are_listed_page_by_page_both_ways(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}/sessions"
    await federation.olga.patch(f"{path}/{FIRST}", start="2026-12-16T20:00")
    federation.wait_until(datetime(2026, 12, 12, tzinfo=UTC))
    page = (await federation.olga.get(f"{path}?most=2")).body
    assert [one["key"] for one in page["items"]] == [FIRST, THIRD]
    later = (await federation.olga.get(f"{path}?most=2&after={page['later']}")).body
    assert [one["key"] for one in later["items"]] == ["20270106T2000", "20270120T2000"]
    earlier = (await federation.olga.get(f"{path}?most=2&before={page['earlier']}")).body
    assert ([one["key"] for one in earlier["items"]], "earlier" in earlier) == ([SECOND], False)
    beyond = (await federation.olga.get(f"{path}?after=20300101T000000Z")).body
    assert beyond["items"] == []
    last = (await federation.olga.get(f"{path}?most=1&before={beyond['earlier']}")).body
    assert [one["key"] for one in last["items"]] == ["20270203T2000"]
    assert refused(await federation.olga.get(f"{path}?after=20301399T000000Z")) == (422, "invalid")


async def test_clubs_say_whether_they_come(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}/sessions/{FIRST}"
    await federation.seat(series["id"], federation.shenzhen, "rui")
    await federation.seat(series["id"], federation.angeles, "lee")
    await federation.rui.put(f"{path}/response", club_id=federation.shenzhen, answer="maybe")
    federation.house.clock.advance(60)
    answer = {"club_id": federation.shenzhen, "answer": "coming", "note": "three of us"}
    await federation.rui.put(f"{path}/response", **answer)
    foreign = await federation.lee.put(f"{path}/response", **answer)
    assert refused(foreign) == (403, "not_your_club")
    federation.house.clock.advance(60)
    await federation.olga.put(f"{path}/response", club_id=federation.angeles, answer="not", note="by phone")
    said = (await federation.lee.get(path)).body["responses"]
    rui, olga = await id_of(federation.rui), await id_of(federation.olga)
    assert said == [
        {**answer, "by": {"id": rui, "name": "Rui"}, "at": "2026-11-22T12:01:00.000Z"},
        {
            "club_id": federation.angeles,
            "answer": "not",
            "note": "by phone",
            "by": {"id": olga, "name": "Olga"},
            "at": "2026-11-22T12:02:00.000Z",
        },
    ]
    taken_back = await federation.lee.put(f"{path}/response", club_id=federation.angeles, answer=None)
    assert [one["club_id"] for one in taken_back.body["responses"]] == [federation.shenzhen]


async def test_nobody_answers_for_what_is_cancelled_or_over(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}/sessions"
    await federation.seat(series["id"], federation.shenzhen, "rui")
    await federation.olga.patch(f"{path}/{SECOND}", cancelled=True)
    answer = {"club_id": federation.shenzhen, "answer": "coming"}
    assert refused(await federation.rui.put(f"{path}/{SECOND}/response", **answer)) == (409, "session_cancelled")
    federation.wait_until(datetime(2026, 11, 25, 13, 30, tzinfo=UTC))
    assert refused(await federation.rui.put(f"{path}/{FIRST}/response", **answer)) == (409, "session_over")


async def enter(federation: Federation, browser: Browser, slug: str) -> SessionId:
    """Knock, and open the socket."""
    await browser.enter(slug, "Olga")
    token = browser.cookies["rt_session"] if "rt_session" in browser.cookies else next(iter(browser.cookies.values()))
    caller = await federation.house.sign_ins.caller(token)
    assert caller is not None
    arrival = Arrival(slug, observe=False, connection=ConnectionId("con_1"), address_key="a", node="n")
    session, _ = await federation.house.rooms.enter(caller, arrival)
    return session


async def end(federation: Federation, session: SessionId) -> None:
    """The host ends the session."""
    presence = await federation.house.sessions.presence(session)
    await federation.house.sessions.execute(session, End(), by=ParticipantId(next(iter(presence.people))))


async def test_a_date_is_linked_with_the_session_that_is_held_on_it(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}/sessions/{FIRST}"
    early = await enter(federation, federation.olga, series["slug"])
    assert (await federation.olga.get(path)).body["held"] == []
    await end(federation, early)
    federation.wait_until(datetime(2026, 11, 25, 11, 45, tzinfo=UTC))
    session = await enter(federation, federation.olga, series["slug"])
    held = {"session_id": session, "opened_at": "2026-11-25T11:45:00.000Z", "live": True}
    assert (await federation.olga.get(path)).body["held"] == [held]
    assert (await federation.olga.get("/api/home")).body["next"][0]["live"] == session
    await end(federation, session)
    assert (await federation.olga.get(path)).body["held"] == [{**held, "live": False}]
    assert (await federation.olga.get(f"/api/sessions/{session}/floor")).status == 200


async def test_what_was_opened_stays_as_it_was(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}"
    federation.wait_until(datetime(2026, 11, 25, 11, 50, tzinfo=UTC))
    await enter(federation, federation.olga, series["slug"])
    before = (await federation.olga.get(f"{path}/sessions/{FIRST}")).body
    assert refused(await federation.olga.patch(f"{path}/sessions/{FIRST}", cancelled=True)) == (409, "session_opened")
    anchors = [{"zone": "Europe/Berlin", "time": "18:00"}]
    assert (await federation.olga.patch(path, schedule=fortnightly(anchors=anchors))).status == 200
    assert (await federation.olga.get(f"{path}/sessions/{FIRST}")).body == before
    assert (await federation.keys(series["id"]))[:2] == [FIRST, "20261209T1800"]
    assert refused(await federation.olga.get(f"{path}/sessions/20261125T1800")) == (404, "no_such_session")
    later = fortnightly(starts_on="2026-12-09")
    assert (await federation.olga.patch(path, schedule=later)).status == 200
    assert (await federation.keys(series["id"]))[:2] == [FIRST, SECOND]


async def test_a_club_cannot_be_in_two_places(federation: Federation) -> None:
    series = await federation.plan()
    other = await federation.plan("Board", anchors=[{"zone": "Asia/Shanghai", "time": "21:00"}])
    await federation.plan("Elsewhere")
    for one in (series, other):
        await federation.seat(one["id"], federation.shenzhen, "rui")
    await federation.seat(series["id"], federation.angeles, "lee")
    await federation.olga.patch(f"/api/series/{other['id']}/sessions/20261209T2100", cancelled=True)
    found = (await federation.rui.get(f"/api/series/{series['id']}/conflicts")).body["items"]
    assert found[0] == {
        "key": FIRST,
        "clubs": [federation.shenzhen],
        "start": "2026-11-25T13:00:00.000Z",
        "end": "2026-11-25T14:30:00.000Z",
        "series_id": other["id"],
        "title": "Board",
    }
    assert SECOND not in [one["key"] for one in found]
    assert [(one["key"], one["clubs"]) for one in found] == [
        (key, [federation.shenzhen]) for key in (FIRST, THIRD, "20270106T2000", "20270120T2000", "20270203T2000")
    ]
    hidden = (await federation.lee.get(f"/api/series/{series['id']}/conflicts")).body["items"][0]
    assert "series_id" not in hidden
    assert "title" not in hidden


async def test_a_whole_day_elsewhere_is_a_conflict_to_its_last_minute(federation: Federation) -> None:
    series = await federation.plan(rule=None)
    ends_before = {"starts_on": "2026-11-24", "anchors": [{"zone": "Asia/Shanghai", "time": "20:00"}], "minutes": 1440}
    ends_within = {**ends_before, "anchors": [{"zone": "Asia/Shanghai", "time": "20:01"}]}
    begins_after = {**ends_before, "starts_on": "2026-11-25", "anchors": [{"zone": "Asia/Shanghai", "time": "21:30"}]}
    begins_within = {**begins_after, "anchors": [{"zone": "Asia/Shanghai", "time": "21:29"}]}
    others = (ends_before, ends_within, begins_after, begins_within)
    made = [await federation.plan(f"{place}", **{**other, "rule": None}) for place, other in enumerate(others)]
    for one in (series, *made):
        await federation.seat(one["id"], federation.shenzhen, "rui")
    found = (await federation.rui.get(f"/api/series/{series['id']}/conflicts")).body["items"]
    assert [one["title"] for one in found] == ["1", "3"]
