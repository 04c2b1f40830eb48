"""What a program may do with a token. Each route names the scope it needs; one that names none takes no token."""

from collections.abc import Mapping
from typing import Final, Literal, get_args

Scope = Literal["read", "profile:write", "rooms:write", "series:write", "clubs:write", "people:read", "people:write"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)

TokenUse = Scope | Literal["none"]
"""`none`: only for somebody who is signed in, for instance whatever makes other ways in."""

TELLING: Final[Mapping[Scope, str]] = {
    "read": "See what its owner sees: series, sessions, seats, rooms, records, clubs.",
    "profile:write": "Change its owner's profile.",
    "rooms:write": "Make, change and delete its owner's rooms.",
    "series:write": "Plan series, change sessions, answer for clubs, give and take roles and seats.",
    "clubs:write": "Change clubs and campuses, as far as its owner may.",
    "people:read": "See addresses: list accounts, for administrators; save seats of series, for their organizers.",
    "people:write": "Add, rename and disable accounts; for administrators.",
}
"""For the OpenAPI document."""
