"""A provider made by hand, which can be told to do anything a real one never would."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import RSAKey

from roundtable.kernel.clock import Clock
from roundtable.people.openid.model import Client

CLIENT_ID = "roundtable"


def rsa(name: str) -> RSAKey:
    """A key of a name."""
    return RSAKey.generate_key(2048, {"kid": name}, private=True)


class Pretender:
    """The provider. What stands in `says` is answered instead of what would be right: content, or a status."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.key = rsa("first")
        self.says: dict[str, Any] = {}
        self.describes: dict[str, Any] = {}
        self.claims: dict[str, Any] = {"sub": "1", "email": "bob@example.org", "email_verified": True, "name": "Bob"}
        self.token_changes: dict[str, Any] = {}
        self.userinfo: dict[str, Any] | None = None
        self.asked: Counter[str] = Counter()
        self.forms: list[dict[str, str]] = []
        self.headers: list[Mapping[str, str]] = []
        self.nonce = ""
        self.ended = asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self._answer)
        self.server = TestServer(app)

    @property
    def issuer(self) -> str:
        """Its address."""
        return str(self.server.make_url("")).rstrip("/")

    def client(self, **changes: Any) -> Client:
        """Us, as it knows us."""
        return Client(**{"issuer": self.issuer, "id": CLIENT_ID, "secret": "secret", "name": "University", **changes})

    def sends_back(self, address: str, **changes: str) -> dict[str, str]:
        """What it lets a browser come back with that was sent to this address."""
        asked = dict(parse_qsl(urlsplit(address).query))
        self.nonce = asked["nonce"]
        return {"state": asked["state"], "code": "code", **changes}

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = request.path.rpartition("/")[2]
        self.asked[name] += 1
        if request.method == "POST":
            self.headers.append(request.headers)
            self.forms.append({name: str(value) for name, value in (await request.post()).items()})
        said = self.says.get(name)
        if said == "nothing":
            await self.ended.wait()
        if isinstance(said, int):
            return web.Response(status=said, headers={"Location": "/elsewhere"})
        if isinstance(said, web.StreamResponse):
            return said
        return web.json_response(getattr(self, f"_{name.replace('-', '_')}")() if said is None else said)

    def _openid_configuration(self) -> Mapping[str, Any]:
        places = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "keys"}
        if self.userinfo is not None:
            places["userinfo_endpoint"] = "userinfo"
        addresses = {name: f"{self.issuer}/{path}" for name, path in places.items()}
        found = {
            "issuer": self.issuer,
            **addresses,
            "id_token_signing_alg_values_supported": ["RS256"],
            **self.describes,
        }
        return {name: value for name, value in found.items() if value is not None}

    def _keys(self) -> Mapping[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def _token(self) -> Mapping[str, Any]:
        now = int(self.clock.now().timestamp())
        fixed = {"iss": self.issuer, "aud": CLIENT_ID, "nonce": self.nonce, "iat": now, "exp": now + 300}
        claims = {**fixed, **self.claims, **self.token_changes}
        token = jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key, algorithms=["RS256"])
        return {"id_token": token, "access_token": "access", "token_type": "Bearer"}

    def _userinfo(self) -> Mapping[str, Any] | None:
        return self.userinfo


def page(text: str, content_type: str = "application/json", status: int = 200) -> web.Response:
    """An answer of any content."""
    return web.Response(text=text, content_type=content_type, status=status)


def deep() -> web.Response:
    """JSON that is nested too deeply to be read."""
    return page("[" * 100_000)


def long() -> web.Response:
    """JSON without an end."""
    return page(json.dumps({"issuer": "x" * 300_000}))


@asynccontextmanager
async def pretender(clock: Clock) -> AsyncIterator[Pretender]:
    """A provider that answers as it should until it is told otherwise."""
    provider = Pretender(clock)
    await provider.server.start_server()
    try:
        yield provider
    finally:
        provider.ended.set()
        await provider.server.close()
