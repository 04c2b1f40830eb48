"""Deleting an account: what is told before, what stands against it, and what others see afterwards."""

import pytest

from roundtable.jobs import tables as jobs
from roundtable.jobs.job import Job, JobId, Postponed
from roundtable.kernel.departed import NO_NAME, NOBODY
from roundtable.personal.leaving import REDACTION
from roundtable.rooms.messages import Admit, End
from tests.roundtable.house import PASSWORD, House
from tests.roundtable.meeting import CLUB
from tests.roundtable.personal.life import EMAIL, NAME, Life, fresh, lived
from tests.roundtable.series.federation import FIRST, founded, id_of, refused


async def test_what_it_means_is_told_before(house: House) -> None:
    life = await lived(house)
    assert (await life.rui.get("/api/me/deletion")).body == {
        "obstacles": [],
        "seats": ["Rui's series"],
        "roles": ["Rui's series"],
        "rooms_passed_on": [],
        "rooms_deleted": ["Rui's room"],
        "sessions": 1,
        "tokens": 1,
        "feeds": 1,
        "has_password": True,
        "fresh_until": "2026-11-22T12:10:00.000Z",
    }
    told = await life.federation.ada.get(f"/api/people/{life.id}/deletion")
    assert (told.status, told.body["seats"], "has_password" in told.body) == (200, ["Rui's series"], False)


async def test_a_password_or_a_fresh_sign_in_confirms(house: House) -> None:
    life = await lived(house)
    wrong = await life.rui.post("/api/me/deletion", password="wrong")
    assert refused(wrong) == (403, "password_wrong")
    house.clock.advance(601)
    assert "fresh_until" not in (await life.rui.get("/api/me/deletion")).body
    assert refused(await life.rui.post("/api/me/deletion")) == (403, "fresh_sign_in_needed")
    again = await fresh(life)
    assert (await again.post("/api/me/deletion")).status == 204
    for browser in (again, life.rui):
        assert "person" not in (await browser.get("/api/me")).body
    gone = await house.browser().post("/api/sign-in", email=EMAIL, password=PASSWORD)
    assert refused(gone) == (401, "sign_in_wrong")


