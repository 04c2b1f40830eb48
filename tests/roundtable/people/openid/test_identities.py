"""Whose account an account elsewhere opens, on both databases: mostly who must not get in."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from roundtable.database import Database
from roundtable.kernel.clock import ManualClock
from roundtable.people.openid.model import Claims, local_path
from tests.roundtable.house import PASSWORD, Answer, Browser, House, opened
from tests.roundtable.people.openid.pretender import Pretender, pretender
from tests.roundtable.people.openid.university import back


class Campus:
    """A house beside a provider that says whatever a test wants."""

    def __init__(self, house: House, provider: Pretender) -> None:
        self.house = house
        self.provider = provider

    async def comes_back(self, browser: Browser, **claims: Any) -> Answer:
        """Somebody signs in of whom the provider says this."""
        self.provider.claims = {"sub": "1", "name": "Bob", **claims}
        started = await browser.post("/api/sign-in/openid")
        return await back(browser, self.provider.sends_back(started.body["address"]))

    async def links(self, browser: Browser, **claims: Any) -> Answer:
        """Somebody who is signed in links an identity of which the provider says this."""
        self.provider.claims = {"sub": "1", **claims}
        started = await browser.post("/api/identities", next="/account")
        assert started.status == 200, started
        return await back(browser, self.provider.sends_back(started.body["address"]))


@pytest.fixture
def rules() -> dict[str, Any]:
    """What the operator has set."""
    return {}


@pytest.fixture
async def campus(database: Database, rules: dict[str, Any]) -> AsyncIterator[Campus]:
    async with pretender(ManualClock()) as provider, opened(database, openid=provider.client(**rules)) as house:
        provider.clock = house.clock
        yield Campus(house, provider)


async def who(browser: Browser) -> str | None:
    """Who is signed in."""
    person = (await browser.get("/api/me")).body.get("person")
    return person["email"] if person else None


BOBS = {"email": "bob@example.org", "email_verified": True}


async def test_a_verified_address_opens_its_account_and_from_then_on_the_identity_does(campus: Campus) -> None:
    await campus.house.account(await campus.house.first_account(), "Bob")
    browser = campus.house.browser()
    assert (await campus.comes_back(browser, email=" BOB@Example.org", email_verified=True)).status == 200
    assert await who(browser) == "bob@example.org"
    renamed = campus.house.browser()
    assert (await campus.comes_back(renamed, email="eve@example.org", email_verified=True)).status == 200
    assert await who(renamed) == "bob@example.org"
    (identity,) = (await renamed.get("/api/identities")).body["items"]
    assert identity["email"] == "eve@example.org"


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"email": "bob@example.org"}, "openid_email_unproven"),
        ({"email": "bob@example.org", "email_verified": False}, "openid_email_unproven"),
        ({"email": "bob@example.org", "email_verified": "false"}, "openid_email_unproven"),
        ({"email": "bob@example.org", "email_verified": 1}, "openid_email_unproven"),
        ({"email": "bob@example.org", "email_verified": ["true"]}, "openid_email_unproven"),
        ({"email_verified": True}, "openid_email_unproven"),
        ({"email": ["bob@example.org"], "email_verified": True}, "openid_email_unproven"),
        ({"email": "ⓑob@example.org", "email_verified": True}, "openid_email_unproven"),
        ({"email": "b\x00b@example.org", "email_verified": True}, "openid_email_unproven"),
        ({"email": "bob@example.org\r\nBcc: eve@example.org", "email_verified": True}, "openid_email_unproven"),
        ({"email": "bob", "email_verified": True}, "openid_email_unproven"),
        ({"email": "bob@example．org", "email_verified": True}, "openid_email_unproven"),
        ({"email": "bob@example.org.evil.org", "email_verified": True}, "openid_no_account"),
        ({"email": "nobody@example.org", "email_verified": True}, "openid_no_account"),
        ({"email": "ada@example.org", "email_verified": True}, "openid_link_by_hand"),
    ],
    ids=str,
)
async def test_nobody_takes_an_account_by_saying_an_address(campus: Campus, claims: dict[str, Any], code: str) -> None:
    await campus.house.account(await campus.house.first_account(), "Bob")
    browser = campus.house.browser()
    answer = await campus.comes_back(browser, **claims)
    assert (answer.status, answer.code, await who(browser)) == (403, code, None)


async def test_an_address_that_went_to_another_student_does_not_open_the_account_of_the_first(campus: Campus) -> None:
    await campus.house.account(await campus.house.first_account(), "Bob")
    assert (await campus.comes_back(campus.house.browser(), **BOBS)).status == 200
    successor = campus.house.browser()
    assert (await campus.comes_back(successor, **BOBS, sub="2")).code == "openid_link_by_hand"
    assert await who(successor) is None


async def test_who_is_disabled_stays_out_and_the_attempt_is_in_their_history(campus: Campus) -> None:
    ada = await campus.house.first_account()
    bob = await campus.house.account(ada, "Bob")
    id_ = (await bob.get("/api/me")).body["person"]["id"]
    assert (await campus.links(bob, sub="1")).status == 200
    await ada.patch(f"/api/people/{id_}", disabled=True)
    campus.house.clock.advance(1)
    work = asyncio.create_task(campus.house.accounts.history.run())
    for claims in ({"sub": "1"}, {"sub": "2", **BOBS}):
        browser = campus.house.browser()
        answer = await campus.comes_back(browser, **claims)
        assert (answer.status, answer.code, await who(browser)) == (403, "person_disabled", None)
    await campus.house.accounts.history.settled()
    work.cancel()
    await ada.patch(f"/api/people/{id_}", disabled=False)
    campus.house.clock.advance(1)
    browser = campus.house.browser()
    assert (await campus.comes_back(browser, sub="1")).status == 200
    items = (await browser.get("/api/sign-in-history")).body["items"]
    assert [(one["how"], one["succeeded"], one["times"]) for one in items] == [
        ("openid", True, 1), ("openid", False, 2), ("welcome", True, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("rules", [{"takes_new_people": True}])
async def test_newcomers_get_an_account_but_never_the_first_and_never_rights(campus: Campus) -> None:
    browser = campus.house.browser()
    assert (await campus.comes_back(browser, **BOBS)).code == "openid_no_account"
    assert (await browser.get("/api/me")).body["first_start"] is True
    ada = await campus.house.first_account()
    claims = {"name": "\u202e 鲍勃\n" + "x" * 100, "administrator": True, "roles": ["administrator"]}
    assert (await campus.comes_back(browser, **BOBS, **claims)).status == 200
    person = (await browser.get("/api/me")).body["person"]
    assert (person["email"], person["administrator"], person["name"]) == (
        "bob@example.org", False, "鲍勃 " + "x" * 57,
    )  # fmt: skip
    assert (await campus.comes_back(campus.house.browser(), sub="2", email="x@example.org")).code == (
        "openid_email_unproven"
    )
    assert len((await ada.get("/api/people")).body["items"]) == 2


@pytest.mark.parametrize("rules", [{"links_by_email": False}])
async def test_without_the_rule_an_address_opens_nothing(campus: Campus) -> None:
    bob = await campus.house.account(await campus.house.first_account(), "Bob")
    assert (await campus.comes_back(campus.house.browser(), **BOBS)).code == "openid_no_account"
    assert (await campus.links(bob)).body == {"next": "/account", "linked": True}
    assert (await campus.comes_back(campus.house.browser(), **BOBS)).status == 200


async def test_an_identity_belongs_to_one_person_and_linking_it_twice_is_the_same_as_once(campus: Campus) -> None:
    ada = await campus.house.first_account()
    bob = await campus.house.account(ada, "Bob")
    for _ in range(2):
        assert (await campus.links(bob, sub="1")).status == 200
    answer = await campus.links(ada, sub="1")
    assert (answer.status, answer.code, answer.body["params"]) == (409, "identity_taken", {"next": "/account"})
    for number in range(2, 11):
        assert (await campus.links(bob, sub=str(number))).status == 200
    assert (await campus.links(bob, sub="11")).code == "too_many_identities"
    assert len((await bob.get("/api/identities")).body["items"]) == 10


@pytest.mark.parametrize("rules", [{"takes_new_people": True}])
async def test_the_last_way_in_cannot_be_unlinked(campus: Campus) -> None:
    await campus.house.first_account()
    eve = campus.house.browser()
    assert (await campus.comes_back(eve, sub="1", email="eve@example.org", email_verified=True)).status == 200
    assert (await campus.links(eve, sub="2")).status == 200
    first, second = [one["id"] for one in (await eve.get("/api/identities")).body["items"]]
    at_once = await asyncio.gather(*(eve.delete(f"/api/identities/{one}") for one in (first, second)))
    assert sorted(answer.status for answer in at_once) == [204, 409]
    (left,) = (await eve.get("/api/identities")).body["items"]
    refused = await eve.delete(f"/api/identities/{left['id']}")
    assert (refused.status, refused.code) == (409, "last_way_in")


async def test_with_a_password_or_letters_there_is_another_way_in(campus: Campus) -> None:
    bob = await campus.house.account(await campus.house.first_account(), "Bob")
    assert (await campus.links(bob)).status == 200
    (identity,) = (await bob.get("/api/identities")).body["items"]
    assert (await bob.delete(f"/api/identities/{identity['id']}")).status == 204
    assert (await bob.get("/api/identities")).body["items"] == []


async def test_a_browser_that_was_left_open_links_nothing_without_the_password(campus: Campus) -> None:
    bob = await campus.house.account(await campus.house.first_account(), "Bob")
    campus.house.clock.advance(601)
    asked = await bob.post("/api/identities")
    assert (asked.status, asked.code) == (403, "fresh_sign_in_needed")
    assert (await bob.post("/api/identities", password="a guess")).code == "password_wrong"
    started = await bob.post("/api/identities", password=PASSWORD)
    assert (await back(bob, campus.provider.sends_back(started.body["address"]))).body["linked"] is True


async def test_the_identity_of_somebody_else_does_not_exist(campus: Campus) -> None:
    ada = await campus.house.first_account()
    bob = await campus.house.account(ada, "Bob")
    assert (await campus.links(bob)).status == 200
    (identity,) = (await bob.get("/api/identities")).body["items"]
    theirs, nothing = await ada.delete(f"/api/identities/{identity['id']}"), await ada.delete("/api/identities/idn_aa")
    assert (theirs.status, theirs.body) == (nothing.status, nothing.body) == (404, nothing.body)


@pytest.mark.parametrize("email", ["bob@example.org", "鲍勃@example.org"])
def test_an_address_in_its_normal_form_is_proven(email: str) -> None:
    assert Claims("1", email, True).proven_email == email
    assert Claims("1", email, False).proven_email is None


@pytest.mark.parametrize("path", ["/", "/home", "/series/ser_a?x=1&y=//z#a", "/r/abc?next=https://evil.org"])
def test_a_path_of_ours_is_gone_back_to(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None, "", "home", "//evil.org", "///evil.org", "/\\evil.org", "\\\\evil.org", "https://evil.org",
        "https:evil.org",
        "javascript:alert(1)", " /home", "/home\n", "/\t/evil.org", "/\r\n/evil.org", "/a\\b", "/home\x00", "/" * 2000,
        "/x" * 1000, "data:text/html,x", "/ /evil.org", "\u2028/evil.org",
    ],
)  # fmt: skip
def test_whatever_could_lead_elsewhere_becomes_the_first_page(path: str | None) -> None:
    assert local_path(path) == "/"
