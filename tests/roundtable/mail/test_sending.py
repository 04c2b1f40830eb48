"""Letters on their way to a real SMTP server: taken, encrypted, refused for now or for good, sent twice at most."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE
from datetime import timedelta
from pathlib import Path

import pytest

from roundtable.database import Database
from roundtable.jobs.worker import LEASE
from roundtable.kernel.clock import ManualClock, SystemClock
from tests.roundtable.mail.mailbox import Mailbox, mail_server, tls_of
from tests.roundtable.mail.office import ADA, Office
from tests.roundtable.process import ROOT


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


async def test_a_letter_arrives_readable_at_an_old_server_and_a_new_one(office: Office) -> None:
    for old in (True, False):
        server = mail_server(Mailbox(), enable_SMTPUTF8=not old)
        async with server as box, office.sending(f"smtp://127.0.0.1:{box.port}"):
            await office.write(subject="登录链接 🎉")
            await office.until(*[("sent", None)] * (1 if old else 2))
        (letter,) = box.letters
        assert box.raw[0].isascii()
        assert (letter["Subject"], letter["From"], box.recipients) == (
            "登录链接 🎉", "圆桌 <noreply@example.org>", ["li@example.org"],
        )  # fmt: skip
        body = letter.get_body(("plain",))
        assert body is not None
        assert body.get_content().splitlines() == ["你好，李雷"]


async def test_an_address_in_chinese_needs_a_server_that_knows_them(office: Office) -> None:
    async with mail_server(Mailbox(), enable_SMTPUTF8=True) as box, office.sending(f"smtp://127.0.0.1:{box.port}"):
        await office.write("李雷@例子.中国")
        await office.until(("sent", None))
        assert box.recipients == ["李雷@xn--fsqu00a.xn--fiqs8s"]
    office.manual.advance(1)
    async with mail_server(Mailbox()) as box, office.sending(f"smtp://127.0.0.1:{box.port}"):
        await office.write("李雷@例子.中国")
        await office.until(("failed", "An address containing non-ASCII"), ("sent", None))


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls", "smtp"])
async def test_the_way_to_the_server_is_encrypted(office: Office, scheme: str, tmp_path: Path) -> None:
    tls, trust = tls_of(tmp_path)
    async with (
        mail_server(Mailbox(), tls=tls, wrapped=scheme == "smtps") as box,
        office.sending(f"{scheme}://127.0.0.1:{box.port}", trust),
    ):
        await office.write()
        await office.until(("sent", None))
    assert box.encrypted == [True] or scheme == "smtps"
    assert len(box.letters) == 1


async def test_a_server_that_nobody_vouches_for_or_that_cannot_encrypt_gets_nothing(
    office: Office, tmp_path: Path
) -> None:
    tls, _ = tls_of(tmp_path)
    async with mail_server(Mailbox(), tls=tls) as box, office.sending(f"smtp+starttls://127.0.0.1:{box.port}"):
        await office.write()
        await office.until(("waiting", "127.0.0.1: "))
    assert box.letters == []
    async with mail_server(Mailbox()) as box, office.sending(f"smtp+starttls://127.0.0.1:{box.port}"):
        office.manual.advance(120)
        await office.until(("waiting", "127.0.0.1: SMTP STARTTLS extension not supported"))
    assert box.letters == []


async def test_a_wrong_password_costs_no_letter_and_the_right_one_sends_it(office: Office, tmp_path: Path) -> None:
    tls, trust = tls_of(tmp_path)
    async with mail_server(Mailbox(), tls=tls, authenticator=(box := Mailbox()).authenticate, auth_required=True) as to:
        async with office.sending(f"smtp://ada:wrong@127.0.0.1:{to.port}", trust):
            await office.write()
            await office.until(("waiting", "127.0.0.1: 535"))
        assert (await office.entries())[0].attempts == 0
        async with office.sending(f"smtp://ada:s3cret@127.0.0.1:{to.port}", trust):
            office.manual.advance(120)
            await office.until(("sent", None))
    assert (len(to.letters), box.users, to.encrypted) == (1, [b"ada"], [True])


async def test_a_server_that_is_down_costs_no_letter(office: Office) -> None:
    async with mail_server(Mailbox()) as box:
        pass
    async with office.sending(f"smtp://127.0.0.1:{box.port}"):
        await office.write()
        await office.until(("waiting", "127.0.0.1: "))
        assert (await office.entries())[0].attempts == 0


@pytest.mark.parametrize("answer", ["451 4.7.1 greylisted", "RCPT 450 busy"])
async def test_what_is_refused_for_now_is_tried_again(office: Office, answer: str) -> None:
    async with mail_server(Mailbox(answers=[answer])) as box, office.sending(f"smtp://127.0.0.1:{box.port}"):
        await office.write()
        await office.until(("waiting", f"NotNow: {answer.removeprefix('RCPT ')}"))
        assert box.letters == []
        office.manual.advance(30)
        await office.until(("sent", None))
    assert len(box.letters) == 1


@pytest.mark.parametrize("answer", ["554 5.7.1 spam", "RCPT 550 no such mailbox"])
async def test_what_is_refused_for_good_is_given_up_and_a_person_may_try_again(office: Office, answer: str) -> None:
    async with mail_server(Mailbox(answers=[answer])) as box, office.sending(f"smtp://127.0.0.1:{box.port}"):
        await office.write()
        await office.until(("failed", answer.removeprefix("RCPT ")))
        await office.outbox.retry(ADA, (await office.entries())[0].id)
        await office.until(("sent", None))
    assert len(box.letters) == 1


async def test_without_a_server_letters_wait_and_go_out_when_there_is_one_except_those_too_late(office: Office) -> None:
    await office.write(subject="late", lasts=timedelta(minutes=15))
    await office.write(subject="kept")
    office.manual.advance(24 * 3600)
    assert {(one.subject, one.state) for one in await office.entries()} == {("late", "waiting"), ("kept", "waiting")}
    async with mail_server(Mailbox()) as box, office.sending(f"smtp://127.0.0.1:{box.port}"):
        async with asyncio.timeout(30):
            while {(one.subject, one.state) for one in await office.entries()} != {
                ("late", "dropped"),
                ("kept", "sent"),
            }:
                await asyncio.sleep(0.01)
    assert [letter["Subject"] for letter in box.letters] == ["kept"]


async def test_killed_between_sending_and_the_mark_a_letter_comes_twice_at_most_with_one_message_id(
    database: Database, database_url: str
) -> None:
    office = Office(database, SystemClock())
    async with mail_server(Mailbox()) as box:
        await office.write()
        server = f"smtp://127.0.0.1:{box.port}"
        command = (sys.executable, "-m", "tests.roundtable.mail.sender", database_url, server)
        sender = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE)
        assert sender.stdout is not None
        assert await asyncio.wait_for(sender.stdout.readline(), 60) == b"sent\n"
        sender.send_signal(signal.SIGKILL)
        await sender.communicate()
        office.clock = ManualClock(SystemClock().now() + LEASE)
        async with office.sending(server):
            await office.until(("sent", None))
    first, second = box.letters
    assert (first["Message-ID"], first["Date"]) == (second["Message-ID"], second["Date"])
    assert box.raw[0] != b""
    assert first.as_string() is not None


async def test_what_a_letter_says_is_nowhere_in_the_database(office: Office) -> None:
    await office.write(subject="subject", to="li@example.org")
    async with office.database.reading() as connection:
        rows = (await connection.exec_driver_sql("SELECT payload FROM job")).all()
    assert "li@example.org" in rows[0][0]
    assert "你好" not in rows[0][0]
    assert "\\u4f60" not in rows[0][0]


async def test_one_key_one_letter(office: Office) -> None:
    await office.write(key="reminder/1")
    await office.write(key="reminder/1")
    assert len(await office.entries()) == 1
