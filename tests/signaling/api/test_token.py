"""Tokens: what is genuine is believed, nothing else is."""

from __future__ import annotations

import base64
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st
from livekit import api
from livekit.protocol.models import ParticipantInfo, TrackSource

from signaling.api.token import LEEWAY, MAX_LIFETIME, MIN_LIFETIME, refreshed, verify
from signaling.errors import Unauthorized
from signaling.rooms.participant import Identity, Participant, ParticipantSid
from signaling.rooms.permissions import Permission
from signaling.session.session import GONE_TIME, MEDIA_RESUME_TIME, RESUME_TIME, TOKEN_INTERVAL

KEYS = {"first": "f" * 48, "second": "s" * 48}
NOW = 1_900_000_000.0
CLAIMS: dict[str, Any] = {
    "iss": "first",
    "sub": "alice",
    "exp": NOW + 60,
    "video": {"roomJoin": True, "room": "r"},
}


def signed(secret: str = KEYS["first"], **changes: Any) -> str:
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    return jwt.encode(claims, secret, algorithm="HS256")


def test_the_defaults_are_livekits() -> None:
    grants = verify(signed(), KEYS, NOW)
    assert (grants.identity, grants.room, grants.room_join, grants.room_admin) == ("alice", "r", True, False)
    assert grants.permission == Permission()


def test_data_goes_with_publishing_unless_said_otherwise() -> None:
    silent = verify(signed(video={"canPublish": False}), KEYS, NOW).permission
    assert (silent.can_publish, silent.can_publish_data) == (False, False)
    writing = verify(signed(video={"canPublish": False, "canPublishData": True}), KEYS, NOW).permission
    assert writing.can_publish_data


def test_the_official_tokens_are_understood() -> None:
    grants = api.VideoGrants(
        room_join=True, room="r", can_publish_sources=["microphone", "screen_share"], can_update_own_metadata=True
    )
    made = api.AccessToken("second", KEYS["second"]).with_identity("bob").with_name("Bob").with_metadata("m")
    text = made.with_kind("agent").with_attributes({"club": "linux"}).with_grants(grants).to_jwt()
    import time

    found = verify(text, KEYS, time.time())
    assert (found.key, found.name, found.metadata, found.attributes) == ("second", "Bob", "m", {"club": "linux"})
    assert found.kind == ParticipantInfo.AGENT
    assert found.permission.can_publish_sources == {TrackSource.MICROPHONE, TrackSource.SCREEN_SHARE}
    assert not found.permission.may_publish(TrackSource.CAMERA)
    assert found.permission.can_update_metadata


def test_unknown_sources_alone_allow_nothing() -> None:
    permission = verify(signed(video={"canPublishSources": ["hologram"]}), KEYS, NOW).permission
    assert not any(permission.may_publish(source) for source in TrackSource.values())


def unsigned(header: dict[str, str], claims: dict[str, Any], signature: str = "") -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in (header, claims)]
    return ".".join([*parts, signature])


RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)

FORGED = {
    "empty": "",
    "garbage": "a.b.c",
    "none": unsigned({"alg": "none", "typ": "JWT"}, CLAIMS),
    "None": unsigned({"alg": "NoNe", "typ": "JWT"}, CLAIMS, "x"),
    "another algorithm of the family": jwt.encode(CLAIMS, KEYS["first"], algorithm="HS384"),
    "another algorithm": jwt.encode(CLAIMS, RSA_KEY, algorithm="RS256"),
    "another key's secret": signed(KEYS["second"]),
    "no issuer": signed(iss=None),
    "unknown issuer": signed(iss="third"),
    "issuer is a list": unsigned({"alg": "HS256"}, {**CLAIMS, "iss": ["first"]}, "AAAA"),
    "signature cut": signed()[:-4],
    "expired": signed(exp=NOW - LEEWAY - 1),
    "no expiry": signed(exp=None),
    "expiry is no number": signed(exp="later"),
    "expiry is not a number": signed(exp=float("nan")),
    "not yet": signed(nbf=NOW + LEEWAY + 1),
    "identity is a number": signed(sub=5),
    "identity without end": signed(sub="a" * 257),
    "video is text": signed(video="all"),
    "room is a list": signed(video={"room": ["r"]}),
    "sources are text": signed(video={"canPublishSources": "camera"}),
    "attributes are numbers": signed(attributes={"a": 1}),
    "very long": signed(metadata="m" * 20_000),
}


