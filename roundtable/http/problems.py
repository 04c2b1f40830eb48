"""Errors as clients see them: RFC 9457 problems with a stable code, never a stack trace."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import orjson
from aiohttp import web
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from roundtable.kernel.errors import Refusal, SignInNeeded, TooMany

PROBLEM_TYPE: Final = "application/problem+json"

_BEARER: Final = 'Bearer realm="roundtable"'
_CODE = re.compile(r"[a-z][a-z0-9_]{0,40}")
_CODES: Final[Mapping[str, str]] = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "bytes_too_long": "too_long",
    "string_too_short": "too_short",
    "too_short": "too_short",
    "greater_than_equal": "too_small",
    "greater_than": "too_small",
    "less_than_equal": "too_large",
    "less_than": "too_large",
}
_LISTED_ERRORS: Final = 20
"""More errors than this in one request help nobody."""


class FieldError(BaseModel):
    """One field that is wrong: where it stands, and why."""

    path: str
    code: str


class Problem(BaseModel):
    """An error. Programs read `code` and `params`; `title` is for people who read logs."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    params: dict[str, str | int] = {}
    errors: list[FieldError] = []


class MalformedRequest(Refusal):
    """It could not even be read: not JSON, wrong type, cut off."""


class TooLarge(Refusal):
    """The body is larger than this route takes."""

    status = 413


class WrongType(Refusal):
    """The body has another type than JSON."""

    status = 415


class InvalidFields(Refusal):
    """The request can be read, but fields are wrong."""

    status = 422

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("invalid")
        self.errors = tuple(errors)


def from_validation(error: ValidationError) -> Refusal:
    """Turn pydantic's error into ours. What was sent is not repeated."""
    details = error.errors(include_url=False, include_input=False)
    if any(detail["type"] == "json_invalid" for detail in details):
        return MalformedRequest("malformed")
    return InvalidFields([_field_error(detail) for detail in details[:_LISTED_ERRORS]])


def _field_error(detail: ErrorDetails) -> FieldError:
    path = ".".join(str(part)[:60] for part in detail["loc"])
    return FieldError(path=path[:200], code=_code_of(detail))


def _code_of(detail: ErrorDetails) -> str:
    context: Mapping[str, Any] = detail.get("ctx", {})
    reason = str(context.get("error", ""))
    if detail["type"] == "value_error" and _CODE.fullmatch(reason):
        return reason
    return _CODES.get(detail["type"], "invalid")


def problem(status: int, code: str, **params: str | int) -> web.Response:
    """Build the answer for an error that is no refusal of a slice."""
    return _response(Problem(title=HTTPStatus(status).phrase, status=status, code=code, params=params))


def refusal_response(refusal: Refusal) -> web.Response:
    """Build the answer for a refusal."""
    response = _response(
        Problem(
            title=HTTPStatus(refusal.status).phrase,
            status=refusal.status,
            code=refusal.code,
            params=dict(refusal.params),
            errors=list(refusal.errors) if isinstance(refusal, InvalidFields) else [],
        )
    )
    if challenge := _challenge(refusal):
        response.headers["WWW-Authenticate"] = challenge
    seconds = refusal.params.get("seconds")
    if isinstance(refusal, TooMany) and seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response


def _challenge(refusal: Refusal) -> str | None:
    """Say what programs could show (RFC 6750); a browser does nothing about it."""
    if refusal.code == "scope_missing":
        return f'{_BEARER}, error="insufficient_scope", scope="{refusal.params["scope"]}"'
    if refusal.code == "token_wrong":
        return f'{_BEARER}, error="invalid_token"'
    return _BEARER if isinstance(refusal, SignInNeeded) else None


def _response(content: Problem) -> web.Response:
    body = content.model_dump()
    if not content.errors:
        del body["errors"]
    return web.Response(
        status=content.status,
        body=orjson.dumps(body),
        content_type=PROBLEM_TYPE,
        headers={"Cache-Control": "no-store"},
    )
