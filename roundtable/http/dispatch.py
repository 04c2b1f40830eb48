"""What happens to a request between the socket and the handler, in this order and nowhere else."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import quote

from aiohttp import web
from pydantic import BaseModel, ValidationError

from roundtable.http import bearer, cookies
from roundtable.http.bearer import Bearers
from roundtable.http.limits import Limits
from roundtable.http.models import TextFile
from roundtable.http.nul import refuse_nul, refuse_nul_in_json
from roundtable.http.peers import Peer, Peers
from roundtable.http.problems import MalformedRequest, TooLarge, WrongType, from_validation, refusal_response
from roundtable.http.routes import Call, Operation
from roundtable.kernel.callers import Caller
from roundtable.kernel.errors import NotAllowed, NotFound, Refusal, SignInNeeded
from roundtable.kernel.text import one_line

Request = web.Request
"""What others pass on to `identify` without looking into it."""

Authenticate = Callable[[str], Awaitable[Caller | None]]
"""Tells whose token this is; None for an unknown, ended or expired one."""

BODY_SECONDS: Final = 20.0
"""A body that takes longer is not being sent by a browser."""
_AGENT_LENGTH: Final = 200


class Dispatch:
    """Runs operations."""

    def __init__(self, peers: Peers, limits: Limits, authenticate: Authenticate, bearers: Bearers) -> None:
        self._peers = peers
        self._limits = limits
        self._authenticate = authenticate
        self._bearers = bearers

    async def run(self, operation: Operation, request: web.Request) -> web.Response:
        """Answer one request; a refusal becomes a problem here."""
        peer = self._peers.of(request.remote, request.scheme, request.headers)
        try:
            call = await self._admit(operation, request, peer)
            arguments = await _arguments(operation, request)
            answer = await operation.handler(call=call, **arguments)
        except ValidationError as error:
            return refusal_response(from_validation(error))
        except Refusal as refusal:
            return refusal_response(refusal)
        return _answer(operation, call, answer)

    async def identify(self, request: web.Request, csrf: str) -> tuple[Caller, Peer]:
        """Tell who opens a socket, by the cookie and the CSRF token that belongs to it; refuse everybody else."""
        peer = self._peers.of(request.remote, request.scheme, request.headers)
        token = cookies.token_in(request, peer)
        caller = await self._authenticate(token) if token else None
        if caller is None:
            raise SignInNeeded("sign_in_needed")
        _check_csrf(caller, csrf)
        return caller, peer

    async def _admit(self, operation: Operation, request: web.Request, peer: Peer) -> Call:
        for limit in ("everything", *operation.limits):
            await self._limits.take(limit, peer.network)
        shown = bearer.token_in(request)
        if shown is None:
            caller = await self._by_cookie(operation, request, peer)
        else:
            caller = await self._bearers.admit(shown, operation.token, peer)
        _check_needs(operation, caller)
        attempt = cookies.token_in(request, peer, cookies.ATTEMPT_COOKIE)
        agent = one_line(request.headers.get("User-Agent", "")[:_AGENT_LENGTH])
        return Call(caller, peer, agent, attempt)

    async def _by_cookie(self, operation: Operation, request: web.Request, peer: Peer) -> Caller | None:
        """Tell who browses; what changes something must come from a page of ours. Who shows a token is not asked."""
        if operation.changes and not self._peers.is_ours(peer, request.headers.get("Origin")):
            raise NotAllowed("foreign_origin")
        token = cookies.token_in(request, peer)
        caller = await self._authenticate(token) if token else None
        if caller and operation.changes:
            _check_csrf(caller, request.headers.get("X-CSRF-Token", ""))
        return caller


def _check_csrf(caller: Caller, sent: str) -> None:
    if not hmac.compare_digest(sent.encode("utf-8", "surrogateescape"), caller.csrf.encode()):
        raise NotAllowed("csrf_token_wrong")


def _check_needs(operation: Operation, caller: Caller | None) -> None:
    if operation.needs == "nothing":
        return
    if caller is None:
        raise SignInNeeded("sign_in_needed")
    caller.must_have_account()
    if operation.needs == "administrator":
        caller.must_be_administrator()


async def _arguments(operation: Operation, request: web.Request) -> dict[str, BaseModel]:
    arguments: dict[str, BaseModel] = {}
    if operation.path_model:
        try:
            arguments["path"] = operation.path_model.model_validate(dict(request.match_info))
        except ValidationError as error:
            raise NotFound("not_found") from error
    if operation.query_model:
        arguments["query"] = operation.query_model.model_validate(_query(request))
    if operation.body_model:
        content = await _body(request, operation.body_limit)
        refuse_nul_in_json(content)
        arguments["body"] = operation.body_model.model_validate_json(content)
    return arguments


def _query(request: web.Request) -> dict[str, Any]:
    """Refuse a repeated parameter: which of the two would count is a matter of taste, and of attacks."""
    if len(request.query) != len(set(request.query)):
        raise MalformedRequest("malformed")
    query = dict(request.query)
    refuse_nul(query)
    return query


async def _body(request: web.Request, limit: int) -> bytes:
    if request.content_type != "application/json":
        raise WrongType("json_expected")
    if (request.content_length or 0) > limit:
        raise TooLarge("body_too_large", bytes=limit)
    content = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.content.iter_any():
                content += part
                if len(content) > limit:
                    raise TooLarge("body_too_large", bytes=limit)
    except TimeoutError as error:
        raise MalformedRequest("body_too_slow") from error
    except (ValueError, web.RequestPayloadError) as error:
        raise MalformedRequest("malformed") from error
    return bytes(content)


def _answer(operation: Operation, call: Call, answer: BaseModel | None) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    if call.saved_as:
        headers["Content-Disposition"] = _attachment(call.saved_as)
    if answer is None:
        response = web.Response(status=204, headers=headers)
    else:
        body = answer.root if isinstance(answer, TextFile) else answer.model_dump_json(exclude_none=True)
        response = web.Response(
            status=operation.status,
            body=body.encode(),
            content_type=operation.media_type,
            charset="utf-8",
            headers=headers,
        )
    if call.kept_token:
        cookies.keep(response, call.peer, call.kept_token)
    elif call.forgets:
        cookies.forget(response, call.peer)
    if call.kept_attempt is not None:
        cookies.keep_attempt(response, call.peer, call.kept_attempt)
    return response


def _attachment(name: str) -> str:
    """Name a file as RFC 6266 says: for old programs in ASCII, and as it is."""
    plain = "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter in " .-_")).strip()
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
