"""Reads a sheet of clubs, as a spreadsheet program saves it. Pure; every error names its line."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pydantic import ValidationError

from roundtable.clubs.model import CampusFields, ClubFields

COLUMNS: Final = ("club_zh", "club_en", "campus_zh", "campus_en", "city_zh", "city_en", "zone", "link")
REQUIRED: Final = COLUMNS[:-1]
MOST_ROWS: Final = 2000
MOST_BYTES: Final = 1024 * 1024
MOST_ERRORS: Final = 100
"""More than this means that the file is something else."""

_FIELDS: Final = {"name_zh": "zh", "name_en": "en"}
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong in one line; the line of the column names is 1."""

    line: int
    code: str
    params: dict[str, str | int] = field(default_factory=dict)


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


def decoded(content: bytes) -> str | None:
    """Turn a file into text: what its byte order mark says, else UTF-8, else GBK as Chinese Excel saves it.

    None if it is none of these.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    elif content.startswith(codecs.BOM_UTF8):
        encodings = ("utf-8-sig",)
    else:
        encodings = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None


def parse(text: str) -> Sheet:
    """Read the rows. One campus must be written the same wherever it occurs."""
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        return Sheet((), (LineError(1, "sheet_too_large", {"most": MOST_BYTES}),))
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=_delimiter(text), strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error:
        return Sheet((), (LineError(max(reader.line_num, 1), "quotes_broken"),))
    if not lines:
        return Sheet((), (LineError(1, "sheet_empty"),))
    names = [cell.strip().lower() for cell in lines[0][1]]
    if header_errors := _header_errors(names):
        return Sheet((), header_errors)
    if len(lines) - 1 > MOST_ROWS:
        return Sheet((), (LineError(lines[0][0], "too_many_rows", {"most": MOST_ROWS}),))
    return _checked(_Reading(names), lines[1:])


def _delimiter(text: str) -> str:
    """Choose what stands most often in the first line; spreadsheets of some countries write semicolons."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _header_errors(names: Sequence[str]) -> list[LineError]:
    missing = [LineError(1, "column_missing", {"column": name}) for name in REQUIRED if name not in names]
    unknown = [LineError(1, "column_unknown", {"column": name[:40]}) for name in names if name not in COLUMNS]
    twice = [LineError(1, "column_twice", {"column": name}) for name in COLUMNS if names.count(name) > 1]
    return [*missing, *unknown[:10], *twice]


@dataclass(slots=True)
class _Reading:
    """What has been seen so far in a sheet."""

    names: Sequence[str]
    clubs: dict[tuple[str, str], int] = field(default_factory=dict)
    campuses: dict[str, tuple[int, CampusFields]] = field(default_factory=dict)

    def row(self, line: int, cells: Sequence[str]) -> Row | list[LineError]:
        if len(cells) > len(self.names):
            return [LineError(line, "too_many_cells", {"most": len(self.names)})]
        values = {name: _inert(cell) for name, cell in zip(self.names, cells, strict=False)}
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


def _checked(reading: _Reading, lines: Sequence[tuple[int, list[str]]]) -> Sheet:
    rows: list[Row] = []
    errors: list[LineError] = []
    for line, cells in lines:
        result = reading.row(line, cells)
        if isinstance(result, Row):
            rows.append(result)
        else:
            errors.extend(result)
        if len(errors) >= MOST_ERRORS:
            break
    return Sheet(rows, errors[:MOST_ERRORS])


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


def _inert(cell: str) -> str:
    """Take off the apostrophe that our own export puts before what a spreadsheet would calculate."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell


def written(rows: Sequence[Sequence[str]]) -> str:
    """Write a sheet that spreadsheets open as plain text: UTF-8 with its mark, no cell is a formula."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([[_not_calculated(cell) for cell in row] for row in rows])
    return out.getvalue()


def _not_calculated(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA_STARTS) else cell
