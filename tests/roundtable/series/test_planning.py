"""Olga plans a term for clubs on three campuses, over HTTP."""

from tests.roundtable.series.federation import FIRST, SECOND, Federation, fortnightly, id_of, refused


async def test_a_schedule_is_looked_at_before_it_is_saved(federation: Federation) -> None:
    anchors = [{"zone": "America/Los_Angeles", "time": "18:00"}]
    schedule = fortnightly(anchors=anchors, starts_on="2026-12-02", rule={"frequency": "weekly", "weekdays": ["WE"]})
    seen = await federation.olga.post("/api/series/preview", schedule=schedule, campus_ids=federation.campuses[:2])
    assert seen.status == 200
    assert seen.body["sentence_zh"] == "每周三，洛杉矶时间 18:00"
    assert seen.body["sentence_en"] == "Every Wednesday at 18:00 Los Angeles time"
    assert seen.body["next"][0] == {
        "key": "20261202T1800",
        "start": "2026-12-03T02:00:00.000Z",
        "end": "2026-12-03T03:30:00.000Z",
        "zone": "America/Los_Angeles",
    }
    assert len(seen.body["next"]) == 5
    shenzhen, angeles = sorted(seen.body["campuses"], key=lambda one: one["zone"], reverse=True)
    assert (shenzhen["city_zh"], shenzhen["times"][0]["start"]) == ("深圳", "2026-12-03T10:00:00")
    assert shenzhen["shifts"] == [
        {"key": "20270317T1800", "on": "2027-03-18T09:00:00", "sees": "09:00:00", "instead_of": "10:00:00"},
        {"key": "20271110T1800", "on": "2027-11-11T10:00:00", "sees": "10:00:00", "instead_of": "09:00:00"},
    ]
    assert (angeles["shifts"], angeles["bad_hours"], shenzhen["bad_hours"]) == ([], 0, 0)


async def test_who_is_outside_good_hours_is_counted(federation: Federation) -> None:
    seen = (await federation.olga.post("/api/series/preview", schedule=fortnightly())).body
    bad = {one["city_en"]: (one["bad_hours"], one["times"][0]["bad_hour"]) for one in seen["campuses"]}
    assert bad == {"Shenzhen": (0, False), "Los Angeles": (6, True), "Berlin": (0, False)}
    assert seen["dates"] == 6


async def test_an_end_is_told_by_how_many_are_left_and_when_the_last_is(federation: Federation) -> None:
    preview = federation.olga.post
    until = {"frequency": "weekly", "interval": 1, "weekdays": ["WE"], "until": "2028-06-30"}
    seen = (await preview("/api/series/preview", schedule=fortnightly(rule=until, extra=["2028-07-05T20:00"]))).body
    assert (seen["left"], seen["last"]["key"]) == (85, "20280705T2000")
    assert (await preview("/api/series/preview", schedule=fortnightly(), most=61)).status == 422
    term = (await preview("/api/series/preview", schedule=fortnightly(), most=60)).body
    assert [len(term["next"]), *(len(one["times"]) for one in term["campuses"])] == [6, 6, 6, 6]
    endless = {"frequency": "weekly", "interval": 1, "weekdays": ["WE"]}
    seen = (await preview("/api/series/preview", schedule=fortnightly(rule=endless))).body
    assert {"left", "last"}.isdisjoint(seen)
    begun = fortnightly(starts_on="2026-10-07")
    seen = (await preview("/api/series/preview", schedule=begun)).body
    assert (seen["left"], seen["last"]["key"], len(seen["next"])) == (2, "20261216T2000", 2)
    seen = (await preview("/api/series/preview", schedule=fortnightly(starts_on="2026-09-02"))).body
    assert (seen["left"], seen["next"], "last" in seen) == (0, [], False)


async def test_an_hour_that_clocks_skip_is_shown_as_what_it_becomes(federation: Federation) -> None:
    """In Los Angeles there is no 02:30 on 14 March 2027; nobody is told that from then on the hour is another."""
    anchors = [{"zone": "America/Los_Angeles", "time": "02:30"}]
    schedule = fortnightly(anchors=anchors, starts_on="2027-03-13", rule={"frequency": "daily", "count": 3})
    seen = await federation.olga.post("/api/series/preview", schedule=schedule, campus_ids=[federation.campuses[1]])
    [angeles] = seen.body["campuses"]
    assert [(one["key"], one["start"], one["end"]) for one in angeles["times"]] == [
        ("20270313T0230", "2027-03-13T02:30:00", "2027-03-13T04:00:00"),
        ("20270314T0230", "2027-03-14T03:30:00", "2027-03-14T05:00:00"),
        ("20270315T0230", "2027-03-15T02:30:00", "2027-03-15T04:00:00"),
    ]
    assert angeles["shifts"] == []
    series = (await federation.olga.post("/api/series", title="Night", schedule=schedule)).body
    one = (await federation.olga.get(f"/api/series/{series['id']}/sessions/20270314T0230")).body
    assert (one["start"], one["moved"]) == ("2027-03-14T10:30:00.000Z", False)


