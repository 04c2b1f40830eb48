"""Every route about polls, every kind of caller, by id and by link, own and foreign things."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from roundtable.database import Database
from tests.roundtable.house import Answer, Browser, House, opened
from tests.roundtable.http.looks import looks
from tests.roundtable.http.polls_rights import NEW, TABLE
from tests.roundtable.http.series_rights import CALLERS, set_up

STRANGERS = ("member", "former", "elsewhere", "moderator")


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    """Once on each kind of database, unlike the other tests of this folder."""
    async with opened(database) as house:
        yield house


async def with_polls(house: House) -> tuple[dict[str, Browser], dict[str, str]]:
    """The people around a series, whose organizer asks two of the clubs, twice."""
    browsers, names = await set_up(house)
    clubs = [names["club"], names["spare_club"]]
    poll, other = [(await browsers["organizer"].post("/api/polls", **NEW, club_ids=clubs)).body for _ in range(2)]
    return browsers, {**names, "poll": poll["id"], "link": poll["slug"], "other_poll": other["id"]}


def filled(value: Any, names: dict[str, str]) -> Any:
    """A body with the names in place."""
    match value:
        case str():
            return value.format(**names)
        case list():
            return [filled(one, names) for one in value]
        case dict():
            return {key: filled(one, names) for key, one in value.items()}
        case _:
            return value


async def ask(browser: Browser, line: str, body: dict[str, Any] | None, names: dict[str, str]) -> Answer:
    """Ask what a line says."""
    method, path = line.split()
    return await browser.ask(method, path.format(**names), filled(body, names))


@pytest.mark.parametrize("caller", CALLERS)
async def test_every_route_answers_each_caller_as_the_table_says(house: House, caller: str) -> None:
    browsers, names = await with_polls(house)
    answered = {f"{line} {body}": (await ask(browsers[caller], line, body, names)).status for line, body, _ in TABLE}
    assert answered == {f"{line} {body}": statuses[CALLERS.index(caller)] for line, body, statuses in TABLE}


async def test_who_has_nothing_to_do_with_a_poll_cannot_tell_it_from_none(house: House) -> None:
    browsers, names = await with_polls(house)
    none = {"poll": f"pol_{'a' * 26}", "other_poll": f"pol_{'a' * 26}"}
    for line, body, _ in TABLE:
        if "poll}" not in line:
            continue
        for caller in STRANGERS:
            theirs = await ask(browsers[caller], line, body, names)
            nothing = await ask(browsers[caller], line, body, {**names, **none})
            assert looks(theirs) == looks(nothing), line
            assert theirs.status == 404


async def test_a_link_that_is_none_looks_like_a_poll_that_is_none(house: House) -> None:
    browsers, names = await with_polls(house)
    none = (await browsers["member"].get("/api/polls/pol_none")).body
    assert (await browsers["member"].get(f"/api/polls/{'a' * 26}")).body == none
    assert (await browsers["representative"].get(f"/api/polls/{names['poll']}")).body.get("slug") is None
