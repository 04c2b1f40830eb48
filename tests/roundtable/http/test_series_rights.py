"""Every route about series, every kind of caller, own and foreign things."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from roundtable.database import Database
from tests.roundtable.house import Answer, Browser, House, opened
from tests.roundtable.http.looks import looks
from tests.roundtable.http.series_rights import CALLERS, NOTHING, TABLE, set_up

STRANGERS = ("member", "former", "elsewhere")


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    """Once on each kind of database, unlike the other tests of this folder."""
    async with opened(database) as house:
        yield house


async def ask(browser: Browser, line: str, body: dict[str, Any] | None, names: dict[str, str]) -> Answer:
    method, path = line.split()
    return await browser.ask(method, path.format(**names), None if body is None else _filled(body, names))


def _filled(body: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {name: value.format(**names) if isinstance(value, str) else value for name, value in body.items()}


@pytest.mark.parametrize("caller", CALLERS)
async def test_every_route_answers_each_caller_as_the_table_says(house: House, caller: str) -> None:
    browsers, names = await set_up(house)
    answered: dict[str, int] = {}
    expected: dict[str, int] = {}
    for line, body, statuses in TABLE:
        key = f"{line} {body}"
        answered[key] = (await ask(browsers[caller], line, body, names)).status
        expected[key] = statuses[CALLERS.index(caller)]
        if line == "GET /api/home" and caller == "former":
            assert (await browsers[caller].get("/api/home")).body == {
                "next": [], "to_answer": [], "polls": [], "series": [], "clubs": [],
            }  # fmt: skip
    assert answered == expected


async def test_who_has_nothing_to_do_with_a_series_cannot_tell_it_from_none(house: House) -> None:
    browsers, names = await set_up(house)
    for number, (line, body, _) in enumerate(TABLE):
        if "{series}" not in line:
            continue
        for caller in STRANGERS:
            browsers[caller].headers["X-Forwarded-For"] = f"203.0.113.{number}"  # so that none is asked too often
            theirs = await ask(browsers[caller], line, body, names)
            nothing = await ask(browsers[caller], line, body, {**names, "series": f"ser_{'a' * 26}"})
            assert looks(theirs) == looks(nothing), line
            assert theirs.status == 404


async def test_who_may_not_hand_over_learns_nothing_of_a_seat(house: House) -> None:
    browsers, names = await set_up(house)
    for line, body, _ in [row for row in TABLE if "handover" in row[0]]:
        for caller in STRANGERS:
            browsers[caller].headers["X-Forwarded-For"] = "203.0.113.1"
            answer = await ask(browsers[caller], line, body, names)
            nothing = await ask(browsers[caller], line, body, {**names, "rita": f"per_{'a' * 26}"})
            assert looks(answer) == looks(nothing)
            assert answer.status == NOTHING[2]


async def test_a_club_that_somebody_claims_in_their_profile_gives_no_right(house: House) -> None:
    browsers, names = await set_up(house)
    me = (await browsers["member"].get("/api/me")).body["person"]
    assert me["club_id"] == names["club"]
    assert (await browsers["member"].get("/api/home")).body["clubs"] == []
    assert (await browsers["member"].get(f"/api/series/{names['series']}")).status == 404
