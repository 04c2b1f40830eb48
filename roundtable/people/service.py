"""Accounts: the first one, those an administrator adds, and what people change of their own."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from roundtable.database import Connection, Database
from roundtable.http.limits import Limits
from roundtable.kernel.addressees import Addressee
from roundtable.kernel.addresses import checked_email
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, NotAllowed, NotFound
from roundtable.kernel.ids import PersonId, new_id
from roundtable.kernel.pages import Window, cut
from roundtable.kernel.sheets import LineError, written
from roundtable.people import tables
from roundtable.people.api_tokens.tables import remove_all
from roundtable.people.directory import Directory
from roundtable.people.importing import Imported, planned
from roundtable.people.model import WELCOME_LIFE, Person, Welcome
from roundtable.people.own_password import NOTICE_LIFE
from roundtable.people.passwords import Passwords, check_new
from roundtable.people.ports import Post
from roundtable.people.sheet import COLUMNS, parse
from roundtable.people.sign_ins import SignIns
from roundtable.people.tokens import digest_of, new_token

MOST_PEOPLE: Final = 5000
"""Accounts of one server."""


class People(Directory):
    """Everybody with an account."""

    def __init__(
        self,
        database: Database,
        passwords: Passwords,
        sign_ins: SignIns,
        *,
        clock: Clock,
        first_start_token: str,
        post: Post,
        limits: Limits,
    ) -> None:
        super().__init__(database)
        self._passwords = passwords
        self._sign_ins = sign_ins
        self._clock = clock
        self._first_start_token = first_start_token
        self._post = post
        self._limits = limits

    async def first_start_token(self) -> str | None:
        """Return the token of the set-up link as long as nobody has an account, afterwards None."""
        async with self._database.reading() as connection:
            return self._first_start_token if await tables.is_empty(connection) else None

    async def first_start(self, token: str, email: str, password: str, *, name: str, language: str) -> Person:
        """Make the first account, an administrator's. Of two who try at once, one has it."""
        if not hmac.compare_digest(token.encode(), self._first_start_token.encode()):
            raise NotAllowed("link_wrong")
        await self._refuse_unless_empty()
        check_new(password, email)
        hashed = await self._passwords.hash(password)
        person = self._new(email, name, language=language, administrator=True, password=hashed)
        async with self._database.transaction() as connection:
            if not await tables.is_empty(connection):
                raise Conflict("first_start_over")
            await tables.claim_first_start(connection, person.id)
            await tables.add_person(connection, person)
        return person

    async def _refuse_unless_empty(self) -> None:
        async with self._database.reading() as connection:
            if not await tables.is_empty(connection):
                raise Conflict("first_start_over")

    async def add_administrator(self, email: str, password: str, name: str, language: str) -> Person:
        """Make an administrator from the command line, first account or not."""
        check_new(password, email)
        hashed = await self._passwords.hash(password)
        person = self._new(email, name, language=language, administrator=True, password=hashed)
        async with self._database.transaction() as connection:
            if await tables.is_empty(connection):
                await tables.claim_first_start(connection, person.id)
            await tables.add_person(connection, person)
        return person

    async def page(self, caller: Caller, window: Window) -> tuple[Sequence[Person], str | None]:
        """List people by name, for administrators; and return after whom the next page begins."""
        caller.must_be_administrator()
        async with self._database.reading() as connection:
            return cut(await tables.people(connection, window), window)

    @property
    def have_mail(self) -> bool:
        """Say whether letters go out."""
        return self._post.is_set_up

    async def add(
        self, caller: Caller, email: str, name: str, *, administrator: bool, invite: bool = False
    ) -> tuple[Person, str]:
        """Add a person, and return the token of the link with which they set their password.

        With `invite` the link is also sent to them, or waits in the outbox until there is a mail server.
        """
        caller.must_be_administrator()
        if administrator:
            caller.must_be_in_person()
        return await self._added(caller, email, name, administrator=administrator, invite=invite)

    async def invited(self, caller: Caller, email: str, name: str) -> PersonId:
        """Add somebody whom a person wants to have with them, and send them the link with which they come in.

        Raises Invalid `no_email` and TooMany: whoever may plan series may write letters to strangers, but not many.
        """
        checked = checked_email(email)
        await self._limits.take("invitations", caller.account)
        person, _ = await self._added(caller, checked, name, administrator=False, invite=True)
        return person.id

    async def invite(self, connection: Connection, caller: Caller, newcomers: Mapping[str, str]) -> dict[str, PersonId]:
        """Add several at once, by address and name, in the transaction of whoever asks; letters go when it is over.

        Raises Invalid `no_email` and TooMany before anything is written, Conflict `email_taken`, `too_many_people`.
        """
        people = [self._newcomer(caller, checked_email(email), name) for email, name in newcomers.items()]
        if people:
            await self._limits.take("invitations", caller.account, count=len(people))
        if people and await tables.count_people(connection) + len(people) > MOST_PEOPLE:
            raise Conflict("too_many_people", most=MOST_PEOPLE)
        for person in people:
            await self._put(connection, caller, person, invite=True)
        return {person.email: person.id for person in people}

    async def import_sheet(self, caller: Caller, text: str | None, *, dry_run: bool, invite: bool) -> Imported:
        """Take over a sheet: all of it, or nothing when a line is wrong; None is a file that is no text."""
        caller.must_be_administrator()
        if text is None:
            return Imported(errors=(LineError(1, "not_text"),))
        sheet = parse(text)
        if sheet.errors:
            return Imported(errors=sheet.errors)
        async with self._database.transaction() as connection:
            known = await tables.everybody(connection)
            plan = planned(sheet.people, known)
            if len(known) + len(plan.new) > MOST_PEOPLE:
                return Imported(errors=(LineError(1, "too_many_people", {"most": MOST_PEOPLE}),))
            if not dry_run:
                for row in plan.new:
                    language = row.language or caller.language
                    person = self._new(row.email, row.name, language=language, administrator=False, password=None)
                    await self._put(connection, caller, person, invite=invite)
                for id_, changes in plan.changes.items():
                    await tables.change_person(connection, id_, changes)
        if invite and not dry_run:
            self._post.wake()
        return Imported(created=len(plan.new), updated=len(plan.changes))

    async def export_sheet(self, caller: Caller) -> str:
        """Write everybody as a sheet that the import takes."""
        caller.must_be_administrator()
        async with self._database.reading() as connection:
            people = await tables.everybody(connection)
        return written(COLUMNS, [[one.name, one.email, one.language] for one in people])

    async def _added(
        self, caller: Caller, email: str, name: str, *, administrator: bool, invite: bool
    ) -> tuple[Person, str]:
        person = self._new(email, name, language=caller.language, administrator=administrator, password=None)
        async with self._database.transaction() as connection:
            if await tables.count_people(connection) >= MOST_PEOPLE:
                raise Conflict("too_many_people", most=MOST_PEOPLE)
            token = await self._put(connection, caller, person, invite=invite)
        if invite:
            self._post.wake()
        return person, token

    async def _put(self, connection: Connection, caller: Caller, person: Person, *, invite: bool) -> str:
        await tables.add_person(connection, person)
        token = await self._welcome(connection, person.id)
        if invite:
            to, until = Addressee(person.email, person.name, person.language), self._clock.now() + WELCOME_LIFE
            path = f"/welcome/{token}"
            await self._post.welcome(connection, to, caller.name, path=path, expires_at=until)
        return token

    async def new_link(self, caller: Caller, id_: PersonId) -> str:
        """Return the token of a new link for somebody who lost theirs, or their password; the old one is dead."""
        caller.must_be_administrator()
        async with self._database.transaction() as connection:
            person = await _existing(connection, id_)
            if person.disabled:
                raise Conflict("person_disabled")
            return await self._welcome(connection, id_)

    async def welcomed(self, token: str) -> Person:
        """Tell whom a welcome link is for; an unknown, used and outdated one look the same."""
        async with self._database.reading() as connection:
            return await self._by_welcome(connection, token)

    async def accept_welcome(self, token: str, password: str, language: str | None = None) -> Person:
        """Set the password, and the language if one is given, with a welcome link.

        The link is dead then, and so are older sign-ins. Who had a password is told by mail: an administrator can
        make such a link for anybody.
        """
        person = await self.welcomed(token)
        check_new(password, person.email)
        hashed = await self._passwords.hash(password)
        async with self._database.transaction() as connection:
            person = await self._by_welcome(connection, token)
            person = replace(person, language=language or person.language)
            await tables.drop_welcome(connection, person.id)
            await tables.change_person(connection, person.id, {"password": hashed, "language": person.language})
            if person.password is not None:
                to, until = Addressee(person.email, person.name, person.language), self._clock.now() + NOTICE_LIFE
                await self._post.password_set(connection, to, expires_at=until)
        await self._sign_ins.end_all(person.id)
        self._post.wake()
        return person

    async def change(self, caller: Caller, id_: PersonId, changes: Mapping[str, object]) -> Person:
        """Change a person's name or rights. Nobody can leave the server without an administrator.

        Who is disabled loses what opens something by itself: links and tokens.
        """
        caller.must_be_administrator()
        if "administrator" in changes:
            caller.must_be_in_person()
        async with self._database.transaction() as connection:
            before = await _existing(connection, id_)
            loses = changes.get("administrator") is False or changes.get("disabled") is True
            works = before.administrator and not before.disabled and before.password is not None
            if loses and works and await tables.lock_administrators(connection) <= 1:
                raise Conflict("last_administrator")
            await tables.change_person(connection, id_, changes)
            if changes.get("disabled"):
                await tables.drop_welcome(connection, id_)
                await tables.drop_links_of(connection, id_)
                await remove_all(connection, id_)
            person = await _existing(connection, id_)
        if person.disabled or loses:
            await self._sign_ins.end_all(id_)
        return person

    async def change_own(self, caller: Caller, changes: Mapping[str, object]) -> None:
        """Change one's own name, language or club."""
        async with self._database.transaction() as connection:
            await tables.change_person(connection, caller.account, changes)

    def _newcomer(self, caller: Caller, email: str, name: str) -> Person:
        return self._new(email, name, language=caller.language, administrator=False, password=None)

    def _new(self, email: str, name: str, *, language: str, administrator: bool, password: str | None) -> Person:
        return Person(
            id=PersonId(new_id("per")),
            email=email,
            name=name,
            language=language,
            club_id=None,
            administrator=administrator,
            disabled=False,
            password=password,
            created_at=self._clock.now(),
        )

    async def _welcome(self, connection: Connection, person: PersonId) -> str:
        token = new_token()
        await tables.put_welcome(connection, Welcome(person, digest_of(token), self._clock.now()))
        return token

    async def _by_welcome(self, connection: Connection, token: str) -> Person:
        welcome = await tables.welcome_with(connection, digest_of(token))
        person = await tables.person(connection, welcome.person_id) if welcome else None
        if welcome is None or person is None or person.disabled or welcome.is_over(self._clock.now()):
            raise NotFound("link_wrong")
        return person


async def _existing(connection: Connection, id_: PersonId) -> Person:
    person = await tables.person(connection, id_)
    if person is None:
        raise NotFound("not_found")
    return person
