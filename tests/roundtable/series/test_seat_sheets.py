"""Seats as a sheet: in, out, and what is wrong with it."""

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.http.limits import LIMITS
from roundtable.jobs import tables as jobs
from roundtable.kernel.sheets import read
from roundtable.series.announcing import CHANGED
from roundtable.series.seat_sheet import COLUMNS, MOST_SEATS_AT_ONCE, parse
from tests.roundtable.series.federation import Federation, id_of, refused
from tests.roundtable.series.test_inviting import invitations

HEADER = ",".join(COLUMNS)
GOOD = (
    "club_zh,email,name,kind,since,until\n"
    "深圳开源社,Rui@example.org,,,2026/12/1,2027-06-30\n"
    "洛杉矶开源社,lee@example.org,Somebody else,principal,,\n"
    "柏林开源社,jonas@example.org,Jonas Wolff,,,\n"
    "柏林开源社,Mo@example.org,莫,alternate,,\n"
)


async def taken(federation: Federation, series: dict[str, Any], csv: str, **more: Any) -> Any:
    """What the server says about a sheet."""
    answer = await federation.olga.post(f"/api/series/{series['id']}/seats/import", csv=csv, **more)
    assert answer.status == 200, answer
    return answer.body


async def wrong(federation: Federation, series: dict[str, Any], csv: str) -> list[tuple[int, str, object]]:
    """What is wrong in a sheet; nothing of it may have been written."""
    before = (await federation.olga.get(f"/api/series/{series['id']}/seats")).body
    told = await taken(federation, series, csv)
    assert (told["created"], (await federation.olga.get(f"/api/series/{series['id']}/seats")).body) == (0, before)
    assert await invitations(federation) == []
    return [(one["line"], one["code"], one["params"].get("column")) for one in told["errors"]]


async def announced(federation: Federation) -> int:
    """How often it was told that a series has changed."""
    async with federation.house.database.reading() as connection:
        return len(await jobs.latest(connection, CHANGED, 100))


async def test_a_sheet_seats_whom_it_names_and_invites_who_is_new(federation: Federation) -> None:
    series = await federation.plan()
    file = base64.b64encode(GOOD.encode("gb18030")).decode()
    path = f"/api/series/{series['id']}/seats"
    told = {"created": 4, "invited": 2, "unchanged": 0, "errors": []}
    before = await announced(federation)
    assert (await federation.olga.post(f"{path}/import", file=file, dry_run=True)).body == told
    assert (await federation.olga.get(path)).body["items"] == []
    assert (await invitations(federation), await announced(federation)) == ([], before)

    assert (await federation.olga.post(f"{path}/import", file=file)).body == told
    assert await announced(federation) == before + 1
    there = (await federation.olga.get(path)).body
    assert {(one["person"]["name"], one["kind"], one["since"], one.get("until")) for one in there["items"]} == {
        ("Rui", "principal", "2026-12-01", "2027-06-30"),
        ("Lee", "principal", "2026-11-22", None),
        ("Jonas Wolff", "principal", "2026-11-22", None),
        ("莫", "alternate", "2026-11-22", None),
    }
    assert [(one["act"], one["by"]["name"]) for one in there["record"]] == [("taken", "Olga")] * 4
    assert sorted(to for to, _ in await invitations(federation)) == ["jonas@example.org", "mo@example.org"]
    assert await taken(federation, series, GOOD) == {"created": 0, "invited": 0, "unchanged": 4, "errors": []}
    assert await announced(federation) == before + 1


async def test_what_is_saved_can_be_taken_over_elsewhere(federation: Federation) -> None:
    series, other = await federation.plan("One"), await federation.plan("Two")
    await taken(federation, series, GOOD)
    gone = await federation.seat(series["id"], federation.shenzhen, "olga", kind="alternate")
    await federation.olga.delete(f"/api/series/{series['id']}/seats/{gone['id']}")
    saved = await federation.olga.get(f"/api/series/{series['id']}/seats.csv")
    assert saved.headers["Content-Type"] == "text/csv; charset=utf-8"
    sheet = saved.body
    rows = [cells for _, cells in read(sheet, COLUMNS, COLUMNS).rows]
    assert {
        "club_id": federation.shenzhen,
        "club_zh": "深圳开源社",
        "club_en": "Shenzhen Open Source",
        "name": "Rui",
        "email": "rui@example.org",
        "kind": "principal",
        "since": "2026-12-01",
        "until": "2027-06-30",
    } in rows
    assert await taken(federation, series, sheet) == {"created": 0, "invited": 0, "unchanged": 4, "errors": []}
    assert await taken(federation, other, sheet) == {"created": 4, "invited": 0, "unchanged": 0, "errors": []}
    assert (await federation.olga.get(f"/api/series/{other['id']}/seats.csv")).body == sheet


