"""Who has an account: read by other subjects too."""

from collections.abc import Collection, Iterable
from typing import Final

from roundtable.database import Database
from roundtable.kernel.addresses import normal_email
from roundtable.kernel.ids import PersonId
from roundtable.people import tables
from roundtable.people.model import Person


class Directory:
    """Finds people by id and by address."""

    def __init__(self, database: Database) -> None:
        self._database: Final = database

    async def find(self, id_: PersonId) -> Person | None:
        """Find a person."""
        async with self._database.reading() as connection:
            return await tables.person(connection, id_)

    async def with_email(self, email: str) -> PersonId | None:
        """Find somebody who may sign in by their address."""
        async with self._database.reading() as connection:
            person = await tables.person_by_email(connection, normal_email(email))
        return person.id if person and not person.disabled else None

    async def with_emails(self, emails: Collection[str]) -> dict[str, PersonId | None]:
        """Find people by addresses in normal form: None is somebody who may not sign in, unknown ones are left out."""
        async with self._database.reading() as connection:
            found = await tables.people_by_email(connection, emails)
        return {person.email: None if person.disabled else person.id for person in found}

    async def names(self, ids: Iterable[PersonId]) -> dict[PersonId, str]:
        """Tell the names of some people; unknown ids are left out."""
        async with self._database.reading() as connection:
            return await tables.names(connection, ids)

    async def addresses(self, ids: Iterable[PersonId]) -> dict[PersonId, tuple[str, str]]:
        """Tell the names and addresses of some people, for those who may know; unknown ids are left out."""
        async with self._database.reading() as connection:
            found = await tables.some(connection, ids)
        return {person.id: (person.name, person.email) for person in found}