@pytest.mark.parametrize("name", FORGED)
def test_nothing_forged_is_believed(name: str) -> None:
    with pytest.raises(Unauthorized):
        verify(FORGED[name], KEYS, NOW)


def test_truth_is_the_only_yes() -> None:
    """`"false"`, 1 and other things that are true in Python grant nothing."""
    for value in ("false", "true", 1, [1], {"a": 1}):
        grants = verify(signed(video={"roomAdmin": value, "roomJoin": value, "canPublish": value}), KEYS, NOW)
        assert not (grants.room_admin)
        assert not (grants.room_join)
        assert not (grants.permission.can_publish)


@given(st.text(max_size=200))
def test_any_text_is_refused(text: str) -> None:
    with pytest.raises(Unauthorized):
        verify(text, KEYS, NOW)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from(["sub", "exp", "nbf", "video", "name", "kind", "attributes"]), json_values))
def test_any_signed_claims_are_read_or_refused(changes: dict[str, Any]) -> None:
    try:
        grants = verify(signed(**changes), KEYS, NOW)
    except Unauthorized:
        return
    assert isinstance(grants.permission.can_publish, bool)


def test_a_refreshed_token_holds_the_permissions_of_the_moment() -> None:
    permission = Permission(
        can_publish=True, can_publish_sources=frozenset([int(TrackSource.MICROPHONE)]), can_subscribe=False, hidden=True
    )
    alice = Participant(ParticipantSid("PA_1"), Identity("alice"), permission, name="Alice")
    alice.attributes = {"club": "linux"}
    grants = verify(refreshed(alice, "r", ("first", KEYS["first"]), NOW), KEYS, NOW)
    assert (grants.identity, grants.name, grants.room, grants.room_join) == ("alice", "Alice", "r", True)
    assert grants.permission == permission
    assert grants.attributes == {"club": "linux"}
    assert not (grants.room_admin)
    assert not (grants.room_create)
    assert not (grants.room_list)


@pytest.mark.parametrize(
    ("times", "lifetime"),
    [
        ({"nbf": NOW - 10, "exp": NOW + 3590}, 3600),
        ({"nbf": NOW, "exp": NOW + 60}, MIN_LIFETIME),
        ({"nbf": NOW - 590, "exp": NOW + 10}, MIN_LIFETIME),
        ({"nbf": None, "iat": NOW - 100, "exp": NOW + 1400}, 1500),
        ({"nbf": None, "exp": NOW + 900}, 900),
        ({"nbf": NOW, "exp": NOW + 30 * 86400}, MAX_LIFETIME),
        ({"nbf": 0, "exp": float("inf")}, MAX_LIFETIME),
    ],
)
def test_a_refreshed_token_is_good_for_as_long_as_the_first_one(times: dict[str, Any], lifetime: int) -> None:
    alice = Participant(ParticipantSid("PA_1"), Identity("alice"), Permission())
    grants = verify(signed(**times), KEYS, NOW)
    alice.token_not_before, alice.token_lifetime = grants.not_before, grants.lifetime
    later = NOW + 5000
    claims = jwt.decode(refreshed(alice, "r", ("first", KEYS["first"]), later), options={"verify_signature": False})
    assert (claims["nbf"], claims["exp"] - claims["nbf"]) == (later, lifetime)


def test_a_client_that_comes_back_always_holds_a_token_in_force() -> None:
    """The last one that reached it may be a refresh interval and the longest absence old."""
    assert TOKEN_INTERVAL + max(RESUME_TIME, MEDIA_RESUME_TIME, GONE_TIME) < MIN_LIFETIME
