"""Making sure that it is the person themselves who does what cannot be undone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from roundtable.database import Database
from roundtable.http.limits import Limits
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import NotAllowed
from roundtable.people import tables
from roundtable.people.passwords import Passwords

FRESH: Final = timedelta(minutes=10)
"""How long a sign-in is confirmation enough: who has no password signs in anew."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody can confirm."""

    has_password: bool
    fresh_until: datetime | None
    """None if their sign-in is too old."""


class Confirmation:
    """Asks for a password, or for a fresh sign-in."""

    def __init__(self, database: Database, passwords: Passwords, limits: Limits, clock: Clock) -> None:
        self._database = database
        self._passwords = passwords
        self._limits = limits
        self._clock = clock

    async def standing(self, caller: Caller) -> Standing:
        """Tell how the caller can confirm."""
        async with self._database.reading() as connection:
            person = await tables.person(connection, caller.account)
            begun = [one.created_at for one in await tables.sign_ins_of(connection, caller.account)
                     if one.id == caller.sign_in]  # fmt: skip
        until = max(begun) + FRESH if begun else None
        fresh = until if until and self._clock.now() < until else None
        return Standing(has_password=bool(person and person.password), fresh_until=fresh)

    async def confirm(self, caller: Caller, password: str | None, network: str) -> None:
        """Refuse whoever cannot confirm; guessing is counted as at the sign-in."""
        if password is None:
            if (await self.standing(caller)).fresh_until is None:
                raise NotAllowed("fresh_sign_in_needed")
            return
        await self._limits.take("account", f"{caller.account}/{network}")
        async with self._database.reading() as connection:
            person = await tables.person(connection, caller.account)
        if not await self._passwords.matches(password, person.password if person else None):
            raise NotAllowed("password_wrong")
