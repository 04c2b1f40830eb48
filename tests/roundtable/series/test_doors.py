"""The doors of a series' room: closed, open in time, and honest about what was moved or called off."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from roundtable.kernel.errors import NotAllowed
from roundtable.kernel.ids import ConnectionId, ParticipantId, SessionId
from roundtable.rooms.messages import End
from roundtable.rooms.service import Arrival
from roundtable.series.doors import LATE
from tests.roundtable.house import Browser
from tests.roundtable.series.federation import FIRST, SECOND, Federation, fortnightly

DOORS = datetime(2026, 11, 25, 11, 45, tzinfo=UTC)
"""A quarter of an hour before the first session, which is at 20:00 in Shanghai."""
OVER = datetime(2026, 11, 25, 13, 30, tzinfo=UTC)
TICK = timedelta(milliseconds=1)


async def look(browser: Browser, series: dict[str, Any]) -> dict[str, Any]:
    """What stands on the door."""
    door: dict[str, Any] = (await browser.get(f"/api/entry/{series['slug']}")).body
    return door


async def knock(browser: Browser, series: dict[str, Any], name: str = "Rui") -> tuple[int, str]:
    """Say who one is: whether that is taken, and why not."""
    answer = await browser.post(f"/api/entry/{series['slug']}", name=name)
    return answer.status, "" if answer.status == 200 else answer.code


async def enter(federation: Federation, browser: Browser, slug: str) -> SessionId:
    """Come in as a socket does, whatever the page said."""
    caller = await federation.house.sign_ins.caller(next(iter(browser.cookies.values())))
    assert caller is not None
    arrival = Arrival(slug, False, ConnectionId("con_1"), "key", "node")
    session, _ = await federation.house.rooms.enter(caller, arrival)
    return session


async def end(federation: Federation, session: SessionId) -> None:
    """One who is in ends it."""
    presence = await federation.house.sessions.presence(session)
    await federation.house.sessions.execute(session, End(), by=ParticipantId(next(iter(presence.people))))


async def held(federation: Federation, series: dict[str, Any], key: str = FIRST) -> list[str]:
    """The live sessions that were held on a date."""
    answer = await federation.olga.get(f"/api/series/{series['id']}/sessions/{key}")
    return [one["session_id"] for one in answer.body["held"]]


async def test_before_the_doors_open_only_those_come_in_who_run_the_series(federation: Federation) -> None:
    series = await federation.plan()
    await federation.seat(series["id"], federation.shenzhen, "rui")
    guest = federation.house.browser()
    federation.wait_until(DOORS - TICK)
    door = await look(federation.rui, series)
    assert door["doors"] == {
        "now": "2026-11-25T11:44:59.999Z",
        "open": False,
        "next": {
            "title": "Sync",
            "start": "2026-11-25T12:00:00.000Z",
            "end": "2026-11-25T13:30:00.000Z",
            "opens_at": "2026-11-25T11:45:00.000Z",
            "zone": "Asia/Shanghai",
            "cancelled": False,
        },
        "changes": [],
    }
    assert await knock(federation.rui, series) == (403, "doors_closed")
    assert await knock(guest, series, "Somebody") == (403, "doors_closed")
    assert (await guest.get("/api/me")).body.get("guest") is None
    with pytest.raises(NotAllowed, match="doors_closed"):
        await enter(federation, federation.rui, series["slug"])
    assert await federation.live(series) is None
    assert await knock(federation.olga, series) == (200, "")
    assert await knock(federation.rui, series) == (403, "doors_closed")
    federation.house.clock.advance(TICK.total_seconds())
    assert (await look(guest, series))["doors"]["open"]
    assert await knock(federation.rui, series) == (200, "")
    assert await knock(guest, series, "Somebody") == (200, "")


async def test_moderators_of_a_series_prepare_too_and_scribes_wait(federation: Federation) -> None:
    series = await federation.plan()
    for name, role in (("rui", "moderator"), ("lee", "scribe")):
        await federation.olga.post(f"/api/series/{series['id']}/roles", email=f"{name}@example.org", role=role)
    assert await knock(federation.rui, series) == (200, "")
    assert await knock(federation.lee, series) == (403, "doors_closed")


async def test_whoever_sits_in_the_series_needs_nobody_to_let_them_in(federation: Federation) -> None:
    """The door says for which club they sit; a seat elsewhere, or one that is over, is none here."""
    series, other = await federation.plan(), await federation.plan("Other")
    rui = await federation.seat(series["id"], federation.berlin, "rui", kind="alternate")
    await federation.seat(series["id"], federation.shenzhen, "rui")
    await federation.seat(other["id"], federation.angeles, "lee")
    await federation.seat(series["id"], federation.angeles, "ada", until="2026-11-24")
    federation.wait_until(DOORS)
    assert (await look(federation.rui, series))["sits_for"] == [federation.shenzhen, federation.berlin]
    scribe = await federation.house.account(federation.ada, "Scott")
    role = await federation.olga.post(f"/api/series/{series['id']}/roles", email="scott@example.org", role="scribe")
    assert role.status in (200, 201), role
    assert (await look(scribe, series))["sits_for"] == []
    for other_one in (federation.lee, federation.ada, federation.house.browser()):
        assert "sits_for" not in await look(other_one, series)
    await knock(federation.rui, series)
    await knock(federation.lee, series, "Lee")
    session = await enter(federation, federation.rui, series["slug"])
    await enter(federation, federation.lee, series["slug"])
    presence = await federation.house.sessions.presence(session)
    assert {one.name for one in presence.people.values()} == {"Rui"}
    assert (await federation.olga.delete(f"/api/series/{series['id']}/seats/{rui['id']}")).status == 204
    assert (await look(federation.rui, series))["sits_for"] == [federation.shenzhen]


async def test_the_doors_close_half_an_hour_after_the_end_unless_people_are_in(federation: Federation) -> None:
    series = await federation.plan()
    federation.wait_until(OVER + LATE - TICK)
    assert (await look(federation.rui, series))["doors"]["open"]
    federation.house.clock.advance(TICK.total_seconds())
    doors = (await look(federation.rui, series))["doors"]
    assert (doors["open"], doors["next"]["start"]) == (False, "2026-12-09T12:00:00.000Z")
    assert await knock(federation.rui, series) == (403, "doors_closed")


async def test_a_session_that_begins_late_and_lasts_long_is_that_of_its_date(federation: Federation) -> None:
    series = await federation.plan()
    federation.wait_until(OVER + timedelta(minutes=20))
    session = await enter(federation, federation.olga, series["slug"])
    assert await held(federation, series) == [session]
    federation.wait_until(OVER + timedelta(hours=3))
    assert (await look(federation.rui, series))["doors"]["open"]
    assert await knock(federation.rui, series) == (200, "")
    await end(federation, session)
    assert await knock(federation.rui, series) == (403, "doors_closed")
    assert await held(federation, series) == [session]


async def test_a_session_that_was_opened_early_is_that_of_its_date_once_people_come(federation: Federation) -> None:
    series = await federation.plan()
    federation.wait_until(DOORS - timedelta(minutes=30))
    session = await enter(federation, federation.olga, series["slug"])
    assert await held(federation, series) == []
    federation.wait_until(DOORS)
    assert await enter(federation, federation.rui, series["slug"]) == session
    assert await held(federation, series) == [session]


async def test_who_prepared_and_stayed_alone_has_met_too(federation: Federation) -> None:
    series = await federation.plan()
    federation.wait_until(DOORS - timedelta(minutes=5))
    session = await enter(federation, federation.olga, series["slug"])
    federation.wait_until(DOORS + timedelta(minutes=20))
    await end(federation, session)
    assert await held(federation, series) == [session]


async def test_a_session_that_goes_on_is_that_of_the_next_date_only_when_that_begins(federation: Federation) -> None:
    series = await federation.plan(extra=["2026-11-25T22:00"])
    next_key = "20261125T2200"
    federation.wait_until(DOORS)
    session = await enter(federation, federation.olga, series["slug"])
    federation.wait_until(datetime(2026, 11, 25, 13, 50, tzinfo=UTC))
    await enter(federation, federation.rui, series["slug"])
    assert (await held(federation, series), await held(federation, series, next_key)) == ([session], [])
    federation.wait_until(datetime(2026, 11, 25, 14, 0, tzinfo=UTC))
    await enter(federation, federation.lee, series["slug"])
    assert await held(federation, series, next_key) == [session]


async def test_what_was_called_off_or_moved_says_so_at_the_door(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}/sessions"
    federation.wait_until(DOORS)
    await federation.olga.patch(f"{path}/{FIRST}", cancelled=True)
    doors = (await look(federation.rui, series))["doors"]
    assert (doors["open"], doors["next"]["start"]) == (False, "2026-12-09T12:00:00.000Z")
    assert [(one["cancelled"], one["start"]) for one in doors["changes"]] == [(True, "2026-11-25T12:00:00.000Z")]
    assert await knock(federation.rui, series) == (403, "doors_closed")
    await federation.olga.patch(f"{path}/{FIRST}", cancelled=False, start="2026-11-26T21:00")
    doors = (await look(federation.rui, series))["doors"]
    assert (doors["open"], doors["changes"]) == (False, [])
    assert (doors["next"]["start"], doors["next"]["moved_from"]) == (
        "2026-11-26T13:00:00.000Z",
        "2026-11-25T12:00:00.000Z",
    )


async def test_a_session_held_earlier_than_planned_is_told_to_who_comes_as_planned(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}/sessions/{FIRST}"
    await federation.olga.patch(path, start="2026-11-25T10:00", minutes=60)
    federation.wait_until(DOORS + timedelta(minutes=10))
    doors = (await look(federation.rui, series))["doors"]
    assert doors["next"]["start"] == "2026-12-09T12:00:00.000Z"
    assert [(one["start"], one["moved_from"]) for one in doors["changes"]] == [
        ("2026-11-25T02:00:00.000Z", "2026-11-25T12:00:00.000Z")
    ]


async def test_dates_beyond_the_window_and_none_at_all_are_told(federation: Federation) -> None:
    late = await federation.plan("Next year", starts_on="2027-11-24")
    assert (await look(federation.rui, late))["doors"]["next"]["start"] == "2027-11-24T12:00:00.000Z"
    ended = await federation.plan("Ended")
    await federation.olga.delete(f"/api/series/{ended['id']}")
    assert (await look(federation.rui, ended))["doors"] == {
        "now": "2026-11-22T12:00:00.000Z",
        "open": False,
        "changes": [],
    }
    assert await knock(federation.rui, ended) == (403, "doors_closed")


async def test_the_series_that_follows_opens_the_same_doors(federation: Federation) -> None:
    series = await federation.plan()
    later = fortnightly(starts_on="2026-12-09", anchors=[{"zone": "Asia/Shanghai", "time": "19:00"}], minutes=60)
    split = await federation.olga.post(
        f"/api/series/{series['id']}/sessions/{SECOND}/following",
        changes={"schedule": later, "doors_minutes": 0},
        confirmed=True,
    )
    assert split.status == 200, split
    federation.wait_until(datetime(2026, 12, 9, 11, 0, tzinfo=UTC) - TICK)
    assert not (await look(federation.rui, series))["doors"]["open"]
    federation.house.clock.advance(TICK.total_seconds())
    assert (await look(federation.rui, series))["doors"]["open"]
    assert await knock(federation.rui, series) == (200, "")


async def test_a_room_of_no_series_has_no_doors(federation: Federation) -> None:
    room = (await federation.olga.post("/api/rooms", title="Kitchen")).body
    assert "doors" not in await look(federation.rui, room)
    assert await knock(federation.rui, room) == (200, "")
