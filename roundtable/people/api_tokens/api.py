"""HTTP routes of tokens. No token can make, see or revoke one."""

from roundtable.http.routes import Call, delete, get, post
from roundtable.people.api_tokens.resources import NewToken, TokenList, TokenMade, TokenPath, TokenView
from roundtable.people.api_tokens.service import ApiTokens


class TokensApi:
    """Somebody's own tokens."""

    def __init__(self, tokens: ApiTokens) -> None:
        self._tokens = tokens

    @get("/api/tokens", needs="account", token="none")
    async def list_own(self, call: Call) -> TokenList:
        """List the caller's tokens, without their secrets."""
        found = await self._tokens.list_for(call.signed_in)
        return TokenList(items=[TokenView.of(token, expired=expired) for token, expired in found])

    @post("/api/tokens", status=201, needs="account", token="none", limits=("making",))
    async def make(self, call: Call, body: NewToken) -> TokenMade:
        """Make a token; its secret is told this once."""
        token, secret = await self._tokens.make(call.signed_in, body.name, body.scopes, body.days)
        return TokenMade(token=TokenView.of(token, expired=False), secret=secret)

    @delete("/api/tokens/{id}", token="none")
    async def revoke(self, call: Call, path: TokenPath) -> None:
        """Revoke one of the caller's tokens, at once."""
        await self._tokens.revoke(call.signed_in, path.id)
