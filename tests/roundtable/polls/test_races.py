"""Several people at once, on both databases."""

import asyncio

from tests.roundtable.polls.asked import EVENING, MORNING, ask, option, with_seats
from tests.roundtable.series.federation import Federation


async def test_two_answers_at_once_are_both_on_the_record_and_the_last_counts(federation: Federation) -> None:
    series = await with_seats(federation)
    await federation.seat(series["id"], federation.shenzhen, "lee", kind="alternate")
    poll = await ask(federation)
    path = f"/api/polls/{poll['id']}/answer"
    said = await asyncio.gather(
        federation.rui.put(path, club_id=federation.shenzhen, choices={EVENING: "yes"}),
        federation.lee.put(path, club_id=federation.shenzhen, choices={EVENING: "no"}),
    )
    assert [one.status for one in said] == [200, 200]
    seen = (await federation.olga.get(f"/api/polls/{poll['id']}")).body
    (answer,) = seen["answers"]
    assert {answer["by"]["name"], answer["earlier"][0]["by"]["name"]} == {"Rui", "Lee"}
    assert answer["choices"] == ({EVENING: "yes"} if answer["by"]["name"] == "Rui" else {EVENING: "no"})
    assert len(option(seen, EVENING)["yes"]) + len(option(seen, EVENING)["no"]) == 1


async def test_who_answers_while_the_poll_is_closed_is_in_it_or_is_told(federation: Federation) -> None:
    await with_seats(federation)
    poll = await ask(federation)
    path = f"/api/polls/{poll['id']}"
    closed, rui, lee = await asyncio.gather(
        federation.olga.post(f"{path}/close", chosen=MORNING),
        federation.rui.put(f"{path}/answer", club_id=federation.shenzhen, choices={MORNING: "yes"}),
        federation.lee.put(f"{path}/answer", club_id=federation.angeles, choices={MORNING: "no"}),
    )
    assert closed.status == 200
    seen = (await federation.olga.get(path)).body
    counted = {one["club_id"] for one in seen["answers"]}
    assert counted == {
        club for club, one in ((federation.shenzhen, rui), (federation.angeles, lee)) if one.status == 200
    }
    for late in (rui, lee):
        assert late.status == 200 or (late.status, late.code) == (409, "poll_closed")


async def test_an_answer_and_a_change_of_options_at_once_leave_no_answer_to_what_is_gone(
    federation: Federation,
) -> None:
    await with_seats(federation)
    poll = await ask(federation)
    path = f"/api/polls/{poll['id']}"
    await asyncio.gather(
        federation.olga.patch(path, options=["2026-11-26T10:00"], confirmed=True),
        federation.rui.put(f"{path}/answer", club_id=federation.shenzhen, choices={EVENING: "yes"}),
    )
    seen = (await federation.olga.get(path)).body
    assert ([one["key"] for one in seen["options"]], seen["answers"]) == ([MORNING], [])
