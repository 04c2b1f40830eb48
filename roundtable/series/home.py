"""What somebody comes for: what is next, what waits for an answer, what is theirs. A handful of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from roundtable.database import Connection, Database
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.ids import ClubId, SeriesId, SessionId
from roundtable.kernel.register import Register
from roundtable.series.model import Answer, PlannedDate, Seat, Series
from roundtable.series.naming import ZoneNames
from roundtable.series.ports import OpenPolls, WaitingPoll
from roundtable.series.resources.home import HomeClub, HomePoll, HomeSeries, HomeSession, HomeView, OwnAnswer
from roundtable.series.showing import series_entry
from roundtable.series.tables import dates, people
from roundtable.series.tables import series as rows
from roundtable.series.window import AHEAD

MOST_NEXT: Final = 20
MOST_TO_ANSWER: Final = 20
MOST_LOOKED_AT: Final = 500
ANSWERS_ASKED: Final = timedelta(days=28)
"""How far ahead clubs are asked whether they come."""


@dataclass(frozen=True, slots=True)
class _Mine:
    """What the database knows of somebody."""

    series: Mapping[SeriesId, Series]
    roles: Mapping[SeriesId, Sequence[str]]
    clubs: Mapping[SeriesId, Sequence[ClubId]]
    """Those they speak for in a series."""
    dates: Sequence[PlannedDate]
    answers: Mapping[tuple[SeriesId, str, ClubId], Answer]
    live: Mapping[tuple[SeriesId, str], SessionId]
    polls: Sequence[WaitingPoll]


class Home:
    """Everybody's home."""

    def __init__(self, database: Database, register: Register, polls: OpenPolls, clock: Clock) -> None:
        self._database = database
        self._register = register
        self._polls = polls
        self._clock = clock

    async def read(self, caller: Caller) -> HomeView:
        """Tell the caller what is next, what they must answer, and which clubs and series are theirs."""
        async with self._database.reading() as connection:
            mine = await self._mine(connection, caller)
        zones = ZoneNames(await self._register.campuses())
        clubs = {club for some in mine.clubs.values() for club in some}
        soon = self._clock.now() + ANSWERS_ASKED
        waiting = [one for one in mine.dates if one.start_at <= soon and _waits(one, mine)]
        over = _over(mine)
        return HomeView(
            next=[_session(one, mine) for one in mine.dates[:MOST_NEXT]],
            to_answer=[_session(one, mine) for one in waiting[:MOST_TO_ANSWER]],
            polls=[HomePoll.model_validate(one) for one in mine.polls],
            series=[_series(one, mine, zones) for one in mine.series.values() if one.id not in over],
            clubs=[
                HomeClub(
                    id=club.id,
                    name_zh=club.name_zh,
                    name_en=club.name_en,
                    series=[series for series, some in mine.clubs.items() if club.id in some and series not in over],
                )
                for club in await self._register.some(clubs)
            ],
        )

    async def _mine(self, connection: Connection, caller: Caller) -> _Mine:
        now = self._clock.now()
        roles: dict[SeriesId, list[str]] = {}
        for series, role in await people.roles_of(connection, caller.account):
            roles.setdefault(series, []).append(role)
        clubs = _clubs_by_series(await people.seats_of(connection, caller.account, now.date()))
        ids = roles.keys() | clubs.keys()
        found = await rows.some(connection, ids)
        ahead = await dates.window(connection, ids, now, now + AHEAD, most=MOST_LOOKED_AT)
        keys = {one.key for one in ahead}
        responses = await dates.responses(connection, clubs.keys(), keys)
        held = await dates.held(connection, ids, [one.key for one in ahead[:MOST_NEXT]])
        live = await dates.live_now(connection, {one.session_id for some in held.values() for one in some})
        return _Mine(
            series={one.id: one for one in found},
            roles=roles,
            clubs=clubs,
            dates=ahead,
            answers={(series, one.key, one.club_id): one.answer for series, one in responses},
            polls=await self._polls.waiting(connection, {club for some in clubs.values() for club in some}, now),
            live={date: one.session_id for date, some in held.items() for one in some if one.session_id in live},
        )


def _clubs_by_series(seats: Sequence[Seat]) -> dict[SeriesId, list[ClubId]]:
    clubs: dict[SeriesId, list[ClubId]] = {}
    for seat in seats:
        clubs.setdefault(seat.series_id, []).append(seat.club_id)
    return clubs


def _waits(one: PlannedDate, mine: _Mine) -> bool:
    """Say whether a club of theirs has not answered yet."""
    asked = mine.clubs.get(one.series_id, ())
    return not one.cancelled and any((one.series_id, one.key, club) not in mine.answers for club in asked)


def _over(mine: _Mine) -> Collection[SeriesId]:
    """Return the series that are of the past: ended, or gone on in another, and nothing is to come."""
    to_come = {one.series_id for one in mine.dates}
    gone_on = {one.preceded_by for one in mine.series.values()}
    past = {one.id for one in mine.series.values() if one.ended_at is not None or one.id in gone_on}
    return past - to_come


def _session(one: PlannedDate, mine: _Mine) -> HomeSession:
    series = mine.series[one.series_id]
    return HomeSession(
        series_id=series.id,
        slug=series.slug,
        key=one.key,
        title=one.title or series.title,
        start=one.start_at,
        end=one.end_at,
        doors_at=one.start_at - timedelta(minutes=series.doors_minutes),
        zone=one.zone,
        cancelled=one.cancelled,
        moved=one.moved,
        live=mine.live.get((series.id, one.key)),
        answers=[
            OwnAnswer(club_id=club, answer=mine.answers.get((series.id, one.key, club)))
            for club in mine.clubs.get(series.id, ())
        ],
    )


def _series(series: Series, mine: _Mine, zones: ZoneNames) -> HomeSeries:
    entry = series_entry(series, zones)
    return HomeSeries(
        **dict(entry), roles=list(mine.roles.get(series.id, ())), clubs=list(mine.clubs.get(series.id, ()))
    )