async def test_a_hostile_schedule_is_refused(federation: Federation) -> None:
    preview = federation.olga.post
    for schedule, code in (
        (fortnightly(rule={"frequency": "secondly"}), "invalid"),
        (fortnightly(rule={"frequency": "daily", "interval": 0}), "invalid"),
        (fortnightly(rule={"frequency": "daily", "count": 3, "until": "2027-01-01"}), "invalid"),
        (fortnightly(anchors=[{"zone": "Moon/Base", "time": "20:00"}]), "invalid"),
        (fortnightly(starts_on="9999-12-31"), "invalid"),
        (fortnightly(extra=["2026-11-26T20:00"] * 51), "invalid"),
        (fortnightly(starts_on="2026-11-26"), "start_off_rule"),
        (fortnightly(starts_on="2026-11-30", rule={"frequency": "monthly", "month_day": 30, "until": "2026-11-29"}),
         "rule_empty"),
    ):  # fmt: skip
        assert refused(await preview("/api/series/preview", schedule=schedule)) == (422, code), schedule
        assert (await preview("/api/series", title="X", schedule=schedule)).status == 422
    assert (await federation.olga.get("/api/series")).body == {"items": []}


async def test_a_series_is_planned_with_its_room(federation: Federation) -> None:
    series = await federation.plan("深圳 ↔ LA", extra=["2026-12-02T20:00"])
    assert series["sentence_en"] == "Every 2 weeks on Wednesday at 20:00 Beijing time, 6 times, plus 1 extra session"
    assert series["roles"] == [{"person": {"id": await id_of(federation.olga), "name": "Olga"}, "role": "organizer"}]
    assert (series["mine"], series["may_organize"], series["sequence"]) == (["organizer"], True, 0)
    room = await federation.room_of(series)
    assert (room["title"], room["hosted_by"]["name"], room["mine"]) == ("深圳 ↔ LA", "Olga", "host")
    assert (await federation.olga.get(f"/api/entry/{series['slug']}")).body["title"] == "深圳 ↔ LA"
    assert (await federation.keys(series["id"]))[:3] == [FIRST, "20261202T2000", SECOND]
    assert (await federation.olga.get(f"/api/series/{series['id']}")).body == series
    assert refused(await federation.olga.delete(f"/api/rooms/{room['id']}")) == (409, "room_of_series")


async def test_series_are_listed_page_by_page(federation: Federation) -> None:
    for number in range(3):
        await federation.plan(f"Series {number}")
        federation.house.clock.advance(60)
    first = (await federation.olga.get("/api/series?most=2")).body
    second = (await federation.olga.get(f"/api/series?most=2&after={first['next']}")).body
    assert [one["title"] for one in first["items"]] == ["Series 2", "Series 1"]
    assert ([one["title"] for one in second["items"]], "next" in second) == (["Series 0"], False)
    assert (await federation.ada.get("/api/series")).body == {"items": []}
    assert len((await federation.ada.get("/api/series?all=true")).body["items"]) == 3


async def test_a_title_reaches_the_room(federation: Federation) -> None:
    series = await federation.plan()
    changed = await federation.olga.patch(f"/api/series/{series['id']}", title="New", about="One\r\ntwo")
    assert changed.body == {**series, "title": "New", "about": "One\ntwo", "sequence": 1}
    assert (await federation.room_of(series))["title"] == "New"


async def test_an_edit_of_what_was_changed_meanwhile_is_refused(federation: Federation) -> None:
    """Who says which state they have edited learns that it is no longer so; nothing is written over unseen."""
    series = await federation.plan()
    path = f"/api/series/{series['id']}"
    assert (await federation.olga.patch(path, title="Hers", sequence=0)).body["sequence"] == 1
    stale = await federation.olga.patch(path, about="His", sequence=0)
    assert refused(stale) == (409, "changed_meanwhile")
    follow = f"{path}/sessions/{SECOND}/following"
    assert refused(await federation.olga.post(follow, changes={}, sequence=0)) == (409, "changed_meanwhile")
    now = (await federation.olga.get(path)).body
    assert (now["title"], now["about"], now["sequence"], "followed_by" in now) == ("Hers", "", 1, False)
    assert (await federation.olga.patch(path, about="His", sequence=1)).body["title"] == "Hers"
    assert (await federation.olga.post(follow, changes={}, sequence=2)).status == 200


