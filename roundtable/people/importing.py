"""What an import of people would do to the accounts that are there. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from roundtable.kernel.ids import PersonId
from roundtable.kernel.sheets import LineError
from roundtable.people.model import Person
from roundtable.people.sheet import PersonFields


@dataclass(frozen=True, slots=True)
class Imported:
    """How many accounts an import made and changed, or why it did nothing."""

    created: int = 0
    updated: int = 0
    errors: Sequence[LineError] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Who is new, and what changes of whom."""

    new: Sequence[PersonFields]
    changes: Mapping[PersonId, Mapping[str, object]]


def planned(rows: Sequence[PersonFields], known: Sequence[Person]) -> ImportPlan:
    """Compare a sheet with the accounts; people are known by their address. The same sheet again changes nothing."""
    by_email = {person.email: person for person in known}
    changes: dict[PersonId, Mapping[str, object]] = {}
    for row in rows:
        if (person := by_email.get(row.email)) is None:
            continue
        wanted = {"name": row.name, "language": row.language or person.language}
        changed = {name: value for name, value in wanted.items() if value != getattr(person, name)}
        if changed:
            changes[person.id] = changed
    return ImportPlan([row for row in rows if row.email not in by_email], changes)