@pytest.mark.parametrize("name", ['=HYPERLINK("http://evil")', "+1+1", "-2", "@SUM(A1)"])
async def test_no_cell_is_calculated(federation: Federation, name: str) -> None:
    series = await federation.plan()
    quoted = name.replace('"', '""')
    await taken(federation, series, f'club_id,email,name\n{federation.berlin},jonas@example.org,"{quoted}"\n')
    sheet = (await federation.olga.get(f"/api/series/{series['id']}/seats.csv")).body
    assert "'" + quoted in sheet
    ((_, cells),) = read(sheet, COLUMNS, COLUMNS).rows
    assert cells["name"] == name
    assert (await taken(federation, series, sheet))["unchanged"] == 1


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["深圳开源社,,nobody,,,"], [(2, "no_email", "email")]),
        (["深圳开源社,,,,,"], [(2, "no_email", "email")]),
        (["无名社,,rui@example.org,,,"], [(2, "unknown_club", "club_zh")]),
        ([",,rui@example.org,,,"], [(2, "empty", "club_id")]),
        (["深圳开源社,,none@example.org,,,"], [(2, "no_such_person", "name")]),
        (["深圳开源社,,rui@example.org,chair,,"], [(2, "invalid", "kind")]),
        (["深圳开源社,,rui@example.org,,tomorrow,"], [(2, "invalid", "since")]),
        (["深圳开源社,,rui@example.org,,2027-02-30,"], [(2, "invalid", "since")]),
        (["深圳开源社,,rui@example.org,,20270101,"], [(2, "invalid", "since")]),
        (["深圳开源社,,rui@example.org,,2027-07-01,2027-06-30"], [(2, "term_backwards", "until")]),
        (["深圳开源社,,rui@example.org,,,2026-01-01"], [(2, "term_backwards", "until")]),
        (["深圳开源社,,rui@example.org,,,", "深圳开源社,,lee@example.org,,,"], [(3, "principal_taken", "kind")]),
        (
            ["深圳开源社,,new@example.org,,,", "深圳开源社,New,new@example.org,alternate,,"],
            [(2, "no_such_person", "name")],
        ),
        (["柏林开源社,N,n@example.org,,,", "柏林开源社,N,N@example.org,alternate,,"], [(3, "seat_taken", "email")]),
        (["无名社,,nobody,chair,,", "深圳开源社,,rui@example.org,,,,,"], None),
    ],
)
async def test_errors_name_line_and_column(
    federation: Federation, lines: list[str], expected: list[tuple[int, str, object]] | None
) -> None:
    series = await federation.plan()
    told = await wrong(federation, series, "\n".join(["club_zh,name,email,kind,since,until", *lines]))
    if expected is None:
        assert sorted(code for _, code, _ in told) == ["invalid", "no_email", "too_many_cells", "unknown_club"]
    else:
        assert told == expected


async def test_a_sheet_meets_the_seats_that_are_there(federation: Federation) -> None:
    series = await federation.plan()
    await federation.seat(series["id"], federation.shenzhen, "rui")
    header = "club_en,email,kind\n"
    club = "Shenzhen Open Source"
    assert await wrong(federation, series, f"{header}{club},lee@example.org,") == [(2, "principal_taken", "kind")]
    assert await wrong(federation, series, f"{header}{club},rui@example.org,alternate") == [(2, "seat_taken", "email")]
    both = f"{header}{club},rui@example.org,principal\n{club},lee@example.org,alternate\n"
    assert await taken(federation, series, both) == {"created": 1, "invited": 0, "unchanged": 1, "errors": []}


async def test_a_name_that_two_clubs_have_does_not_do(federation: Federation) -> None:
    names = {"name_zh": "柏林开源社", "name_en": "Another"}
    twin = (await federation.ada.post("/api/clubs", campus_id=federation.campuses[0], **names)).body["id"]
    series = await federation.plan()
    header = "club_id,club_zh,club_en,email\n"
    ambiguous = await wrong(federation, series, f"{header},柏林开源社,,rui@example.org\n")
    assert ambiguous == [(2, "club_ambiguous", "club_zh")]
    assert (await taken(federation, series, f"{header},柏林开源社,Another,rui@example.org\n"))["created"] == 1
    assert (await taken(federation, series, f"{header}{twin},old name,,lee@example.org\n"))["errors"][0]["line"] == 2
    assert await wrong(federation, series, f"{header}clb_none,,,rui@example.org\n") == [(2, "unknown_club", "club_id")]


