"""HTTP: the way to the provider and back, and the identities on one's account.

The browser goes to the provider by itself and comes back to a page of the client, which sends us what stands in its
address. So everything passes the same checks as all requests do, and what goes wrong is a sentence on that page.
"""

from roundtable.http.routes import Call, delete, get, post
from roundtable.people.confirming import Confirmation
from roundtable.people.history.service import SignInHistory
from roundtable.people.model import Place
from roundtable.people.openid.identities import Disabled, Identities
from roundtable.people.openid.messages import (
    AnswerForm,
    ArrivalView,
    BeginForm,
    DepartureView,
    IdentityList,
    IdentityPath,
    IdentityView,
    LinkingForm,
)
from roundtable.people.openid.model import CALLBACK, Answer, Client
from roundtable.people.openid.service import OpenIdSignIn
from roundtable.people.sign_ins import SignIns


class OpenIdApi:
    """Signing in with an account at the provider."""

    def __init__(
        self,
        openid: OpenIdSignIn,
        sign_ins: SignIns,
        history: SignInHistory,
        *,
        confirmation: Confirmation,
        public_url: str | None,
    ) -> None:
        self._openid = openid
        self._confirmation = confirmation
        self._sign_ins = sign_ins
        self._history = history
        self._public_url = public_url

    @post("/api/sign-in/openid", token="none", limits=("links",))
    async def begin(self, call: Call, body: BeginForm) -> DepartureView:
        """Tell where to go to sign in."""
        departure = await self._openid.begin(self._redirect(call), body.next)
        call.keep_attempt(departure.token)
        return DepartureView(address=departure.address)

    @post("/api/identities", needs="account", token="none", limits=("links",))
    async def begin_linking(self, call: Call, body: LinkingForm) -> DepartureView:
        """Tell where to go to link an identity to the caller's account; it takes a fresh sign-in, or the password.

        Else whoever finds a browser open for a minute could come back for ever.
        """
        await self._confirmation.confirm(call.signed_in, body.password, call.peer.network)
        departure = await self._openid.begin(self._redirect(call), body.next, call.signed_in)
        call.keep_attempt(departure.token)
        return DepartureView(address=departure.address)

    @post("/api/sign-in/openid/answer", token="none", limits=("links",))
    async def finish(self, call: Call, body: AnswerForm) -> ArrivalView:
        """Sign in, or link an identity, with what the provider sent the browser back with."""
        place = Place(call.agent, call.peer.address)
        answer = Answer(body.state, body.code, body.iss, body.error)
        try:
            arrival = await self._openid.finish(
                call.attempt, answer, self._redirect(call), caller=call.caller, language=body.language
            )
        except Disabled as refusal:
            self._history.failed("openid", place, person=refusal.person)
            raise
        if arrival.person is not None:
            call.keep(await self._sign_ins.open_for(arrival.person.id, place, call.caller, how="openid"))
        call.forget_attempt()
        return ArrivalView(next=arrival.next, linked=arrival.person is None)

    def _redirect(self, call: Call) -> str:
        return (self._public_url or call.peer.origin) + CALLBACK


class IdentitiesApi:
    """The caller's identities."""

    def __init__(self, identities: Identities, client: Client | None) -> None:
        self._identities = identities
        self._client = client

    @get("/api/identities", needs="account", token="none")
    async def list_own(self, call: Call) -> IdentityList:
        """List the caller's identities."""
        issuer = self._client.issuer if self._client else None
        found = await self._identities.list_for(call.signed_in)
        return IdentityList(items=[IdentityView.of(one, issuer) for one in found])

    @delete("/api/identities/{id}", token="none")
    async def unlink(self, call: Call, path: IdentityPath) -> None:
        """Unlink one of the caller's identities, unless it is the last way to sign in."""
        await self._identities.unlink(call.signed_in, path.id)
