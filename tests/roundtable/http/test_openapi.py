"""The OpenAPI document says what the routes do."""

import json
import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from roundtable.http.routes import operations_of
from roundtable.http.scopes import SCOPES
from tests.roundtable.house import House

NOT_JSON = {
    "/api/openapi.json": "this document",
    "/calendar/{secret}.ics": "calendar programs read it; the address is all they know",
}
"""Addresses that are no operations of the interface."""

BOUNDED = {
    "/api/feeds": "10 of one person, and of each of their clubs",
    "/api/identities": "10 of one person",
    "/api/series/{id}/conflicts": "those of the coming weeks",
    "/api/series/{id}/seats": "500 of one series, with the latest of the record",
    "/api/sessions/{id}/floor": "a record is one thing",
    "/api/sessions/{id}/floor.json": "the same",
    "/api/sign-ins": "50 of one person",
    "/api/tokens": "20 of one person",
}
"""Lists that cannot grow."""


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


async def test_it_is_openapi_3_1_as_others_read_it(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()


async def test_there_is_one_kind_of_problem(document: Any) -> None:
    responses = document["components"]["responses"]
    assert {str(one["content"]) for one in responses.values()} == {
        str({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}})
    }
    assert set(document["components"]["schemas"]["Problem"]["required"]) == {"title", "status", "code"}
    rooms = document["paths"]["/api/rooms"]["post"]["responses"]
    assert set(rooms) == {"201", "401", "403", "413", "415", "422", "429", "4XX", "5XX"}
    assert "WWW-Authenticate" in responses["NotSignedIn"]["headers"]


async def test_every_way_in_is_told(house: House, document: Any) -> None:
    for operation in [one for api in house.apis for one in operations_of(api)]:
        ways = document["paths"][operation.path][operation.method.lower()]["security"]
        tokens = [way["token"] for way in ways if "token" in way]
        assert tokens == ([] if operation.token in (None, "none") else [[operation.token]])
        assert ({} in ways) == (operation.needs == "nothing")
        signed_in = [way for way in ways if "sign_in" in way]
        assert [set(way) for way in signed_in] == (
            [] if operation.needs == "nothing" else [{"sign_in", "csrf"} if operation.changes else {"sign_in"}]
        )
    told = document["components"]["securitySchemes"]["token"]["description"]
    assert all(f"`{scope}`" in told for scope in SCOPES)


async def test_every_address_of_the_interface_is_described(house: House, document: Any) -> None:
    served = {resource.canonical for resource in house.server.app.router.resources()}
    others = {path for path in served if path.startswith(("/api/", "/calendar/"))} - document["paths"].keys()
    assert others == set(NOT_JSON)


async def test_what_fields_mean_is_told(document: Any) -> None:
    series = document["components"]["schemas"]["SeriesView"]["properties"]
    assert series["slug"]["description"].startswith("The last part of the link")
    page = {one["name"]: one for one in document["paths"]["/api/series"]["get"]["parameters"]}
    assert page["all"]["description"] == "Not only the caller's; for administrators."
    assert page["after"]["schema"] == {"type": "string", "pattern": "^[a-z0-9_]{1,60}$"}
    assert page["most"]["schema"] == {"type": "integer", "default": 50, "minimum": 1, "maximum": 100}


async def test_unknown_fields_are_refused_and_bounds_are_told(document: Any) -> None:
    room = document["components"]["schemas"]["NewRoom"]
    assert room["additionalProperties"] is False
    assert room["properties"]["title"]["maxLength"] == 120


async def test_a_list_that_can_grow_is_given_in_pages(document: Any) -> None:
    """All in the same way, so that one function of a program reads them all."""
    for path, operations in document["paths"].items():
        read = operations.get("get")
        if read is None or path in BOUNDED:
            continue
        content = read["responses"]["200"]["content"].get("application/json", {})
        name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
        fields = document["components"]["schemas"].get(name, {}).get("properties", {})
        if "items" not in fields:
            continue
        asked = {one["name"] for one in read.get("parameters", ()) if one["in"] == "query"}
        assert "most" in asked, path
        assert (
            ({"after"} <= asked and "next" in fields)
            or ({"after", "before"} <= asked and {"earlier", "later"} <= fields.keys())
            or ({"before"} <= asked and "earlier" in fields)
        ), path


async def test_what_may_be_left_out_of_an_answer_is_not_promised(document: Any) -> None:
    """Answers leave out what is None, so nothing that may be None is required in one."""
    schemas = document["components"]["schemas"]
    required = [(name, field) for name in answered(document) for field in schemas[name].get("required", ())]
    promised = [(name, field) for name, field in required if "null" in str(schemas[name]["properties"][field])]
    assert promised == []


def answered(document: Any) -> set[str]:
    """Names of the schemas that answers are made of."""
    found: set[str] = set()
    waiting = json.dumps([
        operation["responses"] for operations in document["paths"].values() for operation in operations.values()
    ])  # fmt: skip
    while names := set(re.findall(r'"#/components/schemas/([^"]+)"', waiting)) - found:
        found |= names
        waiting = json.dumps([document["components"]["schemas"][name] for name in names])
    return found


async def test_wall_clocks_are_not_called_moments(document: Any) -> None:
    """What JSON Schema calls `date-time` and `time` has an offset; what is on a wall has none."""
    schemas = document["components"]["schemas"]
    assert '"format": "time"' not in json.dumps(document)
    assert "pattern" in schemas["Anchor"]["properties"]["time"]
    on_walls = {
        "SessionView": "planned",
        "LocalView": "start",
        "ShiftView": "on",
        "LocalHours": "end",
        "OptionHours": "wall",
    }
    assert [name for name, field in on_walls.items() if "format" in schemas[name]["properties"][field]] == []
    assert schemas["SessionView"]["properties"]["start"]["format"] == "date-time"
