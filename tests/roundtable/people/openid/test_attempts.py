"""An attempt to sign in elsewhere: only for the browser that began it, only once, only for a while."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from roundtable.database import Database
from roundtable.http.cookies import ATTEMPT_COOKIE, SAFE_PREFIX
from roundtable.kernel.clock import ManualClock
from roundtable.people.openid.attempts import AttemptSecrets
from tests.roundtable.house import PASSWORD, Browser, House, opened
from tests.roundtable.people.openid.pretender import Pretender, pretender
from tests.roundtable.people.openid.university import back

COOKIE = SAFE_PREFIX + ATTEMPT_COOKIE


@pytest.fixture
async def university() -> AsyncIterator[Pretender]:
    async with pretender(ManualClock()) as provider:
        yield provider


@pytest.fixture
async def house(sqlite_database: Database, university: Pretender) -> AsyncIterator[House]:
    async with opened(sqlite_database, openid=university.client()) as house:
        university.clock = house.clock
        await house.account(await house.first_account(), "Bob")
        yield house


async def begun(browser: Browser, university: Pretender, next_: str = "/home") -> dict[str, str]:
    """With what the provider sends a browser back that has begun to sign in."""
    started = await browser.post("/api/sign-in/openid", next=next_)
    return university.sends_back(started.body["address"])


async def test_the_browser_keeps_a_token_that_no_script_reads_and_the_database_does_not_have(
    house: House, university: Pretender
) -> None:
    browser = house.browser()
    started = await browser.post("/api/sign-in/openid", next="/home")
    cookie = started.headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {part.strip() for part in cookie.split(";")[1:]} == {
        "HttpOnly", "Max-Age=600", "Path=/", "SameSite=Lax", "Secure",
    }  # fmt: skip
    token = browser.cookies[COOKIE]
    secrets = AttemptSecrets.of(token)
    async with house.database.reading() as connection:
        rows = str((await connection.exec_driver_sql("SELECT * FROM openid_attempt")).all())
    for secret in (token, secrets.state, secrets.nonce, secrets.verifier):
        assert secret not in rows
    assert token not in started.body["address"]
    assert (await back(browser, university.sends_back(started.body["address"]))).body["next"] == "/home"
    assert browser.cookies.get(COOKIE, "") == ""


async def test_another_browser_cannot_finish_what_one_began(house: House, university: Pretender) -> None:
    """Else a stranger could have somebody sign in to the stranger's account, by the link of their own attempt."""
    stranger, victim = house.browser(), house.browser()
    answer = await begun(stranger, university)
    assert (await back(victim, answer)).code == "openid_attempt_over"
    await begun(victim, university)
    assert (await back(victim, answer)).code == "openid_attempt_over"
    assert university.forms == []
    assert "person" not in (await victim.get("/api/me")).body


@pytest.mark.parametrize("state", ["", "x", "x" * 43, "é" * 43, "\x01"])
async def test_an_answer_with_another_state_is_none(house: House, university: Pretender, state: str) -> None:
    browser = house.browser()
    answer = await begun(browser, university)
    refused = await back(browser, {**answer, "state": state})
    assert (refused.status, refused.code) == (409, "openid_attempt_over")
    assert (await back(browser, answer)).status == 200


async def test_a_state_that_is_no_text_is_refused_and_uses_nothing_up(house: House, university: Pretender) -> None:
    browser = house.browser()
    answer = await begun(browser, university)
    assert (await back(browser, {**answer, "state": "\x00"})).status == 422
    assert (await back(browser, answer)).status == 200


async def test_of_many_who_bring_the_same_answer_one_is_signed_in(house: House, university: Pretender) -> None:
    browser = house.browser()
    answer = await begun(browser, university)
    sent = {"state": answer["state"], "code": answer["code"]}
    answers = await asyncio.gather(*(browser.post("/api/sign-in/openid/answer", **sent) for _ in range(5)))
    assert sorted(one.status for one in answers) == [200, 409, 409, 409, 409]
    assert len(university.forms) == 1


async def test_who_takes_too_long_begins_again(house: House, university: Pretender) -> None:
    browser = house.browser()
    answer = await begun(browser, university)
    house.clock.advance(601)
    assert (await back(browser, answer)).code == "openid_attempt_over"
    await begun(house.browser(), university)
    async with house.database.reading() as connection:
        assert len((await connection.exec_driver_sql("SELECT * FROM openid_attempt")).all()) == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("access_denied", "openid_cancelled"),
        ("login_required", "openid_refused"),
        ("server_error", "openid_refused"),
        ("<script>alert(1)</script>", "openid_refused"),
    ],
)
async def test_an_error_of_the_provider_is_a_code_of_ours_and_uses_the_attempt_up(
    house: House, university: Pretender, error: str, code: str
) -> None:
    browser = house.browser()
    answer = await begun(browser, university, "/series/ser_a")
    refused = await back(browser, {"state": answer["state"], "error": error})
    assert (refused.status, refused.code, refused.body["params"]) == (403, code, {"next": "/series/ser_a"})
    assert "script" not in str(refused.body)
    assert (await back(browser, answer)).code == "openid_attempt_over"


@pytest.mark.parametrize("elsewhere", ["//evil.org", "https://evil.org", "/\\evil.org", "javascript:alert(1)"])
async def test_nobody_is_sent_elsewhere_afterwards(house: House, university: Pretender, elsewhere: str) -> None:
    browser = house.browser()
    assert (await back(browser, await begun(browser, university, elsewhere))).body["next"] == "/"


async def test_what_was_begun_to_link_is_finished_by_the_same_person_only(house: House, university: Pretender) -> None:
    browser = house.browser()
    await browser.post("/api/sign-in", email="bob@example.org", password=PASSWORD)
    started = await browser.post("/api/identities")
    answer = university.sends_back(started.body["address"])
    await browser.post("/api/sign-in", email="ada@example.org", password=PASSWORD)
    refused = await back(browser, answer)
    assert (refused.status, refused.code) == (403, "openid_other_account")
    started = await browser.post("/api/identities")
    answer = university.sends_back(started.body["address"])
    await browser.post("/api/sign-out")
    assert (await back(browser, answer)).code == "openid_other_account"
    await browser.post("/api/sign-in", email="ada@example.org", password=PASSWORD)
    assert (await browser.get("/api/identities")).body["items"] == []


async def test_signing_in_there_ends_what_was_signed_in_before_in_this_browser(
    house: House, university: Pretender
) -> None:
    browser = house.browser()
    await browser.post("/api/sign-in", email="ada@example.org", password=PASSWORD)
    ended: list[str] = []
    house.sign_ins.when_ended(ended.append)
    assert (await back(browser, await begun(browser, university))).status == 200
    assert (await browser.get("/api/me")).body["person"]["name"] == "Bob"
    assert len(ended) == 1


async def test_a_page_of_another_site_begins_and_finishes_nothing(house: House, university: Pretender) -> None:
    browser = house.browser()
    evil = {"Origin": "https://evil.example.org"}
    for path, body in (("/api/sign-in/openid", {}), ("/api/sign-in/openid/answer", {"state": "s"})):
        refused = await browser.ask("POST", path, body, headers=evil)
        assert (refused.status, refused.code) == (403, "foreign_origin")
