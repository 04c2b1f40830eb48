"""Every route about calendars, every kind of caller, own and foreign things."""

from collections.abc import AsyncIterator

import pytest

from roundtable.database import Database
from tests.roundtable.house import Browser, House, opened
from tests.roundtable.http.calendar_rights import TABLE
from tests.roundtable.http.looks import looks
from tests.roundtable.http.series_rights import CALLERS, set_up
from tests.roundtable.http.test_series_rights import ask


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    """Once on each kind of database, unlike the other tests of this folder."""
    async with opened(database) as house:
        yield house


async def with_feeds(house: House) -> tuple[dict[str, Browser], dict[str, str]]:
    """The people around a series, some of whom have calendars."""
    browsers, names = await set_up(house)
    await browsers["administrator"].post(f"/api/clubs/{names['club']}/officers", person_id=names["rita"])
    own = await browsers["organizer"].post("/api/feeds")
    club = await browsers["representative"].post("/api/feeds", club_id=names["club"])
    return browsers, {**names, "feed": own.body["feed"]["id"], "club_feed": club.body["feed"]["id"]}


@pytest.mark.parametrize("caller", CALLERS)
async def test_every_route_answers_each_caller_as_the_table_says(house: House, caller: str) -> None:
    browsers, names = await with_feeds(house)
    answered = {f"{line} {body}": (await ask(browsers[caller], line, body, names)).status for line, body, _ in TABLE}
    assert answered == {f"{line} {body}": statuses[CALLERS.index(caller)] for line, body, statuses in TABLE}


async def test_what_is_not_theirs_cannot_be_told_from_what_is_not(house: House) -> None:
    browsers, names = await with_feeds(house)
    none = {"feed": "fed_none", "club_feed": "fed_none", "series": "ser_none", "club": "clb_none"}
    for line, body, _ in TABLE:
        for caller in ("member", "former", "elsewhere"):
            theirs = await ask(browsers[caller], line, body, names)
            nothing = await ask(browsers[caller], line, body, {**names, **none})
            if theirs.status == 404:
                assert looks(theirs) == looks(nothing), line
