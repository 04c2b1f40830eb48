"""The outbox by pages, and ending letters: with one press in a mail program, on our page, and by nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from aiohttp import FormData

from roundtable.kernel.ids import PersonId
from roundtable.mail.model import Letter, Topic
from tests.roundtable.house import Browser, House

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


async def bob_of(house: House) -> tuple[Browser, str]:
    """Bob, and his id."""
    bob = await house.account(await house.first_account(), "Bob")
    return bob, (await bob.get("/api/me")).body["person"]["id"]


def path_of(house: House, person: str, topic: Topic) -> str:
    """The path of a link that ends letters."""
    return house.unsubscribing.link(PersonId(person), topic).removeprefix("https://meet.example.org")


async def pressed(house: House, path: str, form: FormData | dict[str, str]) -> int:
    """What a mail program gets that knows no cookie, no origin and no token."""
    async with house.browser().http.post(house.server.make_url(path), data=form) as answer:
        assert "Location" not in answer.headers
        return answer.status


async def wishes(bob: Browser) -> tuple[bool, bool]:
    """Which letters Bob wants."""
    person = (await bob.get("/api/me")).body["person"]
    return person["mail_reminders"], person["mail_invitations"]


async def test_one_press_ends_what_the_link_is_for_and_nothing_else(house: House) -> None:
    bob, id_ = await bob_of(house)
    path = path_of(house, id_, "reminders")
    assert await pressed(house, path, ONE_CLICK) == 200
    assert await wishes(bob) == (False, True)
    assert await pressed(house, path, ONE_CLICK) == 200
    parts = FormData(default_to_multipart=True)
    parts.add_field("List-Unsubscribe", "One-Click")
    assert await pressed(house, path_of(house, id_, "invitations"), parts) == 200
    assert await wishes(bob) == (False, False)


async def test_opening_a_link_or_sending_something_else_ends_nothing(house: House) -> None:
    bob, id_ = await bob_of(house)
    path = path_of(house, id_, "reminders")
    assert "." not in path, "it would be taken for a file of the client"
    async with house.browser().http.get(house.server.make_url(path)) as opened:
        assert opened.content_type == "text/html"
    assert (await house.browser().get(f"/api{path}")).body == {
        "topic": "reminders",
        "address": "b…@example.org",
        "wanted": True,
    }
    for form in ({}, {"List-Unsubscribe": "Maybe"}, {"x": "y" * 9000}):
        assert await pressed(house, path, form) == 400
    assert await wishes(bob) == (True, True)


@pytest.mark.parametrize("change", ["topic", "person", "seal", "short"])
async def test_a_link_that_was_changed_is_none(house: House, change: str) -> None:
    bob, id_ = await bob_of(house)
    path = path_of(house, id_, "reminders")
    other = (await bob.get("/api/me")).body["person"]["id"].replace("per_", "per_x")
    wrong = {
        "topic": path.replace("reminders", "invitations"),
        "person": path.replace(id_, other),
        "seal": path[:-1] + ("A" if path[-1] != "A" else "B"),
        "short": path.partition("per_")[0] + id_ + "-",
    }[change]
    assert await pressed(house, wrong, ONE_CLICK) == 404
    answer = await house.browser().post(f"/api{wrong}", wanted=False)
    assert (answer.status, answer.code) in ((404, "link_wrong"), (404, "not_found"))
    assert await wishes(bob) == (True, True)


async def test_on_the_page_one_ends_them_and_begins_them_again(house: House) -> None:
    bob, id_ = await bob_of(house)
    path = f"/api{path_of(house, id_, 'invitations')}"
    visitor = house.browser()
    assert (await visitor.post(path, wanted=False)).body["wanted"] is False
    assert await wishes(bob) == (True, False)
    assert (await visitor.post(path, wanted=True)).body["wanted"] is True
    assert await wishes(bob) == (True, True)
    foreign = await visitor.ask("POST", path, {"wanted": False}, headers={"Origin": "https://evil.example"})
    assert foreign.code == "foreign_origin"


async def test_the_link_of_somebody_who_is_gone_ends_nothing(house: House) -> None:
    await house.first_account()
    path = path_of(house, "per_gone", "reminders")
    assert await pressed(house, path, ONE_CLICK) == 404
    assert (await house.browser().get(f"/api{path}")).code == "link_wrong"


async def test_an_administrator_turns_the_pages_of_the_outbox(house: House) -> None:
    ada = await house.first_account()
    for number in range(7):
        letter = Letter("li@example.org", "Li", "en", f"Letter {number}", "t", "<p>t")
        async with house.database.transaction() as connection:
            await house.outbox.put(connection, letter)
        if number % 2:
            house.clock.advance(timedelta(seconds=1).total_seconds())
    page: dict[str, Any] = {}
    seen, after = [], ""
    for expected in (3, 3, 1):
        page = (await ada.get(f"/api/mail?most=3{after}")).body
        assert len(page["items"]) == expected
        seen += [one["subject"] for one in page["items"]]
        after = f"&after={page.get('next')}"
    assert "next" not in page
    assert sorted(seen) == [f"Letter {number}" for number in range(7)]
    assert seen[0] == "Letter 6"
    assert (await ada.get("/api/mail?after=job_none")).body["items"] == []
    assert (await ada.get("/api/mail?most=1000")).status == 422
