"""Making, showing and recognising tokens. What a token may is never more than what its owner may at that moment."""

import hmac
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from roundtable.database import Database
from roundtable.http.bearer import Bearer
from roundtable.http.scopes import Scope
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, NotFound
from roundtable.kernel.ids import new_id
from roundtable.people import tables as people
from roundtable.people.api_tokens import tables
from roundtable.people.api_tokens.model import KEPT_AFTER_END, MOST_TOKENS, ApiToken, is_well_formed, new_secret
from roundtable.people.model import SEEN_EVERY
from roundtable.people.tokens import digest_of

_NO_DIGEST: Final = digest_of("")


class ApiTokens:
    """The tokens of everybody."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def recognize(self, secret: str) -> Bearer | None:
        """Tell whose token this is; None for an unknown, revoked or expired one, and for a disabled person's.

        It is looked up by a digest of 256 random bits, so how long that takes tells nothing about other tokens.
        """
        if not is_well_formed(secret):
            return None
        digest = digest_of(secret)
        async with self._database.reading() as connection:
            token = await tables.with_digest(connection, digest)
            person = await people.person(connection, token.person_id) if token else None
        same = hmac.compare_digest(token.digest if token else _NO_DIGEST, digest)
        if not same or token is None or person is None or person.disabled or token.is_over(self._clock.now()):
            return None
        await self._note_use(token)
        caller = Caller(
            sign_in=token.id,
            identity=person.id,
            name=person.name,
            csrf="",
            person=person.id,
            administrator=person.administrator,
            club=person.club_id,
            language=person.language,
            in_person=False,
        )
        return Bearer(token.id, caller, frozenset(token.scopes))

    async def _note_use(self, token: ApiToken) -> None:
        """Note when a token was last used, as exactly as is done for sign-ins."""
        now = self._clock.now()
        if token.last_used_at is None or now - token.last_used_at > SEEN_EVERY:
            async with self._database.transaction() as connection:
                await tables.touch(connection, token.id, now)

    async def make(self, caller: Caller, name: str, scopes: Sequence[Scope], days: int) -> tuple[ApiToken, str]:
        """Make a token and return it with its secret, which nobody can read again."""
        now, secret = self._clock.now(), new_secret()
        token = ApiToken(
            id=new_id("tok"),
            digest=digest_of(secret),
            person_id=caller.account,
            name=name,
            scopes=tuple(scopes),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        async with self._database.transaction() as connection:
            await tables.remove_expired(connection, caller.account, now - KEPT_AFTER_END)
            if len(await tables.of_person(connection, caller.account)) >= MOST_TOKENS:
                raise Conflict("too_many_tokens", most=MOST_TOKENS)
            await tables.add(connection, token)
        return replace(token, digest=""), secret

    async def list_for(self, caller: Caller) -> Sequence[tuple[ApiToken, bool]]:
        """List the caller's tokens, and whether each has expired."""
        now = self._clock.now()
        async with self._database.reading() as connection:
            found = await tables.of_person(connection, caller.account)
        return [(token, token.is_over(now)) for token in found if now < token.expires_at + KEPT_AFTER_END]

    async def revoke(self, caller: Caller, id_: str) -> None:
        """Revoke one of the caller's own tokens; another's does not exist for them."""
        async with self._database.transaction() as connection:
            if not await tables.remove(connection, caller.account, id_):
                raise NotFound("not_found")
