"""The HTTP interface over a real database, with a clock moved by hand, and the browsers of its visitors."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestServer
from argon2 import PasswordHasher

from roundtable.belongings import ClubBelongings
from roundtable.calendars.invitations import Mailbox
from roundtable.calendars.parts import CalendarParts
from roundtable.clubs.parts import ClubParts
from roundtable.correspondence import AccountWishes
from roundtable.database import Database
from roundtable.database.event_log import DatabaseEventLog
from roundtable.diary import SeriesDiary
from roundtable.floor.api import FloorApi
from roundtable.floor.carrying import CarriedEntries
from roundtable.floor.service import FloorRecords
from roundtable.floor.tables import carry_over
from roundtable.http import app as http_app
from roundtable.http.client import Client
from roundtable.http.dispatch import Dispatch
from roundtable.http.health import Health
from roundtable.http.limits import Limits
from roundtable.http.peers import Peers
from roundtable.http.security import SecurityHeaders
from roundtable.kernel.audiences import Audience
from roundtable.kernel.clock import ManualClock
from roundtable.kernel.events import LeaveReason
from roundtable.kernel.ids import ConnectionId, ParticipantId, SessionId
from roundtable.kernel.live import LiveSessions
from roundtable.kernel.ports import Change, Snapshot
from roundtable.mail.accounts import AccountLetters
from roundtable.mail.api import MailApi, OneClick, StopApi
from roundtable.mail.outbox import Outbox
from roundtable.mail.unsubscribing import Unsubscribing
from roundtable.notices.mailing import Mailing
from roundtable.notices.parts import Notices
from roundtable.people.openid.model import Client as OpenIdClient
from roundtable.people.parts import PeopleParts
from roundtable.people.passwords import Passwords
from roundtable.personal.parts import PersonalParts
from roundtable.polls.parts import PollParts
from roundtable.registry import LIVE_SLICES
from roundtable.representatives import SeatHolders
from roundtable.rooms.api import DoorApi, RoomsApi
from roundtable.rooms.keeping import KeptRooms
from roundtable.rooms.service import Rooms
from roundtable.rooms.tables import note_attendance
from roundtable.series.parts import SeriesParts
from roundtable.series.tables.held import note_opened
from roundtable.series.timetable import Timetable
from tests.roundtable.browser import Answer, Browser
from tests.roundtable.meeting import Sockets

__all__ = ["Answer", "Browser", "House", "opened"]

SET_UP_TOKEN = "the-token-of-the-set-up-link"
PASSWORD = "correct horse battery"
ORIGIN = "https://meet.example.org"
LETTERS_KEY, UNSUBSCRIBE_KEY = b"k" * 32, b"u" * 32


def quick_passwords() -> Passwords:
    """Argon2 as it is, but cheap enough for a thousand tests."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


class NobodyListens:
    """A publisher in a house without sockets."""

    async def publish(self, session: SessionId, audience: Audience, change: Change) -> None:
        """Tell nobody."""

    async def moved(
        self, session: SessionId, participant: ParticipantId, audience: Audience, snapshot: Snapshot
    ) -> None:
        """Tell nobody."""

    async def dismissed(self, session: SessionId, participant: ParticipantId, reason: LeaveReason) -> None:
        """Tell nobody."""

    async def replaced(self, session: SessionId, participant: ParticipantId, connection: ConnectionId) -> None:
        """Tell nobody."""


