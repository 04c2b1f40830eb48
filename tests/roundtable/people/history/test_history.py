"""What somebody sees of their sign-ins, and of those who tried to be them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from roundtable.database import Database
from roundtable.kernel.ids import PersonId
from roundtable.people.history import service
from roundtable.people.history.model import KEPT
from roundtable.people.model import Place
from tests.roundtable.house import PASSWORD, Browser, House, opened


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with opened(database, has_mail=True) as house:
        work = [asyncio.create_task(each) for each in (house.accounts.history.run(), house.links.run())]
        yield house
        for each in work:
            each.cancel()
        await asyncio.gather(*work, return_exceptions=True)


async def seen(house: House, browser: Browser, query: str = "") -> list[dict[str, Any]]:
    """What somebody sees, the latest first."""
    await house.accounts.history.settled()
    items: list[dict[str, Any]] = (await browser.get(f"/api/sign-in-history{query}")).body["items"]
    return items


def briefly(items: list[dict[str, Any]]) -> list[tuple[str, bool, int, str]]:
    return [(one["how"], one["succeeded"], one["times"], one["address"]) for one in items]


async def fails(browser: Browser, times: int = 1, email: str = "ada@example.org") -> None:
    """Try a wrong password."""
    for _ in range(times):
        assert (await browser.post("/api/sign-in", email=email, password="a guess")).code == "sign_in_wrong"


async def test_each_way_in_is_told_with_its_moment_place_and_browser(house: House) -> None:
    ada = await house.first_account()
    house.clock.advance(60)
    phone = house.browser("203.0.113.9")
    phone.headers["User-Agent"] = "Phone/1.0"
    await phone.post("/api/sign-in", email="ADA@example.org", password=PASSWORD)
    house.clock.advance(60)
    bob = await house.account(ada, "Bob")
    first, second = await seen(house, ada)
    assert (first["how"], first["address"], first["agent"]) == ("password", "203.0.113.9", "Phone/1.0")
    assert (first["at"], first["succeeded"], first["times"]) == ("2026-11-22T12:01:00.000Z", True, 1)
    assert second["how"] == "first_start"
    assert briefly(await seen(house, bob)) == [("welcome", True, 1, "127.0.0.1")]


async def test_a_link_by_mail_is_a_way_of_its_own(house: House) -> None:
    ada = await house.first_account()
    house.clock.advance(60)
    me = (await ada.get("/api/me")).body["person"]["id"]
    browser = house.browser()
    await browser.post(await link_of(house, PersonId(me)))
    assert [one["how"] for one in await seen(house, browser)] == ["mail_link", "first_start"]


async def link_of(house: House, person: PersonId) -> str:
    """A link as it stands in a letter."""
    from roundtable.people import tables
    from roundtable.people.tokens import digest_of

    async with house.database.transaction() as connection:
        await tables.add_link(connection, digest_of("s" * 43), person, house.clock.now())
    return f"/api/sign-in/link/{'s' * 43}"


async def test_failures_of_an_hour_from_one_place_are_one_line_and_nobody_else_sees_them(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    eve, another = house.browser("203.0.113.7"), house.browser("203.0.113.8")
    await fails(eve, 3)
    house.clock.advance(60)
    await fails(eve, 2, email=" ADA@example.org")
    await fails(another)
    house.clock.advance(3600)
    await fails(eve)
    assert sorted(briefly(await seen(house, ada))) == [
        ("first_start", True, 1, "127.0.0.1"),
        ("password", False, 1, "203.0.113.7"),
        ("password", False, 1, "203.0.113.8"),
        ("password", False, 5, "203.0.113.7"),
    ]
    five = next(one for one in await seen(house, ada) if one["times"] == 5)
    assert (five["began_at"], five["at"]) == ("2026-11-22T12:00:00.000Z", "2026-11-22T12:01:00.000Z")
    assert briefly(await seen(house, bob)) == [("welcome", True, 1, "127.0.0.1")]


async def test_an_address_that_nobody_has_leaves_nothing_and_is_answered_before_anybody_is_looked_up(
    database: Database,
) -> None:
    async with opened(database) as house:
        await house.first_account()
        await fails(house.browser(), email="nobody@example.org")
        await fails(house.browser())
        async with house.database.reading() as connection:
            entries = (await connection.exec_driver_sql("SELECT how FROM sign_in_entry")).all()
        assert [how for (how,) in entries] == ["first_start"], "failures are noted by the background alone"
        work = asyncio.create_task(house.accounts.history.run())
        await house.accounts.history.settled()
        work.cancel()
        async with house.database.reading() as connection:
            entries = (await connection.exec_driver_sql("SELECT how FROM sign_in_entry")).all()
        assert sorted(how for (how,) in entries) == ["first_start", "password"]


async def test_pages_hold_everything_once_even_within_one_moment(house: House) -> None:
    ada = await house.first_account()
    for _ in range(6):
        await house.browser().post("/api/sign-in", email="ada@example.org", password=PASSWORD)
    house.clock.advance(1)
    await house.browser().post("/api/sign-in", email="ada@example.org", password=PASSWORD)
    found: list[str] = []
    query = "?most=3"
    while True:
        page = (await ada.get(f"/api/sign-in-history{query}")).body
        found += [one["id"] for one in page["items"]]
        if "earlier" not in page:
            break
        query = f"?most=3&before={page['earlier']}"
    assert found == [one["id"] for one in await seen(house, ada, "?most=100")]
    assert len(set(found)) == 8


@pytest.mark.parametrize(
    "query", ["most=0", "most=101", "before=x", "before=20261399T000000000000Z.a", "before=' OR 1"]
)
async def test_a_place_that_is_none_is_refused(house: House, query: str) -> None:
    ada = await house.first_account()
    assert (await ada.get(f"/api/sign-in-history?{query}")).status == 422


async def test_what_is_older_than_ninety_days_is_neither_shown_nor_kept(house: House) -> None:
    ada = await house.first_account()
    for _ in range(4):
        house.clock.advance(KEPT.total_seconds() / 4)
        await ada.get("/api/sign-ins")
    await house.browser().post("/api/sign-in", email="ada@example.org", password=PASSWORD)
    assert [one["how"] for one in await seen(house, ada)] == ["password"]
    await house.sign_ins.purge()
    async with house.database.reading() as connection:
        assert len((await connection.exec_driver_sql("SELECT id FROM sign_in_entry")).all()) == 1


async def test_so_many_are_kept_and_failures_push_out_no_sign_in(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_KEPT", 3)
    ada = await house.first_account()
    person = PersonId((await ada.get("/api/me")).body["person"]["id"])
    for number in range(10):
        house.clock.advance(1)
        house.accounts.history.failed("password", Place("", f"203.0.113.{number}"), person=person)
    items = await seen(house, ada)
    assert [one["address"] for one in items] == ["203.0.113.9", "203.0.113.8", "203.0.113.7", "127.0.0.1"]
    for _ in range(5):
        house.clock.advance(1)
        await house.browser().post("/api/sign-in", email="ada@example.org", password=PASSWORD)
    assert [one["how"] for one in await seen(house, ada) if one["succeeded"]] == ["password"] * 3


async def test_a_flood_is_noted_as_far_as_there_is_room(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = await house.first_account()
    person = PersonId((await ada.get("/api/me")).body["person"]["id"])
    house.clock.advance(1)
    for _ in range(service.MOST_WAITING + 50):
        house.accounts.history.failed("password", Place("", "203.0.113.7"), person=person)
    failed = (await seen(house, ada))[0]
    assert (failed["succeeded"], failed["times"]) == (False, service.MOST_WAITING)


async def test_who_is_deleted_takes_their_history_along(house: House) -> None:
    ada = await house.first_account()
    await house.account(ada, "Bob")
    async with house.database.transaction() as connection:
        await connection.exec_driver_sql("DELETE FROM person WHERE email = 'bob@example.org'")
        left = (await connection.exec_driver_sql("SELECT how FROM sign_in_entry")).all()
    assert [how for (how,) in left] == ["first_start"]
