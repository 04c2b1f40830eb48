"""Rooms between sessions and the door, over HTTP."""

import pytest

from roundtable.http.cookies import SAFE_COOKIE
from roundtable.kernel.ids import ConnectionId, ParticipantId, SessionId
from roundtable.rooms.messages import End
from roundtable.rooms.service import Arrival
from tests.roundtable.house import Browser, House

FLOOR_LIMITS = {"point_of_order": 60, "clarifying_question": 60, "reply": 120, "topic": 180}
FLOOR: dict[str, object] = {
    "mode": "moderated",
    "policy": "fair",
    "bound": 3,
    "limits": FLOOR_LIMITS,
    "warning": 30,
    "hard_stop": False,
    "call_grace": 10,
    "absence_grace": 30,
    "entries_per_kind": 1,
}
SETTINGS = {"lobby": True, "screen_share": "everyone", "chat_kept": True, "capacity": 100, "floor": FLOOR}


async def test_a_room_is_made_shown_changed_and_deleted(house: House) -> None:
    ada = await house.first_account()
    made = await ada.post("/api/rooms", title="  开源社 \u202eRoundtable ", settings={"capacity": 12})
    room = made.body
    assert made.status == 201
    me = (await ada.get("/api/me")).body["person"]["id"]
    assert room == {
        "id": room["id"],
        "slug": room["slug"],
        "title": "开源社 Roundtable",
        "settings": {**SETTINGS, "capacity": 12},
        "hosted_by": {"id": me, "name": "Ada"},
        "moderators": [],
        "mine": "host",
    }
    assert (await ada.get(f"/api/rooms/{room['id']}")).body == room
    assert (await ada.get("/api/rooms")).body == {"items": [room]}
    changed = await ada.patch(f"/api/rooms/{room['id']}", title="New", settings={"lobby": False})
    assert changed.body == {**room, "title": "New", "settings": {**SETTINGS, "capacity": 12, "lobby": False}}
    assert (await ada.delete(f"/api/rooms/{room['id']}")).status == 204
    assert (await ada.get("/api/rooms")).body == {"items": []}
    assert (await ada.get(f"/api/entry/{room['slug']}")).code == "no_such_room"


async def test_how_the_floor_begins_is_changed_in_part(house: House) -> None:
    ada = await house.first_account()
    room = (await ada.post("/api/rooms", title="Room", settings={"floor": {"mode": "stage", "bound": 0}})).body
    assert room["settings"] == {**SETTINGS, "floor": {**FLOOR, "mode": "stage", "bound": 0}}
    floor = {"limits": {"topic": 240}, "hard_stop": True}
    changed = await ada.patch(f"/api/rooms/{room['id']}", settings={"lobby": False, "floor": floor})
    assert changed.body["settings"] == {
        **SETTINGS,
        "lobby": False,
        "floor": {**FLOOR, "mode": "stage", "bound": 0, "limits": {**FLOOR_LIMITS, "topic": 240}, "hard_stop": True},
    }
    assert (await ada.get(f"/api/rooms/{room['id']}")).body == changed.body


async def test_a_session_begins_with_the_floor_of_its_room(house: House) -> None:
    ada = await house.first_account()
    room = (await ada.post("/api/rooms", title="Room", settings={"floor": {"mode": "round"}})).body
    session = SessionId((await ada.enter(room["slug"], "Ada")).body["session_id"])
    assert (await house.sessions.presence(session)).settings.floor.mode == "round"
    # The room's new settings are for its next session.
    assert (await ada.patch(f"/api/rooms/{room['id']}", settings={"floor": {"mode": "open"}})).status == 200
    assert (await house.sessions.presence(session)).settings.floor.mode == "round"


