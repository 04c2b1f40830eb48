"""Reads a sheet of clubs, as a spreadsheet program saves it. Pure; every error names its line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pydantic import ValidationError

from roundtable.clubs.model import CampusFields, ClubFields
from roundtable.kernel.sheets import MOST_ERRORS, LineError, Table, read

COLUMNS: Final = ("club_zh", "club_en", "campus_zh", "campus_en", "city_zh", "city_en", "zone", "link")
REQUIRED: Final = COLUMNS[:-1]


@dataclass(frozen=True, slots=True)
class Row:
    """One club with its campus."""

    line: int
    club: ClubFields
    campus: CampusFields


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that can be read, and the errors of the others."""

    rows: Sequence[Row]
    errors: Sequence[LineError]


def parse(text: str) -> Sheet:
    """Read the rows. One campus must be written the same wherever it occurs."""
    table = read(text, COLUMNS, REQUIRED)
    return _checked(_Reading(), table)


@dataclass(slots=True)
class _Reading:
    """What has been seen so far in a sheet."""

    clubs: dict[tuple[str, str], int] = field(default_factory=dict)
    campuses: dict[str, tuple[int, CampusFields]] = field(default_factory=dict)

    def row(self, line: int, values: dict[str, str]) -> Row | list[LineError]:
        errors: list[LineError] = []
        club = _club(line, values, errors)
        campus = _campus(line, values, errors)
        if club is None or campus is None:
            return errors
        return self._consistent(Row(line, club, campus))

    def _consistent(self, row: Row) -> Row | list[LineError]:
        first_line, first = self.campuses.setdefault(row.campus.name_zh, (row.line, row.campus))
        if first != row.campus:
            return [LineError(row.line, "campus_differs", {"campus": row.campus.name_zh, "first_line": first_line})]
        earlier = self.clubs.setdefault((row.campus.name_zh, row.club.name_zh), row.line)
        if earlier != row.line:
            return [LineError(row.line, "club_twice", {"club": row.club.name_zh, "first_line": earlier})]
        return row


def _checked(reading: _Reading, table: Table) -> Sheet:
    rows: list[Row] = []
    errors = list(table.errors)
    for line, values in table.rows:
        result = reading.row(line, values)
        if isinstance(result, Row):
            rows.append(result)
        else:
            errors.extend(result)
        if len(errors) >= MOST_ERRORS:
            break
    return Sheet(rows, sorted(errors, key=lambda one: one.line)[:MOST_ERRORS])


def _club(line: int, values: dict[str, str], errors: list[LineError]) -> ClubFields | None:
    fields = {"name_zh": values.get("club_zh", ""), "name_en": values.get("club_en", "")}
    link = values.get("link", "").strip()
    try:
        return ClubFields.model_validate({**fields, "link": link or None})
    except ValidationError as error:
        errors.extend(_line_errors(line, error, {"name_zh": "club_zh", "name_en": "club_en"}))
        return None


def _campus(line: int, values: dict[str, str], errors: list[LineError]) -> CampusFields | None:
    fields = {
        "name_zh": values.get("campus_zh", ""),
        "name_en": values.get("campus_en", ""),
        "city_zh": values.get("city_zh", ""),
        "city_en": values.get("city_en", ""),
        "zone": values.get("zone", "").strip(),
    }
    try:
        return CampusFields.model_validate(fields)
    except ValidationError as error:
        errors.extend(_line_errors(line, error, {"name_zh": "campus_zh", "name_en": "campus_en"}))
        return None


def _line_errors(line: int, error: ValidationError, columns: dict[str, str]) -> Iterator[LineError]:
    for detail in error.errors(include_url=False, include_input=False):
        name = str(detail["loc"][0])
        reason = str(detail.get("ctx", {}).get("error", ""))
        code = "too_long" if detail["type"] == "string_too_long" else reason or "invalid"
        yield LineError(line, code, {"column": columns.get(name, name)})
