"""How long a feed of three hundred sessions takes: to write, and to read from SQLite and write."""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from roundtable.calendars.ports import Span
from roundtable.calendars.service import Feeds
from roundtable.calendars.writing import Published, published
from roundtable.database import Database, migrate
from roundtable.diary import SeriesDiary
from roundtable.kernel.ids import PersonId
from tests.roundtable.house import House, opened

SERIES = 6
EACH = 50
ROUNDS = 20
LIMIT_MS = 100.0
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/Los_Angeles", "Africa/Casablanca")
ORIGIN = "https://roundtable.example.org"


async def measure(url: str) -> tuple[int, float, float]:
    """Return how many sessions the feed has, and milliseconds of CPU to write them, and to read and write them."""
    database = Database(url)
    await migrate.upgrade(database)
    async with opened(database) as house:
        feeds, diary, person, secret = await _federation(house)
        now = house.clock.now()
        found = await diary.of_person(person, Span(now, now + timedelta(days=400), ORIGIN))
        alone = await _median(lambda: asyncio.to_thread(published, Published(found, "zh-CN", "圆桌会议")))
        whole = await _median(lambda: feeds.read(secret, ORIGIN))
    await database.close()
    return len(found), alone, whole


async def _federation(house: House) -> tuple[Feeds, SeriesDiary, PersonId, str]:
    ada = await house.first_account()
    person = (await ada.get("/api/me")).body["person"]["id"]
    starts_on = house.clock.now().date()
    for number in range(SERIES):
        schedule = {
            "starts_on": (starts_on + timedelta(days=number)).isoformat(),
            "anchors": [{"zone": ZONES[number % len(ZONES)], "time": "20:00"}],
            "minutes": 90,
            "rule": {"frequency": "daily", "interval": 7, "count": EACH},
        }
        form = {
            "title": "高校开源社团同步会 Weekly sync",
            "about": "每个社团用三分钟报告进展。" * 8,
            "schedule": schedule,
        }
        assert (await ada.post("/api/series", **form)).status == 201
    path = (await ada.post("/api/feeds")).body["path"]
    diary = SeriesDiary(house.database, house.clubs, house.clock)
    feeds = Feeds(house.database, diary, house.clock)
    return feeds, diary, person, path.removeprefix("/calendar/").removesuffix(".ics")


async def _median(work: Callable[[], Awaitable[object]]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        await work()
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


def main() -> int:
    with tempfile.TemporaryDirectory() as directory:
        meetings, alone, whole = asyncio.run(measure(f"sqlite:///{Path(directory) / 'bench.sqlite3'}"))
    print(
        f"{meetings} sessions written in {alone:.1f} ms CPU; read and written in {whole:.1f} ms (limit {LIMIT_MS:.0f})"
    )
    return 0 if meetings == SERIES * EACH and whole <= LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