async def test_guessing_the_password_here_is_counted_too(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    answers = [(await bob.post("/api/me/deletion", password="wrong")).status for _ in range(12)]
    assert answers[:10] == [403] * 10
    assert 429 in answers


async def test_the_last_administrator_cannot_go(house: House) -> None:
    ada = await house.first_account()
    told = (await ada.get("/api/me/deletion")).body
    assert told["obstacles"] == [{"code": "last_administrator"}]
    assert refused(await ada.post("/api/me/deletion", password=PASSWORD)) == (409, "last_administrator")
    bob = await house.account(ada, "Bob")
    await ada.patch(f"/api/people/{await id_of(bob)}", administrator=True)
    assert (await ada.post("/api/me/deletion", password=PASSWORD)).status == 204


async def test_administrators_confirm_their_own_like_everybody(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    id_ = await id_of(bob)
    await ada.patch(f"/api/people/{id_}", administrator=True)
    await bob.post("/api/sign-in", email="bob@example.org", password=PASSWORD)
    assert refused(await bob.delete(f"/api/people/{id_}")) == (403, "fresh_sign_in_needed")
    assert (await ada.delete("/api/people/per_none")).status == 404


async def test_a_series_is_handed_over_first(house: House) -> None:
    federation = await founded(house)
    series = await federation.plan("Alone")
    told = (await federation.olga.get("/api/me/deletion")).body["obstacles"]
    assert told == [{"code": "series_needs_organizer", "title": "Alone", "id": series["id"]}]
    answer = await federation.olga.post("/api/me/deletion", password=PASSWORD)
    assert refused(answer) == (409, "series_needs_organizer")
    assert answer.body["params"] == {"title": "Alone"}
    await federation.olga.post(f"/api/series/{series['id']}/roles", email="lee@example.org", role="organizer")
    assert (await federation.olga.post("/api/me/deletion", password=PASSWORD)).status == 204
    shown = (await federation.lee.get(f"/api/series/{series['id']}")).body
    assert [role["person"]["name"] for role in shown["roles"]] == ["Lee"]
    rooms = (await federation.lee.get("/api/rooms")).body["items"]
    assert [(room["slug"], room["mine"]) for room in rooms] == [(series["slug"], "host")]


async def test_an_ended_series_holds_nobody(house: House) -> None:
    federation = await founded(house)
    series = await federation.plan("Over")
    await federation.olga.delete(f"/api/series/{series['id']}")
    assert (await federation.olga.post("/api/me/deletion", password=PASSWORD)).status == 204
    assert (await federation.ada.get(f"/api/series/{series['id']}")).body["roles"] == []


async def test_seats_are_left_on_the_record_without_a_name(house: House) -> None:
    life = await lived(house)
    assert (await life.rui.post("/api/me/deletion", password=PASSWORD)).status == 204
    path = f"/api/series/{life.series['id']}"
    seats = (await life.federation.olga.get(f"{path}/seats")).body
    assert [seat["person"]["name"] for seat in seats["items"]] == ["Lee"]
    nobody = {"id": NOBODY, "name": ""}
    last = seats["record"][0]
    assert (last["act"], last["from_person"], last["by"]) == ("left", nobody, nobody)
    shown = (await life.federation.olga.get(f"{path}/sessions/{FIRST}")).body
    assert [(one["answer"], one["by"]) for one in shown["responses"]] == [("coming", nobody)]


async def test_a_room_with_moderators_is_passed_on(house: House) -> None:
    federation = await founded(house)
    room = (await federation.rui.post("/api/rooms", title="Shared")).body
    lee = await id_of(federation.lee)
    await federation.rui.put(f"/api/rooms/{room['id']}/moderators/{lee}")
    assert (await federation.rui.get("/api/me/deletion")).body["rooms_passed_on"] == ["Shared"]
    assert (await federation.rui.post("/api/me/deletion", password=PASSWORD)).status == 204
    kept = (await federation.lee.get(f"/api/rooms/{room['id']}")).body
    assert (kept["mine"], kept["moderators"]) == ("host", [])


async def test_a_room_in_which_people_meet_is_not_pulled_away(house: House) -> None:
    federation = await founded(house)
    room = (await federation.rui.post("/api/rooms", title="Live")).body
    await federation.rui.enter(room["slug"], "Rui")
    answer = await federation.rui.post("/api/me/deletion", password=PASSWORD)
    assert refused(answer) == (409, "own_room_is_live")


async def test_the_record_of_a_past_session_keeps_the_club_and_not_the_name(house: House) -> None:
    life = await lived(house)
    await life.rui.post("/api/me/deletion", password=PASSWORD)
    record = (await life.federation.ada.get(f"/api/sessions/{life.past}/floor")).body
    turns = [line for line in record["lines"] if line["what"] == "turn"]
    assert [(turn["name"], turn["club"], turn["spoken_ms"]) for turn in turns] == [(NO_NAME, CLUB.id, 60_000)]
    assert [person["name"] for person in record["totals"]["people"]] == [NO_NAME]
    assert record["unread"] == 0


async def _live(life: Life) -> tuple[str, str]:
    """Rui comes to Olga's room, where people meet now."""
    olga = life.federation.olga
    room = next(one for one in (await olga.get("/api/rooms")).body["items"] if one["title"] == "Olga's room")
    await olga.enter(room["slug"], "Olga")
    session, host = await life.sit(olga, room["slug"])
    _, me = await life.sit(life.rui, room["slug"])
    presence = await life.house.sessions.presence(session)
    if me not in presence.people:
        await life.house.sessions.execute(session, Admit(participant=me), by=host)
    return session, host


async def test_a_live_session_is_left_at_once_and_loses_the_name_when_it_is_over(house: House) -> None:
    life = await lived(house)
    over: list[str] = []
    house.sign_ins.when_ended(over.append)
    session, host = await _live(life)
    sign_in = next(one for one in (await life.rui.get("/api/sign-ins")).body["items"] if one["current"])
    assert (await life.rui.post("/api/me/deletion", password=PASSWORD)).status == 204
    assert sign_in["id"] in over
    assert await life.tables_with(life.id) == {"session_event.payload"}
    (job,) = await _jobs(house)
    with pytest.raises(Postponed):
        await house.personal.handlers[REDACTION](job)
    await house.sessions.execute(session, End(), by=host)  # type: ignore[arg-type]
    await house.personal.handlers[REDACTION](job)
    assert await life.tables_with(life.id) == set()
    assert await life.tables_with(NAME) == set()
    assert (await life.federation.olga.get(f"/api/sessions/{session}/floor")).status == 200


async def _jobs(house: House) -> list[Job]:
    async with house.database.reading() as connection:
        found = await jobs.latest(connection, REDACTION, 10)
    return [Job(JobId(one.id), REDACTION, one.key, one.payload, 1) for one in found]
