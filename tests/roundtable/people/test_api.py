"""Signing in and out, the first start, and administrators' acts, over HTTP."""

import asyncio
from datetime import timedelta

import pytest

from roundtable.http.cookies import SAFE_COOKIE
from tests.roundtable.house import PASSWORD, SET_UP_TOKEN, Browser, House

FORM = {"token": SET_UP_TOKEN, "email": "ada@example.org", "password": PASSWORD, "name": "Ada", "language": "en"}


async def test_the_first_account_is_an_administrator_and_then_the_link_is_dead(house: House) -> None:
    ada = house.browser()
    assert (await ada.get("/api/me")).body == {"csrf": "", "first_start": True}
    answer = await ada.post("/api/first-start", **FORM)
    me = answer.body
    assert me == {
        "person": {"id": me["person"]["id"], "email": "ada@example.org", "name": "Ada", "language": "en",
                   "administrator": True, "mail_reminders": True, "mail_invitations": True},
        "csrf": ada.csrf,
        "first_start": False,
    }  # fmt: skip
    assert (await ada.get("/api/me")).body == me
    late = await house.browser().post("/api/first-start", **{**FORM, "email": "eve@example.org"})
    assert (late.status, late.code) == (409, "first_start_over")
    assert await house.people.first_start_token() is None


async def test_of_two_who_make_the_first_account_at_once_one_has_it(house: House) -> None:
    forms = [{**FORM, "email": f"person{number}@example.org"} for number in range(4)]
    answers = await asyncio.gather(*(house.browser().post("/api/first-start", **form) for form in forms))
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    winner = next(form for form, answer in zip(forms, answers, strict=True) if answer.status == 200)
    signed_in = await house.browser().post("/api/sign-in", email=winner["email"], password=PASSWORD)
    assert len(await _list(house, signed_in.body["csrf"], winner["email"])) == 1


async def _list(house: House, _csrf: str, email: str) -> list[object]:
    browser = house.browser()
    await browser.post("/api/sign-in", email=email, password=PASSWORD)
    items: list[object] = (await browser.get("/api/people")).body["items"]
    return items


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"token": "another"}, 403, "link_wrong"),
        ({"password": "short"}, 422, "password_too_short"),
        ({"password": "ada@example.org"}, 422, "password_too_easy"),
        ({"password": "汉" * 400}, 422, "password_too_long"),
        ({"email": "nobody"}, 422, "invalid"),
        ({"name": " \u200b "}, 422, "invalid"),
        ({"language": "fr"}, 422, "invalid"),
        ({"administrator": True}, 422, "invalid"),
    ],
)
async def test_what_is_wrong_with_a_first_account_is_said(
    house: House, change: dict[str, object], status: int, code: str
) -> None:
    answer = await house.browser().post("/api/first-start", **{**FORM, **change})
    assert (answer.status, answer.code) == (status, code)
    assert await house.people.first_start_token() == SET_UP_TOKEN


async def test_the_cookie_can_be_read_by_no_script_and_by_no_other_host(house: House) -> None:
    answer = await house.browser().post("/api/first-start", **FORM)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{SAFE_COOKIE}=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie


async def test_an_address_may_be_spelt_in_several_ways(house: House) -> None:
    await house.first_account()
    answer = await house.browser().post("/api/sign-in", email="  ADA@Example.ORG ", password=PASSWORD)
    assert answer.body["person"]["name"] == "Ada"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("nobody@example.org", PASSWORD),
        ("ada@example.org", "another password"),
        ("ada@example.org", "x" * 5000),
        ("ada@example.org", "\ud800 lone surrogate"),
        ("' OR 1=1 --", PASSWORD),
        ("", ""),
    ],
)
async def test_whoever_may_not_sign_in_learns_only_that(house: House, email: str, password: str) -> None:
    await house.first_account()
    answer = await house.browser().post("/api/sign-in", email=email, password=password)
    if "\ud800" in password:  # no valid JSON: refused before anybody is looked up
        assert (answer.status, answer.code) == (400, "malformed")
    else:
        assert (answer.status, answer.code) == (401, "sign_in_wrong")
    assert "Set-Cookie" not in answer.headers


async def test_an_unknown_address_costs_as_much_as_a_wrong_password(house: House) -> None:
    await house.first_account()
    compared: list[str | None] = []
    matches = house.passwords.matches

    async def counted(password: str, kept: str | None) -> bool:
        compared.append(kept)
        return await matches(password, kept)

    house.passwords.matches = counted  # type: ignore[method-assign]
    await house.browser().post("/api/sign-in", email="nobody@example.org", password=PASSWORD)
    assert compared == [None]


