"""What is ahead of people and clubs, told to calendars: between subjects that do not know each other."""

from collections.abc import Iterable, Sequence

from roundtable.calendars.model import Language, Meeting
from roundtable.calendars.ports import Span
from roundtable.clubs.pages import tables as pages
from roundtable.clubs.service import Clubs
from roundtable.database import Connection, Database
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import NotFound
from roundtable.kernel.ids import ClubId, PersonId, SeriesId
from roundtable.people import tables as people
from roundtable.series.access import standing
from roundtable.series.model import Series
from roundtable.series.schedule import Occurrence
from roundtable.series.tables import dates
from roundtable.series.tables import people as seats
from roundtable.series.tables import series as rows


class SeriesDiary:
    """The diary of everybody, read from the series as they are now."""

    def __init__(self, database: Database, clubs: Clubs, clock: Clock) -> None:
        self._database = database
        self._clubs = clubs
        self._clock = clock

    async def of_person(self, person: PersonId, span: Span) -> Sequence[Meeting]:
        """Return the sessions of the series in which a person has a role or a seat."""
        async with self._database.reading() as connection:
            known = await people.person(connection, person)
            if known is None or known.disabled:
                raise NotFound("not_found")
            return await _meetings(connection, await rows.ids_of(connection, person, self._clock.now().date()), span)

    async def of_club(self, club: ClubId, span: Span) -> Sequence[Meeting]:
        """Return the sessions of the series in which a club has a seat."""
        today = self._clock.now().date()
        async with self._database.reading() as connection:
            return await _meetings(connection, await seats.series_of_clubs(connection, [club], today), span)

    async def one(self, caller: Caller, series: SeriesId, key: str, origin: str) -> Meeting:
        """Return one session; raises NotFound if it is none of the caller's."""
        async with self._database.reading() as connection:
            mine = await standing(connection, caller, series, self._clock.now())
            found = (await dates.plan(connection, mine.series)).find(key)
            edits = (await dates.sequences(connection, series)).get(key, 0)
        return meeting_of(mine.series, found, edits, origin)

    async def offices_of(self, person: PersonId) -> frozenset[ClubId]:
        """Return the clubs that somebody is an officer of."""
        async with self._database.reading() as connection:
            return await pages.offices_of(connection, person)

    async def keeps(self, person: PersonId, club: ClubId) -> bool:
        """Say whether somebody may have feeds of a club: as its officer, or as an administrator."""
        async with self._database.reading() as connection:
            known = await people.person(connection, person)
            if known is None or known.disabled:
                return False
            return known.administrator or club in await pages.offices_of(connection, person)

    async def club_name(self, club: ClubId, language: Language) -> str | None:
        """Return what a club is called; None if there is no such club."""
        found = await self._clubs.some([club])
        return next((one.name_zh if language == "zh-CN" else one.name_en for one in found), None)


def meeting_of(series: Series, one: Occurrence, edits: int, origin: str) -> Meeting:
    """Tell calendars of a session; `edits` counts those of this session alone."""
    return Meeting(
        series=series.id,
        original=one.original,
        zone=one.zone,
        start=one.start,
        end=one.end,
        title=one.title or series.title,
        url=f"{origin}/r/{series.slug}",
        created=series.created_at,
        sequence=series.sequence + edits,
        about=series.about,
        cancelled=one.cancelled,
    )


async def _meetings(connection: Connection, ids: Iterable[SeriesId], span: Span) -> Sequence[Meeting]:
    found: list[Meeting] = []
    for series in await rows.some(connection, list(ids)):
        plan = await dates.plan(connection, series)
        edits = await dates.sequences(connection, series.id)
        found += [
            meeting_of(series, one, edits.get(one.key, 0), span.origin) for one in plan.between(span.begin, span.end)
        ]
    return found
