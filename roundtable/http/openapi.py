"""The OpenAPI 3.1 document, made from the same models that validate."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from roundtable.http.cookies import SAFE_COOKIE
from roundtable.http.problems import PROBLEM_TYPE, Problem
from roundtable.http.routes import Operation
from roundtable.http.scopes import TELLING

_TEMPLATE: Final = "#/components/schemas/{model}"
API_VERSION: Final = "1"
Schemas = Mapping[Any, dict[str, Any]]
"""JSON Schemas by (model, mode)."""

_ABOUT: Final = """\
Pages of this server sign in with a cookie, and send the CSRF token that `GET /api/me` tells along with whatever changes
something. Programs send a token that its owner has made: `Authorization: Bearer rtbl_…`, and neither cookie nor CSRF
token. A token may do what its scopes say and never more than its owner; a route that names no token takes none.

Errors are problems (RFC 9457): `code` is stable and for programs, `params` belong to it, `errors` name single fields.

Lists that can grow are given in pages: `most` says how many, and what an answer holds as `next` (or `earlier` and
`later`) goes into `after` (or `before`) of the next request. Without it there are no more.

Moments are in UTC. Times without a zone are on the wall of the zone that stands beside them.
"""
_SCOPES: Final = "A token that its owner has made. Scopes:\n\n" + "\n".join(
    f"- `{scope}`: {what}" for scope, what in TELLING.items()
)


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """Describe all operations."""
    schemas, definitions = models_json_schema(list(_models(operations)), ref_template=_TEMPLATE)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "roundtable",
            "version": API_VERSION,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in dict.fromkeys(_tag(operation) for operation in operations)],
        "paths": paths,
        "components": {
            "schemas": definitions.get("$defs", {}),
            "responses": _problems(schemas),
            "securitySchemes": {
                "sign_in": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": SAFE_COOKIE,
                    "description": "Somebody signed in.",
                },
                "csrf": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "X-CSRF-Token",
                    "description": "From `GET /api/me`.",
                },
                "token": {"type": "http", "scheme": "bearer", "description": _SCOPES},
            },
        },
    }


def _models(operations: Iterable[Operation]) -> Iterable[tuple[type[BaseModel], JsonSchemaMode]]:
    yield (Problem, "serialization")
    for operation in operations:
        if operation.body_model:
            yield (operation.body_model, "validation")
        if operation.answer_model:
            yield (operation.answer_model, "serialization")


def _tag(operation: Operation) -> str:
    return operation.path.removeprefix("/api/").partition("/")[0]


def _described(operation: Operation, schemas: Schemas) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": f"{operation.method.lower()}{operation.path.removeprefix('/api').title()}".translate(
            str.maketrans("", "", "/{}_-.")
        ),
        "tags": [_tag(operation)],
        "summary": operation.summary,
        "responses": _responses(operation, schemas),
        "security": _security(operation),
    }
    parameters = [
        *_parameters(operation.path_model, "path"),
        *_parameters(operation.query_model, "query"),
    ]
    if parameters:
        described["parameters"] = parameters
    if operation.body_model:
        schema = schemas[operation.body_model, "validation"]
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return described


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    """List the ways in: nobody at all, somebody signed in, a program with a token."""
    ways: list[dict[str, list[str]]] = []
    if operation.needs == "nothing":
        ways.append({})
    else:
        ways.append({"sign_in": [], "csrf": []} if operation.changes else {"sign_in": []})
    if operation.token not in (None, "none"):
        ways.append({"token": [str(operation.token)]})
    return ways


def _responses(operation: Operation, schemas: Schemas) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Done."}
    if operation.answer_model:
        schema = schemas[operation.answer_model, "serialization"]
        success["content"] = {operation.media_type: {"schema": schema}}
    refused = ["401", "403", "429"]
    if operation.path_model:
        refused.append("404")
    if operation.body_model:
        refused += ["413", "415"]
    if operation.body_model or operation.query_model:
        refused.append("422")
    listed = {status: {"$ref": f"#/components/responses/{_NAMES[status]}"} for status in sorted(refused)}
    others = {status: {"$ref": "#/components/responses/Problem"} for status in ("4XX", "5XX")}
    return {str(operation.status): success, **listed, **others}


_NAMES: Final = {
    "401": "NotSignedIn",
    "403": "NotAllowed",
    "404": "NotFound",
    "413": "TooLarge",
    "415": "NoJson",
    "422": "Invalid",
    "429": "TooMany",
}
_TELLING: Final = {
    "NotSignedIn": "Nobody is signed in, or the token opens nothing.",
    "NotAllowed": "Whoever asks may not do this, or their token may not: `scope_missing`, `no_token_here`.",
    "NotFound": "There is no such thing, or it is none of the caller's: both look the same.",
    "TooLarge": "The body is larger than this route takes.",
    "NoJson": "The body is no JSON.",
    "Invalid": "Fields are wrong: `errors` names them.",
    "TooMany": "Too often; `seconds` says when to try again.",
    "Problem": "Not done; `code` says why.",
}
_HEADERS: Final[Mapping[str, dict[str, Any]]] = {
    "NotSignedIn": {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "What a program could show."}},
    "TooMany": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}},
}


def _problems(schemas: Schemas) -> dict[str, Any]:
    content = {PROBLEM_TYPE: {"schema": schemas[Problem, "serialization"]}}
    told = {name: {"description": what, "content": content} for name, what in _TELLING.items()}
    return {name: {**one, "headers": _HEADERS[name]} if name in _HEADERS else one for name, one in told.items()}


def _parameters(model: type[BaseModel] | None, place: str) -> Iterable[dict[str, Any]]:
    """List the fields of a path or query model. They are plain values, so nothing refers elsewhere."""
    if model is None:
        return
    schema = model.model_json_schema()
    for name, field in schema["properties"].items():
        plain = _without_null(field)
        told = {"description": plain.pop("description")} if "description" in plain else {}
        yield {"name": name, "in": place, "required": name in schema.get("required", ()), **told, "schema": plain}


def _without_null(field: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a parameter that may be left out: it has no way to say null."""
    kept = {name: value for name, value in field.items() if name not in ("anyOf", "title")}
    kinds = [kind for kind in field.get("anyOf", ()) if kind != {"type": "null"}]
    if kept.get("default", 0) is None:
        del kept["default"]
    return {**kept, **kinds[0]} if len(kinds) == 1 else {**kept, **({"anyOf": kinds} if kinds else {})}