async def test_signing_in_ends_what_was_signed_in_before_in_this_browser(house: House) -> None:
    ada = await house.first_account()
    before = ada.cookies[SAFE_COOKIE]
    await ada.post("/api/sign-in", email="ada@example.org", password=PASSWORD)
    assert ada.cookies[SAFE_COOKIE] != before
    assert await house.sign_ins.caller(before) is None


async def test_signing_out_ends_the_sign_in_and_not_only_the_cookie(house: House) -> None:
    ada = await house.first_account()
    token = ada.cookies[SAFE_COOKIE]
    answer = await ada.post("/api/sign-out")
    assert answer.status == 204
    assert ada.cookies.get(SAFE_COOKIE, "") == ""
    assert await house.sign_ins.caller(token) is None
    assert (await ada.get("/api/me")).body == {"csrf": "", "first_start": False}


async def test_sign_ins_are_listed_and_can_be_ended(house: House) -> None:
    laptop = await house.first_account()
    phone = house.browser("203.0.113.9")
    house.clock.advance(60)
    await phone.post("/api/sign-in", email="ada@example.org", password=PASSWORD)
    items = (await laptop.get("/api/sign-ins")).body["items"]
    assert [(item["current"], item["address"]) for item in items] == [(False, "203.0.113.9"), (True, "127.0.0.1")]
    ended: list[str] = []
    house.sign_ins.when_ended(ended.append)
    assert (await laptop.delete(f"/api/sign-ins/{items[0]['id']}")).status == 204
    assert (await phone.get("/api/sign-ins")).status == 401
    assert ended == [items[0]["id"]]


