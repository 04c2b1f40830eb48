"""What clubs do in series: for their pages. Of a series that is not the reader's nothing is told."""

from collections.abc import Collection
from typing import Final

from roundtable.database import Connection, Database
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import NotFound
from roundtable.kernel.ids import CampusId, ClubId, SeriesId
from roundtable.series.model import PlannedDate, Series
from roundtable.series.resources.clubs import ClubActivity, ClubRecord, ClubSeat, ClubSession
from roundtable.series.service import Neighbours
from roundtable.series.showing import named
from roundtable.series.tables import dates, held, people
from roundtable.series.tables import series as rows
from roundtable.series.window import AHEAD

MOST_NEXT: Final = 10
MOST_PAST: Final = 20


class Activity:
    """What clubs do."""

    def __init__(self, database: Database, around: Neighbours, clock: Clock) -> None:
        self._database = database
        self._around = around
        self._clock = clock

    async def of_club(self, caller: Caller, id_: ClubId) -> ClubActivity:
        """Tell what a club does."""
        if not await self._around.register.some([id_]):
            raise NotFound("not_found")
        return await self._of(caller, {id_})

    async def of_campus(self, caller: Caller, id_: CampusId) -> ClubActivity:
        """Tell what the clubs of a campus do."""
        if id_ not in {campus.id for campus in await self._around.register.campuses()}:
            raise NotFound("not_found")
        return await self._of(
            caller, {club.id for club in await self._around.register.clubs() if club.campus_id == id_}
        )

    async def _of(self, caller: Caller, clubs: Collection[ClubId]) -> ClubActivity:
        now = self._clock.now()
        today = now.date()
        async with self._database.reading() as connection:
            ids = await people.series_of_clubs(connection, clubs, today)
            if not caller.administrator:
                ids &= await rows.ids_of(connection, caller.account, today)
            series = {one.id: one for one in await rows.some(connection, ids)}
            ahead = await dates.window(connection, ids, now, now + AHEAD, most=MOST_NEXT)
            seats = [seat for seat in await people.seats_for(connection, clubs, today) if seat.series_id in series]
            past = await _records(connection, series)
        names = await self._around.people.names({seat.person_id for seat in seats})
        return ClubActivity(
            seats=[
                ClubSeat(
                    series_id=seat.series_id,
                    title=series[seat.series_id].title,
                    club_id=seat.club_id,
                    person=named(seat.person_id, names),
                    kind=seat.kind,
                    since=seat.since,
                    until=seat.until,
                )
                for seat in seats
            ],
            next=[_session(one, series[one.series_id]) for one in ahead],
            past=past,
        )


async def _records(connection: Connection, series: dict[SeriesId, Series]) -> list[ClubRecord]:
    found = await held.latest(connection, series.keys(), MOST_PAST)
    live = await dates.live_now(connection, {one.session_id for _, one, _ in found})
    return [
        ClubRecord(
            series_id=id_,
            key=one.key,
            title=title or series[id_].title,
            opened_at=one.opened_at,
            session_id=one.session_id,
        )
        for id_, one, title in found
        if one.session_id not in live
    ]


def _session(one: PlannedDate, series: Series) -> ClubSession:
    return ClubSession(
        series_id=series.id,
        slug=series.slug,
        key=one.key,
        title=one.title or series.title,
        start=one.start_at,
        end=one.end_at,
        zone=one.zone,
        cancelled=one.cancelled,
        moved=one.moved,
    )
