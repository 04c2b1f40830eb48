"""Whose identity it is: the rules by which an account at the provider opens one here."""

from collections.abc import Sequence
from typing import Final

from roundtable.database import Connection, Database
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, NotAllowed, NotFound
from roundtable.kernel.ids import IdentityId, PersonId, new_id
from roundtable.kernel.text import NAME_LENGTH, one_line
from roundtable.people import tables as people
from roundtable.people.model import Language, Person
from roundtable.people.openid import tables
from roundtable.people.openid.model import MOST_IDENTITIES, Claims, Client, Identity
from roundtable.people.ports import Post
from roundtable.people.service import MOST_PEOPLE


class Disabled(NotAllowed):
    """The account that the identity belongs to is disabled; its owner hears of the attempt."""

    def __init__(self, person: PersonId) -> None:
        super().__init__("person_disabled")
        self.person: Final = person


class Identities:
    """Everybody's identities at the provider, and those of providers before it."""

    def __init__(self, database: Database, clock: Clock, *, client: Client | None, post: Post) -> None:
        self._database = database
        self._clock = clock
        self._client = client
        self._post = post

    async def owner(self, client: Client, claims: Claims, language: Language) -> Person:
        """Tell who signs in.

        A known identity is its owner's, whatever address it has by now. A new one is taken for the person who has
        its address only if the provider has verified that address, and never for an administrator, nor for somebody
        who has another identity there: addresses are given to others when students leave. Raises NotAllowed for
        everybody else.
        """
        async with self._database.transaction() as connection:
            known = await tables.identity(connection, client.issuer, claims.subject)
            if known is None:
                return await self._newcomer(connection, client, claims, language)
            person = await people.person(connection, known.person_id)
            if person is None or person.disabled:
                raise Disabled(known.person_id)
            await tables.used(connection, known.id, claims.email, self._clock.now())
        return person

    async def _newcomer(self, connection: Connection, client: Client, claims: Claims, language: Language) -> Person:
        if not client.links_by_email and not client.takes_new_people:
            raise NotAllowed("openid_no_account")
        email = claims.proven_email
        if email is None:
            raise NotAllowed("openid_email_unproven")
        person = await people.person_by_email(connection, email)
        if person is None:
            person = await self._made(connection, client, email, name=_name(claims, email), language=language)
        elif person.disabled:
            raise Disabled(person.id)
        elif not client.links_by_email or person.administrator or await self._has_another(connection, client, person):
            raise NotAllowed("openid_link_by_hand")
        await tables.add_identity(connection, self._fresh(client, person.id, claims))
        return person

    async def _has_another(self, connection: Connection, client: Client, person: Person) -> bool:
        return any(one.issuer == client.issuer for one in await tables.identities_of(connection, person.id))

    async def _made(
        self, connection: Connection, client: Client, email: str, *, name: str, language: Language
    ) -> Person:
        """Add somebody who was not here before. The first account of all is made with the set-up link only."""
        if not client.takes_new_people or await people.is_empty(connection):
            raise NotAllowed("openid_no_account")
        if await people.count_people(connection) >= MOST_PEOPLE:
            raise Conflict("too_many_people", most=MOST_PEOPLE)
        person = Person(
            id=PersonId(new_id("per")),
            email=email,
            name=name,
            language=language,
            club_id=None,
            administrator=False,
            disabled=False,
            password=None,
            created_at=self._clock.now(),
        )
        await people.add_person(connection, person)
        return person

    async def link(self, client: Client, person: PersonId, claims: Claims) -> None:
        """Link an identity to somebody who is signed in; refuse one that is another's."""
        async with self._database.transaction() as connection:
            known = await tables.identity(connection, client.issuer, claims.subject)
            if known is not None:
                if known.person_id != person:
                    raise Conflict("identity_taken")
                await tables.used(connection, known.id, claims.email, self._clock.now())
                return
            if len(await tables.identities_of(connection, person)) >= MOST_IDENTITIES:
                raise Conflict("too_many_identities", most=MOST_IDENTITIES)
            await tables.add_identity(connection, self._fresh(client, person, claims))

    async def list_for(self, caller: Caller) -> Sequence[Identity]:
        """List the caller's identities."""
        async with self._database.reading() as connection:
            return await tables.identities_of(connection, caller.account)

    async def owners(self) -> set[PersonId]:
        """Tell who can sign in at the provider."""
        if self._client is None:
            return set()
        async with self._database.reading() as connection:
            return await tables.owners(connection, self._client.issuer)

    async def unlink(self, caller: Caller, id_: IdentityId) -> None:
        """Unlink one of the caller's identities, unless nothing else would let them in again."""
        async with self._database.transaction() as connection:
            person = await people.person(connection, caller.account)
            mine = await tables.identities_of(connection, caller.account, lock=True)
            if person is None or id_ not in [one.id for one in mine]:
                raise NotFound("not_found")
            others = [one for one in mine if one.id != id_ and self._client and one.issuer == self._client.issuer]
            if not person.password and not others and not self._post.is_set_up:
                raise Conflict("last_way_in")
            await tables.drop_identity(connection, id_)

    def _fresh(self, client: Client, person: PersonId, claims: Claims) -> Identity:
        now = self._clock.now()
        return Identity(
            id=IdentityId(new_id("idn")),
            issuer=client.issuer,
            subject=claims.subject,
            person_id=person,
            email=claims.email,
            created_at=now,
            used_at=now,
        )


def _name(claims: Claims, email: str) -> str:
    """Return what the provider calls somebody, as names are here; the address's first part if that is nothing."""
    for text in (claims.name or "", email.partition("@")[0]):
        if name := one_line(text)[:NAME_LENGTH].strip():
            return name
    return email[:NAME_LENGTH]
