"""Seats as a sheet, in and out."""

from collections.abc import Sequence
from typing import Final

from roundtable.database import Database
from roundtable.http.sheets import told
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict
from roundtable.kernel.ids import SeriesId
from roundtable.kernel.sheets import LineError, written
from roundtable.series.access import organizing, standing
from roundtable.series.announcing import announce
from roundtable.series.model import Seat
from roundtable.series.resources.seats import SeatsImported
from roundtable.series.seat_import import SeatPlan, Table, planned
from roundtable.series.seat_sheet import COLUMNS, Sheet, parse
from roundtable.series.seats import put_seats
from roundtable.series.service import Neighbours
from roundtable.series.showing import clubs_in, people_in
from roundtable.series.tables import people

_NOT_TEXT: Final = LineError(1, "not_text")


class SeatSheets:
    """Sheets of seats, for those who run a series: they show addresses."""

    def __init__(self, database: Database, around: Neighbours, clock: Clock) -> None:
        self._database = database
        self._around = around
        self._clock = clock

    async def export(self, caller: Caller, id_: SeriesId) -> tuple[str, str]:
        """Return the title of a series, and its seats that were not given up as a sheet that the import takes."""
        async with self._database.reading() as connection:
            mine = await standing(connection, caller, id_, self._clock.now())
            mine.must_organize()
            seats = [one for one in await people.seats(connection, id_) if one.ended_at is None]
        clubs = {one.id: one for one in await self._around.register.some(clubs_in(seats))}
        addresses = await self._around.people.addresses(people_in(seats))
        rows = [
            [
                seat.club_id,
                clubs[seat.club_id].name_zh,
                clubs[seat.club_id].name_en,
                *addresses[seat.person_id],
                *_term(seat),
            ]
            for seat in seats
        ]
        return mine.series.title, written(COLUMNS, rows)

    async def import_sheet(self, caller: Caller, id_: SeriesId, text: str | None, *, dry_run: bool) -> SeatsImported:
        """Take over a sheet: all of it, or nothing when a line is wrong; None is a file that is no text.

        Who has no account is invited by a letter, as for a single seat, if the line names them.
        """
        await self._refuse_strangers(caller, id_)
        if text is None:
            return _wrong([_NOT_TEXT])
        sheet = parse(text, await self._around.register.clubs())
        if sheet.errors:
            return _wrong(sheet.errors)
        return await self._taken_over(caller, id_, sheet, dry_run=dry_run)

    async def _refuse_strangers(self, caller: Caller, id_: SeriesId) -> None:
        """Tell nothing of clubs and people to who may not give seats."""
        async with self._database.reading() as connection:
            mine = await standing(connection, caller, id_, self._clock.now())
        mine.must_organize()
        if mine.series.ended_at is not None:
            raise Conflict("series_ended")

    async def _taken_over(self, caller: Caller, id_: SeriesId, sheet: Sheet, *, dry_run: bool) -> SeatsImported:
        now = self._clock.now()
        known = await self._around.people.with_emails({row.email for _, row in sheet.rows})
        async with self._database.reading() as connection:
            seats = await people.seats(connection, id_)
        addresses = await self._around.people.addresses(people_in(seats))
        holders = {email: person for person, (_, email) in addresses.items()}
        async with self._database.transaction() as connection:
            await organizing(connection, caller, id_, now)
            table = Table(id_, await people.seats(connection, id_), holders, known)
            plan = planned(table, sheet.rows, now.date())
            if plan.errors:
                return _wrong(plan.errors)
            if plan.new and not dry_run:
                invited = await self._around.people.invite(connection, caller, plan.newcomers)
                await put_seats(connection, plan.seated(invited), caller, now)
                await announce(connection, id_, now)
        return _done(plan)


def _term(seat: Seat) -> list[str]:
    return [seat.kind, seat.since.isoformat(), seat.until.isoformat() if seat.until else ""]


def _wrong(errors: Sequence[LineError]) -> SeatsImported:
    return SeatsImported(errors=told(errors))


def _done(plan: SeatPlan) -> SeatsImported:
    return SeatsImported(created=len(plan.new), invited=len(plan.newcomers), unchanged=plan.unchanged)
