"""Reads a sheet of people, as a spreadsheet program saves it. Pure; every error names its line and column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from roundtable.kernel.addresses import Email
from roundtable.kernel.sheets import MOST_ERRORS, LineError, read
from roundtable.kernel.text import PersonName
from roundtable.people.model import Language

COLUMNS: Final = ("name", "email", "language")
REQUIRED: Final = ("name", "email")


class PersonFields(BaseModel):
    """Somebody, as a line says."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    name: PersonName
    email: Email
    language: Language | None = None
    """Absent: as it is, or that of whoever imports."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The people who can be read, and the errors of the other lines."""

    people: Sequence[PersonFields]
    errors: Sequence[LineError]


def parse(text: str) -> Sheet:
    """Read the lines. Nobody is in it twice."""
    table = read(text, COLUMNS, REQUIRED)
    people: list[PersonFields] = []
    errors = list(table.errors)
    lines: dict[str, int] = {}
    for line, values in table.rows:
        given = {name: value for name, value in values.items() if name != "language" or value.strip()}
        try:
            person = PersonFields.model_validate({"name": "", "email": "", **given})
        except ValidationError as error:
            errors += _line_errors(line, error)
            continue
        first = lines.setdefault(person.email, line)
        if first != line:
            errors.append(LineError(line, "person_twice", {"column": "email", "first_line": first}))
        people.append(person)
    return Sheet(people, sorted(errors, key=lambda one: one.line)[:MOST_ERRORS])


def _line_errors(line: int, error: ValidationError) -> Iterator[LineError]:
    for detail in error.errors(include_url=False, include_input=False):
        reason = str(detail.get("ctx", {}).get("error", ""))
        code = "too_long" if detail["type"] == "string_too_long" else reason if reason.isidentifier() else "invalid"
        yield LineError(line, code, {"column": str(detail["loc"][0])})
