"""The provider, as we use it: where to send people, and what it says of those who come back."""

import base64
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote_plus, urlencode

from roundtable.kernel.addresses import EMAIL_LENGTH
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, NotAllowed, Unavailable
from roundtable.people.openid.attempts import AttemptSecrets
from roundtable.people.openid.discovery import WELL_KNOWN, Provider, provider_in
from roundtable.people.openid.id_tokens import Expected, Keys, UnknownKey, Untrusted, checked_claims, keys_in
from roundtable.people.openid.model import Answer, Claims, Client
from roundtable.people.openid.wire import ProviderFailed, Reply, Wire

KEPT: Final = timedelta(hours=1)
"""How long a provider's description and its keys are taken as they were."""
KEYS_REST: Final = timedelta(seconds=10)
"""Keys are not asked for again so soon, whatever keys tokens name."""

log = logging.getLogger(__name__)


class OpenIdProvider:
    """One provider. Whatever goes wrong with it becomes a refusal here, and the reason a line in the log."""

    def __init__(self, client: Client, clock: Clock, wire: Wire | None = None) -> None:
        self.client: Final = client
        self._clock = clock
        self._wire = wire or Wire()
        self._provider: tuple[Provider, datetime] | None = None
        self._keys: tuple[Keys, datetime] | None = None

    async def address_for(self, secrets: AttemptSecrets, redirect: str) -> str:
        """Return where to send somebody; they come back to `redirect` with a code (RFC 6749, 4.1)."""
        try:
            provider = await self._described()
        except ProviderFailed as error:
            raise _unavailable(error) from error
        query = {
            "response_type": "code",
            "client_id": self.client.id,
            "redirect_uri": redirect,
            "scope": " ".join(dict.fromkeys(("openid", *self.client.scopes))),
            "state": secrets.state,
            "nonce": secrets.nonce,
            "code_challenge": secrets.challenge,
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in provider.authorization_endpoint else "?"
        return f"{provider.authorization_endpoint}{joint}{urlencode(query)}"

    async def claims_of(self, answer: Answer, secrets: AttemptSecrets, redirect: str) -> Claims:
        """Exchange a code for what the provider says of somebody."""
        try:
            provider = await self._described()
            self._check_sender(provider, answer)
            tokens = await self._redeemed(provider, answer.code, secrets, redirect)
            claims = await self._checked(provider, tokens, secrets)
            return await self._filled(provider, claims, tokens)
        except ProviderFailed as error:
            raise _unavailable(error) from error
        except Untrusted as error:
            log.warning("an OpenID provider's answer was not believed: %s", error)
            raise NotAllowed("openid_untrusted") from error

    def _check_sender(self, provider: Provider, answer: Answer) -> None:
        """Refuse an answer of another provider, which may be after our code (RFC 9207)."""
        missing = answer.issuer is None and provider.authorization_response_iss_parameter_supported
        if missing or answer.issuer not in (None, self.client.issuer):
            raise Untrusted("iss of the answer is missing or another")

    async def _redeemed(
        self, provider: Provider, code: str, secrets: AttemptSecrets, redirect: str
    ) -> Mapping[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": secrets.verifier,
        }
        headers: dict[str, str] = {}
        if self.client.secret is None:
            form["client_id"] = self.client.id
        elif provider.takes_secret_in_header:
            headers["Authorization"] = _basic(self.client.id, self.client.secret)
        else:
            form |= {"client_id": self.client.id, "client_secret": self.client.secret}
        reply = await self._wire.post(provider.token_endpoint, form, headers)
        if reply.status != 200:
            raise _not_redeemed(reply)
        return reply.content

    async def _checked(
        self, provider: Provider, tokens: Mapping[str, Any], secrets: AttemptSecrets
    ) -> Mapping[str, Any]:
        token = tokens.get("id_token")
        if not isinstance(token, str):
            raise ProviderFailed("no id_token in the answer")
        expected = Expected(self.client.issuer, self.client.id, secrets.nonce, provider.algorithms)
        now = self._clock.now().timestamp()
        try:
            return checked_claims(token, await self._known_keys(provider), expected, now)
        except UnknownKey:
            return checked_claims(token, await self._fresh_keys(provider), expected, now)

    async def _filled(self, provider: Provider, claims: Mapping[str, Any], tokens: Mapping[str, Any]) -> Claims:
        """Ask for the address and the name if they were not in the ID token, as many providers have it."""
        access, told = tokens.get("access_token"), claims
        if "email" not in claims and provider.userinfo_endpoint and isinstance(access, str) and _is_header_text(access):
            reply = await self._wire.get(provider.userinfo_endpoint, {"Authorization": f"Bearer {access}"})
            if reply.status != 200:
                raise ProviderFailed(f"userinfo: {reply.status}")
            if reply.content.get("sub") != claims["sub"]:
                raise Untrusted("userinfo is about somebody else")
            told = reply.content
        email = told.get("email")
        return Claims(
            subject=claims["sub"],
            email=email if isinstance(email, str) and len(email) <= EMAIL_LENGTH and email.isprintable() else None,
            email_verified=_is_true(told.get("email_verified")),
            name=_name_in(told) or _name_in(claims),
        )

    async def _described(self) -> Provider:
        now = self._clock.now()
        if self._provider is None or now - self._provider[1] > KEPT:
            reply = await self._wire.get(self.client.issuer.rstrip("/") + WELL_KNOWN)
            if reply.status != 200:
                raise ProviderFailed(f"discovery: {reply.status}")
            self._provider = provider_in(reply.content, self.client.issuer), now
        return self._provider[0]

    async def _known_keys(self, provider: Provider) -> Keys:
        if self._keys is None or self._clock.now() - self._keys[1] > KEPT:
            return await self._ask_keys(provider)
        return self._keys[0]

    async def _fresh_keys(self, provider: Provider) -> Keys:
        if self._keys is not None and self._clock.now() - self._keys[1] < KEYS_REST:
            return self._keys[0]
        return await self._ask_keys(provider)

    async def _ask_keys(self, provider: Provider) -> Keys:
        reply = await self._wire.get(provider.jwks_uri)
        if reply.status != 200:
            raise ProviderFailed(f"keys: {reply.status}")
        self._keys = keys_in(reply.content), self._clock.now()
        return self._keys[0]


def _basic(name: str, secret: str) -> str:
    """Write name and secret as RFC 6749, 2.3.1 wants it: encoded as in a form first."""
    pair = f"{quote_plus(name)}:{quote_plus(secret)}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


def _not_redeemed(reply: Reply) -> Exception:
    """Tell a code that is too old or was used from everything that an operator must mend."""
    if reply.content.get("error") == "invalid_grant":
        return Conflict("openid_attempt_over")
    return ProviderFailed(f"token: {reply.status} {str(reply.content.get('error'))[:60]!r}")


def _is_header_text(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text


def _is_true(value: object) -> bool:
    """Read a boolean that some providers write as text."""
    return value is True or value == "true"


def _name_in(claims: Mapping[str, Any]) -> str | None:
    for kind in ("name", "preferred_username", "nickname"):
        if isinstance(name := claims.get(kind), str) and name.strip():
            return name[:1000]
    return None


def _unavailable(error: ProviderFailed) -> Unavailable:
    log.warning("the OpenID provider cannot be used: %s", error)
    return Unavailable("openid_unavailable")
