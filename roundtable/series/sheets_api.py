"""HTTP: seats as a sheet, in and out, for those who run a series."""

from roundtable.http.models import Sheet
from roundtable.http.routes import Call, get, post
from roundtable.http.sheets import IMPORT_LIMIT, SheetForm
from roundtable.series.resources.seats import SeatsImported
from roundtable.series.resources.series import SeriesPath
from roundtable.series.seat_sheets import SeatSheets


class SeatSheetsApi:
    """Seats as a sheet."""

    def __init__(self, sheets: SeatSheets) -> None:
        self._sheets = sheets

    @get("/api/series/{id}/seats.csv", needs="account", token="people:read", limits=("record",))
    async def export_sheet(self, call: Call, path: SeriesPath) -> Sheet:
        """Save the seats of a series as a sheet that the import takes, with addresses; for its organizers."""
        title, sheet = await self._sheets.export(call.signed_in, path.id)
        call.save_as(f"{title}.csv")
        return Sheet(sheet)

    @post(
        "/api/series/{id}/seats/import",
        needs="account",
        token="series:write",
        limits=("import",),
        body_limit=IMPORT_LIMIT,
    )
    async def import_sheet(self, call: Call, path: SeriesPath, body: SheetForm) -> SeatsImported:
        """Take over a sheet of seats, or only say what that would do. Who has no account and is named is invited."""
        return await self._sheets.import_sheet(call.signed_in, path.id, body.text(), dry_run=body.dry_run)
