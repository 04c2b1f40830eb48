"""HTTP: people as a sheet, in and out, for administrators."""

from typing import Annotated, Final, Self

from pydantic import Base64Bytes, Field, model_validator

from roundtable.http.models import Inbound, View
from roundtable.http.routes import Call, get, post
from roundtable.kernel.sheets import MOST_BYTES, decoded
from roundtable.people.service import People

IMPORT_LIMIT: Final = MOST_BYTES * 3
"""A sheet as JSON: quotes and Chinese characters take more room than in the file."""


class PeopleImport(Inbound):
    """A sheet of people: as text, or as the file's bytes in base64, so that the server finds out its encoding."""

    csv: Annotated[str, Field(max_length=MOST_BYTES)] | None = None
    file: Base64Bytes | None = None
    dry_run: bool = False
    invite: bool = False
    """Whether everybody new is written to."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.csv is None) == (self.file is None):
            raise ValueError("csv_or_file")
        return self


class PeopleLineError(View):
    """What is wrong in one line of a sheet of people."""

    line: int
    code: str
    params: dict[str, str | int]


class PeopleImported(View):
    """What an import did, or would do. With errors nothing was done."""

    created: int
    updated: int
    errors: list[PeopleLineError]


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
        text = body.csv if body.csv is not None else decoded(body.file or b"")
        done = await self._people.import_sheet(call.signed_in, text, dry_run=body.dry_run, invite=body.invite)
        errors = [PeopleLineError(line=one.line, code=one.code, params=one.params) for one in done.errors]
        return PeopleImported(created=done.created, updated=done.updated, errors=errors)

    @get("/api/people/export", needs="administrator", token="people:read")
    async def export_sheet(self, call: Call) -> PeopleSheet:
        """Write all people as a sheet that the import takes."""
        return PeopleSheet(csv=await self._people.export_sheet(call.signed_in))
