"""Join requests as clients send them, and what is sent instead."""

from __future__ import annotations

import base64
import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livekit.protocol.rtc import JoinRequest, WrappedJoinRequest

from signaling.api.join_request import MAX_DECODED, MAX_ENCODED, parse_join_request
from signaling.errors import Refusal
from tests.signaling.conversation import offer, wrapped


def pack(inner: bytes, *, compressed: bool = True) -> str:
    kind = WrappedJoinRequest.GZIP if compressed else WrappedJoinRequest.NONE
    message = WrappedJoinRequest(compression=kind, join_request=inner).SerializeToString()
    return base64.urlsafe_b64encode(message).decode()


@pytest.mark.parametrize("compressed", [True, False])
def test_a_browsers_request_is_read(compressed: bool) -> None:
    request = JoinRequest(publisher_offer=offer())
    assert parse_join_request(wrapped(request, compressed=compressed)) == request
    assert parse_join_request(wrapped(request, compressed=compressed) + "=") == request


def test_a_bomb_is_refused_without_its_memory() -> None:
    bomb = pack(gzip.compress(b"\0" * 50_000_000))
    assert len(bomb) < MAX_ENCODED
    tracemalloc.start()
    with pytest.raises(Refusal):
        parse_join_request(bomb)
    assert tracemalloc.get_traced_memory()[1] < 4 * MAX_DECODED
    tracemalloc.stop()


@pytest.mark.parametrize(
    "hostile",
    [
        "!",
        "AAAA" * 100_000,
        pack(b"\xff\xff", compressed=False),
        pack(b"no gzip"),
        pack(gzip.compress(b"x" * 1000, mtime=0)[:-9]),
        pack(zlib.compress(JoinRequest().SerializeToString())),
        base64.b64encode(b"\x08\xff").decode(),
    ],
)
def test_what_is_no_join_request_is_refused(hostile: str) -> None:
    with pytest.raises(Refusal):
        parse_join_request(hostile)


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert isinstance(parse_join_request(text), JoinRequest)
    except Refusal:
        return
