"""Sheets of clubs, as spreadsheet programs save them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.clubs.model import zones
from roundtable.clubs.sheet import COLUMNS, parse
from roundtable.kernel.sheets import MOST_BYTES, decoded, written

HEADER = ",".join(COLUMNS)
GOOD = "开源社,Open Source Club,南科大,SUSTech,深圳,Shenzhen,Asia/Shanghai,https://osc.example"


def errors(text: str) -> list[tuple[int, str]]:
    """Line and code of each error."""
    return [(error.line, error.code) for error in parse(text).errors]


def test_a_sheet_is_read() -> None:
    sheet = parse(f"{HEADER}\n{GOOD}\n")
    assert sheet.errors == []
    [row] = sheet.rows
    assert (row.line, row.club.name_zh, row.club.link) == (2, "开源社", "https://osc.example")
    assert (row.campus.name_en, row.campus.zone) == ("SUSTech", "Asia/Shanghai")


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\n{GOOD}\n".encode(),
        f"{HEADER}\n{GOOD}\n".encode("utf-8-sig"),
        f"{HEADER}\r\n{GOOD}\r\n".encode("gbk"),
        f"{HEADER}\r\n{GOOD}\r\n".encode("gb18030"),
        f"{HEADER}\n{GOOD}\n".encode("utf-16"),
    ],
)
def test_the_encodings_of_spreadsheet_programs_are_found_out(content: bytes) -> None:
    text = decoded(content)
    assert text is not None
    assert parse(text).rows[0].club.name_zh == "开源社"


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xfe\x00", b"PK\x03\x04\x00\x00", b"\x00"])
def test_a_file_that_is_no_text_is_refused(content: bytes) -> None:
    assert decoded(content) is None


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_found_out(delimiter: str) -> None:
    text = f"{HEADER}\n{GOOD}\n".replace(",", delimiter)
    assert parse(text).rows == parse(f"{HEADER}\n{GOOD}\n").rows


def test_the_order_of_columns_and_the_link_are_free() -> None:
    text = "zone,city_en,city_zh,campus_en,campus_zh,club_en,Club_ZH \nAsia/Shanghai,Shenzhen,深圳,S,南,Club,社\n"
    assert parse(text).rows[0].club.name_zh == "社"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "sheet_empty")]),
        ("club_zh,club_en\n", [(1, "column_missing")] * 5),
        (f"{HEADER},surprise\n{GOOD},x", [(1, "column_unknown")]),
        (f"{HEADER},zone\n{GOOD},x", [(1, "column_twice")]),
        (f"{HEADER}\n{GOOD},one more\n", [(2, "too_many_cells")]),
        (f"{HEADER}\n\n\n{GOOD.replace('Asia/Shanghai', 'Asia/Shenzhen')}\n", [(4, "unknown_zone")]),
        (f"{HEADER}\n{GOOD.replace('https', 'javascript')}\n", [(2, "no_web_address")]),
        (f"{HEADER}\n{GOOD.replace('开源社', ' ')}\n", [(2, "empty")]),
        (f"{HEADER}\n{GOOD.replace('开源社', 'x' * 101)}\n", [(2, "too_long")]),
        (f"{HEADER}\n社,Club\n", [(2, "empty")] * 4 + [(2, "unknown_zone")]),
        (f"{HEADER}\n{GOOD}\n{GOOD}\n", [(3, "club_twice")]),
        (f"{HEADER}\n{GOOD}\n{GOOD.replace('开源社', '别').replace('Shenzhen', 'Chengdu')}\n", [(3, "campus_differs")]),
        (f'{HEADER}\n"{GOOD}\n', [(2, "quotes_broken")]),
        (f"{HEADER}\n" + "\n".join(f"社{n},C,南,S,深,S,UTC," for n in range(2001)), [(1, "too_many_rows")]),
        ("x" * (MOST_BYTES + 1), [(1, "sheet_too_large")]),
    ],
)
def test_every_error_names_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert errors(text) == expected


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    quoted = GOOD.replace("Open Source Club", '"Open\nSource Club"')
    assert errors(f"{HEADER}\n{quoted}\n{GOOD.replace('Asia/Shanghai', 'Mars')}\n") == [(4, "unknown_zone")]


@pytest.mark.parametrize("zone", ["../../etc/passwd", "/etc/localtime", "GMT+8", "EST", "", "asia/shanghai", "Asia"])
def test_only_zones_that_name_a_place_are_taken(zone: str) -> None:
    assert zone not in zones()


def test_the_four_cities_have_their_zones() -> None:
    assert {"Asia/Shanghai", "America/Los_Angeles", "Europe/Berlin", "UTC"} <= zones()


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://evil")', "+1+1", "-2", "@SUM(A1)", "＝1+1", "＋1", "'=1", "''-1", "'", "plain"]
)
def test_no_spreadsheet_calculates_what_we_write_and_it_comes_back_unchanged(name: str) -> None:
    row = [name, "Club", "南", "S", "深", "S", "UTC", ""]
    text = written(COLUMNS, [row])
    assert text.startswith("\ufeff")
    line = text.splitlines()[1].lstrip('"')
    assert not line.startswith(("=", "+", "-", "@", "＝", "＋"))
    assert parse(text).rows[0].club.name_zh == name


@given(st.text(max_size=500))
def test_any_text_is_a_sheet_or_errors_with_lines(text: str) -> None:
    for whole in (text, f"{HEADER}\n{text}"):
        sheet = parse(whole)
        assert all(error.line >= 1 and error.code for error in sheet.errors)


@given(st.binary(max_size=500))
def test_any_bytes_are_text_or_not(content: bytes) -> None:
    text = decoded(content)
    assert "\x00" not in (text or "")
