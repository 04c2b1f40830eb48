"""What people take along is everything, and nothing that opens a door."""

import json

from roundtable.database import Base
from roundtable.personal.traces import TRACES
from tests.roundtable.house import House
from tests.roundtable.personal.life import EMAIL, NAME, fresh, lived


async def test_the_export_has_every_trace(house: House) -> None:
    life = await lived(house)
    answer = await life.rui.get("/api/me/export")
    assert answer.status == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="roundtable 2026-11-22.json"')
    rows = answer.body["rows"]
    assert {trace.table for trace in TRACES} == rows.keys()
    assert [name for name, found in rows.items() if not found] == []
    assert rows["person"][0]["email"] == EMAIL
    assert len(rows["seat_event"]) == len({row["id"] for row in rows["seat_event"]}) == 3
    assert [(letter["to"], letter["subject"]) for letter in answer.body["letters"]] == [(EMAIL, "A subject")]


async def test_what_was_said_and_written_is_in_it(house: House) -> None:
    life = await lived(house)
    (session,) = (await life.rui.get("/api/me/export")).body["sessions"]
    assert (session["id"], session["title"]) == (life.past, "Rui's room")
    assert [event["type"] for event in session["coming_and_going"]] == ["rooms.arrived", "participants.joined"]
    assert [(line["what"], line["text"], line["name"]) for line in session["floor"]] == [
        ("turn", "近况", NAME), ("entry", "more", NAME),
    ]  # fmt: skip
    assert [message["body"] for message in session["messages"]] == ["What Rui wrote"]
    assert [reaction["emoji"] for reaction in session["reactions"]] == ["👍"]


async def test_nothing_that_opens_something_and_nobody_elses_address_is_in_it(house: House) -> None:
    life = await lived(house)
    text = json.dumps((await life.rui.get("/api/me/export")).body)
    dump = await life.dump()
    secrets = [
        dump[place] for place in ("person.password", "sign_in.token_digest", "api_token.digest", "calendar_feed.digest")
    ]
    for secret in "".join(secrets).split():
        assert secret == "None" or secret not in text
    assert "argon2" not in text
    assert "olga@example.org" not in text
    assert "sealed" not in text


async def test_who_has_done_nothing_gets_their_account(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    body = (await bob.get("/api/me/export")).body
    assert body["sessions"] == body["letters"] == []
    assert [row["email"] for row in body["rows"]["person"]] == ["bob@example.org"]


async def test_a_session_is_somebodys_once_however_often_they_come(house: House) -> None:
    life = await lived(house)
    slug = (await life.rui.post("/api/rooms", title="Another", settings={"lobby": False})).body["slug"]
    guest = house.browser()
    came = set()
    for browser in (life.rui, guest, life.rui, await fresh(life), guest):
        await browser.enter(slug, "Somebody")
        came.add((await life.sit(browser, slug))[0])
    (again,) = came
    export = (await life.rui.get("/api/me/export")).body
    assert [one["id"] for one in export["sessions"]] == [life.past, again]
    assert sorted(row["session_id"] for row in export["rows"]["attendance"]) == sorted([life.past, again])
    async with house.database.reading() as connection:
        rows = (await connection.execute(Base.metadata.tables["attendance"].select())).all()
    assert {row.person_id for row in rows} == {life.id}
