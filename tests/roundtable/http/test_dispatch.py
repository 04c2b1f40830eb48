"""What happens to a request before a handler sees it, and to an answer after."""

import asyncio
import gzip
import json
import unicodedata
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession
from hypothesis import given
from hypothesis import strategies as st
from limits import RateLimitItemPerMinute
from pydantic import ValidationError

from roundtable.http.problems import InvalidFields, MalformedRequest, from_validation
from roundtable.rooms.resources import NewRoom
from tests.roundtable.house import House

FORM = {"email": "nobody@example.org", "password": "wrong password"}


@pytest.mark.parametrize("origin", [None, "null", "", "https://evil.example", "http://127.0.0.1:1", "file://"])
async def test_pages_of_other_sites_may_change_nothing(house: House, origin: str | None) -> None:
    ada = await house.first_account()
    answer = await ada.ask("POST", "/api/rooms", {"title": "Room"}, headers={"Origin": origin})
    assert (answer.status, answer.code) == (403, "foreign_origin")
    anonymous = await house.browser().ask("POST", "/api/sign-in", FORM, headers={"Origin": origin})
    assert (anonymous.status, anonymous.code) == (403, "foreign_origin")


@pytest.mark.parametrize("token", [None, "", "x", "é", "of another sign-in"])
async def test_a_page_must_send_the_token_of_its_own_sign_in(house: House, token: str | None) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    sent = bob.csrf if token == "of another sign-in" else token
    for method, path in (("POST", "/api/rooms"), ("DELETE", "/api/rooms/room_x"), ("POST", "/api/sign-out")):
        answer = await ada.ask(method, path, {"title": "Room"}, headers={"X-CSRF-Token": sent})
        assert (answer.status, answer.code) == (403, "csrf_token_wrong")
    assert (await ada.get("/api/rooms")).body == {"items": []}


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        ("{", "application/json", 400, "malformed"),
        ("", "application/json", 400, "malformed"),
        (b"\xff\xfe", "application/json", 400, "malformed"),
        ("[" * 20_000, "application/json", 400, "malformed"),
        ('{"title": "\\ud800"}', "application/json", 400, "malformed"),
        ("[]", "application/json", 422, "invalid"),
        ("null", "application/json", 422, "invalid"),
        ('{"title": {"$ne": 1}}', "application/json", 422, "invalid"),
        ('{"title": "Room", "host": "me"}', "application/json", 422, "invalid"),
        ("title=Room", "application/x-www-form-urlencoded", 415, "json_expected"),
        ('{"title": "Room"}', "text/plain", 415, "json_expected"),
        (json.dumps({"title": "x" * 70_000}), "application/json", 413, "body_too_large"),
    ],
)
async def test_a_body_that_is_wrong_is_one_clean_refusal(
    house: House, body: bytes | str, content_type: str, status: int, code: str
) -> None:
    ada = await house.first_account()
    answer = await ada.ask("POST", "/api/rooms", body, headers={"Content-Type": content_type})
    assert (answer.status, answer.code) == (status, code)
    assert answer.headers["Content-Type"].startswith("application/problem+json")


async def test_a_body_without_a_length_is_bounded_too(house: House) -> None:
    ada = await house.first_account()

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 8192

    headers = {"Origin": ada.url, "X-CSRF-Token": ada.csrf, "Content-Type": "application/json"}
    async with ada.http.post(ada.url + "/api/rooms", data=endless(), headers=headers) as response:
        assert response.status == 413


async def test_a_compressed_bomb_is_bounded_after_unpacking(house: House) -> None:
    ada = await house.first_account()
    bomb = gzip.compress(b" " * 50_000_000)
    answer = await ada.ask(
        "POST", "/api/rooms", bomb, headers={"Content-Type": "application/json", "Content-Encoding": "gzip"}
    )
    assert answer.status in (400, 413)


async def test_unknown_addresses_and_methods_are_problems(house: House) -> None:
    browser = house.browser()
    missing = await browser.get("/api/nothing/here")
    assert (missing.status, missing.body) == (
        404,
        {"type": "about:blank", "title": "Not Found", "status": 404, "code": "not_found", "params": {}},
    )
    wrong = await browser.ask("PUT", "/api/rooms")
    assert (wrong.status, wrong.code) == (405, "method_not_allowed")


@pytest.mark.parametrize(
    "id_", ["..", "%00", "room_ä", "x" * 100, "room_1'--", "%2e%2e%2fetc", "room_1%0d%0aX: y", "ROOM_1"]
)
async def test_an_odd_id_in_a_path_is_simply_not_found(house: House, id_: str) -> None:
    ada = await house.first_account()
    answer = await ada.get(f"/api/rooms/{id_}")
    assert answer.status in (400, 404)


