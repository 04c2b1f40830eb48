"""Pages of clubs: read by everybody, kept by the club's officers and by administrators."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from roundtable.clubs import tables as clubs
from roundtable.clubs.model import Campus, Club
from roundtable.clubs.pages import tables
from roundtable.clubs.pages.messages import OfficerForm
from roundtable.clubs.pages.model import Logo, Officer, Page
from roundtable.clubs.pages.picture import checked
from roundtable.database import Connection, Database
from roundtable.kernel.callers import Caller
from roundtable.kernel.clock import Clock
from roundtable.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from roundtable.kernel.ids import CampusId, ClubId, PersonId

MOST_OFFICERS: Final = 20
_PAGE: Final = ("about", "contact")
_FOR_ADMINISTRATORS: Final = ("campus_id",)


class Names(Protocol):
    """Knows people."""

    async def names(self, ids: Iterable[PersonId]) -> dict[PersonId, str]:
        """Tell the names of some people; unknown ids are left out."""
        ...

    async def with_email(self, email: str) -> PersonId | None:
        """Find somebody by their address."""
        ...

    async def invite(
        self, connection: Connection, caller: Caller, newcomers: Mapping[str, str]
    ) -> Mapping[str, PersonId]:
        """Make accounts by address and name in the transaction of whoever asks, and send the letters after it."""
        ...


@dataclass(frozen=True, slots=True)
class Shown:
    """A club's page as one reader sees it."""

    club: Club
    campus: Campus
    page: Page
    logo: str | None
    officers: Mapping[Officer, str] = field(default_factory=dict)
    """With their names."""
    keeps: bool = False
    """Whether the reader may change it."""


class Pages:
    """The pages of all clubs."""

    def __init__(self, database: Database, names: Names, clock: Clock) -> None:
        self._database = database
        self._names = names
        self._clock = clock

    async def read(self, caller: Caller | None, id_: ClubId) -> Shown:
        """Show a club."""
        async with self._database.reading() as connection:
            club = await _existing(connection, id_)
            campus = await clubs.campus(connection, club.campus_id)
            page = await tables.page(connection, id_)
            logo = (await tables.logo_digests(connection, [id_])).get(id_)
            officers = await tables.officers(connection, id_)
        if campus is None:
            raise NotFound("not_found")
        names = await self._names.names([one.person_id for one in officers])
        return Shown(
            club=club,
            campus=campus,
            page=page,
            logo=logo,
            officers={one: names.get(one.person_id, "") for one in officers},
            keeps=caller is not None and (caller.administrator or caller.person in {one.person_id for one in officers}),
        )

    async def change(self, caller: Caller, id_: ClubId, changes: Mapping[str, object]) -> None:
        """Change what a club is called and shows."""
        async with self._database.transaction() as connection:
            await _keeping(connection, caller, id_)
            if not caller.administrator and any(name in changes for name in _FOR_ADMINISTRATORS):
                raise NotAllowed("administrators_only")
            if "campus_id" in changes and not await clubs.campus(connection, CampusId(str(changes["campus_id"]))):
                raise Invalid("unknown_campus")
            of_club = {name: value for name, value in changes.items() if name not in _PAGE}
            await clubs.change_club(connection, id_, of_club)
            written = {name: str(value) for name, value in changes.items() if name in _PAGE}
            if written:
                await tables.put_page(connection, id_, replace(await tables.page(connection, id_), **written))

    async def put_logo(self, caller: Caller, id_: ClubId, content: bytes | None) -> None:
        """Give a club a picture, or take it away."""
        async with self._database.reading() as connection:
            await _keeping(connection, caller, id_)
        logo = None
        if content is not None:
            picture = checked(content)
            logo = Logo(picture.media_type, picture.content, hashlib.sha256(picture.content).hexdigest()[:32])
        async with self._database.transaction() as connection:
            await _keeping(connection, caller, id_)
            await tables.put_logo(connection, id_, logo)

    async def logo(self, id_: ClubId, digest: str) -> Logo:
        """Return a club's picture by its address."""
        async with self._database.reading() as connection:
            logo = await tables.logo(connection, id_, digest)
        if logo is None:
            raise NotFound("not_found")
        return logo

    async def logos(self) -> Mapping[ClubId, str]:
        """Tell which picture each club has."""
        async with self._database.reading() as connection:
            return await tables.logo_digests(connection)

    async def add_officer(self, caller: Caller, id_: ClubId, form: OfficerForm) -> None:
        """Make somebody an officer, by id or by address; who has no account and is named is invited."""
        async with self._database.reading() as connection:
            await _keeping(connection, caller, id_)
        known = await self._known(form)
        if known is None and (form.email is None or form.name is None):
            raise NotFound("no_such_person")
        async with self._database.transaction() as connection:
            await _keeping(connection, caller, id_)
            if len(await tables.officers(connection, id_)) >= MOST_OFFICERS:
                raise Conflict("too_many_officers", most=MOST_OFFICERS)
            if known is None:
                (known,) = (await self._names.invite(connection, caller, {form.email or "": form.name or ""})).values()
            await tables.add_officer(connection, Officer(id_, known, self._clock.now(), caller.account))

    async def _known(self, form: OfficerForm) -> PersonId | None:
        if form.person_id is not None:
            return form.person_id if await self._names.names([form.person_id]) else None
        return await self._names.with_email(form.email or "")

    async def remove_officer(self, caller: Caller, id_: ClubId, person: PersonId) -> None:
        """Let somebody be no officer any more, or lay one's own office down."""
        async with self._database.transaction() as connection:
            await _keeping(connection, caller, id_)
            if not await tables.remove_officer(connection, id_, person):
                raise NotFound("not_found")

    async def offices_of(self, person: PersonId) -> frozenset[ClubId]:
        """Return the clubs that somebody is an officer of."""
        async with self._database.reading() as connection:
            return await tables.offices_of(connection, person)


async def _existing(connection: Connection, id_: ClubId) -> Club:
    club = await clubs.club(connection, id_)
    if club is None:
        raise NotFound("not_found")
    return club


async def _keeping(connection: Connection, caller: Caller, id_: ClubId) -> None:
    """Refuse whoever does not keep the club's page. That the club exists is no secret."""
    await _existing(connection, id_)
    if not caller.administrator and id_ not in await tables.offices_of(connection, caller.account):
        raise NotAllowed("officers_only")
