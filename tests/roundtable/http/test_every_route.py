"""The tables of rights leave nothing out: no route of the process, no kind of thing, no scope of a token."""

import re
from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest

from roundtable.composition import Roundtable
from roundtable.http.scopes import SCOPES
from roundtable.secrets import load_or_create
from roundtable.settings import Settings
from tests.roundtable.house import Browser, House
from tests.roundtable.http.calendar_rights import TABLE as CALENDARS
from tests.roundtable.http.lines import operation_of, operations
from tests.roundtable.http.polls_rights import TABLE as POLLS
from tests.roundtable.http.series_rights import TABLE as SERIES
from tests.roundtable.http.test_rights import TABLE as ROOMS_AND_PEOPLE
from tests.roundtable.people.api_tokens.test_api_tokens import Program, made

LINES = [line.partition("?")[0] for table in (ROOMS_AND_PEOPLE, SERIES, CALENDARS, POLLS) for line, *_ in table]

NO_OPERATIONS = {
    "GET /{tail}": "the client: the same files for everybody",
    "GET /api/openapi.json": "says what the interface is, the same for everybody",
    "GET /healthz": "for supervisors; tells nothing else",
    "GET /readyz": "the same",
    "GET /calendar/{secret}.ics": "whoever knows the address; tests/roundtable/calendars",
    "POST /unsubscribe/{token}": "whoever knows the address; tests/roundtable/mail",
    "GET /logos/{club}/{digest}": "pictures of clubs are public as clubs are; tests/roundtable/clubs",
    "GET /socket.io/": "the gateway asks for cookie and CSRF token; tests/roundtable/gateway",
    "POST /media/webhook": "the media server signs; tests/roundtable/media",
}
"""What the process answers beside the operations of the interface, and whose business it is."""

MEDIA_SERVER = re.compile(r"/rtc(/|$)|/twirp/|/settings/|/$")
"""The embedded media server lets in by signed tokens; tests/signaling."""


async def test_the_process_answers_at_no_address_that_is_in_no_table(house: House, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database=f"sqlite:///{tmp_path}/process.sqlite3")
    process = Roundtable(settings, load_or_create(tmp_path))
    try:
        served = {
            f"{route.method} {route.resource.canonical}"
            for route in process.application.router.routes()
            if route.resource and route.method != "HEAD"
        }
    finally:
        await process.stop()
    tabled = {f"{one.method} {one.path}" for one in operations(house)}
    others = {one for one in served - tabled if not MEDIA_SERVER.match(one.partition(" ")[2])}
    assert (others, tabled - served) == (set(NO_OPERATIONS), set())


async def test_every_kind_of_thing_in_a_route_is_asked_for_as_one_there_is_and_as_none(house: House) -> None:
    """Every route is in the tables, and each place in it is filled in both ways."""
    routes = operations(house)
    asked = [(operation_of(line, routes), line.split(" ")[1].split("/")) for line in LINES]
    missing = [f"{one.method} {one.path}" for one in routes if one not in [route for route, _ in asked]]
    for operation in routes:
        for place, part in enumerate(operation.path.split("/")):
            kinds = {"{" in address[place] for route, address in asked if route is operation}
            if "{" in part and kinds != {True, False}:
                missing.append(f"{operation.method} {operation.path} {part} {kinds}")
    assert missing == []


@pytest.fixture
async def ada(house: House) -> Browser:
    """The administrator, who may do most."""
    return await house.first_account()


async def test_a_route_takes_no_token_but_one_with_its_scope(house: House, ada: Browser) -> None:
    """Whatever it may do besides. Each asks for things that are not there, so that nothing is changed."""
    robots = {scope: await robot(house, ada, {scope}) for scope in SCOPES}
    others = {scope: await robot(house, ada, {*SCOPES} - {scope}) for scope in SCOPES}
    for number, operation in enumerate(operations(house)):
        path = re.sub(r"\{\w+\}", "x_none", operation.path)
        for each in (*robots.values(), *others.values()):
            each.headers["X-Forwarded-For"] = f"203.0.113.{number}"
        scope = operation.token
        if scope is None or scope == "none":
            for each in (*robots.values(), *others.values()):
                answer = await each.ask(operation.method, path, {})
                assert (answer.status, answer.code) == (403, "no_token_here"), operation.path
            continue
        refused = await others[scope].ask(operation.method, path, {})
        assert (refused.status, refused.code, refused.body["params"]) == (403, "scope_missing", {"scope": scope})
        taken = await robots[scope].ask(operation.method, path, {})
        assert taken.status in (200, 201, 204, 400, 404, 409, 422), (operation.path, taken)


async def robot(house: House, owner: Browser, scopes: AbstractSet[str]) -> Program:
    """A program of somebody with some scopes."""
    return Program(house, (await made(owner, sorted(scopes)))["secret"])
