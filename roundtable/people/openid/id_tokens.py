"""ID tokens: whose signature counts, and what else must be true (OpenID Connect Core, 3.1.3.7).

The only file that imports joserfc.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, import_key
from joserfc.jwt import JWTClaimsRegistry

from roundtable.people.openid.model import SUBJECT_LENGTH

ALGORITHMS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    **dict.fromkeys(("ES256", "ES384", "ES512"), "EC"),
    "Ed25519": "OKP",
}
"""Signatures that we take, each with its kind of key. Never `none`, and none that is checked with a shared secret:
a public key would pass for one."""

SKEW_SECONDS: Final = 60
"""How far apart the provider's clock and ours may be."""
TOKEN_LENGTH: Final = 32 * 1024
MOST_KEYS: Final = 50
MOST_TRIED: Final = 5
"""Keys that are tried for a token that does not name its own."""
_RSA_BITS: Final = range(2048, 8192 + 1)


Keys = Sequence[Key]
"""A provider's keys that we can use."""


class Untrusted(Exception):
    """A token that proves nothing. The reason is for the log."""


class UnknownKey(Untrusted):
    """It is signed with a key that we do not know; perhaps the provider has a new one."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What must stand in a token."""

    issuer: str
    client_id: str
    nonce: str
    algorithms: Sequence[str]
    """Those that the provider says it uses, of ours."""


def usable_algorithms(offered: Sequence[str]) -> list[str]:
    """Return those signatures of a provider that we take."""
    return [name for name in ALGORITHMS if name in offered]


def keys_in(document: Mapping[str, Any]) -> Keys:
    """Read a provider's keys (RFC 7517). Keys that we cannot use are left out: there may be others."""
    entries = document.get("keys")
    if not isinstance(entries, list):
        return []
    return [key for entry in entries[:MOST_KEYS] if (key := _key(entry)) is not None]


def _key(entry: Any) -> Key | None:
    if not isinstance(entry, dict) or entry.get("kty") not in ALGORITHMS.values() or entry.get("use") == "enc":
        return None
    if entry["kty"] == "RSA" and len(str(entry.get("n", "")).rstrip("=")) * 6 not in _RSA_BITS:
        return None
    try:
        return import_key(entry)
    except (JoseError, ValueError, LookupError, TypeError):
        return None


def checked_claims(token: str, keys: Keys, expected: Expected, now: float) -> dict[str, Any]:
    """Return what a token says if it is signed by the provider, for us, now, and answers our question.

    Raises Untrusted, or UnknownKey if other keys might do.
    """
    if len(token) > TOKEN_LENGTH or not token.isascii():
        raise Untrusted("too long or not ASCII")
    claims = _signed(token, keys, expected.algorithms)
    try:
        _registry(expected, now).validate(claims)
    except JoseError as error:
        raise Untrusted(str(error)) from error
    _check_party(claims, expected.client_id)
    nonce = claims["nonce"]
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), expected.nonce.encode()):
        raise Untrusted("nonce is another")
    subject = claims["sub"]
    if len(subject) > SUBJECT_LENGTH or not subject.isprintable():
        raise Untrusted("sub is too long or not printable")
    return claims


def _registry(expected: Expected, now: float) -> JWTClaimsRegistry:
    return JWTClaimsRegistry(
        now=int(now),
        leeway=SKEW_SECONDS,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True},
    )


def _check_party(claims: Mapping[str, Any], client_id: str) -> None:
    """Refuse a token for several, unless it was issued to us; and one that was issued to another."""
    party, audience = claims.get("azp"), claims["aud"]
    if party is None and isinstance(audience, list) and len(audience) > 1:
        raise Untrusted("several audiences, and no azp")
    if party is not None and party != client_id:
        raise Untrusted("azp is another")


def _signed(token: str, keys: Keys, algorithms: Sequence[str]) -> dict[str, Any]:
    try:
        header = jws.extract_compact(token.encode()).headers()
    except JoseError as error:
        raise Untrusted(str(error)) from error
    algorithm, name = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in algorithms:
        raise Untrusted("signed in a way that the provider does not announce, or that we do not take")
    fitting = [key for key in keys if _fits(key, algorithm) and (name is None or key.kid == name)]
    if not fitting:
        raise UnknownKey("signed with an unknown key")
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    for key in fitting[:MOST_TRIED]:
        try:
            return dict(jwt.decode(token, key, registry=registry).claims)
        except (JoseError, ValueError):
            continue
    raise Untrusted("wrong signature") if name is not None else UnknownKey("signed with none of the known keys")


def _fits(key: Key, algorithm: str) -> bool:
    return key.key_type == ALGORITHMS[algorithm] and key.get("alg") in (None, algorithm)
