"""The demo's federation, lived through by the HTTP API and the gateway on a real server with a clock set by hand."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from roundtable.demo.cast import ROOM_TITLE
from roundtable.demo.entrance import Entrance
from roundtable.demo.house import EXTRA_TITLE, House, furnish, prepared
from roundtable.demo.meetings import MIRROR_MEETINGS, SYNC_MEETINGS
from roundtable.demo.members import LENA, LIN, MODERATOR, Member
from roundtable.demo.past import MIRRORS_TITLE
from roundtable.demo.visitor import Refused, Visitor
from roundtable.earlier import EarlierServer, at_another_time

pytestmark = pytest.mark.timeout(180)


@dataclass
class Demo:
    """A server on the demo's data, at this very moment."""

    data: Path
    server: EarlierServer
    house: House

    async def seen_by(self, member: Member) -> Visitor:
        """Sign somebody in; whoever asks closes the browser."""
        visitor = Visitor(self.server.url)
        await visitor.sign_in(member.email, self.house.passwords[member.email])
        return visitor


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory that the tests of this module share: the past is lived through once."""
    return tmp_path_factory.mktemp("demo") / "data"


@pytest.fixture
async def demo(data: Path) -> AsyncIterator[Demo]:
    """The demo, started once more."""
    passwords = await prepared(data, at_another_time)
    async with at_another_time(data, datetime.now(UTC)) as server:
        house = await furnish(server, passwords)
        yield Demo(data, server, house)
        await house.host.close()


async def sessions_of(visitor: Visitor, series: str, query: str = "after=20200101T000000Z&most=50") -> list[Any]:
    """All dates of a series, the past ones too."""
    items: list[Any] = (await visitor.get(f"/api/series/{series}/sessions?{query}"))["items"]
    return items


async def test_a_federation_in_the_middle_of_its_term(demo: Demo) -> None:
    host = demo.house.host
    clubs = (await host.get("/api/clubs"))["items"]
    campuses = (await host.get("/api/campuses"))["items"]
    assert (len(clubs), len({club["campus_id"] for club in clubs})) == (8, 4)
    assert {campus["city_en"] for campus in campuses} == {"Shenzhen", "Chengdu", "Los Angeles", "Berlin"}
    home = await host.get("/api/home")
    assert len(home["series"]) == 2
    assert home["next"][0]["title"] == EXTRA_TITLE
    now = datetime.now(UTC).isoformat()
    by_title = {entry["title"]: entry for entry in home["series"]}
    for title, meetings in ((ROOM_TITLE, SYNC_MEETINGS), (MIRRORS_TITLE, MIRROR_MEETINGS)):
        past = [one for one in await sessions_of(host, by_title[title]["id"]) if one["end"] < now]
        assert len(past) == len(meetings)
        for one, meeting in zip(past, meetings, strict=True):
            record = await host.get(f"/api/sessions/{one['held'][0]['session_id']}/floor")
            assert [item["title"] for item in record["items"]] == [item.title for item in meeting.items]
            assert one["doors_at"] < record["started_at"] < one["start"]
            assert record["ended_at"] < one["end"]
            said = [turn for item in meeting.items for turn in item.turns]
            assert record["totals"]["turns"] == len(said)
            assert record["totals"]["spoken_ms"] == pytest.approx(1000 * sum(turn.seconds for turn in said), rel=0.1)
    sync = by_title[ROOM_TITLE]
    ahead = [one for one in await sessions_of(host, sync["id"]) if one["end"] >= now]
    assert [one["key"] for one in ahead if one["moved"]] == [ahead[2]["key"]]
    assert [one["key"] for one in ahead if one["cancelled"]] == [ahead[3]["key"]]
    assert [len(one["responses"]) for one in ahead[:4]] == [0, 5, 2, 0]
    record = (await host.get(f"/api/series/{sync['id']}/seats"))["record"]
    handed = next(one for one in record if one["act"] == "handed_over")
    assert (handed["from_person"]["name"], handed["to_person"]["name"]) == ("Alex Kim", "Mia Torres")


async def test_starting_again_changes_nothing(demo: Demo) -> None:
    host = demo.house.host
    before = await host.get("/api/home")
    assert await prepared(demo.data, at_another_time) == demo.house.passwords
    again = await furnish(demo.server, demo.house.passwords)
    assert again.slug == demo.house.slug
    assert (await again.host.get("/api/home"))["next"] == before["next"]
    await again.host.close()


async def test_doors_lead_to_pages_as_somebody(demo: Demo) -> None:
    entrance = Entrance(demo.house.host.server, demo.house.passwords)
    await entrance.open("127.0.0.1")
    try:
        links = {member: entrance.link(member, f"/r/{demo.house.slug}") for member in (LENA, MODERATOR)}
        for member, link in links.items():
            async with ClientSession() as http, http.get(link, allow_redirects=False) as answer:
                assert answer.headers["Location"] == f"{demo.server.url}/r/{demo.house.slug}"
                cookie = answer.headers["Set-Cookie"].partition(";")[0]
            headers = {"Cookie": cookie}
            async with ClientSession() as http, http.get(f"{demo.server.url}/api/me", headers=headers) as me:
                assert (await me.json())["person"]["name"] == member.name
        async with ClientSession() as http, http.get(links[LENA][:-3] + "xxx") as wrong:
            assert wrong.status == 404
    finally:
        await entrance.close()


async def test_each_sees_what_is_theirs(demo: Demo) -> None:
    lena, lin = await demo.seen_by(LENA), await demo.seen_by(LIN)
    try:
        assert len((await lena.get("/api/home"))["to_answer"]) == 4
        series = (await lin.get("/api/home"))["series"]
        assert [one["roles"] for one in series] == [["moderator"]]
        with pytest.raises(Refused, match="administrators_only"):
            await lena.get("/api/people")
    finally:
        await lena.close()
        await lin.close()


async def test_what_is_stale_is_put_aside_and_begun_anew(tmp_path: Path) -> None:
    """A term that is over, and a directory of something else, are kept under another name."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "something.txt").write_text("kept")
    asked: list[datetime] = []

    def refusing(_: Path, moment: datetime) -> Any:
        asked.append(moment)
        raise OSError("no port")

    with pytest.raises(OSError, match="no port"):
        await prepared(data, refusing)
    aside = [path for path in tmp_path.iterdir() if path != data]
    assert [(path / "something.txt").read_text() for path in aside] == ["kept"]
    assert datetime.now(UTC) - asked[0] > timedelta(days=40)
    assert (data / "passwords.json").stat().st_mode & 0o077 == 0
