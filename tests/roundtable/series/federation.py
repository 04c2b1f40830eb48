"""A small federation: clubs in Shenzhen, Los Angeles and Berlin, people who sit for them, and Olga who organizes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from roundtable.kernel.ids import RoomId
from tests.roundtable.house import Answer, Browser, House

CAMPUSES = (
    ("深圳大学", "Shenzhen University", "深圳", "Shenzhen", "Asia/Shanghai"),
    ("加州大学", "UCLA", "洛杉矶", "Los Angeles", "America/Los_Angeles"),
    ("柏林工大", "TU Berlin", "柏林", "Berlin", "Europe/Berlin"),
)
FIRST = "20261125T2000"
SECOND = "20261209T2000"
THIRD = "20261223T2000"


def fortnightly(**changes: Any) -> dict[str, Any]:
    """Every second Wednesday at 20:00 in Shanghai, from 25 November 2026 on, six times."""
    rule = {"frequency": "weekly", "interval": 2, "weekdays": ["WE"], "count": 6}
    anchors = [{"zone": "Asia/Shanghai", "time": "20:00"}]
    return {"starts_on": "2026-11-25", "anchors": anchors, "minutes": 90, "rule": rule, **changes}


@dataclass
class Federation:
    """Its people and clubs."""

    house: House
    ada: Browser
    """The administrator."""
    olga: Browser
    """Organizes."""
    rui: Browser
    """Of the club in Shenzhen."""
    lee: Browser
    """Of the club in Los Angeles."""
    shenzhen: str
    angeles: str
    berlin: str
    campuses: tuple[str, ...]

    async def plan(self, title: str = "Sync", **schedule: Any) -> dict[str, Any]:
        """Olga plans a series."""
        made = await self.olga.post("/api/series", title=title, schedule=fortnightly(**schedule))
        assert made.status == 201, made
        series: dict[str, Any] = made.body
        return series

    async def seat(self, series: str, club: str, name: str, **more: Any) -> dict[str, Any]:
        """Olga gives a club a seat."""
        form = {"club_id": club, "email": f"{name}@example.org", **more}
        added = await self.olga.post(f"/api/series/{series}/seats", **form)
        assert added.status == 201, added
        seat: dict[str, Any] = added.body
        return seat

    async def keys(self, series: str, browser: Browser | None = None) -> list[str]:
        """The keys of a series that are not over."""
        page = (await (browser or self.olga).get(f"/api/series/{series}/sessions")).body
        return [one["key"] for one in page["items"]]

    async def room_of(self, series: dict[str, Any]) -> dict[str, Any]:
        """The room of a series, as Olga sees it."""
        rooms = (await self.olga.get("/api/rooms")).body["items"]
        found: dict[str, Any] = next(room for room in rooms if room["slug"] == series["slug"])
        return found

    async def live(self, series: dict[str, Any]) -> str | None:
        """The live session in the room of a series."""
        facts = await self.house.sessions.live_in(RoomId((await self.room_of(series))["id"]))
        return facts.session if facts else None

    def wait_until(self, moment: datetime) -> None:
        """Move the clock."""
        ahead: timedelta = moment - self.house.clock.now()
        assert ahead.total_seconds() >= 0
        self.house.clock.advance(ahead.total_seconds())


async def id_of(browser: Browser) -> str:
    """The account that is signed in."""
    return str((await browser.get("/api/me")).body["person"]["id"])


def refused(answer: Answer) -> tuple[int, str]:
    """How something was refused."""
    return answer.status, answer.code


async def founded(house: House) -> Federation:
    """Ada sets everything up."""
    ada = await house.first_account()
    olga, rui, lee = [await house.account(ada, name) for name in ("Olga", "Rui", "Lee")]
    campuses, clubs = [], []
    for name_zh, name_en, city_zh, city_en, zone in CAMPUSES:
        fields = {"name_zh": name_zh, "name_en": name_en, "city_zh": city_zh, "city_en": city_en, "zone": zone}
        campuses.append((await ada.post("/api/campuses", **fields)).body["id"])
        names = {"name_zh": f"{city_zh}开源社", "name_en": f"{city_en} Open Source"}
        clubs.append((await ada.post("/api/clubs", campus_id=campuses[-1], **names)).body["id"])
    shenzhen, angeles, berlin = clubs
    return Federation(house, ada, olga, rui, lee, shenzhen, angeles, berlin, tuple(campuses))
