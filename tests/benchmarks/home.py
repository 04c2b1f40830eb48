"""The data of a home page on SQLite: a federation of 500 clubs with 200 series in the middle of five years, and polls.

Server time of the whole request's service: queries, what to answer, sentences, and the JSON.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from pathlib import Path

from sqlalchemy import insert

from roundtable.clubs.service import Clubs
from roundtable.clubs.tables import CampusRow, ClubRow
from roundtable.database import Connection, Database, migrate
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.ids import ClubId, PersonId, PollId, RoomId, SeatId, SeriesId
from roundtable.kernel.session import SessionSettings
from roundtable.polls import tables as polls
from roundtable.polls.model import Answer, Poll, When
from roundtable.polls.waiting import OpenQuestions
from roundtable.rooms.tables import RoomRow
from roundtable.series.home import Home
from roundtable.series.model import Response, RoleHolder, Seat, Series
from roundtable.series.rule import Rule
from roundtable.series.schedule import Anchor, Schedule, key_of, planned
from roundtable.series.tables import dates, people
from roundtable.series.tables import series as rows
from roundtable.series.window import refresh

CLUBS = 500
CAMPUSES = 60
SERIES = 200
SEATS = 25
"""Clubs in each series: each club sits in ten."""
POLLS = 300
"""Half of them open, each asking forty clubs, of which half have answered."""
ASKED = 40
VISITS = 200
LIMIT_MS = 30.0
"""Median of the server's time."""

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BEGAN = date(2024, 5, 1)
ZONES = ("Asia/Shanghai", "America/Los_Angeles", "Europe/Berlin")


def _series(number: int) -> Series:
    begins = BEGAN + timedelta(days=number % 28)
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[begins.weekday()]
    rule = Rule(frequency="weekly", weekdays=(weekday,), until=begins + timedelta(days=5 * 365))
    anchor = Anchor(zone=ZONES[number % 3], time=hour(8 + number % 12))
    return Series(
        id=SeriesId(f"ser_{number}"),
        slug=f"slug{number}",
        title=f"Series {number}",
        about="",
        schedule=Schedule(starts_on=begins, anchors=(anchor,), minutes=90, rule=rule),
        doors_minutes=15,
        room_id=RoomId(f"room_{number}"),
        language="zh-CN",
        created_by=PersonId("per_0"),
        created_at=NOW,
    )


def _clubs_of(number: int) -> list[int]:
    return [(number * 7 + place * 20) % CLUBS for place in range(SEATS)]


async def _fill(connection: Connection) -> None:
    """Write the federation; whoever speaks for club n is person n."""
    campuses = [
        {
            "id": f"cmp_{n}",
            "name_zh": f"校{n}",
            "name_en": f"C{n}",
            "city_zh": "城",
            "city_en": "X",
            "zone": ZONES[n % 3],
        }
        for n in range(CAMPUSES)
    ]
    clubs = [
        {"id": f"clb_{n}", "campus_id": f"cmp_{n % CAMPUSES}", "name_zh": f"社{n}", "name_en": f"Club {n}"}
        for n in range(CLUBS)
    ]
    await connection.execute(insert(CampusRow), campuses)
    await connection.execute(insert(ClubRow), clubs)
    settings = SessionSettings().model_dump_json()
    rooms = [
        {
            "id": f"room_{n}",
            "slug": f"slug{n}",
            "title": "",
            "settings": settings,
            "host_id": "per_0",
            "created_at": NOW,
        }
        for n in range(SERIES)
    ]
    await connection.execute(insert(RoomRow), rooms)
    for number in range(SERIES):
        await _fill_series(connection, _series(number), _clubs_of(number))
    for number in range(POLLS):
        await _fill_poll(connection, number)


async def _fill_poll(connection: Connection, number: int) -> None:
    clubs = [ClubId(f"clb_{(number * 11 + place * 12) % CLUBS}") for place in range(ASKED)]
    poll = Poll(
        id=PollId(f"pol_{number}"),
        slug=f"poll{number}",
        title=f"Poll {number}",
        note="",
        when=When("Asia/Shanghai", 90, "once"),
        options=tuple(datetime(2026, 12, 1, clock) for clock in range(20)),  # noqa: DTZ001 - wall clocks
        clubs=frozenset(clubs),
        created_by=PersonId("per_0"),
        created_at=NOW,
        closed_at=NOW if number < POLLS // 2 else None,
    )
    await polls.add(connection, poll)
    for club in sorted(poll.clubs)[: ASKED // 2]:
        said = Answer(club, 0, {key_of(wall): "yes" for wall in poll.options}, "", PersonId("per_0"), NOW)
        await polls.put_answer(connection, poll.id, said)


async def _fill_series(connection: Connection, series: Series, clubs: list[int]) -> None:
    await rows.add(connection, series)
    await people.give_role(connection, series.id, RoleHolder(PersonId(f"per_{clubs[0]}"), "organizer"))
    seats = [
        Seat(SeatId(f"seat_{series.id}_{club}"), series.id, ClubId(f"clb_{club}"), PersonId(f"per_{club}"), "principal",
             since=BEGAN, until=None)
        for club in clubs
    ]  # fmt: skip
    await people.add_seats(connection, seats)
    past = [key_of(start) for start in planned(series.schedule) if start.date() < NOW.date() + timedelta(days=7)]
    for key in past[-20:]:
        for club in clubs:
            answer = Response(key, ClubId(f"clb_{club}"), "coming", "", PersonId(f"per_{club}"), NOW)
            await dates.put_response(connection, series.id, answer)
    await refresh(connection, series, NOW)


async def measure(url: str) -> tuple[list[float], int]:
    """Return milliseconds of each visit, and the bytes of the largest home."""
    database = Database(url)
    await migrate.upgrade(database)
    async with database.transaction() as connection:
        await _fill(connection)
    home = Home(database, Clubs(database), OpenQuestions(), ManualClock(NOW))
    took, largest = [], 0
    for visit in range(VISITS):
        person = PersonId(f"per_{visit * 7 % CLUBS}")
        caller = Caller(sign_in="sgn_1", identity=person, name="", csrf="", person=person)
        began = time.perf_counter()
        body = (await home.read(caller)).model_dump_json(exclude_none=True)
        took.append((time.perf_counter() - began) * 1000)
        largest = max(largest, len(body.encode()))
    await database.close()
    return took, largest


def main() -> int:
    with tempfile.TemporaryDirectory() as directory:
        took, largest = asyncio.run(measure(f"sqlite:///{Path(directory) / 'bench.sqlite3'}"))
    median, slow = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    print(f"home    {median:6.1f} ms median, {slow:.1f} ms at 95 % (limit {LIMIT_MS} median)")
    print(f"        {CLUBS} clubs, {SERIES} series, up to {largest / 1024:.0f} KB")
    return 0 if median <= LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
