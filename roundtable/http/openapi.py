"""The OpenAPI 3.1 document, made from the same models that validate."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from roundtable.http.problems import PROBLEM_TYPE, Problem
from roundtable.http.routes import Operation

_TEMPLATE: Final = "#/components/schemas/{model}"
API_VERSION: Final = "1"
Schemas = Mapping[Any, dict[str, Any]]
"""JSON Schemas by (model, mode)."""


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """Describe all operations."""
    schemas, definitions = models_json_schema(list(_models(operations)), ref_template=_TEMPLATE)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "roundtable", "version": API_VERSION, "license": {"name": "Apache-2.0"}},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": definitions.get("$defs", {}),
            "securitySchemes": {
                "sign_in": {"type": "apiKey", "in": "cookie", "name": "__Host-rt_session"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
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


def _described(operation: Operation, schemas: Schemas) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": f"{operation.method.lower()}{operation.path.removeprefix('/api').title()}".translate(
            str.maketrans("", "", "/{}_-.")
        ),
        "tags": [operation.path.removeprefix("/api/").partition("/")[0]],
        "summary": operation.summary,
        "responses": _responses(operation, schemas),
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
    if operation.needs != "nothing":
        described["security"] = [{"sign_in": [], "csrf": []} if operation.changes else {"sign_in": []}]
    return described


def _responses(operation: Operation, schemas: Schemas) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Done."}
    if operation.answer_model:
        schema = schemas[operation.answer_model, "serialization"]
        success["content"] = {operation.media_type: {"schema": schema}}
    problem = {
        "description": "Not done; `code` says why.",
        "content": {PROBLEM_TYPE: {"schema": schemas[Problem, "serialization"]}},
    }
    return {str(operation.status): success, "4XX": problem, "5XX": problem}


def _parameters(model: type[BaseModel] | None, place: str) -> Iterable[dict[str, Any]]:
    """List the fields of a path or query model. They are plain values, so nothing refers elsewhere."""
    if model is None:
        return
    schema = model.model_json_schema()
    for name, field in schema["properties"].items():
        yield {"name": name, "in": place, "required": name in schema.get("required", ()), "schema": field}
