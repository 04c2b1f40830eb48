"""HTTP routes about people."""

import hashlib

from roundtable.http.limits import Limits
from roundtable.http.models import PageQuery
from roundtable.http.routes import Call, delete, get, patch, post
from roundtable.kernel.addresses import normal_email
from roundtable.kernel.callers import Caller
from roundtable.people.history.model import How
from roundtable.people.messages import (
    AddedPerson,
    FirstStart,
    LinkView,
    Me,
    NewPerson,
    OwnChanges,
    OwnGuest,
    OwnPerson,
    PersonChanges,
    PersonList,
    PersonPath,
    PersonView,
    SignInForm,
    SignInList,
    SignInPath,
    SignInView,
    WelcomeForm,
    WelcomePath,
    WelcomeView,
)
from roundtable.people.model import Person, Place
from roundtable.people.openid.identities import Identities
from roundtable.people.service import People
from roundtable.people.sign_ins import SignIns
from roundtable.people.tokens import csrf_of


class SignInApi:
    """Signing in and out, and who one is."""

    def __init__(self, people: People, sign_ins: SignIns, limits: Limits, *, openid: str | None) -> None:
        self._people = people
        self._openid = openid
        self._sign_ins = sign_ins
        self._limits = limits

    @get("/api/me", token="read")
    async def me(self, call: Call) -> Me:
        """Tell who the caller is."""
        caller, mail, openid = call.caller, self._people.have_mail or None, self._openid
        if caller is None:
            first = await self._people.first_start_token() is not None
            return Me(csrf="", first_start=first, mail=mail, openid=openid)
        if caller.person is None:
            return Me(guest=_own_guest(caller), csrf=caller.csrf, first_start=False, mail=mail, openid=openid)
        person = await self._people.find(caller.person)
        shown = OwnPerson.of(person) if person else None
        return Me(person=shown, csrf=caller.csrf, first_start=False, mail=mail, openid=openid)

    @post("/api/first-start", token="none", limits=("links",))
    async def first_start(self, call: Call, body: FirstStart) -> Me:
        """Make the first account with the set-up link that the server printed, and sign in."""
        person = await self._people.first_start(
            body.token, body.email, body.password, name=body.name, language=body.language
        )
        return await self._open(call, person, "first_start")

    @post("/api/sign-in", token="none", limits=("sign_in",))
    async def sign_in(self, call: Call, body: SignInForm) -> Me:
        """Sign in with address and password."""
        account = hashlib.sha256(normal_email(body.email).encode("utf-8", "replace")).hexdigest()[:32]
        here = f"{account}/{call.peer.network}"
        await self._limits.take("account", here)
        await self._limits.take("account_everywhere", account)
        token = await self._sign_ins.sign_in(body.email, body.password, _place(call), call.caller)
        await self._limits.forgive("account", here)
        return await self._kept(call, token)

    @post("/api/sign-out", token="none")
    async def sign_out(self, call: Call) -> None:
        """End this sign-in. Without one there is nothing to do."""
        if call.caller:
            await self._sign_ins.sign_out(call.caller)
        call.forget()

    @get("/api/sign-ins", needs="account", token="none")
    async def sign_ins(self, call: Call) -> SignInList:
        """List the browsers in which the caller is signed in."""
        caller = call.signed_in
        found = await self._sign_ins.list_for(caller)
        return SignInList(
            items=[
                SignInView(
                    id=one.id,
                    created_at=one.created_at,
                    last_seen_at=one.last_seen_at,
                    agent=one.agent,
                    address=one.address,
                    current=one.id == caller.sign_in,
                )
                for one in found
            ]
        )

    @delete("/api/sign-ins/{id}", token="none")
    async def end_sign_in(self, call: Call, path: SignInPath) -> None:
        """End one of one's own sign-ins."""
        await self._sign_ins.end(call.signed_in, path.id)

    @patch("/api/me", token="profile:write")
    async def change_own(self, call: Call, body: OwnChanges) -> Me:
        """Change one's own name, language, club or zone, and which letters one wants."""
        changes = body.model_dump(exclude_unset=True)
        kept = {name: value for name, value in changes.items() if value is not None or name in ("club_id", "zone")}
        await self._people.change_own(call.signed_in, kept)
        return await self.me(call)

    @get("/api/welcome/{token}", token="none", limits=("links",))
    async def welcomed(self, call: Call, path: WelcomePath) -> WelcomeView:
        """Tell whom a welcome link is for."""
        person = await self._people.welcomed(path.token)
        return WelcomeView(name=person.name, email=person.email)

    @post("/api/welcome/{token}", token="none", limits=("links",))
    async def accept_welcome(self, call: Call, path: WelcomePath, body: WelcomeForm) -> Me:
        """Set one's password with a welcome link, and sign in."""
        person = await self._people.accept_welcome(path.token, body.password, body.language)
        return await self._open(call, person, "welcome")

    async def _open(self, call: Call, person: Person, how: How) -> Me:
        return await self._kept(call, await self._sign_ins.open_for(person.id, _place(call), call.caller, how=how))

    async def _kept(self, call: Call, token: str) -> Me:
        """Answer as `/api/me` will from now on."""
        call.keep(token)
        caller = await self._sign_ins.caller(token)
        person = await self._people.find(caller.account) if caller else None
        return Me(person=OwnPerson.of(person) if person else None, csrf=csrf_of(token), first_start=False)


class PeopleApi:
    """Administrators' routes about people."""

    def __init__(self, people: People, identities: Identities) -> None:
        self._people = people
        self._identities = identities

    @get("/api/people", needs="administrator", token="people:read")
    async def page(self, call: Call, query: PageQuery) -> PersonList:
        """List people with an account, by name."""
        found, following = await self._people.page(call.signed_in, query.window)
        linked = await self._identities.owners()
        return PersonList(items=[PersonView.of(one, linked=one.id in linked) for one in found], next=following)

    @post("/api/people", status=201, needs="administrator", token="people:write", limits=("making",))
    async def add(self, call: Call, body: NewPerson) -> AddedPerson:
        """Add a person; the answer holds the link with which they set their password."""
        person, token = await self._people.add(
            call.signed_in, body.email, body.name, administrator=body.administrator, invite=body.invite
        )
        return AddedPerson(person=PersonView.of(person, linked=False), link=_welcome_link(token))

    @post("/api/people/{id}/link", needs="administrator", token="none", limits=("making",))
    async def new_link(self, call: Call, path: PersonPath) -> LinkView:
        """Make a new link for somebody who lost theirs, or their password."""
        return LinkView(link=_welcome_link(await self._people.new_link(call.signed_in, path.id)))

    @patch("/api/people/{id}", needs="administrator", token="people:write")
    async def change(self, call: Call, path: PersonPath, body: PersonChanges) -> PersonView:
        """Change a person's name or rights, or disable them."""
        changes = body.model_dump(exclude_none=True)
        person = await self._people.change(call.signed_in, path.id, changes)
        return PersonView.of(person, linked=person.id in await self._identities.owners())


def _place(call: Call) -> Place:
    return Place(call.agent, call.peer.address)


def _own_guest(caller: Caller) -> OwnGuest:
    return OwnGuest(id=caller.identity, name=caller.name, club_id=caller.club)


def _welcome_link(token: str) -> str:
    return f"/welcome/{token}"
