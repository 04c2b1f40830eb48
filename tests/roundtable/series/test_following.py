"""This and following: one series ends, another goes on by the same link."""

from datetime import UTC, datetime

from tests.roundtable.series.federation import FIRST, SECOND, THIRD, Federation, fortnightly, refused
from tests.roundtable.series.test_sessions import enter


async def test_this_and_following_go_on_by_the_same_link(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}"
    await federation.seat(series["id"], federation.shenzhen, "rui")
    await federation.seat(series["id"], federation.angeles, "lee", until="2026-12-01")
    await federation.olga.post(f"{path}/roles", email="lee@example.org", role="scribe")
    await federation.olga.patch(f"{path}/sessions/{THIRD}", title="Feast")
    await federation.rui.put(f"{path}/sessions/{THIRD}/response", club_id=federation.shenzhen, answer="coming")
    split = await federation.olga.post(f"{path}/sessions/{SECOND}/following", changes={"title": "Winter"})
    assert split.status == 200
    before, after = split.body["before"], split.body["after"]
    assert (before["id"], before["followed_by"], after["preceded_by"]) == (series["id"], after["id"], series["id"])
    assert (before["title"], after["title"], after["slug"]) == ("Sync", "Winter", series["slug"])
    assert await federation.keys(before["id"]) == [FIRST]
    assert await federation.keys(after["id"]) == [SECOND, THIRD, "20270106T2000", "20270120T2000", "20270203T2000"]
    third = (await federation.rui.get(f"/api/series/{after['id']}/sessions/{THIRD}")).body
    assert (third["title"], third["responses"][0]["answer"]) == ("Feast", "coming")
    seats = (await federation.rui.get(f"/api/series/{after['id']}/seats")).body["items"]
    assert [(one["club_id"], one["person"]["name"]) for one in seats] == [(federation.shenzhen, "Rui")]
    assert [(one["person"]["name"], one["role"]) for one in after["roles"]] == [
        ("Olga", "organizer"),
        ("Lee", "scribe"),
    ]
    assert [one["key"] for one in (await federation.rui.get("/api/home")).body["next"]][:3] == [FIRST, SECOND, THIRD]


async def test_a_new_hour_from_a_date_on(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}"
    for key in (SECOND, THIRD):
        await federation.olga.patch(f"{path}/sessions/{key}", title="Special")
    rule = {"frequency": "weekly", "interval": 4, "weekdays": ["WE"]}
    changes = {"schedule": fortnightly(starts_on="2026-12-09", rule=rule)}
    refusal = await federation.olga.post(f"{path}/sessions/{SECOND}/following", changes=changes)
    assert refusal.body["params"] == {"count": 1, "sessions": THIRD}
    assert await federation.keys(series["id"]) == await federation.keys(series["id"], federation.ada)
    confirmed = await federation.olga.post(
        f"{path}/sessions/{SECOND}/following", changes=changes, confirmed=True
    )  # fmt: skip
    assert (await federation.keys(confirmed.body["after"]["id"]))[:2] == [SECOND, "20270106T2000"]


async def test_what_cannot_be_split_is_refused(federation: Federation) -> None:
    series = await federation.plan(extra=["2026-12-03T20:00"])
    path = f"/api/series/{series['id']}/sessions"
    follow = federation.olga.post
    assert refused(await follow(f"{path}/{FIRST}/following", changes={})) == (409, "first_date")
    assert refused(await follow(f"{path}/20261203T2000/following", changes={})) == (404, "no_such_session")
    assert refused(await follow(f"{path}/20269999T2000/following", changes={})) == (404, "no_such_session")
    earlier = {"schedule": fortnightly(starts_on="2026-11-25")}
    assert refused(await follow(f"{path}/{SECOND}/following", changes=earlier)) == (422, "starts_too_early")
    federation.wait_until(datetime(2026, 12, 9, 11, 50, tzinfo=UTC))
    await enter(federation, federation.olga, series["slug"])
    assert refused(await follow(f"{path}/{SECOND}/following", changes={})) == (409, "session_opened")
    assert (await follow(f"{path}/{THIRD}/following", changes={})).status == 200