async def test_what_was_changed_stays_with_its_date_when_the_hour_changes(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}"
    await federation.seat(series["id"], federation.shenzhen, "rui")
    await federation.olga.patch(f"{path}/sessions/{SECOND}", title="Elections")
    await federation.rui.put(f"{path}/sessions/{SECOND}/response", club_id=federation.shenzhen, answer="maybe")
    anchors = [{"zone": "Asia/Shanghai", "time": "19:00"}]
    assert (await federation.olga.patch(path, schedule=fortnightly(anchors=anchors))).status == 200
    second = (await federation.olga.get(f"{path}/sessions/20261209T1900")).body
    assert (second["title"], second["start"]) == ("Elections", "2026-12-09T11:00:00.000Z")
    assert [one["answer"] for one in second["responses"]] == ["maybe"]
    assert refused(await federation.olga.get(f"{path}/sessions/{SECOND}")) == (404, "no_such_session")


async def test_what_would_be_lost_is_named_before_saving(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}"
    await federation.olga.patch(f"{path}/sessions/{SECOND}", cancelled=True)
    thursdays = fortnightly(
        starts_on="2026-11-26", rule={"frequency": "weekly", "interval": 2, "weekdays": ["TH"], "count": 6}
    )
    refusal = await federation.olga.patch(path, schedule=thursdays)
    assert refused(refusal) == (409, "would_lose")
    assert refusal.body["params"] == {"count": 1, "sessions": SECOND}
    assert await federation.keys(series["id"]) == [FIRST, SECOND, *(await federation.keys(series["id"]))[2:]]
    assert (await federation.olga.patch(path, schedule=thursdays, confirmed=True)).status == 200
    assert (await federation.keys(series["id"]))[:2] == ["20261126T2000", "20261210T2000"]


async def test_roles_run_the_room_too(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}"
    await federation.olga.post(f"{path}/roles", email="rui@example.org", role="organizer")
    await federation.olga.post(f"{path}/roles", email="lee@example.org", role="moderator")
    room = await federation.room_of(series)
    assert (room["hosted_by"]["name"], sorted(one["name"] for one in room["moderators"])) == ("Olga", ["Lee", "Rui"])
    olga, rui, lee = [await id_of(one) for one in (federation.olga, federation.rui, federation.lee)]
    assert (await federation.lee.get(path)).body["mine"] == ["moderator"]
    assert (await federation.olga.delete(f"{path}/roles/{lee}/moderator")).status == 204
    assert (await federation.lee.get(path)).status == 404
    assert (await federation.olga.delete(f"{path}/roles/{olga}/organizer")).status == 204
    assert (await federation.olga.get(path)).status == 404
    assert refused(await federation.rui.delete(f"{path}/roles/{rui}/organizer")) == (409, "last_organizer")
    rooms = (await federation.rui.get("/api/rooms")).body["items"]
    assert [(one["hosted_by"]["name"], one["moderators"]) for one in rooms] == [("Rui", [])]


async def test_who_has_an_account_is_for_organizers_to_learn(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}/roles"
    assert refused(await federation.olga.post(path, email="none@example.org", role="scribe")) == (404, "no_such_person")
    assert refused(await federation.lee.post(path, email="none@example.org", role="scribe")) == (404, "not_found")
    both = await federation.olga.post(path, email="a@example.org", person_id=f"per_{'a' * 26}", role="scribe")
    assert both.body["errors"] == [{"path": "", "code": "person_or_email"}]


async def test_an_ended_series_stays_to_be_read(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}"
    federation.house.clock.advance(5 * 86400)
    assert [(await federation.olga.delete(path)).status for _ in range(2)] == [204, 204]
    assert refused(await federation.olga.patch(path, title="Again")) == (409, "series_ended")
    assert refused(await federation.olga.get(f"{path}/sessions/{SECOND}")) == (404, "no_such_session")
    page = (await federation.olga.get(f"{path}/sessions?after=20260101T000000Z")).body
    assert [one["key"] for one in page["items"]] == [FIRST]
    assert (await federation.olga.get("/api/home")).body["series"] == []
