"""Feeds over HTTP: who may make, see, read and revoke them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from roundtable.calendars.model import KEY, Meeting
from roundtable.database import Database
from roundtable.kernel.ids import ClubId, PersonId
from tests.roundtable.calendars.meetings import one_meeting
from tests.roundtable.calendars.office import Office
from tests.roundtable.calendars.readers import python_reader
from tests.roundtable.house import Answer, Browser


@dataclass
class Scene:
    """Ada administers; Bob and Mia are officers of a club, Olga of none."""

    office: Office
    ada: Browser
    bob: Browser
    mia: Browser
    olga: Browser
    ids: dict[str, PersonId]
    club: ClubId

    @property
    def meeting(self) -> Meeting:
        """A meeting of tomorrow."""
        start = self.office.clock.now().replace(second=0, microsecond=0) + timedelta(days=1)
        end, original = start + timedelta(hours=1), start.replace(tzinfo=None)
        return one_meeting(start=start, end=end, original=original, title="圆桌 🎉")

    async def read(self, path: str, **headers: str) -> Answer:
        """Read as a calendar program does: without a cookie."""
        return await self.office.browser().get(path, **headers)


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    office = Office(database)
    await office.server.start_server()
    ada = await office.first_account()
    bob, mia, olga = [await office.account(ada, name) for name in ("Bob", "Mia", "Olga")]
    ids = {
        name: (await browser.get("/api/me")).body["person"]["id"]
        for name, browser in {"bob": bob, "mia": mia, "olga": olga}.items()
    }
    campus = await ada.post("/api/campuses", name_zh="甲", name_en="A", city_zh="京", city_en="B", zone="Asia/Shanghai")
    club = (await ada.post("/api/clubs", name_zh="社", name_en="Club", campus_id=campus.body["id"])).body["id"]
    scene = Scene(office, ada, bob, mia, olga, ids, club)
    office.diary.people[ids["bob"]] = [scene.meeting]
    office.diary.clubs[club] = [scene.meeting]
    office.diary.administrators.add((await ada.get("/api/me")).body["person"]["id"])
    office.diary.officers |= {(ids["bob"], club), (ids["mia"], club)}
    yield scene
    await office.close()


async def test_a_program_reads_a_feed_with_nothing_but_its_address(scene: Scene) -> None:
    made = await scene.bob.post("/api/feeds", language="en")
    answer = await scene.read(made.body["path"])
    assert (made.status, answer.status) == (201, 200)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert "X-WR-CALNAME:Roundtable\r\n" in answer.body
    assert [(one.start, one.title) for one in python_reader(answer.body.encode())] == [(scene.meeting.start, "圆桌 🎉")]


async def test_what_is_unchanged_is_not_sent_again(scene: Scene) -> None:
    path = (await scene.bob.post("/api/feeds")).body["path"]
    first = await scene.read(path)
    scene.office.clock.advance(60)
    again = await scene.read(path, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body, again.headers["ETag"]) == (304, "", first.headers["ETag"])
    weak = await scene.read(path, **{"If-None-Match": f'"other", W/{first.headers["ETag"]}'})
    assert weak.status == 304
    scene.office.diary.people[scene.ids["bob"]] = [replace(scene.meeting, cancelled=True, sequence=1)]
    changed = await scene.read(path, **{"If-None-Match": first.headers["ETag"]})
    assert changed.status == 200
    assert "STATUS:CANCELLED" in changed.body


async def test_the_database_keeps_no_secret_and_the_list_tells_none(scene: Scene) -> None:
    made = (await scene.bob.post("/api/feeds", club_id=scene.club, language="en")).body
    secret = made["path"].removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) == 43
    async with scene.office.database.reading() as connection:
        rows = (await connection.execute(text("SELECT * FROM calendar_feed"))).all()
    assert len(rows) == 1
    assert secret not in str(rows)
    assert (await scene.bob.get("/api/feeds")).body == {"items": [made["feed"]]}


async def test_a_revoked_feed_looks_like_one_that_never_was(scene: Scene) -> None:
    made = (await scene.bob.post("/api/feeds")).body
    assert (await scene.bob.delete(f"/api/feeds/{made['feed']['id']}")).status == 204
    revoked, unknown = await scene.read(made["path"]), await scene.read(f"/calendar/{'A' * 43}.ics")
    assert revoked.status == 404
    assert (revoked.status, revoked.body) == (unknown.status, unknown.body)
    assert (await scene.bob.delete(f"/api/feeds/{made['feed']['id']}")).status == 404
    assert (await scene.bob.get("/api/feeds")).body == {"items": []}


async def test_a_feed_of_somebody_dismissed_looks_so_too(scene: Scene) -> None:
    path = (await scene.bob.post("/api/feeds")).body["path"]
    scene.office.diary.dismissed.add(scene.ids["bob"])
    assert (await scene.read(path)).status == 404


async def test_officers_of_a_club_have_its_feeds(scene: Scene) -> None:
    made = (await scene.bob.post("/api/feeds", club_id=scene.club, language="zh-CN")).body
    assert (await scene.mia.get("/api/feeds")).body == {"items": [made["feed"]]}
    assert "X-WR-CALNAME:开源社\r\n" in (await scene.read(made["path"])).body
    scene.office.diary.officers.remove((scene.ids["bob"], scene.club))
    assert (await scene.bob.get("/api/feeds")).body == {"items": []}
    assert (await scene.read(made["path"])).status == 404
    assert (await scene.bob.delete(f"/api/feeds/{made['feed']['id']}")).status == 404
    assert (await scene.mia.delete(f"/api/feeds/{made['feed']['id']}")).status == 204
    assert (await scene.read(made["path"])).status == 404


async def test_others_learn_nothing_of_a_club_or_of_a_feed(scene: Scene) -> None:
    made = (await scene.bob.post("/api/feeds")).body
    foreign = await scene.olga.post("/api/feeds", club_id=scene.club)
    nothing = await scene.olga.post("/api/feeds", club_id="clb_none")
    assert (foreign.status, foreign.body) == (nothing.status, nothing.body)
    assert foreign.status == 404
    for stranger in (scene.olga, scene.ada, scene.mia):
        assert (await stranger.delete(f"/api/feeds/{made['feed']['id']}")).status == 404
        assert (await stranger.get("/api/feeds")).body == {"items": []}
    assert (await scene.office.browser().get("/api/feeds")).status == 401


async def test_an_administrator_makes_and_revokes_feeds_of_clubs(scene: Scene) -> None:
    made = await scene.ada.post("/api/feeds", club_id=scene.club)
    assert made.status == 201
    assert (await scene.ada.post("/api/feeds", club_id="clb_none")).status == 404
    assert (await scene.ada.delete(f"/api/feeds/{made.body['feed']['id']}")).status == 204


async def test_nobody_makes_feeds_without_end(scene: Scene) -> None:
    made = [(await scene.olga.post("/api/feeds")).status for _ in range(11)]
    assert made == [201] * 10 + [409]
    assert (await scene.olga.post("/api/feeds")).code == "too_many_feeds"


async def test_a_session_is_saved_as_a_file(scene: Scene) -> None:
    meeting = scene.meeting
    path = f"/api/series/{meeting.series}/sessions/{meeting.original.strftime(KEY)}.ics"
    answer = await scene.bob.get(f"{path}?language=en")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "X-WR-CALNAME" not in answer.body
    assert [one.uid for one in python_reader(answer.body.encode())] == [meeting.uid]
    assert (await scene.olga.get(path)).status == 404
    assert (await scene.office.browser().get(path)).status == 401


@pytest.mark.parametrize("secret", ["", "a", "..%2f..", "%00", "a" * 3000, "%F0%9F%8E%89", "%ED%A0%80"])
async def test_an_odd_address_is_none(scene: Scene, secret: str) -> None:
    assert (await scene.read(f"/calendar/{secret}.ics")).status == 404
