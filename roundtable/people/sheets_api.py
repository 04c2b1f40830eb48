"""HTTP: people as a sheet, in and out, for administrators."""

from roundtable.http.models import View
from roundtable.http.routes import Call, get, post
from roundtable.http.sheets import IMPORT_LIMIT, LineErrorView, SheetForm, told
from roundtable.people.service import People


class PeopleImport(SheetForm):
    """A sheet of people."""

    invite: bool = False
    """Whether everybody new is written to."""


class PeopleImported(View):
    """What an import did, or would do. With errors nothing was done."""

    created: int
    updated: int
    errors: list[LineErrorView]


class PeopleSheet(View):
    """All people as a sheet, for saving as a file."""

    csv: str


class PeopleSheetsApi:
    """People as a sheet."""

    def __init__(self, people: People) -> None:
        self._people = people

    @post(
        "/api/people/import",
        needs="administrator",
        token="people:write",
        limits=("import",),
        body_limit=IMPORT_LIMIT,
    )
    async def import_sheet(self, call: Call, body: PeopleImport) -> PeopleImported:
        """Take over a sheet of people, or only say what that would do."""
        done = await self._people.import_sheet(call.signed_in, body.text(), dry_run=body.dry_run, invite=body.invite)
        return PeopleImported(created=done.created, updated=done.updated, errors=told(done.errors))

    @get("/api/people/export", needs="administrator", token="people:read")
    async def export_sheet(self, call: Call) -> PeopleSheet:
        """Write all people as a sheet that the import takes."""
        return PeopleSheet(csv=await self._people.export_sheet(call.signed_in))
