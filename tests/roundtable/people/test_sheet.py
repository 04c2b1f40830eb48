"""People as a sheet: in, out, and what is wrong with it."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.kernel.sheets import written
from roundtable.kernel.text import one_line
from roundtable.people.sheet import COLUMNS, PersonFields, parse
from tests.roundtable.house import House

GOOD = "name,email,language\n小新,Xin@example.org,zh-CN\nJonas,jonas@example.org,\n"

_names = st.text(min_size=1, max_size=40).filter(lambda text: any(c.isalnum() for c in one_line(text)))


@given(st.dictionaries(st.integers(0, 10**6), st.tuples(_names, st.sampled_from(("zh-CN", "en"))), max_size=20))
def test_what_is_written_is_read_back(people: dict[int, tuple[str, str]]) -> None:
    rows = [
        [one_line(one_line(name)), f"p{number}@example.org", language] for number, (name, language) in people.items()
    ]
    sheet = parse(written(COLUMNS, rows))
    assert sheet.errors == ([] if rows else sheet.errors)
    assert [[one.name, one.email, one.language] for one in sheet.people] == rows


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@SUM(A1)"])
def test_no_name_is_calculated(name: str) -> None:
    text = written(COLUMNS, [[name, "a@example.org", "en"]])
    assert f"'{name}" in text
    assert parse(text).people == [PersonFields(name=name, email="a@example.org", language="en")]


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", 1, "sheet_empty"),
        ("name\nXin\n", 1, "column_missing"),
        ("name,email,admin\nXin,x@example.org,1\n", 1, "column_unknown"),
        ("name,email\n,x@example.org\n", 2, "empty"),
        ("name,email\nXin,nowhere\n", 2, "no_email"),
        ("name,email,language\nXin,x@example.org,tlh\n", 2, "invalid"),
        ("name,email\nXin,x@example.org\nXun,X@example.org\n", 3, "person_twice"),
        ("name,email\nXin,x@example.org,1,2\n", 2, "too_many_cells"),
        ('name,email\n"Xin,x@example.org\n', 2, "quotes_broken"),
    ],
)
def test_errors_name_their_line(text: str, line: int, code: str) -> None:
    assert [(one.line, one.code) for one in parse(text).errors] == [(line, code)]


async def test_people_are_taken_over_all_or_none(house: House) -> None:
    ada = await house.first_account()
    excel = base64.b64encode(GOOD.encode("gb18030")).decode()
    planned = await ada.post("/api/people/import", file=excel, dry_run=True)
    assert planned.body == {"created": 2, "updated": 0, "errors": []}
    assert len((await ada.get("/api/people")).body["items"]) == 1
    wrong = await ada.post("/api/people/import", csv=GOOD + "Nobody,nowhere,\n")
    assert [(one["line"], one["params"]["column"]) for one in wrong.body["errors"]] == [(4, "email")]
    assert len((await ada.get("/api/people")).body["items"]) == 1
    assert (await ada.post("/api/people/import", file=excel, invite=True)).body["created"] == 2
    assert {one["name"] for one in (await ada.get("/api/people")).body["items"]} == {"Ada", "小新", "Jonas"}
    assert (await ada.post("/api/people/import", file=excel)).body == {"created": 0, "updated": 0, "errors": []}
    exported = (await ada.get("/api/people/export")).body["csv"]
    assert (await ada.post("/api/people/import", csv=exported)).body == {"created": 0, "updated": 0, "errors": []}
    renamed = await ada.post("/api/people/import", csv="name,email\nXin,xin@example.org\n")
    assert renamed.body == {"created": 0, "updated": 1, "errors": []}
