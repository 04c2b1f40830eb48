"""One's own password: the first one, another one, a new one for a forgotten one; and who may not set it."""

from collections.abc import AsyncIterator

import pytest

from roundtable.database import Database
from roundtable.people.confirming import FRESH
from tests.roundtable.house import PASSWORD, Answer, Browser, House
from tests.roundtable.people.test_links import asked, letters, link_in, mailing

NEW = "another good password"


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with mailing(database) as house:
        yield house


async def comes_by_link(house: House, email: str) -> Browser:
    """Somebody who has just signed in with a link from their mailbox."""
    browser = house.browser()
    assert (await browser.post("/api" + link_in(await asked(house, email)))).status == 204
    await browser.get("/api/me")
    return browser


async def signs_in(house: House, email: str, password: str) -> Answer:
    return await house.browser().post("/api/sign-in", email=email, password=password)


async def without_password(house: House) -> Browser:
    """Mei, whom somebody invited, and who has come by a link since."""
    ada = await house.first_account()
    await ada.post("/api/people", email="mei@example.org", name="韩梅梅")
    return await comes_by_link(house, "mei@example.org")


async def test_who_has_none_sets_the_first_password_alone(house: House) -> None:
    mei = await without_password(house)
    assert (await mei.get("/api/me")).body["person"]["without_password"] is True
    assert (await mei.get("/api/password")).body == {
        "has_password": False,
        "fresh_until": "2026-11-22T12:10:02.000Z",
    }
    assert (await mei.post("/api/password", new=NEW)).status == 204
    assert "without_password" not in (await mei.get("/api/me")).body["person"]
    assert (await signs_in(house, "mei@example.org", NEW)).status == 200


async def test_a_browser_that_was_left_open_is_not_enough(house: House) -> None:
    mei = await without_password(house)
    house.clock.advance(FRESH.total_seconds())
    assert (await mei.get("/api/password")).body == {"has_password": False}
    for form in ({"new": NEW}, {"new": NEW, "current": None}):
        refused = await mei.post("/api/password", **form)
        assert (refused.status, refused.code) == (403, "fresh_sign_in_needed")
    guessed = await mei.post("/api/password", current="", new=NEW)
    assert (guessed.status, guessed.code) == (403, "password_wrong")
    assert (await signs_in(house, "mei@example.org", NEW)).status == 401
    again = await comes_by_link(house, "mei@example.org")
    assert (await again.post("/api/password", new=NEW)).status == 204


async def test_who_forgot_theirs_comes_by_a_link_and_sets_another(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    house.clock.advance(FRESH.total_seconds())
    forgotten = await bob.post("/api/password", new=NEW)
    assert (forgotten.status, forgotten.code) == (403, "fresh_sign_in_needed")
    phone = await comes_by_link(house, "bob@example.org")
    assert (await phone.get("/api/password")).body["has_password"] is True
    assert (await phone.post("/api/password", new=NEW)).status == 204
    assert (await bob.get("/api/sign-ins")).status == 401
    assert (await phone.get("/api/sign-ins")).status == 200
    assert (await signs_in(house, "bob@example.org", PASSWORD)).status == 401
    assert (await signs_in(house, "bob@example.org", NEW)).status == 200


@pytest.mark.parametrize(
    ("new", "code"),
    [("short", "password_too_short"), ("mei@example.org", "password_too_easy"), ("汉" * 400, "password_too_long")],
)
async def test_a_first_password_must_be_a_good_one_too(house: House, new: str, code: str) -> None:
    mei = await without_password(house)
    answer = await mei.post("/api/password", new=new)
    assert (answer.status, answer.code) == (422, code)
    assert (await mei.get("/api/password")).body["has_password"] is False


async def test_nobody_sets_a_password_unnoticed(house: House) -> None:
    mei = await without_password(house)
    await mei.post("/api/password", new=NEW)
    told = (await letters(house))[-1]
    assert (told.to, told.subject) == ("mei@example.org", "Your password was set")
    assert link_in(told) == "/sign-in"
    assert NEW not in told.text + told.html


async def test_an_administrator_who_makes_a_link_does_not_do_so_unnoticed(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    assert await letters(house) == []
    id_ = (await bob.get("/api/me")).body["person"]["id"]
    link = (await ada.post(f"/api/people/{id_}/link")).body["link"]
    assert (await house.browser().post("/api" + link, password=NEW)).status == 200
    assert [(one.to, one.subject) for one in await letters(house)] == [("bob@example.org", "Your password was set")]


async def test_guessing_the_old_one_is_counted(house: House) -> None:
    bob = await house.account(await house.first_account(), "Bob")
    answers = [await bob.post("/api/password", current="wrong", new=NEW) for _ in range(12)]
    assert [answer.status for answer in answers][:10] == [403] * 10
    assert answers[-1].status == 429


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("/account", "?next=/account"),
        ("/series/ser_1?tab=2&x=y#a", "?next=/series/ser_1%3Ftab%3D2%26x%3Dy%23a"),
        ("/", ""),
        (None, ""),
        ("https://evil.example", ""),
        ("//evil.example", ""),
        ("/\\evil.example", ""),
        ("/a\r\nBcc: eve@example.org", ""),
    ],
)
async def test_a_link_leads_on_to_a_page_of_ours_only(house: House, wanted: str | None, path: str) -> None:
    await house.first_account()
    answer = await house.browser().post("/api/sign-in/link", email="ada@example.org", next=wanted)
    assert answer.status == 204
    await house.links.settled()
    link = link_in((await letters(house))[-1])
    assert link == f"/sign-in/link/{link.split('/')[3].partition('?')[0]}{path}"
