"""The HTTP interface of calendars over a real database, with a diary written by hand."""

from collections.abc import Sequence
from typing import Any

from roundtable.calendars.model import KEY, Language, Meeting
from roundtable.calendars.parts import CalendarParts
from roundtable.calendars.ports import Span
from roundtable.http import app as http_app
from roundtable.http.security import SecurityHeaders
from roundtable.kernel.callers import Caller
from roundtable.kernel.errors import NotFound
from roundtable.kernel.ids import ClubId, PersonId, SeriesId
from tests.roundtable.house import House


class HandWrittenDiary:
    """What the test has written down."""

    def __init__(self) -> None:
        self.people: dict[PersonId, list[Meeting]] = {}
        self.clubs: dict[ClubId, list[Meeting]] = {}
        self.officers: set[tuple[PersonId, ClubId]] = set()
        self.administrators: set[PersonId] = set()
        self.dismissed: set[PersonId] = set()

    async def of_person(self, person: PersonId, span: Span) -> Sequence[Meeting]:
        if person in self.dismissed:
            raise NotFound("not_found")
        return [one for one in self.people.get(person, []) if span.begin <= one.start < span.end]

    async def of_club(self, club: ClubId, span: Span) -> Sequence[Meeting]:
        return [one for one in self.clubs.get(club, []) if span.begin <= one.start < span.end]

    async def one(self, caller: Caller, series: SeriesId, key: str, origin: str) -> Meeting:
        for one in self.people.get(caller.account, []):
            if (one.series, one.original.strftime(KEY)) == (series, key):
                return one
        raise NotFound("not_found")

    async def offices_of(self, person: PersonId) -> frozenset[ClubId]:
        return frozenset(club for officer, club in self.officers if officer == person)

    async def keeps(self, person: PersonId, club: ClubId) -> bool:
        return (person, club) in self.officers or person in self.administrators

    async def club_name(self, club: ClubId, language: Language) -> str | None:
        return {"zh-CN": "开源社", "en": "Open source club"}[language] if club in self.clubs else None


class Office(House):
    """A house in which only people, clubs and calendars are served."""

    def _application(self) -> Any:
        self.diary = HandWrittenDiary()
        calendars = CalendarParts(self.database, self.diary, self.clock)
        apis = (
            *self.accounts.apis,
            *self.club_parts.apis,
            *calendars.apis,
        )
        headers = SecurityHeaders(self.peers, None, None)
        app = http_app.build(apis, http_app.Interface(self.dispatch, headers, self.health))
        peers = self.peers
        calendars.server(self.limits, lambda one: peers.of(one.remote, one.scheme, one.headers)).attach(app)
        http_app.add_client(app, self.client)
        return app
