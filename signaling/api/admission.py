"""Who may join which room: the one check behind both the WebSocket and its validate address."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web
from livekit.protocol.rtc import JoinRequest

from signaling.api.join_request import parse_join_request
from signaling.api.token import Grants, verify
from signaling.clock import Now
from signaling.config import ServerConfig
from signaling.errors import Forbidden, NotFound, Refusal, Unauthorized
from signaling.session.directory import Directory

MAX_ROOM_NAME = 256  # characters


@dataclass(frozen=True, slots=True)
class Admission:
    """A join that may go ahead."""

    grants: Grants
    request: JoinRequest


def bearer(request: web.Request) -> str:
    """The token: from the header (Rust and Python clients), else from the query (browsers). Raises Unauthorized."""
    header = request.headers.get("Authorization", "")
    if header:
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthorized("the Authorization header holds no bearer token")
        return token.strip()
    tokens = request.query.getall("access_token", [])
    if len(tokens) != 1:
        raise Unauthorized("no permissions to access the room")
    return tokens[0]


def admit(request: web.Request, config: ServerConfig, rooms: Directory, now: Now) -> Admission:
    """Raises Unauthorized, Forbidden, NotFound or another Refusal."""
    grants = verify(bearer(request), config.api_keys, now())
    if not grants.room_join or not grants.room or not grants.identity:
        raise Forbidden("no permissions to access the room")
    if len(grants.room) > MAX_ROOM_NAME:
        raise Forbidden("the room's name is too long")
    encoded = request.query.getall("join_request", [])
    if len(encoded) != 1:
        raise Refusal("join_request is missing")
    join = parse_join_request(encoded[0])
    live = rooms.find(grants.room)
    if live is not None and live.room.revocations.covers(grants.identity, grants.not_before):
        raise Unauthorized("the token was revoked")
    if not config.auto_create and live is None:
        raise NotFound("requested room does not exist")
    return Admission(grants, join)
