"""Several people do something with one series at the same moment, on each kind of database: none of it is half done.

Requests run at once on connections of their own; who comes first is left to chance, and each outcome must be whole.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterable
from datetime import UTC, datetime
from typing import Any

from roundtable.kernel.ids import ConnectionId, SessionId
from roundtable.rooms.service import Arrival
from tests.roundtable.house import Answer, Browser
from tests.roundtable.series.federation import FIRST, SECOND, THIRD, Federation, fortnightly, id_of
from tests.roundtable.series.test_sessions import enter

ROUNDS = 4
"""Each race is run so often: on a busy machine one run proves little."""


async def at_once(acts: Iterable[Awaitable[Answer]]) -> list[Answer]:
    """Ask everything at the same moment."""
    return list(await asyncio.gather(*acts))


def statuses(answers: Iterable[Answer]) -> Counter[int]:
    """How often each status was answered."""
    return Counter(answer.status for answer in answers)


async def organized_by_two(federation: Federation, **schedule: Any) -> str:
    """A series of Olga's that Lee organizes too; returns its path."""
    series = await federation.plan(**schedule)
    path = f"/api/series/{series['id']}"
    await federation.olga.post(f"{path}/roles", email="lee@example.org", role="organizer")
    return path


async def test_two_organizers_edit_at_once(federation: Federation) -> None:
    """Each edits something else: both edits hold, and calendars hear of both."""
    path = await organized_by_two(federation)
    for number in range(ROUNDS):
        before = (await federation.olga.get(path)).body["sequence"]
        edits = [
            federation.olga.patch(path, title=f"Sync {number}"),
            federation.lee.patch(path, schedule=fortnightly(minutes=60 + number)),
            federation.olga.patch(f"{path}/sessions/{SECOND}", title=f"Feast {number}"),
            federation.lee.patch(f"{path}/sessions/{THIRD}", cancelled=bool(number % 2)),
        ]
        assert statuses(await at_once(edits)) == {200: 4}
        after = (await federation.olga.get(path)).body
        assert (after["title"], after["schedule"]["minutes"]) == (f"Sync {number}", 60 + number)
        assert after["sequence"] == before + 2
        second = (await federation.olga.get(f"{path}/sessions/{SECOND}")).body
        third = (await federation.olga.get(f"{path}/sessions/{THIRD}")).body
        assert (second["title"], second["sequence"]) == (f"Feast {number}", number + 1)
        assert (third["cancelled"], third["sequence"]) == (bool(number % 2), number + 1)
        assert second["end"] == f"2026-12-09T{13 + number // 60:02}:{number % 60:02}:00.000Z"


async def test_two_handovers_at_once(federation: Federation) -> None:
    """Rui hands over to Ada while Olga hands Rui's over to Lee: one of them gets everything."""
    people = {"ada": await id_of(federation.ada), "lee": await id_of(federation.lee)}
    rui = await id_of(federation.rui)
    series = [await federation.plan(title) for title in ("One", "Two", "Three")]
    path = f"/api/clubs/{federation.shenzhen}/handover"
    for number in range(ROUNDS):
        federation.olga.headers["X-Forwarded-For"] = f"203.0.113.{number}"  # nobody asks too often
        for one in series:
            await federation.seat(one["id"], federation.shenzhen, "rui")
        handed = await at_once(
            browser.post(path, from_person=rui, to={"email": f"{heir}@example.org"}, with_roles=True)
            for browser, heir in ((federation.rui, "ada"), (federation.olga, "lee"))
        )
        assert statuses(handed) == {200: 1, 404: 1}, handed
        assert [len(answer.body["seats"]) for answer in handed if answer.status == 200] == [3]
        holders = set()
        for one in series:
            seats = (await federation.olga.get(f"/api/series/{one['id']}/seats")).body["items"]
            assert [seat["kind"] for seat in seats] == ["principal"]
            holders.add(seats[0]["person"]["id"])
            assert (await federation.olga.delete(f"/api/series/{one['id']}/seats/{seats[0]['id']}")).status == 204
        assert holders in ({people["ada"]}, {people["lee"]})


