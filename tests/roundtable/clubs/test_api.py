"""Campuses and clubs over HTTP."""

import base64

import pytest

from tests.roundtable.house import Browser, House

CAMPUS = {
    "name_zh": "南方科技大学", "name_en": "SUSTech", "city_zh": "深圳", "city_en": "Shenzhen", "zone": "Asia/Shanghai",
}  # fmt: skip
HEADER = "club_zh,club_en,campus_zh,campus_en,city_zh,city_en,zone,link"
SHEET = f"""{HEADER}
开源社,Open Source Club,南方科技大学,SUSTech,深圳,Shenzhen,Asia/Shanghai,https://osc.example
黑客社,Hackers,南方科技大学,SUSTech,深圳,Shenzhen,Asia/Shanghai,
柏林社,Berlin Club,柏林工大,TU Berlin,柏林,Berlin,Europe/Berlin,
"""


async def test_campuses_and_clubs_are_kept(house: House) -> None:
    ada = await house.first_account()
    campus = (await ada.post("/api/campuses", **CAMPUS)).body
    assert campus == {"id": campus["id"], **CAMPUS}
    club = (
        await ada.post("/api/clubs", name_zh="开源社", name_en="OSC", campus_id=campus["id"], link="https://x.example")
    ).body
    assert club == {"id": club["id"], "name_zh": "开源社", "name_en": "OSC", "campus_id": campus["id"],
                    "link": "https://x.example"}  # fmt: skip
    stranger = house.browser()
    assert (await stranger.get("/api/campuses")).body == {"items": [campus]}
    assert (await stranger.get("/api/clubs")).body == {"items": [club]}
    changed = (await ada.patch(f"/api/clubs/{club['id']}", name_en="Open", link=None)).body
    assert (changed["name_en"], "link" in changed) == ("Open", False)
    moved = (await ada.patch(f"/api/campuses/{campus['id']}", zone="Asia/Urumqi")).body
    assert moved["zone"] == "Asia/Urumqi"
    assert (await ada.delete(f"/api/campuses/{campus['id']}")).code == "campus_has_clubs"
    assert (await ada.delete(f"/api/clubs/{club['id']}")).status == 204
    assert (await ada.delete(f"/api/campuses/{campus['id']}")).status == 204
    assert (await stranger.get("/api/campuses")).body == {"items": []}


async def test_names_are_taken_once(house: House) -> None:
    ada = await house.first_account()
    campus = (await ada.post("/api/campuses", **CAMPUS)).body["id"]
    other = (await ada.post("/api/campuses", **{**CAMPUS, "name_zh": "另一所"})).body["id"]
    assert (await ada.post("/api/campuses", **CAMPUS)).code == "name_taken"
    assert (await ada.patch(f"/api/campuses/{other}", name_zh=CAMPUS["name_zh"])).code == "name_taken"
    for where in (campus, other):
        assert (await ada.post("/api/clubs", name_zh="社", name_en="Club", campus_id=where)).status == 201
    again = await ada.post("/api/clubs", name_zh="社", name_en="Club", campus_id=campus)
    assert (again.status, again.code) == (409, "name_taken")


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"zone": "Mars/Olympus"}, "zone", "unknown_zone"),
        ({"zone": "../../etc/passwd"}, "zone", "unknown_zone"),
        ({"name_zh": "\u202e\u200b"}, "name_zh", "empty"),
        ({"name_en": "x" * 101}, "name_en", "too_long"),
        ({"logo": "x"}, "logo", "unknown"),
    ],
)
async def test_what_is_wrong_with_a_campus_is_said(house: House, change: dict[str, str], path: str, code: str) -> None:
    ada = await house.first_account()
    answer = await ada.post("/api/campuses", **{**CAMPUS, **change})
    assert (answer.status, answer.body["errors"]) == (422, [{"path": path, "code": code}])


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://x", "https://"])
async def test_a_link_that_would_run_something_is_refused(house: House, link: str) -> None:
    ada = await house.first_account()
    campus = (await ada.post("/api/campuses", **CAMPUS)).body["id"]
    answer = await ada.post("/api/clubs", name_zh="社", name_en="Club", campus_id=campus, link=link)
    assert answer.body["errors"] == [{"path": "link", "code": "no_web_address"}]


