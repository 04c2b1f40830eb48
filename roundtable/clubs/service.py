"""Keeping campuses and clubs; administrators only, but everybody may read them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final

from roundtable.clubs import tables
from roundtable.clubs.model import Campus, CampusFields, Club, ClubFields
from roundtable.clubs.sheet import COLUMNS, Row, parse
from roundtable.database import Connection, Database
from roundtable.kernel.callers import Caller
from roundtable.kernel.errors import Conflict, Invalid, NotFound
from roundtable.kernel.ids import CampusId, ClubId, new_id
from roundtable.kernel.messages import ClubFacts
from roundtable.kernel.pages import Window, cut
from roundtable.kernel.sheets import LineError, written

MOST_CAMPUSES: Final = 1000
MOST_CLUBS: Final = 5000
"""The list is shown whole to whoever joins."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many clubs an import made and changed, or why it did nothing."""

    created: int = 0
    updated: int = 0
    errors: Sequence[LineError] = field(default_factory=tuple)


class Clubs:
    """All campuses and clubs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def campuses(self) -> Sequence[Campus]:
        """List all campuses."""
        async with self._database.reading() as connection:
            return await tables.campuses(connection)

    async def clubs(self) -> Sequence[Club]:
        """List all clubs."""
        async with self._database.reading() as connection:
            return await tables.clubs(connection)

    async def campus_page(self, window: Window) -> tuple[Sequence[Campus], str | None]:
        """List campuses by name; and return after which one the next page begins."""
        async with self._database.reading() as connection:
            return cut(await tables.campus_page(connection, window), window)

    async def club_page(self, window: Window) -> tuple[Sequence[Club], str | None]:
        """List clubs by name; and return after which one the next page begins."""
        async with self._database.reading() as connection:
            return cut(await tables.club_page(connection, window), window)

    async def some(self, ids: Collection[ClubId]) -> Sequence[Club]:
        """List some clubs by name; unknown ids are left out."""
        async with self._database.reading() as connection:
            return await tables.some_clubs(connection, ids)

    async def facts(self, id_: ClubId) -> ClubFacts | None:
        """Tell what others see of a club, or None if there is no such club."""
        async with self._database.reading() as connection:
            club = await tables.club(connection, id_)
            campus = await tables.campus(connection, club.campus_id) if club else None
        if club is None or campus is None:
            return None
        return ClubFacts(
            id=club.id,
            name_zh=club.name_zh,
            name_en=club.name_en,
            campus_zh=campus.name_zh,
            campus_en=campus.name_en,
        )

    async def add_campus(self, caller: Caller, fields: CampusFields) -> Campus:
        """Add a campus."""
        caller.must_be_administrator()
        campus = Campus(id=CampusId(new_id("cmp")), **fields.model_dump())
        async with self._database.transaction() as connection:
            await _refuse_too_many(connection)
            await tables.add_campus(connection, campus)
        return campus

    async def add_club(self, caller: Caller, fields: ClubFields, campus: CampusId) -> Club:
        """Add a club to a campus."""
        caller.must_be_administrator()
        club = Club(ClubId(new_id("clb")), campus, fields.name_zh, fields.name_en, fields.link)
        async with self._database.transaction() as connection:
            await _refuse_too_many(connection)
            await _refuse_unknown(connection, campus)
            await tables.add_club(connection, club)
        return club

    async def change_campus(self, caller: Caller, id_: CampusId, changes: Mapping[str, object]) -> Campus:
        """Change a campus."""
        caller.must_be_administrator()
        async with self._database.transaction() as connection:
            await tables.change_campus(connection, id_, changes)
            campus = await tables.campus(connection, id_)
        if campus is None:
            raise NotFound("not_found")
        return campus

    async def delete_campus(self, caller: Caller, id_: CampusId) -> None:
        """Delete a campus that has no clubs."""
        caller.must_be_administrator()
        async with self._database.transaction() as connection:
            if not await tables.delete_campus(connection, id_):
                raise NotFound("not_found")

    async def delete_club(self, caller: Caller, id_: ClubId) -> None:
        """Delete a club. Sessions in which somebody spoke for it keep its name."""
        caller.must_be_administrator()
        async with self._database.transaction() as connection:
            if not await tables.delete_club(connection, id_):
                raise NotFound("not_found")

    async def import_sheet(self, caller: Caller, text: str | None, *, dry_run: bool) -> Imported:
        """Take over a sheet: all of it, or nothing when a line is wrong. The same sheet again changes nothing.

        A club is known by its Chinese name and that of its campus.
        """
        caller.must_be_administrator()
        if text is None:
            return Imported(errors=(LineError(1, "not_text"),))
        sheet = parse(text)
        if sheet.errors:
            return Imported(errors=sheet.errors)
        async with self._database.reading() as connection:
            merge = _Merge(await tables.campuses(connection), await tables.clubs(connection))
        if dry_run:
            return merge.plan(sheet.rows)
        async with self._database.transaction() as connection:
            merge = _Merge(await tables.campuses(connection), await tables.clubs(connection))
            imported = merge.plan(sheet.rows)
            if not imported.errors:
                await merge.write(connection)
            return imported

    async def export_sheet(self, caller: Caller) -> str:
        """Write all clubs as a sheet that the import takes."""
        caller.must_be_administrator()
        async with self._database.reading() as connection:
            campuses = {campus.id: campus for campus in await tables.campuses(connection)}
            clubs = await tables.clubs(connection)
        return written(COLUMNS, [_cells(club, campuses[club.campus_id]) for club in clubs])


class _Merge:
    """Compares a sheet with what is there."""

    def __init__(self, campuses: Sequence[Campus], clubs: Sequence[Club]) -> None:
        self._campuses = {campus.name_zh: campus for campus in campuses}
        self._clubs = {(club.campus_id, club.name_zh): club for club in clubs}
        self._new_campuses: list[Campus] = []
        self._changed_campuses: list[Campus] = []
        self._new_clubs: list[Club] = []
        self._changed_clubs: list[Club] = []

    def plan(self, rows: Sequence[Row]) -> Imported:
        """Find out what has to be made and what changed."""
        for row in rows:
            self._take_club(row, self._take_campus(row.campus))
        if len(self._campuses) > MOST_CAMPUSES or len(self._clubs) > MOST_CLUBS:
            return Imported(errors=(LineError(1, "too_many_clubs", {"most": MOST_CLUBS}),))
        return Imported(created=len(self._new_clubs), updated=len(self._changed_clubs))

    def _take_campus(self, fields: CampusFields) -> CampusId:
        known = self._campuses.get(fields.name_zh)
        campus = Campus(id=known.id if known else CampusId(new_id("cmp")), **fields.model_dump())
        if known is None:
            self._new_campuses.append(campus)
        elif campus != known:
            self._changed_campuses.append(campus)
        self._campuses[fields.name_zh] = campus
        return campus.id

    def _take_club(self, row: Row, campus: CampusId) -> None:
        key = (campus, row.club.name_zh)
        known = self._clubs.get(key)
        id_ = known.id if known else ClubId(new_id("clb"))
        club = Club(id_, campus, row.club.name_zh, row.club.name_en, row.club.link)
        if known is None:
            self._new_clubs.append(club)
        elif club != known:
            self._changed_clubs.append(club)
        self._clubs[key] = club

    async def write(self, connection: Connection) -> None:
        """Carry out the plan."""
        for campus in self._new_campuses:
            await tables.add_campus(connection, campus)
        for campus in self._changed_campuses:
            await tables.change_campus(connection, campus.id, asdict(campus))
        for club in self._new_clubs:
            await tables.add_club(connection, club)
        for club in self._changed_clubs:
            await tables.change_club(connection, club.id, asdict(club))


async def _refuse_too_many(connection: Connection) -> None:
    campuses, clubs = await tables.count(connection)
    if campuses >= MOST_CAMPUSES or clubs >= MOST_CLUBS:
        raise Conflict("too_many_clubs", most=MOST_CLUBS)


async def _refuse_unknown(connection: Connection, campus: CampusId) -> None:
    if await tables.campus(connection, campus) is None:
        raise Invalid("unknown_campus")


def _cells(club: Club, campus: Campus) -> list[str]:
    return [
        club.name_zh,
        club.name_en,
        campus.name_zh,
        campus.name_en,
        campus.city_zh,
        campus.city_en,
        campus.zone,
        club.link or "",
    ]
