"""HTTP: pages of clubs, and their pictures, which browsers fetch as any picture."""

from typing import Final

from aiohttp import web

from roundtable.clubs.messages import CampusView, ClubPath
from roundtable.clubs.pages.messages import (
    ClubChanges,
    ClubPage,
    LogoForm,
    OfficeList,
    OfficerForm,
    OfficerPath,
    OfficerView,
)
from roundtable.clubs.pages.model import LOGO_ADDRESS, logo_path
from roundtable.clubs.pages.picture import MOST_BYTES
from roundtable.clubs.pages.service import Pages, Shown
from roundtable.http.problems import refusal_response
from roundtable.http.routes import Call, delete, get, patch, post
from roundtable.kernel.callers import Caller
from roundtable.kernel.errors import Refusal
from roundtable.kernel.ids import ClubId

LOGO_LIMIT: Final = MOST_BYTES * 2
"""A picture as JSON: base64 takes a third more."""

_LOGO_HEADERS: Final = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "inline",
}
"""Whatever a picture might turn out to be, opened on its own it runs nothing."""


class PagesApi:
    """A club's page."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    @get("/api/offices", needs="account", token="read")
    async def offices(self, call: Call) -> OfficeList:
        """List the clubs that the caller is an officer of."""
        return OfficeList(clubs=sorted(await self._pages.offices_of(call.signed_in.account)))

    @get("/api/clubs/{id}", token="read")
    async def read(self, call: Call, path: ClubPath) -> ClubPage:
        """Show a club."""
        return _page(await self._pages.read(call.caller, path.id), call.caller)

    @patch("/api/clubs/{id}", token="clubs:write")
    async def change(self, call: Call, path: ClubPath, body: ClubChanges) -> ClubPage:
        """Change what a club is called and shows: its officers may, and administrators."""
        changes = body.model_dump(exclude_unset=True)
        kept = {name: value for name, value in changes.items() if value is not None or name == "link"}
        await self._pages.change(call.signed_in, path.id, kept)
        return await self.read(call, path)

    @post("/api/clubs/{id}/logo", needs="account", token="clubs:write", limits=("making",), body_limit=LOGO_LIMIT)
    async def put_logo(self, call: Call, path: ClubPath, body: LogoForm) -> ClubPage:
        """Give a club a picture: PNG, JPEG or WebP."""
        await self._pages.put_logo(call.signed_in, path.id, body.file)
        return await self.read(call, path)

    @delete("/api/clubs/{id}/logo", token="clubs:write")
    async def remove_logo(self, call: Call, path: ClubPath) -> None:
        """Take a club's picture away."""
        await self._pages.put_logo(call.signed_in, path.id, None)

    @post("/api/clubs/{id}/officers", needs="account", token="clubs:write", limits=("links",))
    async def add_officer(self, call: Call, path: ClubPath, body: OfficerForm) -> ClubPage:
        """Make somebody an officer of a club; who is new and named is invited."""
        await self._pages.add_officer(call.signed_in, path.id, body)
        return await self.read(call, path)

    @delete("/api/clubs/{id}/officers/{person_id}", token="clubs:write")
    async def remove_officer(self, call: Call, path: OfficerPath) -> None:
        """Let somebody be no officer any more, or lay one's own office down."""
        await self._pages.remove_officer(call.signed_in, path.id, path.person_id)


class LogoServer:
    """Answers browsers that draw a club's picture."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def attach(self, app: web.Application) -> None:
        """Listen in an application; must be called before the client's pages are added."""
        app.router.add_get(
            LOGO_ADDRESS.format(club="{club:[a-z0-9_]{1,60}}", digest="{digest:[0-9a-f]{1,64}}"), self._handle
        )

    async def _handle(self, request: web.Request) -> web.Response:
        try:
            logo = await self._pages.logo(ClubId(request.match_info["club"]), request.match_info["digest"])
        except Refusal as refusal:
            return refusal_response(refusal)
        return web.Response(body=logo.content, content_type=logo.media_type, headers=_LOGO_HEADERS)


def _page(shown: Shown, reader: Caller | None) -> ClubPage:
    known = reader is not None and reader.person is not None
    officers = [OfficerView(id=one.person_id, name=name, since=one.since) for one, name in shown.officers.items()]
    return ClubPage(
        id=shown.club.id,
        name_zh=shown.club.name_zh,
        name_en=shown.club.name_en,
        campus_id=shown.club.campus_id,
        link=shown.club.link,
        campus=CampusView.model_validate(shown.campus),
        about=shown.page.about,
        logo=logo_path(shown.club.id, shown.logo),
        contact=shown.page.contact if known else None,
        officers=officers if known else None,
        may_edit=shown.keeps,
    )
