"""What the HTTP interface takes and gives about tokens."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field

from roundtable.http.models import KEY, Inbound, Moment, View
from roundtable.http.scopes import SCOPES, Scope
from roundtable.kernel.text import PersonName
from roundtable.people.api_tokens.model import MOST_DAYS, MOST_TOKENS, ApiToken


def _in_order(scopes: tuple[Scope, ...]) -> tuple[Scope, ...]:
    return tuple(scope for scope in SCOPES if scope in scopes)


class NewToken(Inbound):
    """A token that somebody makes for a program."""

    name: PersonName
    """What the program is called; only its owner reads it."""
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=len(SCOPES)), AfterValidator(_in_order)]
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 90
    """How long it lives."""


class TokenPath(Inbound):
    """A token in a path."""

    id: Annotated[str, KEY]


class TokenView(View):
    """A token, without its secret."""

    id: str
    name: str
    scopes: list[Scope]
    created_at: Moment
    expires_at: Moment
    last_used_at: Moment | None = None
    expired: bool

    @classmethod
    def of(cls, token: ApiToken, *, expired: bool) -> Self:
        """Show a token to its owner."""
        return cls(
            id=token.id,
            name=token.name,
            scopes=list(token.scopes),
            created_at=token.created_at,
            expires_at=token.expires_at,
            last_used_at=token.last_used_at,
            expired=expired,
        )


class TokenList(View):
    """The caller's tokens, the newest first."""

    items: Annotated[list[TokenView], Field(max_length=MOST_TOKENS)]


class TokenMade(View):
    """A new token. Its secret is told this once."""

    token: TokenView
    secret: str
