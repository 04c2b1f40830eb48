"""Who is at the other end: signing in and out, and the guests at a room's door."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from roundtable.database import Connection, Database
from roundtable.kernel.addresses import normal_email
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import NotFound, SignInNeeded
from roundtable.kernel.ids import ClubId, GuestId, PersonId, new_id
from roundtable.people import tables
from roundtable.people.history.model import How
from roundtable.people.history.service import SignInHistory
from roundtable.people.model import GUEST_IDLE, PERSON_IDLE, SEEN_EVERY, Guest, Person, Place, SignIn
from roundtable.people.passwords import Passwords
from roundtable.people.tokens import csrf_of, digest_of, new_token

Ended = Callable[[str], None]
"""Hears the id of a sign-in that is over, after the commit, and closes what was opened with it."""

MOST_SIGN_INS: Final = 50
"""Of one person; the one unused for longest goes first."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody says of themselves at a room's door."""

    name: str
    club_id: ClubId | None
    language: str


class SignIns:
    """Sign-ins of people and of guests."""

    def __init__(self, database: Database, passwords: Passwords, clock: Clock, history: SignInHistory) -> None:
        self._database = database
        self._history = history
        self._passwords = passwords
        self._clock = clock
        self._ended: list[Ended] = []

    def when_ended(self, listener: Ended) -> None:
        """Tell somebody of every sign-in that ends before its time."""
        self._ended.append(listener)

    async def caller(self, token: str) -> Caller | None:
        """Tell whose token this is; None for an unknown, ended or expired one, and for a disabled person's."""
        async with self._database.reading() as connection:
            sign_in = await tables.sign_in_with(connection, digest_of(token))
            if sign_in is None or sign_in.is_over(self._clock.now()):
                return None
            caller = await _caller(connection, sign_in, token)
        if caller and self._clock.now() - sign_in.last_seen_at > SEEN_EVERY:
            async with self._database.transaction() as connection:
                await tables.touch(connection, sign_in.id, self._clock.now())
        return caller

    async def sign_in(self, email: str, password: str, place: Place, before: Caller | None) -> str:
        """Return the token of a new sign-in; whatever was signed in before in this browser is over.

        An unknown address, a wrong password and a disabled account look the same and take the same time.
        """
        async with self._database.reading() as connection:
            person = await tables.person_by_email(connection, normal_email(email))
        matches = await self._passwords.matches(password, person.password if person else None)
        if person is None or not matches or person.disabled:
            self._history.failed("password", place, email=email)
            raise SignInNeeded("sign_in_wrong")
        if person.password and self._passwords.is_outdated(person.password):
            await self._hash_anew(person, password)
        return await self.open_for(person.id, place, before, how="password")

    async def _hash_anew(self, person: Person, password: str) -> None:
        hashed = await self._passwords.hash(password)
        async with self._database.transaction() as connection:
            now = await tables.person(connection, person.id)
            if now and now.password == person.password:
                await tables.change_person(connection, person.id, {"password": hashed})

    async def open_for(self, person: PersonId, place: Place, before: Caller | None, *, how: How) -> str:
        """Sign a person in whose right was checked, and return the token."""
        sign_in, token = self._fresh(place)
        async with self._database.transaction() as connection:
            known = await tables.person(connection, person)
            if known is None or known.disabled:
                raise SignInNeeded("sign_in_wrong")
            old = [one.id for one in (await tables.sign_ins_of(connection, person))[MOST_SIGN_INS - 1 :]]
            over = [*old, *([before.sign_in] if before else [])]
            await tables.end_sign_ins(connection, over)
            await tables.add_sign_in(connection, replace(sign_in, person_id=person))
            await self._history.succeeded(connection, person, how, place)
        self._tell(over)
        return token

    async def sign_out(self, caller: Caller) -> None:
        """End the caller's own sign-in."""
        async with self._database.transaction() as connection:
            await tables.end_sign_ins(connection, [caller.sign_in])
        self._tell([caller.sign_in])

    async def list_for(self, caller: Caller) -> Sequence[SignIn]:
        """List the caller's sign-ins that are not over."""
        async with self._database.reading() as connection:
            found = await tables.sign_ins_of(connection, caller.account)
        return [sign_in for sign_in in found if not sign_in.is_over(self._clock.now())]

    async def end(self, caller: Caller, id_: str) -> None:
        """End one of the caller's own sign-ins; another's does not exist for them."""
        async with self._database.transaction() as connection:
            if id_ not in [one.id for one in await tables.sign_ins_of(connection, caller.account)]:
                raise NotFound("not_found")
            await tables.end_sign_ins(connection, [id_])
        self._tell([id_])

    async def end_all(self, person: PersonId, but: str | None = None) -> None:
        """End all sign-ins of a person, but the one that is named."""
        async with self._database.transaction() as connection:
            over = [one.id for one in await tables.sign_ins_of(connection, person) if one.id != but]
            await tables.end_sign_ins(connection, over)
        self._tell(over)

    async def knock(self, wish: Wish, caller: Caller | None, place: Place) -> tuple[PersonId | GuestId, str | None]:
        """Take down what somebody says of themselves at a door; a newcomer becomes a guest and gets a token."""
        changes = {"name": wish.name, "club_id": wish.club_id, "language": wish.language}
        if caller is not None:
            async with self._database.transaction() as connection:
                if caller.person:
                    await tables.change_person(connection, caller.person, changes)
                else:
                    await tables.change_guest(connection, GuestId(caller.identity), changes)
            return caller.identity, None
        return await self._new_guest(wish, place)

    async def _new_guest(self, wish: Wish, place: Place) -> tuple[GuestId, str]:
        sign_in, token = self._fresh(place)
        guest = Guest(GuestId(new_id("gst")), wish.name, wish.language, wish.club_id, self._clock.now())
        async with self._database.transaction() as connection:
            await tables.add_guest(connection, guest)
            await tables.add_sign_in(connection, replace(sign_in, guest_id=guest.id))
        return guest.id, token

    async def purge(self) -> None:
        """Forget what is over for good."""
        now = self._clock.now()
        async with self._database.transaction() as connection:
            await tables.purge(connection, now - PERSON_IDLE, now - GUEST_IDLE)
        await self._history.purge()

    def _fresh(self, place: Place) -> tuple[SignIn, str]:
        token, now = new_token(), self._clock.now()
        sign_in = SignIn(
            id=new_id("sgn"),
            token_digest=digest_of(token),
            person_id=None,
            guest_id=None,
            created_at=now,
            last_seen_at=now,
            agent=place.agent,
            address=place.address,
        )
        return sign_in, token

    def are_over(self, ids: Sequence[str]) -> None:
        """Tell of sign-ins that are gone with their person, after the commit."""
        self._tell(ids)

    def _tell(self, ids: Sequence[str]) -> None:
        for id_ in ids:
            for listener in self._ended:
                listener(id_)


async def _caller(connection: Connection, sign_in: SignIn, token: str) -> Caller | None:
    owner: Person | Guest | None = None
    if sign_in.person_id:
        owner = await tables.person(connection, sign_in.person_id)
    elif sign_in.guest_id:
        owner = await tables.guest(connection, sign_in.guest_id)
    if owner is None or (isinstance(owner, Person) and owner.disabled):
        return None
    return Caller(
        sign_in=sign_in.id,
        identity=owner.id,
        name=owner.name,
        csrf=csrf_of(token),
        person=owner.id if isinstance(owner, Person) else None,
        administrator=isinstance(owner, Person) and owner.administrator,
        club=owner.club_id,
        language=owner.language,
    )