class House:
    """All services on one database."""

    def __init__(
        self,
        database: Database,
        client: Path | None = None,
        public_url: str | None = None,
        *,
        has_mail: bool = False,
        openid: OpenIdClient | None = None,
    ) -> None:
        self.database = database
        self.clock = ManualClock()
        self.audience = Sockets()
        self.outbox = Outbox(database, LETTERS_KEY, self.clock)
        letters = AccountLetters(self.outbox, ORIGIN, is_set_up=has_mail)
        self.unsubscribing = Unsubscribing(UNSUBSCRIBE_KEY, ORIGIN, AccountWishes(database))
        self.limits = Limits()
        self.accounts = self._accounts(letters, openid, public_url)
        self.people, self.sign_ins, self.links = self.accounts.people, self.accounts.sign_ins, self.accounts.links
        self.passwords = self.accounts.passwords
        self.club_parts = ClubParts(database, self.clock, self.people)
        self.clubs = self.club_parts.clubs
        self.mailing = Mailing(self.outbox, self.unsubscribing, ORIGIN, Mailbox("圆桌", "noreply@example.org"))
        self.notices = Notices(database, self.mailing, self.clock)
        log = DatabaseEventLog(database, LIVE_SLICES, recorders=[carry_over, note_opened, note_attendance])
        self.sessions = LiveSessions(log, LIVE_SLICES, clock=self.clock, publisher=NobodyListens())
        self.rooms = self._rooms()
        kept = KeptRooms(self.clock)
        self.calendars = CalendarParts(database, SeriesDiary(database, self.clubs, self.clock), self.clock)
        seats = SeatHolders(self.clock)
        self.polls = PollParts(database, self.clock, self.people, self.clubs, seats=seats)
        self.series = SeriesParts(
            database,
            self.clock,
            self.people,
            self.clubs,
            rooms=kept,
            polls=self.polls.waiting,
            belongings=ClubBelongings(),
        )
        self.peers = Peers([ip_network("127.0.0.1")], public_url)
        self.personal = PersonalParts(database, self.clock, self.limits, self.accounts, rooms=kept)
        self.dispatch = Dispatch(self.peers, self.limits, self.sign_ins.caller, self.accounts.bearers)
        self.health = Health({"database": database.ping})
        self.client = Client(client or Path("/nowhere"))
        self.public_url = public_url
        self.apis = (
            *self.accounts.apis,
            *self.club_parts.apis,
            RoomsApi(self.rooms, self.people),
            DoorApi(self.rooms, self.accounts.reception),
            FloorApi(FloorRecords(database, self.rooms, self.clock)),
            MailApi(self.outbox, is_set_up=has_mail),
            StopApi(self.unsubscribing),
            *self.calendars.apis,
            *self.series.apis,
            *self.polls.apis,
            *self.personal.apis,
        )
        self.server = TestServer(self._application())
        self._browsers: list[Browser] = []

    def _accounts(self, letters: AccountLetters, openid: OpenIdClient | None, public_url: str | None) -> PeopleParts:
        return PeopleParts(
            self.database,
            self.clock,
            self.limits,
            first_start_token=SET_UP_TOKEN,
            post=letters,
            passwords=quick_passwords(),
            openid=openid,
            public_url=public_url,
        )

    def _rooms(self) -> Rooms:
        return Rooms(
            self.database,
            self.sessions,
            self.people,
            clubs=self.clubs,
            clock=self.clock,
            handover=CarriedEntries(self.database),
            timetable=Timetable(self.database, self.clock),
        )

    def _application(self) -> Any:
        headers = SecurityHeaders(self.peers, None, self.public_url)
        app = http_app.build(self.apis, http_app.Interface(self.dispatch, headers, self.health))
        peers = self.peers
        programs = self.calendars.server(self.limits, lambda one: peers.of(one.remote, one.scheme, one.headers))
        programs.attach(app)
        OneClick(self.unsubscribing, self.limits, lambda one: peers.of(one.remote, one.scheme, one.headers)).attach(app)
        self.club_parts.logos.attach(app)
        http_app.add_client(app, self.client)
        return app

    def browser(self, address: str = "") -> Browser:
        """A browser that nobody has used; the address is what a trusted proxy says of it."""
        url = str(self.server.make_url("")).rstrip("/")
        browser = Browser(url, headers={"X-Forwarded-For": address} if address else {})
        self._browsers.append(browser)
        return browser

    async def first_account(self) -> Browser:
        """Ada, who made the first account, and is the administrator."""
        ada = self.browser()
        answer = await ada.post(
            "/api/first-start",
            token=SET_UP_TOKEN, email="ada@example.org", password=PASSWORD, name="Ada", language="en",
        )  # fmt: skip
        assert answer.status == 200, answer
        return ada

    async def account(self, administrator: Browser, name: str) -> Browser:
        """Somebody whom the administrator added, signed in."""
        added = await administrator.post("/api/people", email=f"{name.lower()}@example.org", name=name)
        browser = self.browser()
        answer = await browser.post("/api" + added.body["link"], password=PASSWORD)
        assert answer.status == 200, answer
        return browser

    async def close(self) -> None:
        """Close every browser and the server."""
        for browser in self._browsers:
            await browser.http.close()
        await self.server.close()
        await self.sessions.close()


@asynccontextmanager
async def opened(
    database: Database,
    client: Path | None = None,
    public_url: str | None = None,
    *,
    has_mail: bool = False,
    openid: OpenIdClient | None = None,
) -> AsyncIterator[House]:
    """A house with an open door."""
    house = House(database, client, public_url, has_mail=has_mail, openid=openid)
    await house.client.load()
    await house.server.start_server()
    try:
        yield house
    finally:
        await house.close()
