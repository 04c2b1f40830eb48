"""Reads a sheet of seats, as a spreadsheet program saves it. Pure; every error names its line and column."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from roundtable.kernel.addresses import Email
from roundtable.kernel.ids import ClubId
from roundtable.kernel.register import Club
from roundtable.kernel.sheets import MOST_ERRORS, LineError, read
from roundtable.kernel.text import one_line
from roundtable.series.resources.seats import SeatForm

COLUMNS: Final = ("club_id", "club_zh", "club_en", "name", "email", "kind", "since", "until")
"""A club is known by its id, or by a name that no other club has."""
REQUIRED: Final = ("email",)
MOST_SEATS_AT_ONCE: Final = 200

_DAY: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_OPTIONAL: Final = ("name", "kind", "since", "until")


class SeatRow(SeatForm):
    """A seat, as a line says. Who sits there is known by address."""

    email: Email


@dataclass(frozen=True, slots=True)
class Sheet:
    """The seats that can be read by their lines, and the errors of the other lines."""

    rows: Sequence[tuple[int, SeatRow]]
    errors: Sequence[LineError]


def parse(text: str, clubs: Sequence[Club]) -> Sheet:
    """Read the lines; which club one means depends on which there are."""
    table = read(text, COLUMNS, REQUIRED)
    if len(table.rows) > MOST_SEATS_AT_ONCE:
        line, _ = table.rows[MOST_SEATS_AT_ONCE]
        return Sheet((), (LineError(line, "too_many_rows", {"most": MOST_SEATS_AT_ONCE}),))
    known = _Clubs(clubs)
    rows: list[tuple[int, SeatRow]] = []
    errors = list(table.errors)
    for line, values in table.rows:
        club = known.meant(line, values)
        try:
            row = SeatRow.model_validate(_fields(values, "" if isinstance(club, LineError) else club))
        except ValidationError as error:
            errors += [one for one in _line_errors(line, error) if not isinstance(club, LineError) or _is_other(one)]
        else:
            rows.append((line, row))
        if isinstance(club, LineError):
            errors.append(club)
    return Sheet(rows, sorted(errors, key=lambda one: one.line)[:MOST_ERRORS])


class _Clubs:
    """All clubs by what a sheet may call them."""

    def __init__(self, clubs: Sequence[Club]) -> None:
        self._ids = {club.id for club in clubs}
        self._named: dict[tuple[str, str], set[ClubId]] = defaultdict(set)
        for club in clubs:
            self._named["club_zh", club.name_zh].add(club.id)
            self._named["club_en", club.name_en].add(club.id)

    def meant(self, line: int, values: dict[str, str]) -> ClubId | LineError:
        """Find the club of a line."""
        if id_ := ClubId(values.get("club_id", "").strip()):
            return id_ if id_ in self._ids else LineError(line, "unknown_club", {"column": "club_id"})
        given = [(column, name) for column in ("club_zh", "club_en") if (name := one_line(values.get(column, "")))]
        if not given:
            return LineError(line, "empty", {"column": "club_id"})
        found = set.intersection(*(self._named.get(one, set()) for one in given))
        if len(found) == 1:
            return found.pop()
        return LineError(line, "club_ambiguous" if found else "unknown_club", {"column": given[0][0]})


def _fields(values: dict[str, str], club: str) -> dict[str, str]:
    given = {name: value for name in _OPTIONAL if (value := values.get(name, "").strip())}
    days: dict[str, str] = {name: _day(given[name]) for name in ("since", "until") if name in given}
    return {**given, **days, "club_id": club, "email": values.get("email", "")}


def _day(text: str) -> str:
    """Return a day as we write it; spreadsheets save it as it is written in their country: 2026/9/1."""
    if (found := _DAY.fullmatch(text)) is None:
        return "-"
    year, month, day = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


def _is_other(error: LineError) -> bool:
    return error.params["column"] != "club_id"


def _line_errors(line: int, error: ValidationError) -> Iterator[LineError]:
    for detail in error.errors(include_url=False, include_input=False):
        reason = str(detail.get("ctx", {}).get("error", ""))
        code = "too_long" if detail["type"] == "string_too_long" else reason if reason.isidentifier() else "invalid"
        yield LineError(line, code, {"column": str(detail["loc"][0]) if detail["loc"] else "until"})
