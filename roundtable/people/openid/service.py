"""Signing in at the provider: sending people there, and taking them back."""

from dataclasses import dataclass

from roundtable.database import Database
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, NotAllowed, Refusal
from roundtable.kernel.ids import PersonId
from roundtable.people.model import Language, Person
from roundtable.people.openid import tables
from roundtable.people.openid.attempts import AttemptSecrets
from roundtable.people.openid.identities import Identities
from roundtable.people.openid.model import ATTEMPT_LIFE, Answer, Attempt, local_path
from roundtable.people.openid.provider import OpenIdProvider
from roundtable.people.tokens import digest_of, new_token


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser goes, and what it keeps meanwhile."""

    address: str
    token: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody came back: they sign in as `person`, or have linked an identity to their account."""

    next: str
    person: Person | None


class OpenIdSignIn:
    """The way to the provider and back."""

    def __init__(
        self, database: Database, clock: Clock, *, provider: OpenIdProvider | None, identities: Identities
    ) -> None:
        self._database = database
        self._clock = clock
        self._chosen = provider
        self._identities = identities

    @property
    def _provider(self) -> OpenIdProvider:
        if self._chosen is None:
            raise Conflict("openid_not_set_up")
        return self._chosen

    @property
    def name(self) -> str | None:
        """Return what people call the provider; None without one."""
        return self._chosen.client.name if self._chosen else None

    async def begin(self, redirect: str, next_: str | None, linking: Caller | None = None) -> Departure:
        """Open an attempt to sign in, or to link an identity to whoever is signed in."""
        token, now = new_token(), self._clock.now()
        address = await self._provider.address_for(AttemptSecrets.of(token), redirect)
        person: PersonId | None = linking.account if linking else None
        async with self._database.transaction() as connection:
            await tables.drop_attempts_before(connection, now - ATTEMPT_LIFE)
            await tables.add_attempt(connection, Attempt(digest_of(token), person, local_path(next_), now))
        return Departure(address, token)

    async def finish(
        self, token: str | None, answer: Answer, redirect: str, *, caller: Caller | None, language: Language
    ) -> Arrival:
        """Take somebody back who comes from the provider, once, and only into the browser that was sent there.

        A refusal tells in `next` where they wanted to go, so that they can try again.
        """
        provider = self._provider
        attempt = await self._taken(token, answer)
        try:
            if answer.error is not None:
                raise _refused(answer.error)
            claims = await provider.claims_of(answer, AttemptSecrets.of(token or ""), redirect)
            if attempt.person_id is None:
                return Arrival(attempt.next, await self._identities.owner(provider.client, claims, language))
            if caller is None or caller.person != attempt.person_id:
                raise NotAllowed("openid_other_account")
            await self._identities.link(provider.client, attempt.person_id, claims)
            return Arrival(attempt.next, None)
        except Refusal as refusal:
            refusal.params["next"] = attempt.next
            raise

    async def _taken(self, token: str | None, answer: Answer) -> Attempt:
        """Use an attempt up. No cookie, another browser's answer, a second or late one look the same."""
        if not token or not AttemptSecrets.of(token).is_state(answer.state):
            raise Conflict("openid_attempt_over")
        async with self._database.transaction() as connection:
            attempt = await tables.take_attempt(connection, digest_of(token))
        if attempt is None or attempt.is_over(self._clock.now()):
            raise Conflict("openid_attempt_over")
        return attempt


def _refused(error: str) -> Refusal:
    """Tell somebody who changed their mind from a provider that refused."""
    return NotAllowed("openid_cancelled" if error == "access_denied" else "openid_refused")
