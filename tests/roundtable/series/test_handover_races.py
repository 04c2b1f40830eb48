"""Officers change while an organizer splits the series: each part has one who speaks for the club, on record."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import text

from roundtable.database import Database
from tests.roundtable.house import PASSWORD
from tests.roundtable.series.federation import SECOND, Federation, id_of
from tests.roundtable.series.test_races import ROUNDS, at_once, organized_by_two


async def test_officers_change_while_the_series_is_split(federation: Federation) -> None:
    """Whoever comes first, Ada has the seat in both parts then, and runs both with their room in Rui's place."""
    rui, ada = await id_of(federation.rui), await id_of(federation.ada)
    for number in range(ROUNDS):
        federation.olga.headers["X-Forwarded-For"] = f"203.0.113.{number}"  # nobody asks too often
        path = await organized_by_two(federation)
        id_ = path.rpartition("/")[2]
        await federation.seat(id_, federation.shenzhen, "rui")
        await federation.olga.post(f"{path}/roles", email="rui@example.org", role="moderator")
        handover = {"from_person": rui, "to": {"email": "ada@example.org"}, "with_roles": True}
        handed, split = await at_once(
            [
                federation.rui.post(f"/api/clubs/{federation.shenzhen}/handover", **handover),
                federation.lee.post(f"{path}/sessions/{SECOND}/following", changes={"title": "Winter"}),
            ]
        )
        assert (handed.status, split.status) == (200, 200), (handed, split)
        for part in (id_, split.body["after"]["id"]):
            seats = (await federation.olga.get(f"/api/series/{part}/seats")).body["items"]
            assert [seat["person"]["id"] for seat in seats] == [ada]
            roles = (await federation.olga.get(f"/api/series/{part}")).body["roles"]
            assert {one["person"]["id"] for one in roles if one["role"] == "moderator"} == {ada}
            assert (await federation.rui.get(f"/api/series/{part}")).status == 404


@asynccontextmanager
async def kept_waiting(database: Database, statement: str, **values: Any) -> AsyncIterator[None]:
    """Hold what a statement locks."""
    async with database.engine.connect() as connection:
        await connection.execute(text(statement), values)
        yield
        await connection.rollback()


async def until_wait(database: Database, many: int, unless: asyncio.Task[Any] | None = None) -> None:
    """Wait until so many wait for a lock, or something is done."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    async with asyncio.timeout(60):
        while unless is None or not unless.done():
            async with database.reading() as connection:
                if await connection.scalar(waiting) == many:
                    return
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_handover_that_waited_for_a_split_holds_the_new_part_too(federation: Federation) -> None:
    """What Rui hands over there nobody takes from him at the same moment. SQLite has one writer, so it is so there."""
    database, rui = federation.house.database, await id_of(federation.rui)
    path = await organized_by_two(federation)
    id_ = path.rpartition("/")[2]
    seat = await federation.seat(id_, federation.shenzhen, "rui")
    handover = {"from_person": rui, "to": {"email": "ada@example.org"}}
    async with kept_waiting(database, "SELECT id FROM seat WHERE id = :id FOR UPDATE", id=seat["id"]):
        async with kept_waiting(database, "SELECT id FROM series WHERE id = :id FOR UPDATE", id=id_):
            split = asyncio.create_task(federation.lee.post(f"{path}/sessions/{SECOND}/following", changes={}))
            await until_wait(database, 1)
            handed = asyncio.create_task(federation.rui.post(f"/api/clubs/{federation.shenzhen}/handover", **handover))
            await until_wait(database, 2)
        part = f"/api/series/{(await split).body['after']['id']}/seats"
        await until_wait(database, 1)
        there = (await federation.lee.get(part)).body["items"]
        assert [one["person"]["id"] for one in there] == [rui]
        taken = asyncio.create_task(federation.lee.delete(f"{part}/{there[0]['id']}"))
        await until_wait(database, 2, unless=taken)
    assert ((await handed).status, (await taken).status) == (200, 404)
    record = (await federation.lee.get(part)).body["record"]
    assert [(one["act"], one["from_person"]["name"]) for one in record] == [("handed_over", "Rui")]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_who_waited_for_a_split_to_delete_their_account_sits_in_neither_part(federation: Federation) -> None:
    database, path = federation.house.database, await organized_by_two(federation)
    id_ = path.rpartition("/")[2]
    await federation.seat(id_, federation.shenzhen, "rui")
    await federation.olga.post(f"{path}/roles", email="rui@example.org", role="organizer")
    async with kept_waiting(database, "SELECT id FROM series WHERE id = :id FOR UPDATE", id=id_):
        split = asyncio.create_task(federation.lee.post(f"{path}/sessions/{SECOND}/following", changes={}))
        await until_wait(database, 1)
        gone = asyncio.create_task(federation.rui.post("/api/me/deletion", password=PASSWORD))
        await until_wait(database, 2)
    assert ((await split).status, (await gone).status) == (200, 204)
    for part in (id_, (await split).body["after"]["id"]):
        assert (await federation.olga.get(f"/api/series/{part}/seats")).body["items"] == []
        roles = (await federation.olga.get(f"/api/series/{part}")).body["roles"]
        assert sorted(one["person"]["name"] for one in roles) == ["Lee", "Olga"]
