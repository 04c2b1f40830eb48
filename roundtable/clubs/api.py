"""HTTP routes about campuses and clubs."""

from roundtable.clubs.messages import (
    CampusChanges,
    CampusList,
    CampusPath,
    CampusView,
    ClubEntry,
    ClubList,
    ClubPath,
    ClubView,
    ImportResult,
    NewCampus,
    NewClub,
    SheetView,
)
from roundtable.clubs.pages.model import logo_path
from roundtable.clubs.pages.service import Pages
from roundtable.clubs.service import Clubs
from roundtable.http.models import PageQuery
from roundtable.http.routes import Call, delete, get, patch, post
from roundtable.http.sheets import IMPORT_LIMIT, SheetForm, told


class ClubsApi:
    """Campuses and clubs."""

    def __init__(self, clubs: Clubs, pages: Pages) -> None:
        self._clubs = clubs
        self._pages = pages

    @get("/api/campuses", token="read")
    async def campuses(self, call: Call, query: PageQuery) -> CampusList:
        """List campuses by name."""
        found, following = await self._clubs.campus_page(query.window)
        return CampusList(items=[CampusView.model_validate(one) for one in found], next=following)

    @post("/api/campuses", status=201, needs="administrator", token="clubs:write", limits=("making",))
    async def add_campus(self, call: Call, body: NewCampus) -> CampusView:
        """Add a campus."""
        return CampusView.model_validate(await self._clubs.add_campus(call.signed_in, body))

    @patch("/api/campuses/{id}", needs="administrator", token="clubs:write")
    async def change_campus(self, call: Call, path: CampusPath, body: CampusChanges) -> CampusView:
        """Change a campus."""
        changes = body.model_dump(exclude_none=True)
        return CampusView.model_validate(await self._clubs.change_campus(call.signed_in, path.id, changes))

    @delete("/api/campuses/{id}", needs="administrator", token="clubs:write")
    async def delete_campus(self, call: Call, path: CampusPath) -> None:
        """Delete a campus that has no clubs."""
        await self._clubs.delete_campus(call.signed_in, path.id)

    @get("/api/clubs", token="read")
    async def clubs(self, call: Call, query: PageQuery) -> ClubList:
        """List clubs by name."""
        found, following = await self._clubs.club_page(query.window)
        logos = await self._pages.logos()
        return ClubList(
            items=[
                ClubEntry(**ClubView.model_validate(one).model_dump(), logo=logo_path(one.id, logos.get(one.id)))
                for one in found
            ],
            next=following,
        )

    @post("/api/clubs", status=201, needs="administrator", token="clubs:write", limits=("making",))
    async def add_club(self, call: Call, body: NewClub) -> ClubView:
        """Add a club."""
        return ClubView.model_validate(await self._clubs.add_club(call.signed_in, body, body.campus_id))

    @post("/api/clubs/import", needs="administrator", token="clubs:write", limits=("import",), body_limit=IMPORT_LIMIT)
    async def import_sheet(self, call: Call, body: SheetForm) -> ImportResult:
        """Take over a sheet of clubs, or only say what that would do."""
        done = await self._clubs.import_sheet(call.signed_in, body.text(), dry_run=body.dry_run)
        return ImportResult(created=done.created, updated=done.updated, errors=told(done.errors))

    @get("/api/clubs/export", needs="administrator", token="read")
    async def export_sheet(self, call: Call) -> SheetView:
        """Write all clubs as a sheet that the import takes."""
        return SheetView(csv=await self._clubs.export_sheet(call.signed_in))

    @delete("/api/clubs/{id}", needs="administrator", token="clubs:write")
    async def delete_club(self, call: Call, path: ClubPath) -> None:
        """Delete a club."""
        await self._clubs.delete_club(call.signed_in, path.id)
