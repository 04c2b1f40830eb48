"""What a provider says of itself (OpenID Connect Discovery)."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from roundtable.people.openid.id_tokens import usable_algorithms
from roundtable.people.openid.model import is_safe_address
from roundtable.people.openid.wire import ProviderFailed

WELL_KNOWN: Final = "/.well-known/openid-configuration"

Address = Annotated[str, StringConstraints(max_length=2000)]
Words = Annotated[list[Annotated[str, StringConstraints(max_length=100)]], Field(max_length=200)]


class Provider(BaseModel):
    """The part of a provider's own description that we need; its addresses were checked."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    issuer: Address
    authorization_endpoint: Address
    token_endpoint: Address
    jwks_uri: Address
    userinfo_endpoint: Address | None = None
    id_token_signing_alg_values_supported: Words = ["RS256"]
    token_endpoint_auth_methods_supported: Words = ["client_secret_basic"]
    authorization_response_iss_parameter_supported: bool = False

    @property
    def algorithms(self) -> list[str]:
        """Return the signatures that it makes and we take."""
        return usable_algorithms(self.id_token_signing_alg_values_supported)

    @property
    def takes_secret_in_header(self) -> bool:
        """Say whether it wants our secret as HTTP Basic, as is usual, or else in the form."""
        methods = self.token_endpoint_auth_methods_supported
        return "client_secret_basic" in methods or "client_secret_post" not in methods


def provider_in(document: Mapping[str, Any], issuer: str) -> Provider:
    """Read a provider's description; raises ProviderFailed unless it is that of this issuer, and usable."""
    try:
        provider = Provider.model_validate(document)
    except ValidationError as error:
        raise ProviderFailed(f"the description is wrong in {[each['loc'] for each in error.errors()]}") from error
    if provider.issuer != issuer:
        raise ProviderFailed(f"calls itself {provider.issuer!r}: ROUNDTABLE_OIDC_ISSUER must be the same to the letter")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"):
        address = getattr(provider, name)
        if address is not None and not is_safe_address(address, beside=issuer):
            raise ProviderFailed(f"{name} is no https address: {address!r}")
    if not provider.algorithms:
        raise ProviderFailed("signs ID tokens in no way that is taken here")
    return provider