async def test_a_failure_of_ours_tells_nothing_internal(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = await house.first_account()

    async def broken(*_: object) -> None:
        raise RuntimeError("the password of the database is 12345")

    monkeypatch.setattr(house.rooms, "mine", broken)
    answer = await ada.get("/api/rooms")
    assert answer.body == {
        "type": "about:blank", "title": "Internal Server Error", "status": 500, "code": "internal_error", "params": {},
    }  # fmt: skip


async def test_answers_of_the_interface_are_kept_by_no_cache(house: House) -> None:
    browser = house.browser()
    for path in ("/api/me", "/api/clubs", "/api/rooms", "/api/nothing"):
        assert (await browser.get(path)).headers["Cache-Control"] == "no-store"


async def test_requests_are_counted_by_the_address_that_a_trusted_proxy_tells(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roundtable.http.limits.LIMITS", {"everything": RateLimitItemPerMinute(3)})
    first, second = house.browser("203.0.113.1"), house.browser("203.0.113.2")
    statuses = [(await first.get("/api/campuses")).status for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert (await second.get("/api/campuses")).status == 200
    neighbours = [house.browser(f"2001:db8::{number}") for number in range(4)]
    assert [(await one.get("/api/campuses")).status for one in neighbours] == [200, 200, 200, 429]


async def test_a_cookie_of_another_shape_is_nobody(house: House) -> None:
    await house.first_account()
    for value in ("", "x", "x" * 43, "x" * 5000, "ä" * 43, "' OR 1=1"):
        browser = house.browser()
        answer = await browser.get("/api/me", Cookie=f"__Host-rt_session={value}")
        assert answer.body == {"csrf": "", "first_start": False}


async def test_by_plain_http_from_elsewhere_the_cookie_has_another_name(house: House) -> None:
    """Browsers refuse Secure cookies there. Such a cookie opens nothing on a safe connection."""
    ada = await house.first_account()
    room = (await ada.post("/api/rooms", title="Room")).body
    headers = {"Host": "192.0.2.5:8080", "Origin": "http://192.0.2.5:8080", "Content-Type": "application/json"}
    async with ClientSession() as http:
        url = f"{ada.url}/api/entry/{room['slug']}"
        async with http.post(url, json={"name": "Guest"}, headers=headers) as response:
            cookie = response.headers["Set-Cookie"]
        assert cookie.startswith("rt_session=")
        assert "Secure" not in cookie
        value = cookie.partition(";")[0]
        async with http.get(ada.url + "/api/me", headers={"Host": "192.0.2.5:8080", "Cookie": value}) as response:
            assert (await response.json())["guest"]["name"] == "Guest"
        async with http.get(ada.url + "/api/me", headers={"Cookie": value}) as response:
            assert "guest" not in await response.json()


async def test_behind_a_proxy_the_public_address_is_ours(house: House) -> None:
    behind = House(house.database, public_url="https://meet.example.org")
    await behind.server.start_server()
    try:
        proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.5", "Host": "internal:8080"}
        browser = behind.browser()
        browser.headers.update(proxied)
        answer = await browser.ask("POST", "/api/sign-in", FORM, headers={"Origin": "https://meet.example.org"})
        assert answer.code == "sign_in_wrong"
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
        other = await browser.ask("POST", "/api/sign-in", FORM, headers={"Origin": "https://evil.example.org"})
        assert other.code == "foreign_origin"
    finally:
        await behind.close()


async def test_many_at_once_are_answered_each_with_their_own(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    answers = await asyncio.gather(*((ada if n % 2 else bob).get("/api/me") for n in range(40)))
    assert [answer.body["person"]["name"] for answer in answers] == ["Bob", "Ada"] * 20


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: json.dumps({"title": text}).encode()))
def test_whatever_is_sent_is_a_room_or_a_refusal(body: bytes) -> None:
    try:
        room = NewRoom.model_validate_json(body)
    except ValidationError as error:
        refusal = from_validation(error)
        assert isinstance(refusal, MalformedRequest | InvalidFields)
    else:
        assert 0 < len(room.title) <= 120
        assert {unicodedata.category(letter) for letter in room.title} & {"Cc", "Cs", "Zl", "Zp"} == set()


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ('{"title": "a\\u0000b"}', "title", "invalid"),
        ('{"title": "Room", "settings": {"lobby": ["", "\\u0000"]}}', "settings.lobby.1", "invalid"),
        ('{"title": "Room", "settings": {"a\\u0000": 1}}', "settings", "unknown"),
        ('{"a\\u0000": 1}', "", "unknown"),
    ],
)
async def test_a_nul_is_refused_where_it_stands(house: House, body: str, path: str, code: str) -> None:
    """PostgreSQL would refuse it much later, and that would look like a failure of ours."""
    ada = await house.first_account()
    answer = await ada.ask("POST", "/api/rooms", body, headers={"Content-Type": "application/json"})
    assert (answer.status, answer.body["errors"]) == (422, [{"path": path, "code": code}])


async def test_what_only_looks_like_a_nul_is_text(house: House) -> None:
    ada = await house.first_account()
    body = '{"title": "C strings end with \\\\u0000"}'
    answer = await ada.ask("POST", "/api/rooms", body, headers={"Content-Type": "application/json"})
    assert (answer.status, answer.body["title"]) == (201, "C strings end with \\u0000")
    deep = '{"title": ' + "[" * 900 + '"\\u0000"' + "]" * 900 + "}"
    assert (await ada.ask("POST", "/api/rooms", deep, headers={"Content-Type": "application/json"})).status == 422
    assert (await ada.get("/api/rooms?after=%00")).status == 422
