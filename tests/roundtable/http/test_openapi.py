"""The OpenAPI document says what the routes do."""

import json
import re
from typing import Any

import pytest

from tests.roundtable.house import House


@pytest.fixture
async def document(house: House) -> Any:
    """The document as a client gets it."""
    return (await house.browser().get("/api/openapi.json")).body


async def test_every_reference_leads_somewhere(document: Any) -> None:
    schemas = document["components"]["schemas"]
    references = re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(document))
    assert references
    assert set(references) <= set(schemas)


async def test_every_operation_is_complete(document: Any) -> None:
    ids = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            ids.append(operation["operationId"])
            assert operation["summary"], path
            declared = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
            assert declared == set(re.findall(r"{(\w+)}", path))
            assert {"4XX", "5XX"} < set(operation["responses"])
            assert ("requestBody" in operation) <= (method in ("post", "put", "patch"))
    assert len(ids) == len(set(ids)) > 30


async def test_it_is_openapi_3_1_with_one_kind_of_problem(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    problem = document["paths"]["/api/rooms"]["post"]["responses"]["4XX"]["content"]
    assert problem == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert set(document["components"]["schemas"]["Problem"]["required"]) == {"title", "status", "code"}


async def test_unknown_fields_are_refused_and_bounds_are_told(document: Any) -> None:
    room = document["components"]["schemas"]["NewRoom"]
    assert room["additionalProperties"] is False
    assert room["properties"]["title"]["maxLength"] == 120
