"""The whole way with a certified provider: forms, redirects, keys and all."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from roundtable.database import Database
from roundtable.kernel.clock import ManualClock
from roundtable.people.openid.model import CALLBACK, Client
from tests.roundtable.house import PASSWORD, Browser, House, opened
from tests.roundtable.people.openid.university import CLIENT_ID, SECRET, Student, University, back, university


@dataclass
class Campus:
    """A house whose people have accounts at a university."""

    house: House
    provider: University
    redirect: str
    stack: AsyncExitStack

    def student(self, login: str) -> Student:
        """Somebody's browser, as the university knows it."""
        student = Student(login)
        self.stack.push_async_callback(student.close)
        return student

    async def signs_in(self, browser: Browser, student: Student, **more: Any) -> Any:
        """Go the whole way; returns our answer."""
        started = await browser.post("/api/sign-in/openid", **more)
        assert started.status == 200, started
        return await back(browser, await student.go(started.body["address"]))


Opened = Callable[..., Awaitable[Campus]]


@pytest.fixture
async def campus(sqlite_database: Database) -> AsyncIterator[Opened]:
    """Opens a house beside a university."""
    async with AsyncExitStack() as stack:
        provider = await stack.enter_async_context(university())

        async def open_(changes: dict[str, Any] | None = None, **options: Any) -> Campus:
            client = Client(provider.issuer, CLIENT_ID, SECRET, "University")
            house = await stack.enter_async_context(opened(sqlite_database, openid=replace(client, **(changes or {}))))
            set_to_now(house.clock)
            redirect = house.browser().url + CALLBACK
            await provider.configure(redirect, **options)
            return Campus(house, provider, redirect, stack)

        yield open_


def set_to_now(clock: ManualClock) -> None:
    """Providers go by the machine's clock."""
    clock.advance((datetime.now(UTC) - clock.now()).total_seconds())


async def test_somebody_signs_in_with_their_university_and_goes_on_where_they_were(campus: Opened) -> None:
    here = await campus()
    ada = await here.house.first_account()
    await here.house.account(ada, "Bob")
    browser, student = here.house.browser(), here.student("bob@example.org")
    assert (await browser.get("/api/me")).body["openid"] == "University"
    answer = await here.signs_in(browser, student, next="/series/ser_a?x=1#now")
    assert (answer.status, answer.body) == (200, {"next": "/series/ser_a?x=1#now", "linked": False})
    assert (await browser.get("/api/me")).body["person"]["email"] == "bob@example.org"
    again = here.house.browser()
    assert (await here.signs_in(again, student)).body["next"] == "/"
    assert (await again.get("/api/me")).body["person"]["name"] == "Bob"
    (identity,) = (await again.get("/api/identities")).body["items"]
    assert (identity["issuer"], identity["email"], identity["current"]) == (
        here.provider.issuer, "bob@example.org", True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("algorithm", "auth", "claims_in_token"),
    [
        ("ES256", "client_secret_post", True),
        ("PS256", "none", False),
        ("Ed25519", "client_secret_basic", True),
    ],
)
async def test_every_kind_of_signature_and_of_showing_the_secret(
    campus: Opened, algorithm: str, auth: str, claims_in_token: bool
) -> None:
    changes = {"secret": None} if auth == "none" else {}
    here = await campus(changes, algorithm=algorithm, auth=auth, claims_in_token=claims_in_token)
    await here.house.account(await here.house.first_account(), "Bob")
    browser = here.house.browser()
    assert (await here.signs_in(browser, here.student("bob@example.org"))).status == 200
    assert (await browser.get("/api/me")).body["person"]["name"] == "Bob"


async def test_the_provider_changes_its_keys(campus: Opened) -> None:
    here = await campus()
    await here.house.account(await here.house.first_account(), "Bob")
    assert (await here.signs_in(here.house.browser(), here.student("bob@example.org"))).status == 200
    await here.provider.configure(here.redirect)
    here.house.clock.advance(15)
    assert (await here.signs_in(here.house.browser(), here.student("bob@example.org"))).status == 200


async def test_who_changes_their_mind_is_told_so_and_can_go_on(campus: Opened) -> None:
    here = await campus()
    await here.house.account(await here.house.first_account(), "Bob")
    browser = here.house.browser()
    started = await browser.post("/api/sign-in/openid", next="/home")
    answer = await back(browser, await here.student("bob@example.org").go(started.body["address"], consents=False))
    assert (answer.status, answer.code, answer.body["params"]) == (403, "openid_cancelled", {"next": "/home"})
    assert "person" not in (await browser.get("/api/me")).body


async def test_a_stranger_is_refused_and_an_unproven_address_opens_nothing(campus: Opened) -> None:
    here = await campus()
    ada = await here.house.first_account()
    await ada.post("/api/people", email="unproven-bob@example.org", name="Bob")
    stranger, pretender = here.student("eve@example.org"), here.student("unproven-bob@example.org")
    assert (await here.signs_in(here.house.browser(), stranger)).code == "openid_no_account"
    assert (await here.signs_in(here.house.browser(), pretender)).code == "openid_email_unproven"


async def test_a_newcomer_gets_an_account_where_that_is_wanted(campus: Opened) -> None:
    here = await campus({"takes_new_people": True})
    eve = here.student("eve@example.org")
    assert (await here.signs_in(here.house.browser(), eve)).code == "openid_no_account", (
        "the first is the set-up link's"
    )
    ada = await here.house.first_account()
    browser = here.house.browser()
    assert (await here.signs_in(browser, eve)).status == 200
    person = (await browser.get("/api/me")).body["person"]
    assert (person["name"], person["administrator"], person["without_password"]) == ("Eve 圆桌", False, True)
    rows = (await ada.get("/api/people")).body["items"]
    assert [row["waiting"] for row in rows if row["name"] == "Eve 圆桌"] == [False]


async def test_an_administrator_links_by_hand_and_signs_in_from_then_on(campus: Opened) -> None:
    here = await campus()
    ada, student = await here.house.first_account(), here.student("ada@example.org")
    assert (await here.signs_in(here.house.browser(), student)).code == "openid_link_by_hand"
    started = await ada.post("/api/identities", next="/account")
    answer = await back(ada, await student.go(started.body["address"]))
    assert (answer.status, answer.body) == (200, {"next": "/account", "linked": True})
    browser = here.house.browser()
    assert (await here.signs_in(browser, student)).status == 200
    (identity,) = (await browser.get("/api/identities")).body["items"]
    assert (await browser.delete(f"/api/identities/{identity['id']}")).status == 204
    assert (await here.signs_in(here.house.browser(), student)).code == "openid_link_by_hand"
    assert (await ada.post("/api/sign-in", email="ada@example.org", password=PASSWORD)).status == 200
