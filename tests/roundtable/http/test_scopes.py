"""Every route says what a token must have to use it, or that no token does."""

from roundtable.http.routes import Operation, operations_of
from tests.roundtable.house import House

MAKE_WAYS_IN = (
    "/api/first-start", "/api/sign-in", "/api/sign-ins", "/api/password", "/api/tokens", "/api/welcome", "/api/entry",
)  # fmt: skip
"""Where somebody gets in, or learns or changes how they do."""

REFLECTIONS = ("/api/series/preview", "/api/polls/hours")
"""They tell what something would mean, and change nothing."""


def operations(house: House) -> list[Operation]:
    return [operation for api in house.apis for operation in operations_of(api)]


async def test_every_route_says_what_a_token_needs(house: House) -> None:
    undeclared = [f"{one.method} {one.path}" for one in operations(house) if one.token is None]
    assert undeclared == []


async def test_reading_changes_nothing_and_writing_is_never_called_reading(house: House) -> None:
    for one in operations(house):
        reads = one.token in ("none", "read", "people:read")
        if one.method == "GET":
            assert reads, one.path
        elif one.token == "read":
            assert one.path in REFLECTIONS, one.path


async def test_no_token_gets_its_owner_in(house: House) -> None:
    for one in operations(house):
        if one.path.startswith(MAKE_WAYS_IN) and one.changes:
            assert one.token == "none", one.path
