"""A club's page over HTTP: what it shows to whom, and who keeps it."""

import base64

from roundtable.jobs import tables as jobs
from roundtable.jobs.job import Job
from tests.roundtable.clubs.pictures import png
from tests.roundtable.clubs.test_api import CAMPUS
from tests.roundtable.house import Browser, House


async def founded(house: House) -> tuple[Browser, Browser, Browser, str]:
    """Ada administers, Olga is made an officer of a club, Rui is not."""
    ada = await house.first_account()
    olga, rui = [await house.account(ada, name) for name in ("Olga", "Rui")]
    campus = (await ada.post("/api/campuses", **CAMPUS)).body["id"]
    club = (await ada.post("/api/clubs", name_zh="开源社", name_en="OSC", campus_id=campus)).body["id"]
    path = f"/api/clubs/{club}"
    assert (await ada.post(f"{path}/officers", email="olga@example.org")).status == 200
    return ada, olga, rui, path


async def test_officers_write_what_the_club_shows(house: House) -> None:
    _, olga, rui, path = await founded(house)
    written = {"about": "一起写代码\n\u202e", "contact": "QQ 12345", "link": "https://x.example"}
    club = (await olga.patch(path, name_en="Open", **written)).body
    assert (club["name_en"], club["about"], club["contact"]) == ("Open", "一起写代码", "QQ 12345")
    assert club["may_edit"]
    assert [one["name"] for one in club["officers"]] == ["Olga"]
    assert club["campus"]["zone"] == "Asia/Shanghai"
    assert (await rui.get(path)).body == {**club, "may_edit": False}
    unknown = (await house.browser().get(path)).body
    assert unknown.keys() == club.keys() - {"contact", "officers"}
    assert (await rui.patch(path, about="Mine")).code == "officers_only"
    assert (await olga.patch(path, campus_id=club["campus_id"])).code == "administrators_only"
    assert (await olga.patch(path, link="javascript:alert(1)")).body["errors"][0]["code"] == "no_web_address"


async def test_officers_follow_one_another(house: House) -> None:
    ada, olga, rui, path = await founded(house)
    people = {"o": olga, "r": rui}
    id_of = {name: (await browser.get("/api/me")).body["person"]["id"] for name, browser in people.items()}
    assert (await rui.post(f"{path}/officers", person_id=id_of["r"])).code == "officers_only"
    assert (await olga.get("/api/offices")).body == {"clubs": [path.rpartition("/")[2]]}
    assert (await rui.get("/api/offices")).body == {"clubs": []}
    assert (await olga.post(f"{path}/officers", person_id=id_of["r"])).status == 200
    assert (await olga.delete(f"{path}/officers/{id_of['o']}")).status == 204
    assert (await olga.patch(path, about="Still mine")).code == "officers_only"
    assert (await rui.patch(path, about="Mine now")).status == 200
    assert (await olga.delete(f"{path}/officers/{id_of['r']}")).code == "officers_only"
    assert (await ada.delete(f"{path}/officers/{id_of['r']}")).status == 204
    assert (await ada.delete(f"{path}/officers/{id_of['r']}")).status == 404


async def test_an_officer_who_has_no_account_yet_is_invited(house: House) -> None:
    """As whoever gets a seat or follows somebody: with a name; whoever may not name officers invites nobody."""
    _, olga, rui, path = await founded(house)
    hua = {"email": "hua@example.org", "name": "华"}
    assert (await olga.post(f"{path}/officers", email="hua@example.org")).code == "no_such_person"
    assert (await rui.post(f"{path}/officers", **hua)).code == "officers_only"
    assert (await olga.post(f"{path}/officers", **{**hua, "email": "no address"})).code == "no_email"
    assert (await letters(house)) == []
    officers = (await olga.post(f"{path}/officers", **hua)).body["officers"]
    assert {one["name"] for one in officers} == {"Olga", "华"}
    assert (await letters(house)) == ["hua@example.org"]
    assert (await olga.post(f"{path}/officers", **{**hua, "name": "Somebody else"})).body["officers"] == officers
    assert (await letters(house)) == ["hua@example.org"]


async def letters(house: House) -> list[str]:
    """To whom something was written."""
    async with house.database.reading() as connection:
        found = await jobs.latest(connection, "mail", 100)
    return [house.outbox.letter_of(Job(one.id, "mail", one.key, one.payload, 1)).to for one in found]


async def test_a_seat_given_in_ones_own_series_makes_no_officer(house: House) -> None:
    """Anybody may plan a series and give seats in it to themselves; the club's page and calendars stay closed."""
    _, _, rui, path = await founded(house)
    schedule = {"starts_on": "2026-11-25", "anchors": [{"zone": "UTC", "time": "20:00"}], "minutes": 60}
    series = (await rui.post("/api/series", title="Mine", schedule=schedule)).body["id"]
    club = path.rpartition("/")[2]
    assert (await rui.post(f"/api/series/{series}/seats", club_id=club, email="rui@example.org")).status == 201
    assert (await rui.patch(path, about="Ours")).code == "officers_only"
    assert (await rui.post("/api/feeds", club_id=club)).status == 404


async def test_a_logo_is_checked_sent_as_a_picture_and_taken_away(house: House) -> None:
    _, olga, rui, path = await founded(house)
    form = {"file": base64.b64encode(png(64, 64)).decode()}
    assert (await rui.post(f"{path}/logo", **form)).code == "officers_only"
    shown = (await olga.post(f"{path}/logo", **form)).body
    listed = (await house.browser().get("/api/clubs")).body["items"]
    assert [one["logo"] for one in listed] == [shown["logo"]]
    async with rui.http.get(rui.url + shown["logo"]) as answer:
        assert await answer.read() == png(64, 64)
        headers = answer.headers
    assert headers["Content-Type"] == "image/png"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in headers["Cache-Control"]
    assert (await olga.post(f"{path}/logo", file=base64.b64encode(b"<svg/>").decode())).code == "picture_wrong"
    assert (await olga.delete(f"{path}/logo")).status == 204
    assert "logo" not in (await olga.get(path)).body
    assert (await rui.get(shown["logo"])).status == 404
