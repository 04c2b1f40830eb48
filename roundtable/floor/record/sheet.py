"""The record as a sheet: UTF-8 with its mark, so that spreadsheets read Chinese; no cell is a formula."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from roundtable.floor.record import words
from roundtable.floor.resources import ActLine, EntryLine, FloorRecord, Line, RecordLanguage, TurnLine
from roundtable.kernel.ids import ClubId

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet calculates; the wide ones too, as an input method writes them."""

Cells = Mapping[str, str | int | None]


def sheet_of(record: FloorRecord, language: RecordLanguage, zone: ZoneInfo) -> str:
    """Write all lines, moments in a zone's local time."""
    writing = _Writing(record, language, zone)
    out = io.StringIO(newline="")
    out.write("\ufeff")
    sheet = csv.writer(out)
    sheet.writerow(writing.headings())
    for line in record.lines:
        cells = writing.cells(line)
        sheet.writerow([_not_calculated(cells.get(column)) for column in words.COLUMNS])
    return out.getvalue()


def _not_calculated(cell: str | int | None) -> str | int:
    if cell is None or isinstance(cell, int):
        return "" if cell is None else cell
    return "'" + cell if cell.startswith(_FORMULA_STARTS) else cell


@dataclass(frozen=True)
class _Writing:
    record: FloorRecord
    language: RecordLanguage
    zone: ZoneInfo

    def headings(self) -> list[str]:
        names = {column: said[self.language] for column, said in words.COLUMNS.items()}
        names["at"] = f"{names['at']} ({self.zone.key})"
        return list(names.values())

    def cells(self, line: Line) -> Cells:
        match line:
            case TurnLine():
                return {**self._speaking(line), **self._turn(line)}
            case EntryLine():
                what = "written" if line.gone == "written" else "entry"
                outcome = self._say(words.OUTCOMES, line.gone)
                told = {"what": self._say(words.LINES, what), "ending": outcome, "by": line.by}
                return {**self._speaking(line), **told}
            case ActLine():
                return self._act(line)

    def _speaking(self, line: TurnLine | EntryLine) -> Cells:
        return {
            "at": self._moment(line.at),
            "item": self._item(line.item),
            "name": line.name,
            "club": self._club(line.club),
            "kind": self._say(words.KINDS, line.kind),
            "text": line.text,
            "asked_at": self._moment(line.asked_at),
            "notes": self._joined(self._notes(line)),
        }

    def _turn(self, line: TurnLine) -> Cells:
        return {
            "what": self._say(words.LINES, "turn"),
            "began_at": self._moment(line.began_at),
            "ended_at": self._moment(line.ended_at),
            "spoken": _seconds(line.spoken_ms),
            "limit": _seconds(line.limit_ms),
            "over": _seconds(line.over_ms),
            "ending": self._say(words.OUTCOMES, line.ending or ""),
            "by": line.ended_by,
        }

    def _act(self, line: ActLine) -> Cells:
        return {
            "at": self._moment(line.at),
            "item": self._item(line.item),
            "what": self._say(words.ACTS, line.act),
            "name": line.name,
            "club": self._club(line.club),
            "kind": self._say(words.KINDS, line.kind) if line.kind else None,
            "text": line.text,
            "ending": self._say(words.OUTCOMES, line.why) if line.why else None,
            "by": line.by,
            "notes": self._joined(self._details(line)),
        }

    def _notes(self, line: TurnLine | EntryLine) -> Iterator[str]:
        if line.while_closed:
            yield self._say(words.NOTES, "while_closed")
        if line.text_turn:
            yield self._say(words.NOTES, "text_turn")
        if line.entered_by:
            yield self._say(words.NOTES, "entered_by", name=line.entered_by)
        if isinstance(line, TurnLine):
            yield from self._turn_notes(line)

    def _turn_notes(self, line: TurnLine) -> Iterator[str]:
        for name, applies in (
            ("interposed", line.interposed_in is not None),
            ("out_of_order", line.out_of_order),
            ("last_word", line.last_word),
        ):
            if applies:
                yield self._say(words.NOTES, name)
        if line.extended_ms:
            yield self._say(words.NOTES, "extended", seconds=_seconds(line.extended_ms))
        if line.supports:
            clubs = (", " if self.language == "en" else "、").join(self._club(club) or "" for club in line.supports)
            yield self._say(words.NOTES, "supports", clubs=clubs)

    def _details(self, line: ActLine) -> Iterator[str]:
        if line.mode:
            yield self._say(words.MODES, line.mode)
        if line.was:
            yield self._say(words.NOTES, "was", kind=self._say(words.KINDS, line.was))
        if line.before:
            yield self._say(words.NOTES, "before", name=line.before)
        if line.seconds is not None:
            yield self._say(words.NOTES, "seconds", seconds=line.seconds)
        for name, value in (line.changes or {}).items():
            yield f"{name} = {value}"

    def _say(self, said: Mapping[str, words.Words], code: str, **values: str | int) -> str:
        return said[code][self.language].format(**values)

    def _joined(self, notes: Iterator[str]) -> str:
        return ("; " if self.language == "en" else "；").join(notes)

    def _moment(self, moment: datetime | None) -> str | None:
        return None if moment is None else moment.astimezone(self.zone).strftime("%Y-%m-%d %H:%M:%S")

    def _item(self, item: str | None) -> str | None:
        return next((known.title for known in self.record.items if known.item == item), None)

    def _club(self, club: ClubId | None) -> str | None:
        known = None if club is None else self.record.clubs.get(club)
        if known is None:
            return None
        return known.name_en or known.name_zh if self.language == "en" else known.name_zh or known.name_en


def _seconds(milliseconds: int) -> int:
    return round(milliseconds / 1000)
