"""What becomes of a provider that is down, slow, wrong, or somebody else's."""

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from roundtable.kernel.clock import ManualClock
from roundtable.kernel.errors import Refusal
from roundtable.people.openid.attempts import AttemptSecrets
from roundtable.people.openid.model import Answer, Claims
from roundtable.people.openid.provider import KEPT, OpenIdProvider
from roundtable.people.openid.wire import AT_ONCE, Wire
from tests.roundtable.people.openid.pretender import Pretender, deep, long, page, pretender, rsa

SECRETS = AttemptSecrets.of("t" * 43)
REDIRECT = "https://meet.example.org/sign-in/openid"
ANSWER = Answer(SECRETS.state, "code")
PATIENCE = 5.0
"""Seconds that we wait for an answer in these tests; what does not answer at all is given less."""


@pytest.fixture
async def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def university(clock: ManualClock) -> AsyncIterator[Pretender]:
    async with pretender(clock) as provider:
        provider.nonce = SECRETS.nonce
        yield provider


def ours(university: Pretender, seconds: float = PATIENCE, **changes: Any) -> OpenIdProvider:
    """The provider as we use it."""
    return OpenIdProvider(university.client(**changes), university.clock, Wire(seconds))


async def refused(provider: OpenIdProvider, answer: Answer = ANSWER) -> tuple[int, str]:
    """With what somebody is refused who comes back."""
    with pytest.raises(Refusal) as caught:
        await provider.claims_of(answer, SECRETS, REDIRECT)
    return caught.value.status, caught.value.code


async def test_people_are_sent_there_with_everything_that_ties_the_answer_to_them(university: Pretender) -> None:
    university.describes["authorization_endpoint"] = f"{university.issuer}/auth?tenant=1"
    address = await ours(university, scopes=("email",)).address_for(SECRETS, REDIRECT)
    assert address.startswith(f"{university.issuer}/auth?tenant=1&")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked == {
        "tenant": "1",
        "response_type": "code",
        "client_id": "roundtable",
        "redirect_uri": REDIRECT,
        "scope": "openid email",
        "state": SECRETS.state,
        "nonce": SECRETS.nonce,
        "code_challenge": SECRETS.challenge,
        "code_challenge_method": "S256",
    }
    assert SECRETS.verifier not in address


async def test_a_code_becomes_what_the_provider_says_of_somebody(university: Pretender) -> None:
    claims = await ours(university).claims_of(ANSWER, SECRETS, REDIRECT)
    assert claims == Claims("1", "bob@example.org", True, "Bob")
    (form,) = university.forms
    assert form == {
        "grant_type": "authorization_code",
        "code": "code",
        "redirect_uri": REDIRECT,
        "code_verifier": SECRETS.verifier,
    }


@pytest.mark.parametrize(
    "said",
    [
        "nothing", 500, 404, 302, {}, {"issuer": 1}, [1],
        page("<html>", "text/html"), page("{"), deep(), long(),
    ],
    ids=range(11),
)  # fmt: skip
@pytest.mark.parametrize("place", ["openid-configuration", "token", "keys"])
async def test_whatever_is_no_answer_is_an_outage_and_nobody_is_followed_elsewhere(
    university: Pretender, place: str, said: Any
) -> None:
    university.says[place] = said
    provider = ours(university, seconds=0.3 if said == "nothing" else PATIENCE)
    expected = (403, "openid_untrusted") if place == "keys" and isinstance(said, dict) else (503, "openid_unavailable")
    assert await refused(provider) == expected
    assert university.asked["elsewhere"] == 0
    del university.says[place]
    university.clock.advance(30)  # type: ignore[attr-defined]
    assert (await provider.claims_of(ANSWER, SECRETS, REDIRECT)).subject == "1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://evil.example.org"},
        {"issuer": None},
        {"token_endpoint": "http://evil.example.org/token"},
        {"token_endpoint": "https://user:password@id.example.org/token"},
        {"token_endpoint": "https://"},
        {"token_endpoint": "//id.example.org/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "https://id.example.org:port/"},
        {"userinfo_endpoint": "ftp://id.example.org"},
        {"id_token_signing_alg_values_supported": ["none"]},
        {"id_token_signing_alg_values_supported": ["HS256"]},
        {"id_token_signing_alg_values_supported": "RS256"},
        {"id_token_signing_alg_values_supported": ["RS256"] * 1000},
    ],
    ids=str,
)
async def test_a_description_that_cannot_be_meant_is_an_outage(university: Pretender, wrong: dict[str, Any]) -> None:
    university.describes |= wrong
    assert await refused(ours(university)) == (503, "openid_unavailable")
    assert university.asked.keys() == {"openid-configuration"}


async def test_a_code_that_was_used_is_told_from_a_mistake_of_the_operator(university: Pretender) -> None:
    for error, code in (("invalid_grant", "openid_attempt_over"), ("invalid_client", "openid_unavailable")):
        university.says["token"] = page(f'{{"error": "{error}"}}', status=400)
        assert (await refused(ours(university)))[1] == code


