"""Routes are typed functions: what they take and give is read from their annotations.

    @post("/api/rooms", status=201, needs="account")
    async def make(self, call: Call, body: NewRoom) -> RoomView:
        \"\"\"Make a room.\"\"\"

`path`, `query` and `body` are pydantic models; the answer is one, or None for 204. The same annotations validate and
become the OpenAPI document, so the two cannot differ.
"""

import inspect
import typing
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar

from pydantic import BaseModel

from roundtable.http.limits import Limit
from roundtable.http.models import TextFile
from roundtable.http.peers import Peer
from roundtable.http.scopes import TokenUse
from roundtable.kernel.callers import Caller
from roundtable.kernel.errors import SignInNeeded

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Needs = Literal["nothing", "account", "administrator"]
"""Who may try at all. What exactly they may is the service's business."""

BODY_LIMIT: Final = 64 * 1024
"""Bytes of a body unless the route says otherwise; no form of ours comes near."""

_MARK = "__operation__"
Handler = Callable[..., Awaitable[BaseModel | None]]
H = TypeVar("H", bound=Handler)


@dataclass(slots=True)
class Call:
    """One request, as a handler sees it."""

    caller: Caller | None
    peer: Peer
    agent: str
    """What the browser calls itself, shortened; shown in the list of sign-ins."""
    attempt: str | None = None
    """Token of an attempt to sign in elsewhere that this browser is at."""
    kept_token: str | None = None
    kept_attempt: str | None = None
    forgets: bool = False
    saved_as: str | None = None

    @property
    def signed_in(self) -> Caller:
        """Return the caller; refuse when there is none."""
        if self.caller is None:
            raise SignInNeeded("sign_in_needed")
        return self.caller

    def keep(self, token: str) -> None:
        """Give the browser the token of a new sign-in."""
        self.kept_token = token

    def forget(self) -> None:
        """Take the browser's token away."""
        self.forgets = True

    def keep_attempt(self, token: str) -> None:
        """Give the browser the token of an attempt to sign in elsewhere."""
        self.kept_attempt = token

    def forget_attempt(self) -> None:
        """Take that token away; the attempt is over."""
        self.kept_attempt = ""

    def save_as(self, name: str) -> None:
        """Have the browser save the answer as a file."""
        self.saved_as = name


@dataclass(frozen=True, slots=True)
class Operation:
    """A method on a path, with everything that the annotations tell about it."""

    method: Method
    path: str
    handler: Handler
    summary: str
    status: int
    needs: Needs
    limits: tuple[Limit, ...]
    body_limit: int
    token: TokenUse | None
    """Which scope a token must have; None if nobody has said so, and then no token opens it."""
    path_model: type[BaseModel] | None
    query_model: type[BaseModel] | None
    body_model: type[BaseModel] | None
    answer_model: type[BaseModel] | None

    @property
    def media_type(self) -> str:
        """Return what kind of content a good answer is."""
        if self.answer_model is not None and issubclass(self.answer_model, TextFile):
            return self.answer_model.media_type
        return "application/json"

    @property
    def changes(self) -> bool:
        """Say whether it may change something, so that Origin and CSRF token are asked for."""
        return self.method != "GET"


@dataclass(frozen=True, slots=True)
class _Mark:
    method: Method
    path: str
    needs: Needs
    limits: tuple[Limit, ...]
    status: int = 200
    body_limit: int = BODY_LIMIT
    token: TokenUse | None = None


def _marking(mark: _Mark) -> Callable[[H], H]:
    def attach(handler: H) -> H:
        setattr(handler, _MARK, mark)
        return handler

    return attach


def get(
    path: str, *, needs: Needs = "nothing", token: TokenUse | None = None, limits: Sequence[Limit] = ()
) -> Callable[[H], H]:
    """Answer GET; changes nothing."""
    return _marking(_Mark("GET", path, needs, tuple(limits), token=token))


def post(
    path: str,
    *,
    needs: Needs = "nothing",
    token: TokenUse | None = None,
    limits: Sequence[Limit] = (),
    status: int = 200,
    body_limit: int = BODY_LIMIT,
) -> Callable[[H], H]:
    """Answer POST."""
    return _marking(_Mark("POST", path, needs, tuple(limits), status, body_limit, token))


def patch(
    path: str, *, needs: Needs = "account", token: TokenUse | None = None, limits: Sequence[Limit] = ()
) -> Callable[[H], H]:
    """Answer PATCH: fields that were not sent stay as they are."""
    return _marking(_Mark("PATCH", path, needs, tuple(limits), token=token))


def put(
    path: str, *, needs: Needs = "account", token: TokenUse | None = None, limits: Sequence[Limit] = ()
) -> Callable[[H], H]:
    """Answer PUT; doing it twice is the same as once."""
    return _marking(_Mark("PUT", path, needs, tuple(limits), token=token))


def delete(
    path: str, *, needs: Needs = "account", token: TokenUse | None = None, limits: Sequence[Limit] = ()
) -> Callable[[H], H]:
    """Answer DELETE with 204."""
    return _marking(_Mark("DELETE", path, needs, tuple(limits), token=token))


def operations_of(api: object) -> Iterator[Operation]:
    """Find the marked methods of an api object, in the order in which they are written."""
    for name in type(api).__dict__:
        bound = getattr(api, name, None)
        mark = getattr(bound, _MARK, None)
        if bound is not None and isinstance(mark, _Mark):
            yield _operation(bound, mark)


def _operation(handler: Handler, mark: _Mark) -> Operation:
    hints = typing.get_type_hints(handler)
    unknown = inspect.signature(handler).parameters.keys() - {"call", "path", "query", "body"}
    if unknown:
        raise TypeError(f"{mark.method} {mark.path} takes {unknown}; only call, path, query and body are filled")
    answer = _model(hints["return"])
    return Operation(
        method=mark.method,
        path=mark.path,
        handler=handler,
        summary=(inspect.getdoc(handler) or "").partition("\n")[0],
        status=204 if answer is None else mark.status,
        needs=mark.needs,
        limits=mark.limits,
        body_limit=mark.body_limit,
        token=mark.token,
        path_model=_model(hints.get("path")),
        query_model=_model(hints.get("query")),
        body_model=_model(hints.get("body")),
        answer_model=answer,
    )


def _model(hint: Any) -> type[BaseModel] | None:
    if hint is None or hint is type(None):
        return None
    if not (isinstance(hint, type) and issubclass(hint, BaseModel)):
        raise TypeError(f"{hint!r} is no pydantic model")
    return hint
