"""Invitations by mail, and links to sign in: who gets one, how often it works, what the answer tells."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from roundtable.database import Database
from roundtable.jobs import tables as jobs
from roundtable.jobs.job import Job
from roundtable.mail.model import Letter
from tests.roundtable.house import PASSWORD, Browser, House, opened


@asynccontextmanager
async def mailing(database: Database) -> AsyncIterator[House]:
    """A house with a mail server that sends the links people ask for."""
    async with opened(database, has_mail=True) as house:
        links = asyncio.create_task(house.links.run())
        yield house
        links.cancel()
        await asyncio.gather(links, return_exceptions=True)


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with mailing(database) as house:
        yield house


async def letters(house: House) -> list[Letter]:
    """What was written, the oldest first."""
    async with house.database.reading() as connection:
        found = await jobs.latest(connection, "mail", 100)
    opened_ = [house.outbox.letter_of(Job(one.id, "mail", one.key, one.payload, 1)) for one in found]
    return opened_[::-1]


def link_in(letter: Letter) -> str:
    """The path of the link in a letter; text and HTML have the same."""
    link = next(line for line in letter.text.splitlines() if line.startswith("https://meet.example.org/"))
    assert f'href="{link}"' in letter.html
    return link.removeprefix("https://meet.example.org")


async def asked(house: House, email: str, browser: Browser | None = None) -> Letter:
    """The letter that somebody gets who asks for a link."""
    house.clock.advance(1)
    answer = await (browser or house.browser()).post("/api/sign-in/link", email=email)
    assert (answer.status, answer.body) == (204, "")
    await house.links.settled()
    house.clock.advance(1)
    return (await letters(house))[-1]


async def test_whom_an_administrator_invites_gets_the_link_by_mail(house: House) -> None:
    ada = await house.first_account()
    assert (await ada.get("/api/me")).body["mail"] is True
    added = await ada.post("/api/people", email="li@example.org", name="李雷", invite=True)
    (letter,) = await letters(house)
    assert (letter.to, letter.name, letter.subject) == ("li@example.org", "李雷", "Ada invites you to Roundtable")
    assert link_in(letter) == added.body["link"]
    assert (await house.browser().post("/api" + link_in(letter), password=PASSWORD)).status == 200
    await ada.post("/api/people", email="mei@example.org", name="韩梅梅")
    assert len(await letters(house)) == 1


async def test_a_refused_invitation_writes_no_letter(house: House) -> None:
    ada = await house.first_account()
    assert (await ada.post("/api/people", email="ada@example.org", name="Eve", invite=True)).code == "email_taken"
    assert await letters(house) == []


async def test_a_link_signs_in_once_and_only_by_an_act(house: House) -> None:
    await house.first_account()
    phone, mail_program = house.browser(), house.browser()
    path = "/api" + link_in(await asked(house, " ADA@example.org", phone))
    assert (await mail_program.get(path)).body == {"name": "Ada", "email": "ada@example.org"}
    assert (await phone.post(path)).status == 204
    assert (await phone.get("/api/me")).body["person"]["name"] == "Ada"
    late = await house.browser().post(path)
    assert (late.status, late.code) == (404, "link_wrong")
    assert (await house.browser().get(path)).code == "link_wrong"


async def test_of_many_who_use_one_link_at_once_one_is_signed_in(house: House) -> None:
    await house.first_account()
    path = "/api" + link_in(await asked(house, "ada@example.org"))
    answers = await asyncio.gather(*(house.browser().post(path) for _ in range(5)))
    assert sorted(answer.status for answer in answers) == [204, 404, 404, 404, 404]


async def test_a_link_is_over_after_a_quarter_of_an_hour_and_its_letter_is_not_sent_any_more(house: House) -> None:
    await house.first_account()
    path = "/api" + link_in(await asked(house, "ada@example.org"))
    house.clock.advance(timedelta(minutes=15).total_seconds())
    assert (await house.browser().post(path)).code == "link_wrong"
    async with house.database.transaction() as connection:
        assert await jobs.expire(connection, house.clock.now()) == 1


async def test_using_one_link_ends_the_others_and_so_do_a_new_password_and_a_disabled_account(house: House) -> None:
    ada = await house.first_account()
    bob = await house.account(ada, "Bob")
    first, second = [("/api" + link_in(await asked(house, "bob@example.org"))) for _ in range(2)]
    assert (await house.browser().post(second)).status == 204
    assert (await house.browser().post(first)).code == "link_wrong"
    third = "/api" + link_in(await asked(house, "bob@example.org"))
    await bob.post("/api/password", current=PASSWORD, new=PASSWORD + "!")
    assert (await house.browser().post(third)).code == "link_wrong"
    fourth = "/api" + link_in(await asked(house, "bob@example.org"))
    id_ = (await bob.get("/api/me")).body["person"]["id"]
    await ada.patch(f"/api/people/{id_}", disabled=True)
    await ada.patch(f"/api/people/{id_}", disabled=False)
    assert (await house.browser().post(fourth)).code == "link_wrong"


async def test_the_answer_does_not_tell_who_has_an_account(house: House) -> None:
    ada = await house.first_account()
    bob = (await ada.post("/api/people", email="bob@example.org", name="Bob")).body["person"]["id"]
    await ada.patch(f"/api/people/{bob}", disabled=True)
    seen = []
    for email in ("ada@example.org", "nobody@example.org", "bob@example.org", "no address", "x\r\nBcc: y@z.org"):
        browser = house.browser()
        answers = [await browser.post("/api/sign-in/link", email=email) for _ in range(6)]
        seen.append([(answer.status, answer.headers.keys()) for answer in answers])
    assert all(answers == seen[0] for answers in seen)
    assert [status for status, _ in seen[0]] == [204] * 5 + [429]
    await house.links.settled()
    assert {letter.to for letter in await letters(house)} == {"ada@example.org"}


async def test_the_database_keeps_no_token(house: House) -> None:
    await house.first_account()
    token = link_in(await asked(house, "ada@example.org")).rpartition("/")[2]
    async with house.database.reading() as connection:
        for table in ("job", "sign_in_link"):
            rows = (await connection.exec_driver_sql(f"SELECT * FROM {table}")).all()
            assert rows
            assert token not in str(rows)


async def test_without_a_mail_server_nobody_is_promised_a_link(database: Database) -> None:
    async with opened(database) as house:
        await house.first_account()
        answer = await house.browser().post("/api/sign-in/link", email="ada@example.org")
        assert (answer.status, answer.code) == (409, "no_mail_server")
        assert "mail" not in (await house.browser().get("/api/me")).body
