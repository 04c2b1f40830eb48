"""A program with every scope may what its owner may, line by line of the tables of rights, and no more."""

from typing import Any

import pytest

from roundtable.http.scopes import SCOPES
from tests.roundtable.house import House
from tests.roundtable.http import test_rights as rooms
from tests.roundtable.http.lines import operation_of, operations
from tests.roundtable.http.polls_rights import TABLE as POLLS
from tests.roundtable.http.series_rights import CALLERS as AROUND_SERIES
from tests.roundtable.http.series_rights import TABLE as SERIES
from tests.roundtable.http.series_rights import set_up
from tests.roundtable.http.test_polls_rights import ask, with_polls
from tests.roundtable.people.api_tokens.test_api_tokens import Program, made

NO_PERSON = ("anonymous", "guest")


async def program_of(house: House, owner: Any) -> Program:
    """A program that may all its owner may."""
    return Program(house, (await made(owner, SCOPES))["secret"])


@pytest.mark.parametrize("caller", [one for one in AROUND_SERIES if one not in NO_PERSON])
@pytest.mark.parametrize("table", ["series", "polls"])
async def test_around_series(house: House, table: str, caller: str) -> None:
    browsers, names = await (set_up if table == "series" else with_polls)(house)
    robot, routes = await program_of(house, browsers[caller]), operations(house)
    answered, expected = {}, {}
    for number, (line, body, statuses) in enumerate(SERIES if table == "series" else POLLS):
        robot.headers["X-Forwarded-For"] = f"203.0.113.{number}"
        key = f"{line} {body}"
        answered[key] = (await ask(robot, line, body, names)).status  # type: ignore[arg-type]
        takes_none = operation_of(line, routes).token == "none"
        expected[key] = 403 if takes_none else statuses[AROUND_SERIES.index(caller)]
    assert answered == expected


@pytest.mark.parametrize("caller", [one for one in rooms.CALLERS if one not in NO_PERSON])
async def test_around_rooms_and_people(house: House, caller: str) -> None:
    scene = await rooms.set_up(house)
    robot, routes = await program_of(house, scene.browsers[caller]), operations(house)
    scene.browsers[caller] = robot  # type: ignore[assignment]
    answered, expected = {}, {}
    for line, body, statuses in rooms.TABLE:
        if caller == "host" and line.startswith("DELETE /api/rooms/{room}"):
            continue  # what comes after needs the room
        key = f"{line} {body}"
        answered[key] = (await scene.ask(caller, line, body)).status
        takes_none = operation_of(line, routes).token == "none"
        expected[key] = 403 if takes_none else statuses[rooms.CALLERS.index(caller)]
    assert answered == expected