async def test_a_room_stored_before_there_was_a_floor_has_the_usual_one(house: House) -> None:
    ada = await house.first_account()
    room = (await ada.post("/api/rooms", title="Room")).body
    stored = '{"lobby":false,"screen_share":"everyone","chat_kept":true,"capacity":100}'
    async with house.database.transaction() as connection:
        await connection.exec_driver_sql(f"UPDATE room SET settings = '{stored}'")
    shown = (await ada.get(f"/api/rooms/{room['id']}")).body
    assert shown["settings"] == {**SETTINGS, "lobby": False}


async def test_links_cannot_be_guessed(house: House) -> None:
    ada = await house.first_account()
    slugs = {(await ada.post("/api/rooms", title="Room")).body["slug"] for _ in range(5)}
    assert len(slugs) == 5
    assert all(len(slug) >= 22 and slug.isalnum() for slug in slugs)


async def test_a_person_has_a_bounded_number_of_rooms(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roundtable.rooms.service.MOST_HOSTED", 2)
    ada = await house.first_account()
    answers = [await ada.post("/api/rooms", title="Room") for _ in range(3)]
    assert [answer.status for answer in answers] == [201, 201, 409]
    assert answers[-1].body["params"] == {"most": 2}


async def test_what_is_wrong_with_a_room_is_said(house: House) -> None:
    ada = await house.first_account()
    wrong: dict[str, list[dict[str, object]]] = {
        "title": [{"title": ""}, {"title": "x" * 121}, {"title": "\u200b\u202e"}, {}],
        "settings.capacity": [{"settings": {"capacity": 1}}, {"settings": {"capacity": 501}}],
        "settings.screen_share": [{"settings": {"screen_share": "nobody"}}],
        "settings.password": [{"settings": {"password": "x"}}],
        "settings.floor.mode": [{"settings": {"floor": {"mode": "quiet"}}}],
        "settings.floor.bound": [{"settings": {"floor": {"bound": -1}}}, {"settings": {"floor": {"bound": 51}}}],
        "settings.floor.limits.topic": [{"settings": {"floor": {"limits": {"topic": 9}}}}],
    }
    for path, forms in wrong.items():
        for form in forms:
            answer = await ada.post("/api/rooms", **{"title": "Room", **form} if form else form)
            assert (answer.status, answer.code) == (422, "invalid"), form
            assert [error["path"] for error in answer.body["errors"]] == [path]


async def test_moderators_are_made_by_id_or_by_address_and_taken_back(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    bobs = (await bob.get("/api/me")).body["person"]["id"]
    room = (await ada.post("/api/rooms", title="Room")).body
    by_id = await ada.put(f"/api/rooms/{room['id']}/moderators/{bobs}")
    assert by_id.body["moderators"] == [{"id": bobs, "name": "Bob"}]
    assert (await bob.get(f"/api/rooms/{room['id']}")).body["mine"] == "moderator"
    assert [item["id"] for item in (await bob.get("/api/rooms")).body["items"]] == [room["id"]]
    again = await ada.post(f"/api/rooms/{room['id']}/moderators", email="BOB@example.org")
    assert again.body == by_id.body
    assert (await ada.delete(f"/api/rooms/{room['id']}/moderators/{bobs}")).status == 204
    assert (await bob.get(f"/api/rooms/{room['id']}")).status == 404
    me = (await ada.get("/api/me")).body["person"]["id"]
    assert (await ada.put(f"/api/rooms/{room['id']}/moderators/{me}")).code == "already_host"


async def test_a_guest_gets_a_cookie_at_the_door_and_keeps_their_identity(house: House) -> None:
    ada = await house.first_account()
    room = (await ada.post("/api/rooms", title="Room")).body
    guest = house.browser()
    assert (await guest.get(f"/api/entry/{room['slug']}")).body == {
        "title": "Room",
        "lobby": True,
        "locked": False,
        "live": False,
        "people": 0,
    }
    first = await guest.enter(room["slug"], "小明", language="zh-CN")
    identity = (await guest.get("/api/me")).body["guest"]
    assert identity == {"id": identity["id"], "name": "小明"}
    second = await guest.enter(room["slug"], "Ming")
    assert first.body == second.body
    assert (await guest.get("/api/me")).body["guest"] == {"id": identity["id"], "name": "Ming"}


async def test_a_guest_who_signs_in_is_no_longer_the_guest(house: House) -> None:
    ada = await house.first_account()
    room = (await ada.post("/api/rooms", title="Room")).body
    browser = house.browser()
    await browser.enter(room["slug"], "Somebody")
    token = browser.cookies[SAFE_COOKIE]
    await browser.post("/api/sign-in", email="ada@example.org", password="correct horse battery")
    assert await house.sign_ins.caller(token) is None
    assert (await browser.get("/api/me")).body["person"]["name"] == "Ada"


async def test_the_door_shows_the_session_that_goes_on(house: House) -> None:
    ada = await house.first_account()
    room = (await ada.post("/api/rooms", title="Room")).body
    session = (await ada.enter(room["slug"], "Ada")).body["session_id"]
    await _sit(house, ada, room["slug"])
    assert (await house.browser().get(f"/api/entry/{room['slug']}")).body == {
        "title": "Room", "lobby": True, "locked": False, "live": True, "people": 1,
    }  # fmt: skip
    live = (await ada.get(f"/api/rooms/{room['id']}")).body["live"]
    assert live == {"session_id": session, "since": live["since"], "people": 1}
    assert (await ada.delete(f"/api/rooms/{room['id']}")).code == "room_is_live"


async def test_past_sessions_are_listed(house: House) -> None:
    ada = await house.first_account()
    room = (await ada.post("/api/rooms", title="Room")).body
    session = (await ada.enter(room["slug"], "Ada")).body["session_id"]
    participant = await _sit(house, ada, room["slug"])
    house.clock.advance(60)
    await house.sessions.execute(SessionId(session), End(), participant)
    items = (await ada.get(f"/api/rooms/{room['id']}/sessions")).body["items"]
    assert items == [
        {"session_id": session, "started_at": "2026-11-22T12:00:00.000Z", "ended_at": "2026-11-22T12:01:00.000Z"}
    ]
    again = (await ada.enter(room["slug"], "Ada")).body["session_id"]
    assert again != session


async def test_a_room_that_somebody_visited_is_found_again(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    rooms = [(await ada.post("/api/rooms", title=title)).body for title in ("First", "Second")]
    for room in rooms:
        house.clock.advance(1)
        await bob.enter(room["slug"], "Bob")
    items = (await bob.get("/api/rooms")).body["items"]
    assert [(item["title"], item["mine"]) for item in items] == [("Second", "visitor"), ("First", "visitor")]


async def test_people_speak_for_a_club_that_exists(house: House) -> None:
    ada = await house.first_account()
    room = (await ada.post("/api/rooms", title="Room")).body
    campus = {"name_zh": "甲", "name_en": "A", "city_zh": "深圳", "city_en": "Shenzhen", "zone": "Asia/Shanghai"}
    campus_id = (await ada.post("/api/campuses", **campus)).body["id"]
    club = (await ada.post("/api/clubs", name_zh="开源社", name_en="OSC", campus_id=campus_id)).body["id"]
    guest = house.browser()
    refused = await guest.enter(room["slug"], "Ming", club_id="clb_aaaaaaaaaa")
    assert (refused.status, refused.code) == (422, "unknown_club")
    assert SAFE_COOKIE not in guest.cookies
    await guest.enter(room["slug"], "Ming", club_id=club)
    assert (await guest.get("/api/me")).body["guest"]["club_id"] == club


async def _sit(house: House, browser: Browser, slug: str) -> ParticipantId:
    """Open a socket, as far as the rooms are concerned."""
    caller = await house.sign_ins.caller(browser.cookies[SAFE_COOKIE])
    assert caller is not None
    arrival = Arrival(slug, observe=False, connection=ConnectionId("con_1"), address_key="", node="node")
    _, participant = await house.rooms.enter(caller, arrival)
    return participant
