"""Polls over HTTP, on both databases: asked, answered, counted, closed."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.roundtable.polls.asked import EVENING, MORNING, NOON, OPTIONS, ask, form, option, with_seats
from tests.roundtable.series.federation import Federation, id_of, refused


async def test_clubs_say_what_suits_them_and_the_best_option_comes_out(federation: Federation) -> None:
    await with_seats(federation)
    poll = await ask(federation)
    path = f"/api/polls/{poll['id']}"
    await federation.rui.put(
        f"{path}/answer", club_id=federation.shenzhen, choices={EVENING: "yes", MORNING: "yes", NOON: "no"}
    )
    said = await federation.lee.put(
        f"{path}/answer",
        club_id=federation.angeles,
        choices={EVENING: "no", MORNING: "if_need_be", NOON: "no"},
        note="after six only",
    )
    assert said.status == 200, said
    seen = (await federation.olga.get(path)).body
    assert {one["key"]: one["place"] for one in seen["options"]} == {MORNING: 1, EVENING: 2, NOON: 3}
    best = option(seen, MORNING)
    assert (best["yes"], best["if_need_be"], best["no"], best["unanswered"]) == (
        [federation.shenzhen], [federation.angeles], [], [federation.berlin],
    )  # fmt: skip
    lees = next(one for one in seen["answers"] if one["club_id"] == federation.angeles)
    assert (lees["by"]["name"], lees["note"], lees["earlier"]) == ("Lee", "after six only", [])
    assert lees["at"].startswith("2026-11-22T12:00")


async def test_every_campus_sees_its_own_hour_and_bad_ones_are_marked(federation: Federation) -> None:
    poll = await ask(federation)
    hours = option(poll, EVENING)["hours"]
    assert {zone: (one["start"], one["bad_hour"]) for zone, one in hours.items()} == {
        "Asia/Shanghai": ("2026-11-25T20:00:00", False),
        "America/Los_Angeles": ("2026-11-25T04:00:00", True),
        "Europe/Berlin": ("2026-11-25T13:00:00", False),
    }
    assert option(poll, EVENING)["bad_for"] == [federation.angeles]
    assert option(poll, EVENING)["start"] == "2026-11-25T12:00:00.000Z"
    assert {one["name_en"] for one in poll["campuses"]} == {"Shenzhen University", "UCLA", "TU Berlin"}


async def test_an_option_that_clocks_skip_says_what_it_becomes(federation: Federation) -> None:
    poll = await ask(federation, zone="America/Los_Angeles", options=["2027-03-14T02:30"])
    assert poll["options"][0]["becomes"] == "2027-03-14T03:30:00"
    assert poll["options"][0]["hours"]["America/Los_Angeles"]["start"] == "2027-03-14T03:30:00"


async def test_hours_can_be_looked_at_before_anybody_is_asked(federation: Federation) -> None:
    looked = await federation.olga.post(
        "/api/polls/hours",
        zone="Asia/Shanghai",
        minutes=60,
        repeats="weekly",
        options=["2026-10-20T20:00"],
        club_ids=[federation.berlin],
    )
    hours = looked.body["options"][0]["hours"]["Europe/Berlin"]
    assert hours["shifts"] == [
        {"on": "2026-10-27T13:00:00", "sees": "13:00", "instead_of": "14:00"},
        {"on": "2027-03-30T14:00:00", "sees": "14:00", "instead_of": "13:00"},
    ]
    assert [one["city_en"] for one in looked.body["campuses"]] == ["Berlin"]


async def test_a_second_answer_counts_and_the_record_knows_the_first(federation: Federation) -> None:
    await with_seats(federation)
    poll = await ask(federation)
    path = f"/api/polls/{poll['id']}/answer"
    await federation.rui.put(path, club_id=federation.shenzhen, choices={EVENING: "yes"})
    federation.house.clock.advance(60)
    seen = (await federation.olga.put(path, club_id=federation.shenzhen, choices={EVENING: "no"})).body
    assert option(seen, EVENING)["no"] == [federation.shenzhen]
    (answer,) = seen["answers"]
    assert (answer["by"]["name"], [one["by"]["name"] for one in answer["earlier"]]) == ("Olga", ["Rui"])
    taken_back = (await federation.rui.put(path, club_id=federation.shenzhen, choices={})).body
    assert taken_back["answers"] == []


async def test_a_club_without_a_seat_answers_by_the_link(federation: Federation) -> None:
    """The first poll comes before the first series: nobody has a seat then."""
    poll = await ask(federation)
    await federation.rui.patch("/api/me", club_id=federation.shenzhen)
    form_ = {"club_id": federation.shenzhen, "choices": {EVENING: "yes"}}
    assert refused(await federation.rui.get(f"/api/polls/{poll['id']}")) == (404, "not_found")
    assert refused(await federation.rui.put(f"/api/polls/{poll['id']}/answer", **form_)) == (404, "not_found")
    by_link = (await federation.rui.get(f"/api/polls/{poll['slug']}")).body
    assert (by_link["mine"], by_link["slug"]) == ([federation.shenzhen], poll["slug"])
    said = await federation.rui.put(f"/api/polls/{poll['slug']}/answer", **form_)
    assert option(said.body, EVENING)["yes"] == [federation.shenzhen]
    other = {"club_id": federation.berlin, "choices": {EVENING: "yes"}}
    assert refused(await federation.rui.put(f"/api/polls/{poll['slug']}/answer", **other)) == (403, "not_your_club")


async def test_who_only_says_to_be_of_a_club_does_not_answer_once_somebody_sits_for_it(federation: Federation) -> None:
    await with_seats(federation)
    poll = await ask(federation)
    await federation.lee.patch("/api/me", club_id=federation.shenzhen)
    said = await federation.lee.put(
        f"/api/polls/{poll['slug']}/answer", club_id=federation.shenzhen, choices={EVENING: "yes"}
    )
    assert refused(said) == (403, "not_your_club")
    assert (await federation.lee.get(f"/api/polls/{poll['slug']}")).body["mine"] == [federation.angeles]


async def test_a_former_representative_has_no_say(federation: Federation) -> None:
    series = await with_seats(federation)
    poll = await ask(federation)
    assert (await federation.rui.get(f"/api/polls/{poll['id']}")).status == 200
    seats = (await federation.olga.get(f"/api/series/{series['id']}/seats")).body["items"]
    seat = next(one["id"] for one in seats if one["club_id"] == federation.shenzhen)
    await federation.olga.delete(f"/api/series/{series['id']}/seats/{seat}")
    assert refused(await federation.rui.get(f"/api/polls/{poll['id']}")) == (404, "not_found")
    assert (await federation.rui.get("/api/polls")).body["items"] == []


async def test_a_closed_poll_takes_no_answer_and_opens_again(federation: Federation) -> None:
    await with_seats(federation)
    poll = await ask(federation)
    path = f"/api/polls/{poll['id']}"
    answer = {"club_id": federation.shenzhen, "choices": {EVENING: "yes"}}
    closed = (await federation.olga.post(f"{path}/close", chosen=MORNING)).body
    assert (closed["state"], closed["chosen"]) == ("closed", MORNING)
    assert refused(await federation.rui.put(f"{path}/answer", **answer)) == (409, "poll_closed")
    assert refused(await federation.olga.post(f"{path}/close", chosen="20261130T0900")) == (422, "no_such_option")
    opened = (await federation.olga.post(f"{path}/reopen")).body
    assert (opened["state"], opened.get("chosen")) == ("open", None)
    assert (await federation.rui.put(f"{path}/answer", **answer)).status == 200


async def test_after_the_deadline_nobody_answers(federation: Federation) -> None:
    await with_seats(federation)
    poll = await ask(federation, deadline="2026-11-23T18:00")
    assert (poll["closes_at"], poll["deadline"]) == ("2026-11-23T10:00:00.000Z", "2026-11-23T18:00:00")
    path = f"/api/polls/{poll['id']}"
    answer = {"club_id": federation.shenzhen, "choices": {EVENING: "yes"}}
    federation.wait_until(datetime(2026, 11, 23, 9, 59, 59, tzinfo=UTC))
    assert (await federation.rui.put(f"{path}/answer", **answer)).status == 200
    federation.wait_until(datetime(2026, 11, 23, 10, tzinfo=UTC))
    assert refused(await federation.rui.put(f"{path}/answer", **answer)) == (409, "poll_closed")
    assert (await federation.rui.get("/api/polls")).body["items"][0]["state"] == "closed"
    reopened = (await federation.olga.post(f"{path}/reopen")).body
    assert (reopened["state"], reopened.get("closes_at")) == ("open", None)


async def test_a_change_names_what_is_lost_and_keeps_the_rest(federation: Federation) -> None:
    await with_seats(federation)
    poll = await ask(federation)
    path = f"/api/polls/{poll['id']}"
    choices = {EVENING: "yes", MORNING: "no"}
    await federation.rui.put(f"{path}/answer", club_id=federation.shenzhen, choices=choices)
    await federation.olga.put(f"{path}/answer", club_id=federation.berlin, choices=choices)
    more = (await federation.olga.patch(path, options=[*OPTIONS, "2026-11-28T12:00"], title="Now?")).body
    assert (more["title"], len(more["options"])) == ("Now?", 4)
    assert option(more, "20261128T1200")["unanswered"] == sorted(
        [federation.shenzhen, federation.angeles, federation.berlin]
    )
    fewer = {"options": OPTIONS[1:], "club_ids": [federation.shenzhen, federation.angeles]}
    answer = await federation.olga.patch(path, **fewer)
    assert (refused(answer), answer.body["params"]) == ((409, "answers_lost"), {"count": 2})
    kept = (await federation.olga.patch(path, **fewer, confirmed=True)).body
    (said,) = kept["answers"]
    assert (said["club_id"], said["choices"], said["by"]["name"]) == (federation.shenzhen, {MORNING: "no"}, "Rui")
    assert {one["id"] for one in kept["clubs"]} == {federation.shenzhen, federation.angeles}


async def test_the_list_has_mine_and_those_that_ask_my_clubs(federation: Federation) -> None:
    await with_seats(federation)
    for number in range(3):
        await ask(federation, title=f"Poll {number}")
        federation.house.clock.advance(1)
    await ask(federation, title="Berlin only", club_ids=[federation.berlin])
    mine = (await federation.rui.get("/api/polls?most=2")).body
    rest = (await federation.rui.get(f"/api/polls?most=2&after={mine['next']}")).body
    assert [one["title"] for one in [*mine["items"], *rest["items"]]] == ["Poll 2", "Poll 1", "Poll 0"]
    assert (rest.get("next"), mine["items"][0]["waiting"]) == (None, [federation.shenzhen])
    assert len((await federation.olga.get("/api/polls")).body["items"]) == 4
    assert len((await federation.ada.get("/api/polls?all=true")).body["items"]) == 4
    assert (await federation.ada.get("/api/polls")).body["items"] == []
    assert (await federation.rui.get("/api/polls?all=true")).status == 403


async def test_home_asks_until_the_club_has_answered(federation: Federation) -> None:
    await with_seats(federation)
    later = await ask(federation, title="Later")
    soon = await ask(federation, title="Soon", deadline="2026-11-24T18:00")
    asked = (await federation.rui.get("/api/home")).body["polls"]
    assert [(one["title"], one["clubs"]) for one in asked] == [
        ("Soon", [federation.shenzhen]), ("Later", [federation.shenzhen]),
    ]  # fmt: skip
    answer = {"club_id": federation.shenzhen, "choices": {EVENING: "no"}}
    await federation.rui.put(f"/api/polls/{soon['id']}/answer", **answer)
    assert [one["title"] for one in (await federation.rui.get("/api/home")).body["polls"]] == ["Later"]
    await federation.olga.post(f"/api/polls/{later['id']}/close")
    assert (await federation.rui.get("/api/home")).body["polls"] == []
    assert (await federation.olga.get("/api/home")).body["polls"] == []


async def test_a_deleted_poll_is_gone_and_so_is_a_deleted_club(federation: Federation) -> None:
    poll = await ask(federation)
    await federation.olga.put(f"/api/polls/{poll['id']}/answer", club_id=federation.berlin, choices={EVENING: "yes"})
    assert (await federation.ada.delete(f"/api/clubs/{federation.berlin}")).status == 204
    seen = (await federation.olga.get(f"/api/polls/{poll['id']}")).body
    assert (len(seen["clubs"]), seen["answers"]) == (2, [])
    assert (await federation.olga.delete(f"/api/polls/{poll['id']}")).status == 204
    assert (await federation.olga.get(f"/api/polls/{poll['id']}")).status == 404


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"options": []}, "invalid"),
        ({"options": [f"2026-12-{day:02}T{hour:02}:00" for day in range(1, 7) for hour in range(11)]}, "invalid"),
        ({"options": ["0001-01-01T00:00"]}, "invalid"),
        ({"options": ["9999-12-31T23:00"]}, "invalid"),
        ({"options": ["2026-11-25T20:00+08:00"]}, "invalid"),
        ({"club_ids": []}, "invalid"),
        ({"club_ids": ["clb_none1"]}, "unknown_club"),
        ({"club_ids": ["clb_none1"] * 101}, "invalid"),
        ({"zone": "Mars/Olympus"}, "invalid"),
        ({"title": " "}, "invalid"),
        ({"note": "x" * 2001}, "invalid"),
        ({"minutes": 0}, "invalid"),
        ({"repeats": "secondly"}, "invalid"),
        ({"deadline": "2026-11-22T19:59"}, "deadline_past"),
    ],
)
async def test_what_is_no_poll_is_refused(federation: Federation, changes: dict[str, object], code: str) -> None:
    assert refused(await federation.olga.post("/api/polls", **form(federation, **changes))) == (422, code)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"choices": {"20261130T0900": "yes"}}, "no_such_option"),
        ({"choices": {EVENING: "perhaps"}}, "invalid"),
        ({"choices": {"evening": "yes"}}, "invalid"),
        ({"choices": {EVENING: "yes"}, "note": "x" * 301}, "invalid"),
    ],
)
async def test_what_is_no_answer_is_refused(federation: Federation, said: dict[str, object], code: str) -> None:
    poll = await ask(federation)
    path = f"/api/polls/{poll['id']}/answer"
    assert refused(await federation.olga.put(path, club_id=federation.berlin, **said)) == (422, code)


async def test_options_are_put_in_order_and_each_stands_once(federation: Federation) -> None:
    poll = await ask(federation, options=[OPTIONS[2], OPTIONS[0], OPTIONS[0]])
    assert [one["key"] for one in poll["options"]] == [EVENING, NOON]


async def test_only_the_last_answers_of_a_club_are_kept(federation: Federation) -> None:
    poll = await ask(federation)
    path = f"/api/polls/{poll['id']}/answer"
    for _ in range(24):
        federation.house.clock.advance(timedelta(minutes=1).total_seconds())
        await federation.olga.put(path, club_id=federation.berlin, choices={EVENING: "yes"})
    (answer,) = (await federation.olga.get(f"/api/polls/{poll['id']}")).body["answers"]
    assert len(answer["earlier"]) == 19
    assert {one["by"]["id"] for one in answer["earlier"]} == {await id_of(federation.olga)}