async def test_one_principal_however_many_are_seated_at_once(federation: Federation) -> None:
    path = await organized_by_two(federation)
    form = {"club_id": federation.shenzhen}
    names = ("rui", "lee", "ada", "olga")
    seated = await at_once(federation.olga.post(f"{path}/seats", **form, email=f"{name}@example.org") for name in names)
    assert statuses(seated) == {201: 1, 409: 3}
    twice = await at_once(
        federation.lee.post(f"{path}/seats", club_id=federation.berlin, email="rui@example.org", kind="alternate")
        for _ in range(3)
    )
    assert statuses(twice) == {201: 1, 409: 2}


async def test_two_answers_for_a_club_at_once(federation: Federation) -> None:
    """Principal and alternate answer, and somebody takes the answer back: one word is left, or none."""
    path = await organized_by_two(federation)
    id_ = path.rpartition("/")[2]
    await federation.seat(id_, federation.shenzhen, "rui")
    await federation.seat(id_, federation.shenzhen, "lee", kind="alternate")
    response = f"{path}/sessions/{FIRST}/response"
    for _ in range(ROUNDS):
        asked = [
            federation.rui.put(response, club_id=federation.shenzhen, answer="coming", note="by Rui"),
            federation.lee.put(response, club_id=federation.shenzhen, answer="not", note="by Lee"),
            federation.rui.put(response, club_id=federation.shenzhen, answer="maybe", note="by Rui again"),
        ]
        assert statuses(await at_once(asked)) == {200: 3}
        said = (await federation.olga.get(f"{path}/sessions/{FIRST}")).body["responses"]
        words = {(one["answer"], one["note"], one["by"]["name"]) for one in said}
        assert len(said) == 1
        assert words <= {("coming", "by Rui", "Rui"), ("not", "by Lee", "Lee"), ("maybe", "by Rui again", "Rui")}
        mixed = [
            federation.rui.put(response, club_id=federation.shenzhen, answer="coming"),
            federation.olga.put(response, club_id=federation.shenzhen, answer=None),
        ]
        assert statuses(await at_once(mixed)) == {200: 2}


async def test_a_session_is_changed_while_the_series_is_split(federation: Federation) -> None:
    """The change is of the new series or was refused because the date is not of the old one any more: never lost."""
    for number in range(ROUNDS):
        path = await organized_by_two(federation)
        id_ = path.rpartition("/")[2]
        await federation.seat(id_, federation.shenzhen, "rui")
        response = f"{path}/sessions/{THIRD}/response"
        changed, answered, split = await at_once(
            [
                federation.olga.patch(f"{path}/sessions/{THIRD}", title=f"Feast {number}"),
                federation.rui.put(response, club_id=federation.shenzhen, answer="coming"),
                federation.lee.post(f"{path}/sessions/{SECOND}/following", changes={"title": "Winter"}),
            ]
        )
        assert split.status == 200, split
        assert {changed.status, answered.status} <= {200, 404}
        after = f"/api/series/{split.body['after']['id']}"
        third = (await federation.olga.get(f"{after}/sessions/{THIRD}")).body
        assert third["title"] == (f"Feast {number}" if changed.status == 200 else "Winter")
        assert len(third["responses"]) == (answered.status == 200)
        assert await federation.keys(id_) == [FIRST]


async def test_two_splits_at_once(federation: Federation) -> None:
    """Whoever comes second splits what is left, or is told that the date is gone; no date is held twice."""
    for _ in range(ROUNDS):
        path = await organized_by_two(federation)
        splits = await at_once(
            browser.post(f"{path}/sessions/{key}/following", changes={}, confirmed=True)
            for browser, key in ((federation.olga, SECOND), (federation.lee, THIRD))
        )
        assert all(answer.status in (200, 404) for answer in splits), splits
        ids = {path.rpartition("/")[2]} | {one.body["after"]["id"] for one in splits if one.status == 200}
        keys = sorted([key for id_ in ids for key in await federation.keys(id_)])
        assert keys == [FIRST, SECOND, THIRD, "20270106T2000", "20270120T2000", "20270203T2000"]


async def test_a_series_ends_while_a_club_answers(federation: Federation) -> None:
    for _ in range(ROUNDS):
        path = await organized_by_two(federation)
        await federation.seat(path.rpartition("/")[2], federation.shenzhen, "rui")
        response = f"{path}/sessions/{FIRST}/response"
        ended, answered, again, retitled = await at_once(
            [
                federation.olga.delete(path),
                federation.rui.put(response, club_id=federation.shenzhen, answer="coming"),
                federation.lee.delete(path),
                federation.lee.patch(path, title="Changed"),
            ]
        )
        assert (ended.status, again.status) == (204, 204)
        assert answered.status in (200, 404)
        assert retitled.status in (200, 409)
        assert (await federation.olga.get(f"{path}/sessions/{FIRST}")).status == 404
        assert await federation.keys(path.rpartition("/")[2]) == []
        assert (await federation.rui.get("/api/home")).body["next"] == []


