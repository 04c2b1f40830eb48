"""Twirp over HTTP: one POST address for each method, protobuf or JSON both ways, errors as `{code, msg}`."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web
from google.protobuf.json_format import MessageToJson, Parse, ParseError
from google.protobuf.message import DecodeError, Message

from signaling.api.admission import bearer
from signaling.api.token import Grants, verify
from signaling.clock import Now
from signaling.config import ServerConfig
from signaling.errors import NotFound, Refusal

log = logging.getLogger(__name__)

MAX_BODY = 1024 * 1024  # bytes; the largest honest request carries 512 KB of metadata
PREFIX = "/twirp/livekit.RoomService/"


@dataclass(frozen=True, slots=True)
class Method:
    """How one method reads its request and answers it."""

    request: type[Message]
    answer: Callable[[Grants, Message], Message]


class TwirpService:
    """Authenticates, decodes, calls, encodes. What a method refuses becomes one Twirp error."""

    def __init__(self, methods: dict[str, Method], config: ServerConfig, now: Now) -> None:
        self._methods = methods
        self._config = config
        self._now = now

    def routes(self) -> list[web.RouteDef]:
        return [web.post(PREFIX + "{method}", self.serve)]

    async def serve(self, request: web.Request) -> web.Response:
        try:
            grants = verify(bearer(request), self._config.api_keys, self._now())
            method = self._methods.get(request.match_info["method"])
            if method is None:
                raise NoSuchMethod("no such method")
            body = await read_body(request)
            return encode(request, method.answer(grants, decode(request, method.request, body)))
        except Refusal as refusal:
            return error(refusal)


class NoSuchMethod(NotFound):
    """The address names a method that this service does not have."""

    twirp_code = "bad_route"


class Malformed(Refusal):
    """The body is not what its content type says."""

    twirp_code = "malformed"


async def read_body(request: web.Request) -> bytes:
    """Raises Malformed for a body over the bound, before it is all in memory."""
    parts = bytearray()
    async for chunk in request.content.iter_any():
        parts += chunk
        if len(parts) > MAX_BODY:
            raise Malformed("the request is too large")
    return bytes(parts)


def decode(request: web.Request, kind: type[Message], body: bytes) -> Message:
    message = kind()
    try:
        if request.content_type == "application/protobuf":
            message.ParseFromString(body)
        elif request.content_type == "application/json":
            Parse(body, message, ignore_unknown_fields=True, max_recursion_depth=20)
        else:
            raise NoSuchMethod("the content type must be application/protobuf or application/json")
    except (DecodeError, ParseError, UnicodeDecodeError, ValueError, TypeError, RecursionError) as problem:
        raise Malformed("the request cannot be read") from problem
    return message


def encode(request: web.Request, message: Message) -> web.Response:
    if request.content_type == "application/json":
        return json_answer(MessageToJson(message, indent=None))
    return web.Response(body=message.SerializeToString(), content_type="application/protobuf")


def error(refusal: Refusal) -> web.Response:
    return json_answer(json.dumps({"code": refusal.twirp_code, "msg": str(refusal)}), refusal.status)


def json_answer(text: str, status: int = 200) -> web.Response:
    """Without a charset in the content type: the Node SDK reads the error's code only from exactly this type."""
    return web.Response(body=text.encode(), status=status, content_type="application/json")
