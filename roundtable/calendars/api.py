"""HTTP: managing feeds through the API, and the feeds themselves, which calendar programs read without any sign-in."""

from typing import Final

from aiohttp import web

from roundtable.calendars.ports import Diary
from roundtable.calendars.resources import FeedList, FeedMade, FeedPath, FilePath, FileQuery, NewFeed
from roundtable.calendars.service import Feeds, Page
from roundtable.calendars.writing import Published, published
from roundtable.http.limits import Limits
from roundtable.http.models import CalendarFile
from roundtable.http.peers import PeerOf
from roundtable.http.problems import refusal_response
from roundtable.http.routes import Call, delete, get, post
from roundtable.kernel.errors import Refusal

ADDRESS: Final = "/calendar/{secret}.ics"
_CACHE: Final = "private, max-age=300"
"""A program that asks all the time gets its own answer back for five minutes; nobody between keeps it."""


class FeedsApi:
    """Making, listing and revoking feeds."""

    def __init__(self, feeds: Feeds) -> None:
        self._feeds = feeds

    @get("/api/feeds", needs="account", token="read")
    async def page(self, call: Call) -> FeedList:
        """List the caller's feeds, and those of the clubs they are officers of."""
        return await self._feeds.page(call.signed_in)

    @post("/api/feeds", status=201, needs="account", token="none", limits=("making",))
    async def make(self, call: Call, body: NewFeed) -> FeedMade:
        """Make a feed; its address is told this once."""
        return await self._feeds.make(call.signed_in, body)

    @delete("/api/feeds/{id}", token="none")
    async def revoke(self, call: Call, path: FeedPath) -> None:
        """Let a feed be read no more."""
        await self._feeds.revoke(call.signed_in, path.id)


class FilesApi:
    """Single sessions as files. Its address is more special than that of a session, so it must be known first."""

    def __init__(self, diary: Diary) -> None:
        self._diary = diary

    @get("/api/series/{id}/sessions/{key}.ics", needs="account", token="read", limits=("record",))
    async def save(self, call: Call, path: FilePath, query: FileQuery) -> CalendarFile:
        """Save a session as a calendar file."""
        meeting = await self._diary.one(call.signed_in, path.id, path.key, call.peer.origin)
        call.save_as(f"{meeting.title} {path.key}.ics")
        return CalendarFile(published(Published([meeting], query.language)).decode())


class FeedServer:
    """Answers calendar programs. The secret in the address is all that they show."""

    def __init__(self, feeds: Feeds, limits: Limits, peer_of: PeerOf) -> None:
        self._feeds = feeds
        self._limits = limits
        self._peer_of = peer_of

    def attach(self, app: web.Application) -> None:
        """Listen in an application; must be called before the client's pages are added."""
        app.router.add_get(ADDRESS, self._handle)

    async def _handle(self, request: web.Request) -> web.Response:
        try:
            peer = self._peer_of(request)
            await self._limits.take("everything", peer.network)
            page = await self._feeds.read(request.match_info["secret"], peer.origin)
        except Refusal as refusal:
            return refusal_response(refusal)
        return _answer(request, page)


def _answer(request: web.Request, page: Page) -> web.Response:
    headers = {"Cache-Control": _CACHE}
    if any(tag.value in (page.tag, "*") for tag in request.if_none_match or ()):
        response = web.Response(status=304, headers=headers)
    else:
        response = web.Response(
            body=page.content,
            content_type="text/calendar",
            charset="utf-8",
            headers={**headers, "Content-Disposition": 'inline; filename="roundtable.ics"'},
        )
    response.etag = page.tag
    return response
