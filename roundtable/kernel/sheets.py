"""Sheets as spreadsheet programs save them: read line by line, written so that nothing is calculated. Pure."""

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

MOST_ROWS: Final = 2000
MOST_BYTES: Final = 1024 * 1024
MOST_ERRORS: Final = 100
"""More than this means that the file is something else."""

_CALCULATED: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""Beginnings that spreadsheets take for formulas, in full width too; behind apostrophes they must come back alike."""


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong in one line; the line of the column names is 1."""

    line: int
    code: str
    params: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a sheet by column, each row with its line; and why it cannot be read, or a row of it."""

    rows: Sequence[tuple[int, dict[str, str]]]
    errors: Sequence[LineError] = ()


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


def read(text: str, columns: Sequence[str], required: Sequence[str]) -> Table:
    """Read the rows of a sheet with these columns, in any order."""
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        return Table((), (LineError(1, "sheet_too_large", {"most": MOST_BYTES}),))
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=_delimiter(text), strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error:
        return Table((), (LineError(max(reader.line_num, 1), "quotes_broken"),))
    if not lines:
        return Table((), (LineError(1, "sheet_empty"),))
    names = [cell.strip().lower() for cell in lines[0][1]]
    if header_errors := _header_errors(names, columns, required):
        return Table((), header_errors)
    if len(lines) - 1 > MOST_ROWS:
        return Table((), (LineError(lines[0][0], "too_many_rows", {"most": MOST_ROWS}),))
    return Table(
        [
            (line, {name: _inert(cell) for name, cell in zip(names, cells, strict=False)})
            for line, cells in lines[1:]
            if len(cells) <= len(names)
        ],
        [
            LineError(line, "too_many_cells", {"most": len(names)})
            for line, cells in lines[1:]
            if len(cells) > len(names)
        ],
    )


def _delimiter(text: str) -> str:
    """Choose what stands most often in the first line; spreadsheets of some countries write semicolons."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _header_errors(names: Sequence[str], columns: Sequence[str], required: Sequence[str]) -> list[LineError]:
    missing = [LineError(1, "column_missing", {"column": name}) for name in required if name not in names]
    unknown = [LineError(1, "column_unknown", {"column": name[:40]}) for name in names if name not in columns]
    twice = [LineError(1, "column_twice", {"column": name}) for name in columns if names.count(name) > 1]
    return [*missing, *unknown[:10], *twice]


def _inert(cell: str) -> str:
    """Take off the apostrophe that our own export puts before what a spreadsheet would calculate."""
    return cell[1:] if cell.startswith("'") and _CALCULATED.match(cell, 1) else cell


def written(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a sheet that spreadsheets open as plain text: UTF-8 with its mark, no cell is a formula."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([[_not_calculated(cell) for cell in row] for row in rows])
    return out.getvalue()


def _not_calculated(cell: str) -> str:
    return "'" + cell if _CALCULATED.match(cell) else cell
