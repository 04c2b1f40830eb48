"""Moving, cancelling and splitting never change what another session is: a walk through many of them."""

from random import Random
from typing import Any

import pytest

from tests.roundtable.calendars.readers import python_reader
from tests.roundtable.series.federation import Federation

STEPS = 8
Shown = dict[str, dict[str, Any]]


async def shown(federation: Federation, series: list[str]) -> Shown:
    """Every session of the parts of a series, by its key; a key stands for one session only."""
    found: Shown = {}
    for id_ in series:
        page = (await federation.olga.get(f"/api/series/{id_}/sessions?after=20200101T000000Z")).body
        assert found.keys().isdisjoint(one["key"] for one in page["items"])
        found |= {one["key"]: one for one in page["items"]}
    return found


async def move(federation: Federation, path: str, one: dict[str, Any], random: Random) -> int:
    """Somewhere else, over midnight or over the sessions beside it."""
    day, hour = random.randint(10, 28), random.randint(0, 23)
    return (
        await federation.olga.patch(f"{path}/{one['key']}", start=f"{one['planned'][:7]}-{day}T{hour:02}:30")
    ).status


async def cancel(federation: Federation, path: str, one: dict[str, Any], random: Random) -> int:
    return (await federation.olga.patch(f"{path}/{one['key']}", cancelled=random.random() < 0.7)).status


async def retitle(federation: Federation, path: str, one: dict[str, Any], random: Random) -> int:
    return (
        await federation.olga.patch(f"{path}/{one['key']}", title=f"Feast {random.randint(1, 9)}", minutes=45)
    ).status


@pytest.mark.parametrize("seed", range(3))
async def test_no_other_session_changes_whatever_is_done_to_one(federation: Federation, seed: int) -> None:
    random = Random(seed)
    anchors = [{"zone": "Asia/Shanghai", "time": "20:00"}, {"zone": "Europe/Berlin", "time": "23:30"}]
    first = await federation.plan(anchors=anchors, extra=["2026-12-01T09:00"])
    await federation.seat(first["id"], federation.shenzhen, "rui")
    for key in ("20261209T2330", "20261223T2000"):
        answer = {"club_id": federation.shenzhen, "answer": "coming"}
        await federation.rui.put(f"/api/series/{first['id']}/sessions/{key}/response", **answer)
    feed = (await federation.olga.post("/api/feeds")).body["path"]
    series = [first["id"]]
    before = await shown(federation, series)
    for _ in range(STEPS):
        one = before[random.choice(sorted(before))]
        path = f"/api/series/{one['series_id']}/sessions"
        if random.random() < 0.3:
            split = await federation.olga.post(f"{path}/{one['key']}/following", changes={})
            assert split.status in (200, 404, 409), split  # an extra date, or the first of its part
            series += [split.body["after"]["id"]] if split.status == 200 else []
            touched = {key for key in before if split.status == 200 and key[:8] >= one["key"][:8]}
        else:
            assert await random.choice([move, cancel, retitle])(federation, path, one, random) == 200
            touched = {one["key"]}
        after = await shown(federation, series)
        assert after.keys() == before.keys()
        assert {key: other for key, other in after.items() if key not in touched} == {
            key: other for key, other in before.items() if key not in touched
        }
        for key in touched - {one["key"]}:
            assert {**after[key], "series_id": ""} == {**before[key], "series_id": ""}
        assert {other["slug"] for other in after.values()} == {first["slug"]}
        before = after
    names = sorted(entry.uid for entry in python_reader((await federation.olga.get(feed)).body.encode()))
    assert names == sorted(f"{one['series_id']}-on-{key}@roundtable" for key, one in before.items())
