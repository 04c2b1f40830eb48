"""Tokens: what a program may with one, and what it never may."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession
from limits import RateLimitItemPerMinute
from sqlalchemy import text

from roundtable.http.scopes import SCOPES
from roundtable.people.api_tokens.model import MOST_TOKENS, is_well_formed, new_secret
from tests.roundtable.house import Answer, Browser, House


class Program:
    """Something without cookies that shows a token."""

    def __init__(self, house: House, secret: str, **headers: str) -> None:
        self.url = str(house.server.make_url("")).rstrip("/")
        self.headers = {"Authorization": f"Bearer {secret}", **headers}

    async def ask(self, method: str, path: str, body: object = None) -> Answer:
        """Ask without Origin and without CSRF token."""
        async with (
            ClientSession(headers=self.headers) as http,
            http.request(method, self.url + path, json=body) as response,
        ):
            is_json = "json" in response.content_type
            return Answer(
                response.status, await response.json() if is_json else await response.text(), response.headers
            )

    async def get(self, path: str) -> Answer:
        """Read something."""
        return await self.ask("GET", path)


async def made(browser: Browser, scopes: Sequence[str] = SCOPES, **more: object) -> dict[str, Any]:
    """Make a token and return the whole answer."""
    answer = await browser.post("/api/tokens", name="Robot", scopes=list(scopes), **more)
    assert answer.status == 201, answer
    body: dict[str, Any] = answer.body
    return body


async def program(house: House, browser: Browser, scopes: Sequence[str] = SCOPES, **more: object) -> Program:
    """Return a program with a new token of somebody."""
    return Program(house, (await made(browser, scopes, **more))["secret"])


async def test_a_program_reads_and_changes_with_a_token_alone(house: House) -> None:
    ada = await house.first_account()
    robot = await program(house, ada, ["read", "rooms:write"])
    room = await robot.ask("POST", "/api/rooms", {"title": "By a program"})
    assert room.status == 201
    assert [one["title"] for one in (await robot.get("/api/rooms")).body["items"]] == ["By a program"]
    assert (await robot.get("/api/me")).body["person"]["email"] == "ada@example.org"
    assert "Set-Cookie" not in room.headers


async def test_a_scope_that_is_missing_is_named(house: House) -> None:
    ada = await house.first_account()
    robot = await program(house, ada, ["read"])
    answer = await robot.ask("POST", "/api/rooms", {"title": "Room"})
    assert (answer.status, answer.code, answer.body["params"]) == (403, "scope_missing", {"scope": "rooms:write"})
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert 'error="insufficient_scope", scope="rooms:write"' in answer.headers["WWW-Authenticate"]
    only_writes = await program(house, ada, ["rooms:write"])
    assert (await only_writes.get("/api/rooms")).code == "scope_missing"


@pytest.mark.parametrize(
    "spoilt", ["", "x", "rtbl_", "rtbl_" + "a" * 51, "' OR 1=1 --", "é" * 40, "a" * 8000, "another's shape"]
)
async def test_what_is_no_token_is_nobody(house: House, spoilt: str) -> None:
    await house.first_account()
    async with ClientSession() as http:
        url = f"{house.server.make_url('/api/clubs')}"
        async with http.get(url, headers={"Authorization": f"Bearer {spoilt}".encode().decode("latin-1")}) as answer:
            assert answer.status == 401 or (answer.status == 400 and len(spoilt) >= 8000)
            if answer.status == 401:
                assert answer.headers["WWW-Authenticate"] == 'Bearer realm="roundtable", error="invalid_token"'
                assert (await answer.json())["code"] == "token_wrong"


async def test_a_wrong_token_never_falls_back_to_the_cookie(house: House) -> None:
    ada = await house.first_account()
    answer = await ada.get("/api/rooms", Authorization=f"Bearer {new_secret()}")
    assert (answer.status, answer.code) == (401, "token_wrong")
    assert (await ada.get("/api/rooms", Authorization="Basic YTpi")).status == 200


async def test_who_shows_a_token_is_not_asked_for_origin_or_csrf_but_the_cookie_counts_nothing_then(
    house: House,
) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    secret = (await made(bob, ["read", "rooms:write"]))["secret"]
    headers = {"Authorization": f"Bearer {secret}", "Origin": "https://evil.example", "X-CSRF-Token": None}
    answer = await ada.ask("POST", "/api/rooms", {"title": "Whose?"}, headers=headers)
    assert answer.status == 201
    assert (await ada.get("/api/rooms")).body["items"] == []
    assert len((await bob.get("/api/rooms")).body["items"]) == 1


async def test_the_secret_is_shown_once_and_only_its_digest_kept(house: House) -> None:
    ada = await house.first_account()
    answer = await made(ada, ["series:write", "read", "read"], days=30)
    secret = answer["secret"]
    assert is_well_formed(secret)
    listed = (await ada.get("/api/tokens")).body["items"]
    assert listed == [answer["token"]]
    assert listed[0]["scopes"] == ["read", "series:write"]
    assert secret not in str(listed)
    async with house.database.reading() as connection:
        rows = (await connection.execute(text("SELECT * FROM api_token"))).all()
    assert len(rows) == 1
    assert secret not in str(rows)
    assert secret[5:48] not in str(rows)


async def test_a_revoked_an_expired_and_a_disabled_persons_token_open_nothing(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    first, second = await made(bob), await made(bob, days=1)
    assert (await ada.delete(f"/api/tokens/{first['token']['id']}")).status == 404
    robot, other = Program(house, first["secret"]), Program(house, second["secret"])
    assert (await robot.get("/api/rooms")).status == 200
    assert (await bob.delete(f"/api/tokens/{first['token']['id']}")).status == 204
    assert (await robot.get("/api/rooms")).code == "token_wrong"
    assert (await other.get("/api/rooms")).status == 200
    house.clock.advance(timedelta(days=1).total_seconds())
    assert (await other.get("/api/rooms")).code == "token_wrong"
    assert [one["expired"] for one in (await bob.get("/api/tokens")).body["items"]] == [True]
    third = await program(house, bob)
    id_ = (await bob.get("/api/me")).body["person"]["id"]
    assert (await ada.patch(f"/api/people/{id_}", disabled=True)).status == 200
    assert (await third.get("/api/rooms")).code == "token_wrong"
    await ada.patch(f"/api/people/{id_}", disabled=False)
    assert (await third.get("/api/rooms")).code == "token_wrong"


async def test_a_token_may_no_more_than_its_owner_at_that_moment(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    robot = await program(house, bob)
    assert (await robot.get("/api/people")).code == "administrators_only"
    id_ = (await bob.get("/api/me")).body["person"]["id"]
    await ada.patch(f"/api/people/{id_}", administrator=True)
    assert (await robot.get("/api/people")).status == 200
    await ada.patch(f"/api/people/{id_}", administrator=False)
    assert (await robot.get("/api/people")).code == "administrators_only"


async def test_no_token_makes_a_way_in_or_an_administrator(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    id_ = (await bob.get("/api/me")).body["person"]["id"]
    robot = await program(house, ada)
    lines: list[tuple[str, str, object]] = [
        ("POST", "/api/tokens", {"name": "Another", "scopes": ["read"]}),
        ("GET", "/api/tokens", None),
        ("POST", "/api/password", {"current": "x", "new": "y"}),
        ("POST", f"/api/people/{id_}/link", None),
        ("PATCH", f"/api/people/{id_}", {"administrator": True}),
        ("POST", "/api/people", {"email": "eve@example.org", "name": "Eve", "administrator": True}),
        ("POST", "/api/feeds", {"language": "en"}),
        ("GET", "/api/sign-ins", None),
        ("POST", "/api/sign-out", None),
    ]
    for method, path, body in lines:
        answer = await robot.ask(method, path, body)
        assert (answer.status, answer.code) == (403, "no_token_here"), path
    assert (await robot.ask("POST", "/api/people", {"email": "eve@example.org", "name": "Eve"})).status == 201


async def test_how_many_and_how_long_is_bounded(house: House) -> None:
    ada = await house.first_account()
    for days in (0, 367):
        assert (await ada.post("/api/tokens", name="Robot", scopes=["read"], days=days)).status == 422
    for scopes in ([], ["all"], ["none"], ["read"] * 50):
        assert (await ada.post("/api/tokens", name="Robot", scopes=scopes)).status == 422
    for _ in range(MOST_TOKENS):
        await made(ada, days=1)
    answer = await ada.post("/api/tokens", name="Robot", scopes=["read"])
    assert (answer.status, answer.code) == (409, "too_many_tokens")
    house.clock.advance(timedelta(days=32).total_seconds())
    await ada.post("/api/sign-in", email="ada@example.org", password="correct horse battery")
    assert (await ada.get("/api/tokens")).body["items"] == []
    await made(ada)


async def test_when_it_was_last_used_is_noted_not_too_exactly(house: House) -> None:
    ada = await house.first_account()
    robot = await program(house, ada)

    async def last_used() -> str | None:
        items: list[dict[str, str]] = (await ada.get("/api/tokens")).body["items"]
        return items[0].get("last_used_at")

    assert await last_used() is None
    await robot.get("/api/rooms")
    first = await last_used()
    assert first is not None
    house.clock.advance(timedelta(minutes=1).total_seconds())
    await robot.get("/api/rooms")
    assert await last_used() == first
    house.clock.advance(timedelta(minutes=10).total_seconds())
    await robot.get("/api/rooms")
    assert await last_used() != first


async def test_a_program_is_counted_wherever_it_runs_and_so_are_guesses(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await house.first_account()
    secret = (await made(ada))["secret"]
    limits = {"everything": RateLimitItemPerMinute(1000), "token": RateLimitItemPerMinute(3)}
    monkeypatch.setattr("roundtable.http.limits.LIMITS", {**limits, "token_wrong": RateLimitItemPerMinute(2)})
    places = [Program(house, secret, **{"X-Forwarded-For": f"203.0.113.{number}"}) for number in range(4)]
    assert [(await one.get("/api/clubs")).status for one in places] == [200, 200, 200, 429]
    guesses = [await Program(house, new_secret()).get("/api/clubs") for _ in range(3)]
    assert [answer.status for answer in guesses] == [401, 401, 429]


def test_a_token_can_be_told_from_anything_else() -> None:
    secrets = {new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert all(is_well_formed(one) and one.startswith("rtbl_") and len(one) == 56 for one in secrets)
    good = secrets.pop()
    swapped = "b" if good[10] == "a" else "a"
    assert not is_well_formed(good[:10] + swapped + good[11:])
