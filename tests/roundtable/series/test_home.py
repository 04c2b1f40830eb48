"""Home: what is next, what waits for an answer, what is mine."""

from datetime import UTC, datetime

from tests.roundtable.series.federation import FIRST, SECOND, Federation, refused


async def test_a_newcomer_has_an_empty_home(federation: Federation) -> None:
    empty: dict[str, list[object]] = {"next": [], "to_answer": [], "polls": [], "series": [], "clubs": []}
    assert (await federation.rui.get("/api/home")).body == empty
    assert (await federation.house.browser().get("/api/home")).status == 401


async def test_a_representative_finds_what_is_next_and_what_to_answer(federation: Federation) -> None:
    series = await federation.plan()
    await federation.seat(series["id"], federation.shenzhen, "rui")
    home = (await federation.rui.get("/api/home")).body
    first = {
        "series_id": series["id"],
        "slug": series["slug"],
        "key": FIRST,
        "title": "Sync",
        "start": "2026-11-25T12:00:00.000Z",
        "end": "2026-11-25T13:30:00.000Z",
        "doors_at": "2026-11-25T11:45:00.000Z",
        "zone": "Asia/Shanghai",
        "cancelled": False,
        "moved": False,
        "answers": [{"club_id": federation.shenzhen}],
    }
    assert home["next"][0] == first
    assert [one["key"] for one in home["to_answer"]] == [FIRST, SECOND]
    assert home["series"] == [
        {
            "id": series["id"],
            "slug": series["slug"],
            "title": "Sync",
            "sentence_zh": series["sentence_zh"],
            "sentence_en": series["sentence_en"],
            "roles": [],
            "clubs": [federation.shenzhen],
        }
    ]
    club = {"id": federation.shenzhen, "name_zh": "深圳开源社", "name_en": "Shenzhen Open Source"}
    assert home["clubs"] == [{**club, "series": [series["id"]]}]
    response = f"/api/series/{series['id']}/sessions/{FIRST}/response"
    await federation.rui.put(response, club_id=federation.shenzhen, answer="not")
    home = (await federation.rui.get("/api/home")).body
    assert home["next"][0]["answers"] == [{"club_id": federation.shenzhen, "answer": "not"}]
    assert [one["key"] for one in home["to_answer"]] == [SECOND]


async def test_who_speaks_for_two_clubs_answers_for_both(federation: Federation) -> None:
    series = await federation.plan()
    for club in (federation.shenzhen, federation.berlin):
        await federation.seat(series["id"], club, "rui")
    response = f"/api/series/{series['id']}/sessions/{FIRST}/response"
    await federation.rui.put(response, club_id=federation.shenzhen, answer="coming")
    home = (await federation.rui.get("/api/home")).body
    assert {one["club_id"]: one.get("answer") for one in home["to_answer"][0]["answers"]} == {
        federation.shenzhen: "coming",
        federation.berlin: None,
    }
    assert [one["key"] for one in home["to_answer"]] == [FIRST, SECOND]


async def test_an_organizer_has_nothing_to_answer(federation: Federation) -> None:
    series = await federation.plan()
    home = (await federation.olga.get("/api/home")).body
    assert (home["to_answer"], home["clubs"]) == ([], [])
    assert [(one["id"], one["roles"]) for one in home["series"]] == [(series["id"], ["organizer"])]


async def test_cancelled_sessions_are_shown_and_ask_nothing(federation: Federation) -> None:
    series = await federation.plan()
    await federation.seat(series["id"], federation.shenzhen, "rui")
    await federation.olga.patch(f"/api/series/{series['id']}/sessions/{FIRST}", cancelled=True)
    home = (await federation.rui.get("/api/home")).body
    assert [(one["key"], one["cancelled"]) for one in home["next"]][:2] == [(FIRST, True), (SECOND, False)]
    assert [one["key"] for one in home["to_answer"]] == [SECOND]


async def test_what_has_gone_on_in_another_series_is_of_the_past(federation: Federation) -> None:
    series = await federation.plan()
    split = await federation.olga.post(f"/api/series/{series['id']}/sessions/{SECOND}/following", changes={})
    home = (await federation.olga.get("/api/home")).body
    assert {one["id"] for one in home["series"]} == {series["id"], split.body["after"]["id"]}
    federation.wait_until(datetime(2026, 11, 26, tzinfo=UTC))
    home = (await federation.olga.get("/api/home")).body
    assert [one["id"] for one in home["series"]] == [split.body["after"]["id"]]


async def test_a_guest_has_no_home(federation: Federation) -> None:
    series = await federation.plan()
    guest = federation.house.browser()
    await guest.enter(series["slug"], "A guest")
    assert refused(await guest.get("/api/home")) == (401, "sign_in_needed")
