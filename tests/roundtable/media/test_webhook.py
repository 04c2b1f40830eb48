import base64
import hashlib
import json
from collections.abc import AsyncIterator

import aiohttp
import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from livekit.api import AccessToken

from roundtable.kernel.clock import ManualClock
from roundtable.kernel.ids import SessionId
from roundtable.media.api import MAX_BODY_BYTES, MediaWebhook
from roundtable.media.reconciler import MediaReconciler
from roundtable.media.tokens import Tokens
from tests.roundtable.media.fake import FakeMedia

KEY, SECRET = "key", "a secret of at least thirty-two characters"


class Noticing(MediaReconciler):
    """Only keeps which rooms it should look at."""

    def __init__(self) -> None:
        async def is_over(session: SessionId) -> bool:
            return False

        super().__init__(FakeMedia(), Tokens(KEY, SECRET, ManualClock()), is_over=is_over)
        self.heard: list[SessionId] = []

    def noticed(self, session: SessionId) -> None:
        self.heard.append(session)


@pytest.fixture
async def noticing() -> Noticing:
    return Noticing()


@pytest.fixture
async def url(noticing: Noticing) -> AsyncIterator[str]:
    app = web.Application()
    MediaWebhook(noticing, KEY, SECRET).attach(app)
    async with TestServer(app) as server:
        yield str(server.make_url("/media/webhook"))


def _body(event: str = "participant_joined", room: str = "ses_one") -> bytes:
    return json.dumps({"event": event, "room": {"name": room}, "participant": {"identity": "prt_alice"}}).encode()


def _signature(body: bytes, secret: str = SECRET) -> str:
    return AccessToken(KEY, secret).with_sha256(base64.b64encode(hashlib.sha256(body).digest()).decode()).to_jwt()


async def _post(url: str, body: bytes, authorization: str | None) -> int:
    headers = {"Content-Type": "application/webhook+json"}
    if authorization is not None:
        headers["Authorization"] = authorization
    async with aiohttp.ClientSession() as http, http.post(url, data=body, headers=headers) as response:
        return response.status


@pytest.mark.parametrize("event", ["room_started", "participant_joined", "participant_left"])
async def test_who_joins_or_leaves_is_looked_at(url: str, noticing: Noticing, event: str) -> None:
    body = _body(event)
    assert await _post(url, body, _signature(body)) == 204
    assert noticing.heard == ["ses_one"]


@pytest.mark.parametrize(
    ("event", "room"), [("track_published", "ses_one"), ("participant_joined", "another product's")]
)
async def test_the_rest_is_taken_and_ignored(url: str, noticing: Noticing, event: str, room: str) -> None:
    body = _body(event, room)
    assert await _post(url, body, _signature(body)) == 204
    assert noticing.heard == []


def _unsigned(body: bytes) -> str:
    claims = {"iss": KEY, "exp": 4102444800, "sha256": base64.b64encode(hashlib.sha256(body).digest()).decode()}
    return jwt.encode(claims, "", algorithm="none")


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "garbage",
        _signature(_body(), "another secret of thirty-two characters"),
        _signature(_body("participant_left")),
        _unsigned(_body()),
        AccessToken(KEY, SECRET).to_jwt(),
    ],
    ids=["absent", "empty", "garbage", "other secret", "other body", "alg none", "no hash"],
)
async def test_a_forgery_is_refused(url: str, noticing: Noticing, authorization: str | None) -> None:
    assert await _post(url, _body(), authorization) == 401
    assert noticing.heard == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"event": 5}', b"[" * 20000])
async def test_a_signed_body_that_is_no_event_is_refused(url: str, noticing: Noticing, body: bytes) -> None:
    assert await _post(url, body, _signature(body)) == 401
    assert noticing.heard == []


async def test_a_huge_body_is_refused(url: str, noticing: Noticing) -> None:
    body = b" " * (MAX_BODY_BYTES + 1)
    assert await _post(url, body, _signature(body)) == 413
    assert noticing.heard == []