async def test_a_club_needs_a_campus(house: House) -> None:
    ada = await house.first_account()
    answer = await ada.post("/api/clubs", name_zh="社", name_en="Club", campus_id="cmp_aaaaaaaa")
    assert (answer.status, answer.code) == (422, "unknown_campus")


async def test_a_sheet_is_tried_first_then_taken_and_the_second_time_changes_nothing(house: House) -> None:
    ada = await house.first_account()
    assert (await ada.post("/api/clubs/import", csv=SHEET, dry_run=True)).body == _result(3, 0)
    assert (await ada.get("/api/clubs")).body == {"items": []}
    assert (await ada.post("/api/clubs/import", csv=SHEET)).body == _result(3, 0)
    assert len((await ada.get("/api/campuses")).body["items"]) == 2
    assert (await ada.post("/api/clubs/import", csv=SHEET)).body == _result(0, 0)
    renamed = SHEET.replace("Hackers", "Hackerspace")
    assert (await ada.post("/api/clubs/import", csv=renamed)).body == _result(0, 1)
    names = [club["name_en"] for club in (await ada.get("/api/clubs")).body["items"]]
    assert names == ["Berlin Club", "Hackerspace", "Open Source Club"]


async def test_a_sheet_with_one_wrong_line_changes_nothing(house: House) -> None:
    ada = await house.first_account()
    answer = await ada.post("/api/clubs/import", csv=SHEET.replace("Europe/Berlin", "Europe/Nowhere"))
    assert answer.body == {
        "created": 0,
        "updated": 0,
        "errors": [{"line": 4, "code": "unknown_zone", "params": {"column": "zone"}}],
    }
    assert (await ada.get("/api/clubs")).body == {"items": []}


async def test_a_file_of_a_chinese_spreadsheet_is_taken_as_it_is(house: House) -> None:
    ada = await house.first_account()
    file = base64.b64encode(SHEET.replace("\n", "\r\n").encode("gbk")).decode()
    assert (await ada.post("/api/clubs/import", file=file)).body == _result(3, 0)
    assert "开源社" in [club["name_zh"] for club in (await ada.get("/api/clubs")).body["items"]]
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n\0\0").decode()
    errors = (await ada.post("/api/clubs/import", file=picture)).body["errors"]
    assert errors == [{"line": 1, "code": "not_text", "params": {}}]


async def test_either_text_or_a_file(house: House) -> None:
    ada = await house.first_account()
    for form in ({}, {"csv": SHEET, "file": "YQ=="}):
        answer = await ada.post("/api/clubs/import", **form)
        assert answer.body["errors"] == [{"path": "", "code": "csv_or_file"}]


async def test_what_is_exported_can_be_imported_again(house: House) -> None:
    ada = await house.first_account()
    await ada.post("/api/clubs/import", csv=SHEET.replace("黑客社", '"=HYPERLINK(""http://evil"")"'))
    csv = (await ada.get("/api/clubs/export")).body["csv"]
    assert "\n=" not in csv
    assert ",=" not in csv
    assert (await ada.post("/api/clubs/import", csv=csv)).body == _result(0, 0)


async def test_a_sheet_that_is_too_large_is_not_read(house: House) -> None:
    ada: Browser = await house.first_account()
    body = '{"csv": "' + "x" * (4 * 1024 * 1024) + '"}'
    answer = await ada.ask("POST", "/api/clubs/import", body, headers={"Content-Type": "application/json"})
    assert (answer.status, answer.code) == (413, "body_too_large")


def _result(created: int, updated: int) -> dict[str, object]:
    return {"created": created, "updated": updated, "errors": []}
