"""What the HTTP interface takes and gives about OpenID Connect."""

from typing import Annotated, Final, Self

from pydantic import Field, StringConstraints

from roundtable.http.models import KEY, Inbound, Moment, View
from roundtable.kernel.ids import IdentityId
from roundtable.people.model import Language
from roundtable.people.openid.model import Identity

REFUSALS: Final = (
    "identity_taken",
    "last_way_in",
    "openid_attempt_over",
    "openid_cancelled",
    "openid_email_unproven",
    "openid_link_by_hand",
    "openid_no_account",
    "openid_not_set_up",
    "openid_other_account",
    "openid_refused",
    "openid_unavailable",
    "openid_untrusted",
    "too_many_identities",
)

Text = Annotated[str, StringConstraints(max_length=4096)]


class BeginForm(Inbound):
    """Where to go afterwards: a path of ours."""

    next: Annotated[Text | None, Field(description="A path of this server; anything else becomes `/`.")] = None


class LinkingForm(BeginForm):
    """The same, and the password of somebody whose sign-in is not a fresh one."""

    password: Annotated[str, StringConstraints(max_length=8192)] | None = None


class DepartureView(View):
    """Where the browser must go now."""

    address: str


class AnswerForm(Inbound):
    """With what the provider sent the browser back, as it stands in the address; `code` or `error`."""

    state: Text
    code: Text = ""
    iss: Text | None = None
    error: Text | None = None
    language: Language = "zh-CN"
    """Of whoever gets an account by this."""


class ArrivalView(View):
    """It went well."""

    next: str
    linked: Annotated[bool, Field(description="An identity was linked to the caller's account.")]


class IdentityPath(Inbound):
    """An identity in a path."""

    id: Annotated[IdentityId, KEY]


class IdentityView(View):
    """One of the caller's identities."""

    id: IdentityId
    issuer: str
    email: str | None = None
    current: Annotated[bool, Field(description="Of the provider with which one can sign in now.")]
    created_at: Moment
    used_at: Moment

    @classmethod
    def of(cls, identity: Identity, issuer: str | None) -> Self:
        """Show an identity."""
        return cls(
            id=identity.id,
            issuer=identity.issuer,
            email=identity.email,
            current=identity.issuer == issuer,
            created_at=identity.created_at,
            used_at=identity.used_at,
        )


class IdentityList(View):
    """The caller's identities."""

    items: list[IdentityView]