async def test_who_may_not_sign_in_gets_no_seat_but_keeps_theirs(federation: Federation) -> None:
    series, other = await federation.plan("One"), await federation.plan("Two")
    seat = await federation.seat(series["id"], federation.shenzhen, "rui")
    await federation.ada.patch(f"/api/people/{seat['person']['id']}", disabled=True)
    sheet = (await federation.olga.get(f"/api/series/{series['id']}/seats.csv")).body
    assert (await taken(federation, series, sheet))["unchanged"] == 1
    assert await wrong(federation, other, sheet) == [(2, "person_disabled", "email")]


async def test_nobody_learns_an_address_from_an_id(federation: Federation) -> None:
    """Whoever plans a series of their own reads the addresses in it; ids are told to everybody in a series."""
    mine = await federation.plan()
    rui = (await federation.seat(mine["id"], federation.shenzhen, "rui"))["person"]["id"]
    await federation.seat(mine["id"], federation.angeles, "lee")
    theirs = (await federation.lee.post("/api/series", title="Lee's", schedule=mine["schedule"])).body["id"]
    seats = f"/api/series/{theirs}/seats"
    await federation.lee.post(f"/api/series/{theirs}/roles", person_id=rui, role="scribe")
    by_id = await federation.lee.post(seats, club_id=federation.shenzhen, person_id=rui)
    assert refused(by_id) == (404, "no_such_person")
    lee = await id_of(federation.lee)
    assert (await federation.lee.post(seats, club_id=federation.berlin, person_id=lee)).status == 201
    handover = f"/api/clubs/{federation.berlin}/handover"
    handed = await federation.lee.post(handover, from_person=lee, to={"person_id": rui})
    assert refused(handed) == (404, "no_such_person")
    assert "rui@example.org" not in (await federation.lee.get(f"{seats}.csv")).body
    assert (await federation.ada.post(seats, club_id=federation.shenzhen, person_id=rui)).status == 201


async def test_letters_to_strangers_are_counted_before_anything_is_written(federation: Federation) -> None:
    most = LIMITS["invitations"].amount
    series = await federation.plan()

    def sheet(count: int, start: int = 0) -> str:
        lines = [f"{federation.berlin},p{n}@example.org,P{n},alternate" for n in range(start, start + count)]
        return "\n".join(["club_id,email,name,kind", *lines])

    assert await wrong(federation, series, sheet(most + 1)) == [(most + 2, "too_many_newcomers", "email")]
    assert await wrong(federation, series, sheet(MOST_SEATS_AT_ONCE + 1)) == [(202, "too_many_rows", None)]
    assert (await taken(federation, series, sheet(most - 1)))["invited"] == most - 1
    path = f"/api/series/{series['id']}/seats/import"
    more = await federation.olga.post(path, csv=sheet(2, start=most))
    assert refused(more) == (429, "too_many_requests")
    assert len((await federation.olga.get(f"/api/series/{series['id']}/seats")).body["items"]) == most - 1
    assert (await taken(federation, series, sheet(1, start=most)))["invited"] == 1


async def test_a_series_that_has_ended_takes_no_sheet(federation: Federation) -> None:
    series = await federation.plan()
    await federation.olga.delete(f"/api/series/{series['id']}")
    path = f"/api/series/{series['id']}/seats"
    assert refused(await federation.olga.post(f"{path}/import", csv=GOOD)) == (409, "series_ended")
    assert (await federation.olga.get(f"{path}.csv")).status == 200
    assert (await federation.olga.post(f"{path}/import")).status == 422


async def test_a_file_that_is_no_sheet_is_told_so(federation: Federation) -> None:
    series = await federation.plan()
    path = f"/api/series/{series['id']}/seats/import"
    picture = base64.b64encode(b"\x89PNG\x00\x00").decode()
    told = (await federation.olga.post(path, file=picture)).body["errors"]
    assert [(one["line"], one["code"]) for one in told] == [(1, "not_text")]
    assert await wrong(federation, series, "club_zh,name\nx,y\n") == [(1, "column_missing", "email")]


@given(st.text(max_size=500))
def test_any_text_is_a_sheet_or_errors_with_lines(text: str) -> None:
    for whole in (text, f"{HEADER}\n{text}"):
        sheet = parse(whole, ())
        assert all(error.line >= 1 and error.code for error in sheet.errors)
        assert not sheet.rows
