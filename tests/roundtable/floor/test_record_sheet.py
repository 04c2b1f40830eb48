"""The record as a sheet: every word in both languages, every line of any meeting, and nothing that is calculated."""

import csv
import io
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from roundtable.floor.events.queue import EntryAdded
from roundtable.floor.record import record_of, words
from roundtable.floor.record.sheet import sheet_of
from roundtable.floor.resources import Act, Ending, Gone, RecordLanguage
from roundtable.floor.values import Disposal, EntryId, PauseReason, Speaker
from roundtable.kernel.floor_settings import KINDS, MODES
from tests.roundtable.floor.lively import lively
from tests.roundtable.floor.written import BOB, OTHER, Floor

LANGUAGES: tuple[RecordLanguage, ...] = ("zh-CN", "en")
HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1", "－1", "＠x", "＋1")


def flat(literal: Any) -> set[str]:
    return {one for part in get_args(literal) for one in (flat(part) if get_args(part) else {part})}


def test_every_code_has_its_word() -> None:
    assert set(words.ACTS) == flat(Act)
    assert set(words.OUTCOMES) >= flat(Ending) | flat(Gone) | flat(Disposal) | flat(PauseReason)
    assert set(words.KINDS) == set(KINDS)
    assert set(words.MODES) == set(MODES)
    for said in (words.COLUMNS, words.ACTS, words.OUTCOMES, words.KINDS, words.MODES, words.LINES, words.NOTES):
        for sentence in said.values():
            assert set(sentence) == set(LANGUAGES)
            assert all(sentence.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_a_meeting_is_a_row_of_the_same_length(language: RecordLanguage) -> None:
    for seed in range(15):
        meeting = lively(seed)
        record = record_of(meeting.facts, enumerate(meeting.events, start=1), meeting.clock.now())
        text = sheet_of(record, language, ZoneInfo("Asia/Shanghai"))
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
        assert len(rows) == 1 + len(record.lines)
        assert {len(row) for row in rows} == {len(words.COLUMNS)}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text: str) -> None:
    floor = Floor()
    floor.facts = floor.facts.model_copy(update={"title": text})
    club = OTHER.model_copy(update={"name_zh": text, "name_en": text})
    speaker = Speaker(name=text, club=club)
    floor.happens(EntryAdded, entry=EntryId("ent_1"), kind="topic", text=text, speaker=speaker, by=BOB)
    for language in LANGUAGES:
        row = list(csv.reader(io.StringIO(sheet_of(floor.record(), language, ZoneInfo("UTC")))))[1]
        assert row.count("'" + text) == 3
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "＝", "－", "＠", "＋"))]