async def test_a_series_keeps_an_organizer_though_both_leave_at_once(federation: Federation) -> None:
    olga, lee = await id_of(federation.olga), await id_of(federation.lee)
    for _ in range(ROUNDS):
        path = await organized_by_two(federation)
        left = await at_once(
            browser.delete(f"{path}/roles/{person}/organizer")
            for browser, person in ((federation.olga, olga), (federation.lee, lee))
        )
        assert statuses(left) == {204: 1, 409: 1}
        roles = (await federation.ada.get(path)).body["roles"]
        assert [one["role"] for one in roles] == ["organizer"]


async def test_a_role_taken_while_it_is_given(federation: Federation) -> None:
    """The room is run by exactly those who run the series."""
    rui = await id_of(federation.rui)
    series = await federation.plan()
    path = f"/api/series/{series['id']}"
    for _ in range(ROUNDS):
        await at_once(
            [
                federation.olga.post(f"{path}/roles", email="rui@example.org", role="moderator"),
                federation.olga.delete(f"{path}/roles/{rui}/moderator"),
                federation.olga.post(f"{path}/roles", email="rui@example.org", role="moderator"),
            ]
        )
        is_moderator = any(one["role"] == "moderator" for one in (await federation.olga.get(path)).body["roles"])
        moderators = (await federation.room_of(series))["moderators"]
        assert [one["id"] for one in moderators] == ([rui] if is_moderator else [])
        await federation.olga.delete(f"{path}/roles/{rui}/moderator")


async def entered_at_once(federation: Federation, browsers: Iterable[Browser], slug: str) -> list[SessionId]:
    """All of them open a socket at the same moment."""
    callers = []
    for number, browser in enumerate(browsers):
        await browser.enter(slug, f"Number {number}")
        caller = await federation.house.sign_ins.caller(next(iter(browser.cookies.values())))
        assert caller is not None
        callers.append(caller)
    arrivals = [
        Arrival(slug, observe=False, connection=ConnectionId(f"con_{number}"), address_key="a", node="n")
        for number in range(len(callers))
    ]
    entered = [federation.house.rooms.enter(caller, arrival) for caller, arrival in zip(callers, arrivals, strict=True)]
    return [session for session, _ in await asyncio.gather(*entered)]


async def test_a_date_has_one_live_session_though_all_come_at_once(federation: Federation) -> None:
    series = await federation.plan()
    federation.wait_until(datetime(2026, 11, 25, 11, 50, tzinfo=UTC))
    everybody = [federation.olga, federation.rui, federation.lee, federation.ada]
    sessions = await entered_at_once(federation, everybody, series["slug"])
    assert len(set(sessions)) == 1
    held = (await federation.olga.get(f"/api/series/{series['id']}/sessions/{FIRST}")).body["held"]
    assert [(one["session_id"], one["live"]) for one in held] == [(sessions[0], True)]


async def test_a_date_is_moved_while_its_doors_open(federation: Federation) -> None:
    """Either the session was opened on the date as it was, or the change came first and nobody has met on it."""
    for number in range(ROUNDS):
        series = await federation.plan()
        path = f"/api/series/{series['id']}"
        await federation.seat(series["id"], federation.shenzhen, "rui")
        response = f"{path}/sessions/{FIRST}/response"
        await federation.rui.put(response, club_id=federation.shenzhen, answer="coming")
        if number == 0:
            federation.wait_until(datetime(2026, 11, 25, 11, 50, tzinfo=UTC))
        anchors = [{"zone": "Asia/Shanghai", "time": "22:30"}]
        session, changed = await asyncio.gather(
            enter(federation, federation.olga, series["slug"]),  # she may come in whether the doors are open or not
            federation.olga.patch(path, schedule=fortnightly(anchors=anchors)),
        )
        assert changed.status == 200
        first = (await federation.olga.get(f"{path}/sessions?most=1")).body["items"][0]
        if first["held"]:
            assert (first["key"], first["held"][0]["session_id"]) == (FIRST, session)
        else:
            assert first["key"] == "20261125T2230"
        assert [one["answer"] for one in first["responses"]] == ["coming"]
