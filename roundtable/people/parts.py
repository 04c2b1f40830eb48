"""The parts of this slice, put together for whoever runs them."""

from typing import Final

from roundtable.database import Database
from roundtable.http.bearer import Bearers
from roundtable.http.limits import Limits
from roundtable.kernel.clock import Clock
from roundtable.people.api import PeopleApi, SignInApi
from roundtable.people.api_tokens.api import TokensApi
from roundtable.people.api_tokens.service import ApiTokens
from roundtable.people.confirming import Confirmation
from roundtable.people.history.api import HistoryApi
from roundtable.people.history.service import SignInHistory
from roundtable.people.links import SignInLinks
from roundtable.people.links_api import LinksApi
from roundtable.people.openid.api import IdentitiesApi, OpenIdApi
from roundtable.people.openid.identities import Identities
from roundtable.people.openid.model import Client
from roundtable.people.openid.provider import OpenIdProvider
from roundtable.people.openid.service import OpenIdSignIn
from roundtable.people.own_password import OwnPassword
from roundtable.people.own_password_api import OwnPasswordApi
from roundtable.people.passwords import Passwords
from roundtable.people.ports import Post
from roundtable.people.reception import Reception
from roundtable.people.service import People
from roundtable.people.sheets_api import PeopleSheetsApi
from roundtable.people.sign_ins import SignIns


class PeopleParts:
    """All services of people on one database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        limits: Limits,
        *,
        first_start_token: str,
        post: Post,
        passwords: Passwords | None = None,
        openid: Client | None = None,
        public_url: str | None = None,
    ) -> None:
        self.passwords: Final = passwords or Passwords()
        self.history: Final = SignInHistory(database, clock)
        self.sign_ins: Final = SignIns(database, self.passwords, clock, self.history)
        self.people: Final = People(
            database,
            self.passwords,
            self.sign_ins,
            clock=clock,
            first_start_token=first_start_token,
            post=post,
            limits=limits,
        )
        self.links: Final = SignInLinks(database, post, clock)
        self.reception: Final = Reception(self.sign_ins)
        tokens = ApiTokens(database, clock)
        self.bearers: Final = Bearers(tokens.recognize, limits)
        confirmation = Confirmation(database, self.passwords, limits, clock)
        own = OwnPassword(database, self.passwords, self.sign_ins, confirmation=confirmation, post=post, clock=clock)
        identities = Identities(database, clock, client=openid, post=post)
        provider = OpenIdProvider(openid, clock) if openid else None
        way = OpenIdSignIn(database, clock, provider=provider, identities=identities)
        self.apis: Final[tuple[object, ...]] = (
            SignInApi(self.people, self.sign_ins, limits, openid=way.name),
            OwnPasswordApi(own),
            PeopleApi(self.people, identities),
            PeopleSheetsApi(self.people),
            LinksApi(self.links, self.sign_ins, limits),
            OpenIdApi(way, self.sign_ins, self.history, confirmation=confirmation, public_url=public_url),
            IdentitiesApi(identities, openid),
            HistoryApi(self.history),
            TokensApi(tokens),
        )
