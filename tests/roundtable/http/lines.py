"""What the tables of rights ask, and which route each line is of."""

from collections.abc import Sequence

from roundtable.http.routes import Operation, operations_of
from tests.roundtable.house import House


def operations(house: House) -> list[Operation]:
    """All routes of the interface."""
    return [operation for api in house.apis for operation in operations_of(api)]


def operation_of(line: str, operations: Sequence[Operation]) -> Operation:
    """The one route that a line asks; what is written out goes before what stands for anything."""
    method, path = line.partition("?")[0].split()
    asked = path.split("/")
    alike = [one for one in operations if one.method == method and fits(asked, one.path.split("/"))]
    return min(alike, key=lambda one: one.path.count("{"))


def fits(asked: Sequence[str], parts: Sequence[str]) -> bool:
    """Say whether an address is one of this route."""
    if len(asked) != len(parts):
        return False
    pairs = zip(asked, parts, strict=True)
    return all(one.endswith(part.partition("}")[2]) if "{" in part else one == part for one, part in pairs)
