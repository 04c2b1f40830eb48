"""HTTP routes of links to sign in."""

import hashlib

from roundtable.http.limits import Limits
from roundtable.http.routes import Call, get, post
from roundtable.kernel.addresses import normal_email
from roundtable.people.links import SignInLinks
from roundtable.people.messages import LinkForm, WelcomePath, WelcomeView
from roundtable.people.model import Place
from roundtable.people.sign_ins import SignIns


class LinksApi:
    """Asking for a link, looking at it, signing in with it."""

    def __init__(self, links: SignInLinks, sign_ins: SignIns, limits: Limits) -> None:
        self._links = links
        self._sign_ins = sign_ins
        self._limits = limits

    @post("/api/sign-in/link", token="none", limits=("links",))
    async def ask(self, call: Call, body: LinkForm) -> None:
        """Have a link sent. The answer is the same whether somebody has an account with this address or not."""
        account = hashlib.sha256(normal_email(body.email).encode("utf-8", "replace")).hexdigest()[:32]
        await self._limits.take("sign_in_links", account)
        self._links.ask(body.email, body.next)

    @get("/api/sign-in/link/{token}", token="none", limits=("links",))
    async def offered(self, call: Call, path: WelcomePath) -> WelcomeView:
        """Tell whom a link signs in. Looking uses nothing up: mail programs look, too."""
        person = await self._links.offered(path.token)
        return WelcomeView(name=person.name, email=person.email)

    @post("/api/sign-in/link/{token}", token="none", limits=("links",))
    async def take(self, call: Call, path: WelcomePath) -> None:
        """Sign in with a link. It works once."""
        person = await self._links.take(path.token)
        place = Place(call.agent, call.peer.address)
        call.keep(await self._sign_ins.open_for(person.id, place, call.caller, how="mail_link"))