@pytest.mark.parametrize("tokens", [{}, {"id_token": 1}, {"id_token": None}])
async def test_no_token_is_an_outage(university: Pretender, tokens: dict[str, Any]) -> None:
    university.says["token"] = tokens
    assert await refused(ours(university)) == (503, "openid_unavailable")


async def test_a_wrong_token_is_not_believed(university: Pretender) -> None:
    university.token_changes = {"aud": "another"}
    assert await refused(ours(university)) == (403, "openid_untrusted")


async def test_an_answer_of_another_provider_does_not_get_our_code(university: Pretender) -> None:
    provider = ours(university)
    assert await refused(provider, Answer(SECRETS.state, "code", "https://evil.example.org")) == (
        403, "openid_untrusted",
    )  # fmt: skip
    assert university.forms == []
    good = Answer(SECRETS.state, "code", university.issuer)
    assert (await provider.claims_of(good, SECRETS, REDIRECT)).subject == "1"
    university.describes["authorization_response_iss_parameter_supported"] = True
    assert await refused(ours(university)) == (403, "openid_untrusted")


async def test_address_and_name_are_asked_for_if_the_token_has_none(university: Pretender) -> None:
    university.claims = {"sub": "1"}
    university.userinfo = {"sub": "1", "email": "bob@example.org", "email_verified": "true", "nickname": "Bobby"}
    assert await ours(university).claims_of(ANSWER, SECRETS, REDIRECT) == Claims("1", "bob@example.org", True, "Bobby")
    university.userinfo = {"sub": "2", "email": "ada@example.org", "email_verified": True}
    assert await refused(ours(university)) == (403, "openid_untrusted")
    university.userinfo = {"sub": "1", "email": ["ada@example.org"], "email_verified": 1, "name": {"a": "b"}}
    assert await ours(university).claims_of(ANSWER, SECRETS, REDIRECT) == Claims("1")
    university.says["userinfo"] = 401
    assert await refused(ours(university)) == (503, "openid_unavailable")


async def test_an_address_is_verified_by_whoever_told_it(university: Pretender) -> None:
    university.claims = {"sub": "1", "email": "ada@example.org"}
    university.userinfo = {"sub": "1", "email": "eve@example.org", "email_verified": True}
    assert await ours(university).claims_of(ANSWER, SECRETS, REDIRECT) == Claims("1", "ada@example.org")


async def test_keys_are_kept_asked_for_once_more_for_a_new_one_and_then_left_alone(
    university: Pretender, clock: ManualClock
) -> None:
    provider = ours(university)
    for _ in range(3):
        await provider.claims_of(ANSWER, SECRETS, REDIRECT)
    assert (university.asked["openid-configuration"], university.asked["keys"]) == (1, 1)
    university.key = rsa("second")
    clock.advance(60)
    await provider.claims_of(ANSWER, SECRETS, REDIRECT)
    assert university.asked["keys"] == 2
    shown, university.key = university._keys(), rsa("never shown")
    university.says["keys"] = shown
    for _ in range(5):
        assert await refused(provider) == (403, "openid_untrusted")
    assert university.asked["keys"] == 2
    clock.advance(KEPT.total_seconds() + 1)
    await refused(provider)
    assert (university.asked["openid-configuration"], university.asked["keys"]) == (2, 3)


@pytest.mark.parametrize(
    ("methods", "secret", "in_form", "in_header"),
    [
        (None, "s+:%ü", {}, "roundtable:s%2B%3A%25%C3%BC"),
        (["client_secret_post"], "s", {"client_id": "roundtable", "client_secret": "s"}, None),
        (["private_key_jwt"], "s", {}, "roundtable:s"),
        (["none"], None, {"client_id": "roundtable"}, None),
    ],
)
async def test_the_secret_is_shown_as_the_provider_wants_it(
    university: Pretender, methods: Any, secret: str | None, in_form: dict[str, str], in_header: str | None
) -> None:
    university.describes["token_endpoint_auth_methods_supported"] = methods
    await ours(university, secret=secret).claims_of(ANSWER, SECRETS, REDIRECT)
    fixed = {"grant_type", "code", "redirect_uri", "code_verifier"}
    assert {name: value for name, value in university.forms[0].items() if name not in fixed} == in_form
    shown = university.headers[0].get("Authorization")
    assert (shown and base64.b64decode(shown.removeprefix("Basic ")).decode()) == in_header


async def test_a_provider_that_hangs_takes_so_many_requests_and_no_more(university: Pretender) -> None:
    university.says["openid-configuration"] = "nothing"
    provider = ours(university, seconds=2)
    tries = (provider.address_for(SECRETS, REDIRECT) for _ in range(AT_ONCE + 10))
    codes = [error.code for error in await asyncio.gather(*tries, return_exceptions=True) if isinstance(error, Refusal)]
    assert sorted(codes) == ["openid_unavailable"] * AT_ONCE + ["too_busy"] * 10
    del university.says["openid-configuration"]
    assert await provider.address_for(SECRETS, REDIRECT)
