"""Nonsense in every field of every route is done or refused, on both databases: never a failure of ours."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final
from urllib.parse import quote

import pytest
from limits import RateLimitItemPerMinute
from pydantic import ValidationError

from roundtable.database import Database
from roundtable.http.limits import LIMITS
from roundtable.kernel.wire import Join
from tests.roundtable.house import Browser, House, opened
from tests.roundtable.http import test_rights as rooms
from tests.roundtable.http.calendar_rights import TABLE as CALENDARS
from tests.roundtable.http.lines import operation_of, operations
from tests.roundtable.http.polls_rights import TABLE as POLLS
from tests.roundtable.http.series_rights import TABLE as SERIES
from tests.roundtable.http.test_polls_rights import filled, with_polls

TEXTS: Final = (
    "", "a\0b", "x" * 70_000, "汉" * 9_000, "\u202eevil\u202c", "\u200b", "\r\nBcc: eve@example.org", "' OR 1=1 --",
    "\U0001f469\u200d\U0001f4bb" * 40, "\ud7ff\ue000\uffff", "2026-02-30", "9999-12-31T23:59:60Z", "-1", "1e400",
)  # fmt: skip
"""A NUL is what PostgreSQL does not take; the others are what programs trip over that do."""

VALUES: Final[tuple[Any, ...]] = (*TEXTS, None, True, -1, 10**30, 1e308, [], {}, [None], ["a\0b"], ["a"] * 5_000)

ODD_PATHS: Final = ("%00", "%0a", "..%2f", "%ff%fe", "x" * 5_000, "%F0%9F%98%80", "-1", "%E2%80%AE")


@pytest.fixture
async def house(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """Once on each kind of database; nobody asks too often."""
    many = dict.fromkeys(LIMITS, RateLimitItemPerMinute(1_000_000))
    monkeypatch.setattr("roundtable.http.limits.LIMITS", many)
    async with opened(database) as house:
        yield house


def spoilt(body: Any) -> Iterator[Any]:
    """The same with one value after the other replaced by each piece of nonsense, and with a field too many."""
    match body:
        case dict():
            for name, value in body.items():
                yield from ({**body, name: worse} for worse in spoilt(value))
            yield {**body, "\0": 1}
        case [first, *rest]:
            yield from ([worse, *rest] for worse in spoilt(first))
    yield from VALUES


async def refused_or_done(browser: Browser, method: str, path: str, body: Any = None) -> None:
    """Ask, and look whether the answer is one of the interface."""
    content = None if body is None else json.dumps(body)
    answer = await browser.ask(method, path, content, headers={"Content-Type": "application/json"})
    asked = f"{method} {path[:200]} {(content or '')[:300]}"
    assert answer.status < 500, asked
    if answer.status >= 400:
        assert answer.headers["Content-Type"].startswith("application/problem+json"), asked


async def scene(house: House, table: str) -> tuple[Browser, dict[str, str], Any]:
    """Somebody who may do everything, the names of what there is, and what they are to ask."""
    if table == "rooms and people":
        found = await rooms.set_up(house)
        return found.browsers["administrator"], found.names, rooms.TABLE
    browsers, names = await with_polls(house)
    return browsers["administrator"], names, [*SERIES, *CALENDARS, *POLLS]


@pytest.mark.parametrize("table", ["rooms and people", "series"])
async def test_in_bodies(house: House, table: str) -> None:
    browser, names, lines = await scene(house, table)
    for line, body, *_ in lines:
        method, path = line.split()
        if body is None or path == "/api/sign-out":
            continue
        for worse in spoilt(filled(body, names)):
            await refused_or_done(browser, method, path.format(**names), worse)


@pytest.mark.parametrize("table", ["rooms and people", "series"])
async def test_in_queries(house: House, table: str) -> None:
    browser, names, lines = await scene(house, table)
    routes = operations(house)
    for line in {line.partition("?")[0] for line, *_ in lines if line.startswith("GET ")}:
        query = operation_of(line, routes).query_model
        path = line.removeprefix("GET ").format(**names)
        for name in query.model_fields if query else ():
            for text in TEXTS:
                await refused_or_done(browser, "GET", f"{path}?{name}={quote(text[:500], errors='surrogatepass')}")
            await refused_or_done(browser, "GET", f"{path}?{name}=1&{name}=2")
            await refused_or_done(browser, "GET", f"{path}?{name}=%ff%fe&%00=1")


async def test_in_paths(house: House) -> None:
    browser, names, _ = await scene(house, "series")
    for operation in operations(house):
        parts = operation.path.split("/")
        for place, part in enumerate(parts):
            for odd in ODD_PATHS if "{" in part else ():
                rest = [names.get("series", "x") if "{" in one else one for one in parts[place + 1 :]]
                path = "/".join([*(names["series"] if "{" in one else one for one in parts[:place]), odd, *rest])
                await refused_or_done(browser, operation.method, path, {})


@pytest.mark.parametrize(
    "address", ["/logos/{}/x", "/logos/clb_x/{}", "/calendar/{}.ics", "/unsubscribe/{}", "/api/{}", "/{}", "/r/{}"]
)
async def test_in_addresses_that_are_no_operations(house: House, address: str) -> None:
    browser = house.browser()
    for odd in (*ODD_PATHS, "%C3%A9", "reminders-%00-a", "reminders-per_x-%C3%A9"):
        for method, form in (("GET", None), ("POST", "List-Unsubscribe=One-Click")):
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            answer = await browser.ask(method, address.format(odd), form, headers=kind)
            assert answer.status != 500, (method, address, odd)


def test_in_the_link_that_a_socket_names() -> None:
    with pytest.raises(ValidationError):
        Join.model_validate({"room": "a\0b", "csrf": "", "protocol": 1})