async def test_a_sign_in_of_somebody_else_does_not_exist(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    theirs = (await bob.get("/api/sign-ins")).body["items"][0]["id"]
    answer, unknown = await ada.delete(f"/api/sign-ins/{theirs}"), await ada.delete("/api/sign-ins/sgn_aaaa")
    assert (answer.status, answer.body) == (unknown.status, unknown.body)
    assert (await bob.get("/api/sign-ins")).status == 200


async def test_a_changed_password_ends_all_other_sign_ins(house: House) -> None:
    laptop = await house.first_account()
    phone = house.browser()
    await phone.post("/api/sign-in", email="ada@example.org", password=PASSWORD)
    wrong = await laptop.post("/api/password", current="not this", new="another good password")
    assert (wrong.status, wrong.code) == (403, "password_wrong")
    assert (await laptop.post("/api/password", current=PASSWORD, new="another good password")).status == 204
    assert (await laptop.get("/api/sign-ins")).status == 200
    assert (await phone.get("/api/sign-ins")).status == 401
    assert (await phone.post("/api/sign-in", email="ada@example.org", password=PASSWORD)).status == 401
    answer = await phone.post("/api/sign-in", email="ada@example.org", password="another good password")
    assert answer.status == 200


async def test_a_sign_in_that_nobody_uses_is_over_after_thirty_days(house: House) -> None:
    ada = await house.first_account()
    for _ in range(3):
        house.clock.advance(timedelta(days=29).total_seconds())
        assert (await ada.get("/api/sign-ins")).status == 200
    house.clock.advance(timedelta(days=31).total_seconds())
    assert (await ada.get("/api/sign-ins")).status == 401
    await house.sign_ins.purge()
    assert (await ada.get("/api/me")).body == {"csrf": "", "first_start": False}


async def test_somebody_who_was_added_sets_a_password_with_a_link_that_works_once(house: House) -> None:
    ada = await house.first_account()
    added = await ada.post("/api/people", email="bob@example.org", name="Bob")
    assert added.status == 201
    assert added.body["person"]["waiting"] is True
    link = "/api" + added.body["link"]
    bob = house.browser()
    assert (await bob.get(link)).body == {"name": "Bob", "email": "bob@example.org"}
    assert (await bob.post("/api/sign-in", email="bob@example.org", password=PASSWORD)).status == 401
    assert (await bob.post(link, password="short")).code == "password_too_short"
    assert (await bob.post(link, password=PASSWORD)).body["person"]["name"] == "Bob"
    for answer in (await house.browser().get(link), await house.browser().post(link, password=PASSWORD)):
        assert (answer.status, answer.code) == (404, "link_wrong")


async def test_who_was_added_goes_on_in_the_language_in_which_they_read_the_link(house: House) -> None:
    ada = await house.first_account()
    await ada.patch("/api/me", language="zh-CN")
    added = (await ada.post("/api/people", email="bob@example.org", name="Bob")).body
    bob = house.browser()
    assert (await bob.post("/api" + added["link"], password=PASSWORD, language="tlh")).status == 422
    assert (await bob.post("/api" + added["link"], password=PASSWORD, language="en")).body["person"]["language"] == "en"
    assert (await bob.get("/api/me")).body["person"]["language"] == "en"


async def test_a_new_link_replaces_the_old_and_every_link_ends_after_two_weeks(house: House) -> None:
    ada = await house.first_account()
    added = (await ada.post("/api/people", email="bob@example.org", name="Bob")).body
    renewed = (await ada.post(f"/api/people/{added['person']['id']}/link")).body["link"]
    assert (await ada.get("/api" + added["link"])).status == 404
    assert (await ada.get("/api" + renewed)).status == 200
    house.clock.advance(timedelta(days=15).total_seconds())
    assert (await ada.get("/api" + renewed)).status == 404


async def test_an_address_has_one_account(house: House) -> None:
    ada = await house.first_account()
    answer = await ada.post("/api/people", email="ADA@example.org", name="Another")
    assert (answer.status, answer.code) == (409, "email_taken")


async def test_somebody_who_is_disabled_is_out_at_once(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    id_ = (await bob.get("/api/me")).body["person"]["id"]
    ended: list[str] = []
    house.sign_ins.when_ended(ended.append)
    answer = await ada.patch(f"/api/people/{id_}", disabled=True)
    assert answer.body["disabled"] is True
    assert len(ended) == 1
    assert (await bob.get("/api/rooms")).status == 401
    assert (await bob.post("/api/sign-in", email="bob@example.org", password=PASSWORD)).code == "sign_in_wrong"
    assert (await ada.post(f"/api/people/{id_}/link")).code == "person_disabled"
    await ada.patch(f"/api/people/{id_}", disabled=False)
    assert (await bob.post("/api/sign-in", email="bob@example.org", password=PASSWORD)).status == 200


async def test_rights_that_are_taken_end_the_sign_in(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    id_ = (await bob.get("/api/me")).body["person"]["id"]
    await ada.patch(f"/api/people/{id_}", administrator=True)
    assert (await bob.get("/api/people")).status == 200
    await ada.patch(f"/api/people/{id_}", administrator=False)
    assert (await bob.get("/api/people")).status == 401


async def test_the_last_administrator_stays_one(house: House) -> None:
    ada = await house.first_account()
    id_ = (await ada.get("/api/me")).body["person"]["id"]
    for change in ({"administrator": False}, {"disabled": True}):
        answer = await ada.patch(f"/api/people/{id_}", **change)
        assert (answer.status, answer.code) == (409, "last_administrator")
    bob = await house.account(ada, "Bob")
    bobs = (await bob.get("/api/me")).body["person"]["id"]
    await ada.patch(f"/api/people/{bobs}", administrator=True)
    await bob.post("/api/sign-in", email="bob@example.org", password=PASSWORD)
    results = await asyncio.gather(
        ada.patch(f"/api/people/{bobs}", administrator=False), bob.patch(f"/api/people/{id_}", administrator=False)
    )
    assert sorted(result.status for result in results) in ([200, 401], [200, 403], [200, 409])


async def test_guessing_a_password_is_slowed_down_for_that_account_only(house: House) -> None:
    ada = await house.first_account()
    await house.account(ada, "Bob")
    eve: Browser = house.browser("203.0.113.7")
    answers = [await eve.post("/api/sign-in", email="ada@example.org", password=f"guess {n}") for n in range(11)]
    assert [answer.status for answer in answers] == [401] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert answers[-1].body["params"]["seconds"] > 0
    from_elsewhere = await house.browser("203.0.113.8").post("/api/sign-in", email="ada@example.org", password=PASSWORD)
    assert from_elsewhere.status == 200
    assert (await eve.post("/api/sign-in", email="bob@example.org", password=PASSWORD)).status == 200


async def test_a_forged_header_does_not_escape_the_limit(house: House) -> None:
    await house.first_account()
    eve = house.browser("203.0.113.7")
    statuses = []
    for number in range(12):
        eve.headers["X-Forwarded-For"] = f"198.51.100.{number}, 203.0.113.7"
        statuses.append((await eve.post("/api/sign-in", email="ada@example.org", password="guess")).status)
    assert statuses[-1] == 429
