"""ID tokens: which are believed. Most of these are what an attacker would try."""

import base64
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, Key, OctKey, RSAKey

from roundtable.people.openid.id_tokens import (
    Expected,
    UnknownKey,
    Untrusted,
    checked_claims,
    keys_in,
    usable_algorithms,
)

NOW = 1_795_000_000
ISSUER, CLIENT, NONCE = "https://id.example.org", "roundtable", "n" * 43
EXPECTED = Expected(ISSUER, CLIENT, NONCE, ["RS256", "ES256"])
RSA = RSAKey.generate_key(2048, {"kid": "rsa"}, private=True)
ANOTHER = RSAKey.generate_key(2048, {"kid": "rsa"}, private=True)
EC = ECKey.generate_key("P-256", {"kid": "ec"}, private=True)
CLAIMS = {"iss": ISSUER, "aud": CLIENT, "sub": "1", "nonce": NONCE, "iat": NOW, "exp": NOW + 300}


def published(*keys: Key, **more: str) -> Any:
    """What a provider shows of its keys, as we keep it."""
    return keys_in({"keys": [{**key.as_dict(private=False), **more} for key in keys]})


KEYS = published(RSA, EC)


def signed(claims: Mapping[str, Any], key: Key = RSA, algorithm: str = "RS256", **header: Any) -> str:
    """A token."""
    named = {"alg": algorithm, "kid": key.kid, **header}
    kept = {name: value for name, value in named.items() if value is not None}
    return jwt.encode(kept, dict(claims), key, algorithms=[algorithm])


def part(value: object) -> str:
    """A part of a token written by hand."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def believed(token: str, keys: Any = KEYS, expected: Expected = EXPECTED, now: float = NOW) -> dict[str, Any]:
    """What we make of it."""
    return checked_claims(token, keys, expected, now)


def test_a_good_token_tells_who_it_is() -> None:
    assert believed(signed(CLAIMS)) == CLAIMS
    assert believed(signed(CLAIMS, EC, "ES256")) == CLAIMS
    several = {**CLAIMS, "aud": [CLIENT, "another"], "azp": CLIENT}
    assert believed(signed(several)) == several


def test_clocks_may_differ_by_a_minute() -> None:
    assert believed(signed({**CLAIMS, "exp": NOW - 59}))
    assert believed(signed({**CLAIMS, "iat": NOW + 60}))


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example.org"},
        {"iss": ISSUER + "/"},
        {"iss": [ISSUER]},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"aud": {CLIENT: 1}},
        {"aud": []},
        {"aud": None},
        {"azp": "another"},
        {"azp": [CLIENT]},
        {"nonce": "m" * 43},
        {"nonce": [NONCE]},
        {"nonce": ""},
        {"nonce": None},
        {"exp": NOW - 61},
        {"exp": None},
        {"exp": str(NOW + 300)},
        {"exp": True},
        {"exp": float("nan")},
        {"iat": NOW + 61},
        {"iat": None},
        {"iat": "now"},
        {"nbf": NOW + 61},
        {"sub": None},
        {"sub": ""},
        {"sub": 1},
        {"sub": ["1"]},
        {"sub": "1" * 256},
        {"sub": "1\n2"},
    ],
    ids=str,
)
def test_a_token_that_says_the_wrong_thing_is_not_believed(changes: dict[str, Any]) -> None:
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    with pytest.raises(Untrusted):
        believed(signed(claims))


def unsigned() -> str:
    return f"{part({'alg': 'none'})}.{part(CLAIMS)}."


def unsigned_in_capitals() -> str:
    return f"{part({'alg': 'NoNe', 'kid': 'rsa'})}.{part(CLAIMS)}."


def signed_with_the_public_key_as_secret() -> str:
    text = f"{part({'alg': 'HS256', 'kid': 'rsa'})}.{part(CLAIMS)}"
    digest = hmac.new(RSA.as_pem(private=False), text.encode(), "sha256").digest()
    return f"{text}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def signed_with_a_key_of_its_own() -> str:
    return signed(CLAIMS, ANOTHER, jwk=ANOTHER.as_dict(private=False))


def signed_by_another_of_the_same_name() -> str:
    return signed(CLAIMS, ANOTHER)


def signature_of_another_token() -> str:
    head, _, signature = signed(CLAIMS).split(".")
    return f"{head}.{part({**CLAIMS, 'sub': '2'})}.{signature}"


def signed_in_a_way_that_was_not_announced() -> str:
    return signed(CLAIMS, algorithm="PS256")


def with_an_extension_that_must_be_understood() -> str:
    return f"{part({'alg': 'RS256', 'kid': 'rsa', 'crit': ['b64'], 'b64': False})}.{part(CLAIMS)}.AAAA"


def encrypted() -> str:
    return f"{part({'alg': 'RSA-OAEP', 'enc': 'A256GCM', 'kid': 'rsa'})}.AA.AA.AA.AA"


def enormous() -> str:
    return signed({**CLAIMS, "name": "x" * 40_000})


def no_object() -> str:
    return f"{part({'alg': 'RS256', 'kid': 'rsa'})}.{part([1])}.AAAA"


@pytest.mark.parametrize(
    "forged",
    [
        unsigned,
        unsigned_in_capitals,
        signed_with_the_public_key_as_secret,
        signed_with_a_key_of_its_own,
        signed_by_another_of_the_same_name,
        signature_of_another_token,
        signed_in_a_way_that_was_not_announced,
        with_an_extension_that_must_be_understood,
        encrypted,
        enormous,
        no_object,
        *(
            lambda text=text: text
            for text in ("", ".", "..", "a.b.c", "\x00", "é.é.é", f"{part({'alg': ['RS256']})}.e30.aa")
        ),
    ],
)
def test_a_forged_token_is_not_believed(forged: Callable[[], str]) -> None:
    with pytest.raises(Untrusted):
        believed(forged())


def test_a_secret_among_the_keys_is_no_key() -> None:
    secret = OctKey.generate_key(256, {"kid": "oct"}, private=True)
    assert list(keys_in({"keys": [secret.as_dict()]})) == []
    assert usable_algorithms(["none", "HS256", "HS512", "RS256", "EdDSA", "ES256K"]) == ["RS256"]


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"keys": None},
        {"keys": {}},
        {
            "keys": [
                None,
                1,
                "x",
                [],
                {},
                {"kty": "RSA"},
                {"kty": ["RSA"]},
                {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
            ]
        },
        {"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]},
        {"keys": [{"kty": "RSA", "n": "A" * 3000, "e": "AQAB"}]},
        {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "AA"}]},
        {"keys": [{**RSA.as_dict(private=False), "use": "enc"}]},
    ],
    ids=range(8),
)
def test_keys_that_are_none_are_left_out(document: dict[str, Any]) -> None:
    assert list(keys_in(document)) == []


def test_a_key_is_used_for_its_own_kind_of_signature_only() -> None:
    with pytest.raises(UnknownKey):
        believed(signed(CLAIMS), published(RSA, alg="RS512"))
    with pytest.raises(UnknownKey):
        believed(signed(CLAIMS, EC, "ES256", kid="rsa"))


def test_a_key_that_is_not_known_may_be_a_new_one_and_one_without_a_name_is_found_by_trying() -> None:
    with pytest.raises(UnknownKey):
        believed(signed(CLAIMS, RSAKey.generate_key(2048, {"kid": "new"}, private=True)))
    nameless = signed(CLAIMS, RSA, kid=None)
    assert believed(nameless, published(ANOTHER, RSA)) == CLAIMS
    with pytest.raises(UnknownKey):
        believed(nameless, published(ANOTHER, EC))
