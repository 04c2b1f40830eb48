"""Lists in pages: everything once, in order, on both databases, whatever is added or deleted between two pages."""

from collections.abc import AsyncIterator

import pytest

from roundtable.database import Database
from tests.roundtable.house import Browser, House, opened
from tests.roundtable.series.federation import founded


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    """Once on each kind of database, unlike the other tests of this folder."""
    async with opened(database) as house:
        yield house


async def every_page(browser: Browser, path: str, most: int) -> list[list[str]]:
    """Read on until there is no more, and return the ids page by page."""
    pages, after = list[list[str]](), ""
    while True:
        answer = await browser.get(f"{path}?most={most}{after}")
        assert answer.status == 200, answer
        pages.append([str(item.get("id") or item.get("session_id")) for item in answer.body["items"]])
        if "next" not in answer.body:
            return pages
        after = f"&after={answer.body['next']}"


async def whole(browser: Browser, path: str) -> list[str]:
    """Read it in one page."""
    (ids,) = await every_page(browser, path, 500)
    return ids


@pytest.mark.parametrize("most", [1, 2, 3, 7])
async def test_pages_together_are_the_list(house: House, most: int) -> None:
    federation = await founded(house)
    ada = federation.ada
    for name in ("Rui", "rui", "王", "Åse"):  # one name twice: then the ids decide
        await ada.post("/api/people", email=f"x{ord(name[0])}{name.islower()}@example.org", name=name)
        await ada.post("/api/rooms", title=name)
        house.clock.advance(60 if name == "王" else 0)  # some are made at the same moment
    for path in ("/api/people", "/api/clubs", "/api/campuses", "/api/rooms"):
        ids = await whole(ada, path)
        assert len(ids) >= 3, path
        pages = await every_page(ada, path, most)
        assert [id_ for page in pages for id_ in page] == ids
        assert all(len(page) == most for page in pages[:-1]), path
        assert len(pages[-1]) in range(1, most + 1), path


async def test_sessions_of_a_room_come_in_pages_too(house: House) -> None:
    ada = await house.first_account()
    room = (await ada.post("/api/rooms", title="Room")).body
    for _ in range(3):
        await ada.enter(room["slug"], "Ada")
        live = await house.sessions.live_in(room["id"])
        assert live is not None
        house.clock.advance(3600)
        await house.sessions.tick()
    path = f"/api/rooms/{room['id']}/sessions"
    ids = await whole(ada, path)
    assert [id_ for page in await every_page(ada, path, 2) for id_ in page] == ids


async def test_what_is_deleted_and_added_meanwhile_hides_nothing(house: House) -> None:
    federation = await founded(house)
    ada = federation.ada
    first = (await ada.get("/api/clubs?most=2")).body
    rest = (await ada.get(f"/api/clubs?most=2&after={first['next']}")).body["items"]
    await ada.delete(f"/api/clubs/{first['items'][0]['id']}")
    await ada.post("/api/clubs", name_zh="阿", name_en="Aaa", campus_id=federation.campuses[0])
    assert (await ada.get(f"/api/clubs?most=2&after={first['next']}")).body["items"] == rest
    await ada.delete(f"/api/clubs/{first['next']}")
    assert (await ada.get(f"/api/clubs?after={first['next']}")).body == {"items": []}


@pytest.mark.parametrize("query", ["most=0", "most=501", "most=x", "after=A", "after=%27", "most=1&most=2", "page=2"])
async def test_an_odd_page_is_one_clean_refusal(house: House, query: str) -> None:
    ada = await house.first_account()
    for path in ("/api/people", "/api/clubs", "/api/campuses", "/api/rooms"):
        assert (await ada.get(f"{path}?{query}")).status in (400, 422), path


async def test_the_next_page_of_another_list_is_empty(house: House) -> None:
    federation = await founded(house)
    olgas = (await federation.olga.post("/api/rooms", title="Olga's")).body["id"]
    assert (await federation.ada.get(f"/api/rooms?after={olgas}")).body == {"items": []}
