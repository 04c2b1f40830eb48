"""HTTP routes about letters: the outbox, and ending letters with one press."""

import asyncio
from typing import Final

from aiohttp import web

from roundtable.http.limits import Limits
from roundtable.http.models import PageQuery
from roundtable.http.peers import PeerOf
from roundtable.http.problems import refusal_response
from roundtable.http.routes import Call, get, post
from roundtable.kernel.errors import Refusal
from roundtable.mail.messages import LetterList, LetterPath, LetterView, StopForm, StopPath, StopView
from roundtable.mail.outbox import Outbox
from roundtable.mail.unsubscribing import PATH, Unsubscribing

_LONGEST_BODY: Final = 4096
_BODY_SECONDS: Final = 10.0


class MailApi:
    """The outbox, for administrators."""

    def __init__(self, outbox: Outbox, *, is_set_up: bool) -> None:
        self._outbox = outbox
        self._is_set_up = is_set_up

    @get("/api/mail", needs="administrator", token="none")
    async def page(self, call: Call, query: PageQuery) -> LetterList:
        """List letters from the newest on, and what became of each."""
        entries, following = await self._outbox.page(call.signed_in, query.window)
        items = [LetterView.of(entry) for entry in entries]
        return LetterList(set_up=self._is_set_up, items=items, next=following)

    @post("/api/mail/{id}/retry", needs="administrator", token="none", limits=("making",))
    async def retry(self, call: Call, path: LetterPath) -> None:
        """Try a letter again at once that has failed, or waits for its next attempt."""
        await self._outbox.retry(call.signed_in, path.id)


class StopApi:
    """For the page that a link at the end of a letter leads to. Opening it changes nothing: programs open links too."""

    def __init__(self, unsubscribing: Unsubscribing) -> None:
        self._unsubscribing = unsubscribing

    @get("/api/unsubscribe/{token}", token="none", limits=("links",))
    async def read(self, call: Call, path: StopPath) -> StopView:
        """Tell what a link ends."""
        return StopView.model_validate(await self._unsubscribing.read(path.token))

    @post("/api/unsubscribe/{token}", token="none", limits=("links",))
    async def write(self, call: Call, path: StopPath, body: StopForm) -> StopView:
        """End such letters, or begin them again."""
        return StopView.model_validate(await self._unsubscribing.write(path.token, wanted=body.wanted))


class OneClick:
    """Takes the request that mail programs send on a press of theirs (RFC 8058): no cookie, no page, no CSRF token.

    It can only end letters to the one person whom its sealed address names.
    """

    def __init__(self, unsubscribing: Unsubscribing, limits: Limits, peer_of: PeerOf) -> None:
        self._unsubscribing = unsubscribing
        self._limits = limits
        self._peer_of = peer_of

    def attach(self, app: web.Application) -> None:
        """Listen in an application."""
        app.router.add_post(f"{PATH}{{token}}", self._handle)

    async def _handle(self, request: web.Request) -> web.Response:
        try:
            await self._limits.take("everything", self._peer_of(request).network)
            if not await _is_one_click(request):
                return web.Response(status=400, text="List-Unsubscribe=One-Click expected\n")
            await self._unsubscribing.write(request.match_info["token"], wanted=False)
        except Refusal as refusal:
            return refusal_response(refusal)
        return web.Response(text="ok\n", headers={"Cache-Control": "no-store"})


async def _is_one_click(request: web.Request) -> bool:
    """Say whether the form is the one of the RFC, in either of its two encodings."""
    if (request.content_length or 0) > _LONGEST_BODY:
        return False
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            form = await request.post()
    except (ValueError, TimeoutError):
        return False
    return form.get("List-Unsubscribe") == "One-Click"
