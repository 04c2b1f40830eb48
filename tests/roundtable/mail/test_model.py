"""What a letter becomes, and what hostile names, titles and addresses do not become."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.policy import SMTP, default
from html.parser import HTMLParser
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable.kernel.addressees import Addressee
from roundtable.mail import session_words, words
from roundtable.mail.model import Letter, Postmark, mail_address, message_of
from roundtable.mail.page import laid_out
from roundtable.mail.server import MailServer, sender_of, server_at
from roundtable.mail.session_words import CourseFacts, News, SessionFacts

MARK = Postmark(Address("Roundtable", "noreply", "example.org"), "job.1", datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
LI = Addressee("li@example.org", "李雷", "zh-CN")
HEADERS = {"From", "To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted",
           "X-Auto-Response-Suppress", "MIME-Version", "Content-Type"}  # fmt: skip


def letter(**changes: str | None) -> Letter:
    facts = {
        "to": "li@example.org",
        "name": "李雷",
        "language": "zh-CN",
        "subject": "登录",
        "text": "t",
        "html": "<p>h",
    }
    return Letter(**{**facts, **changes})  # type: ignore[arg-type]


def test_a_letter_in_chinese_is_readable_after_parsing_as_text_and_as_html() -> None:
    made = message_of(laid_out(LI, words.welcome(LI, "王芳", "https://meet.example.org/welcome/abc")), MARK)
    read = message_from_bytes(made.as_bytes(policy=SMTP), policy=default)
    assert read["Subject"] == "王芳 邀请你加入圆桌"
    assert read["To"].addresses[0].display_name == "李雷"
    assert read["Message-ID"] == "<job.1@example.org>"
    assert read["Date"] == "Mon, 23 Nov 2026 02:00:00 +0000"
    assert (read["Auto-Submitted"], read["List-Unsubscribe"]) == ("auto-generated", None)
    text, html = read.get_body(("plain",)), read.get_body(("html",))
    assert text is not None
    assert html is not None
    for part in (text.get_content(), html.get_content()):
        assert "李雷，你好" in part
        assert "https://meet.example.org/welcome/abc" in part


def test_a_letter_that_can_be_ended_says_so_to_programs_and_people() -> None:
    stop = "https://meet.example.org/unsubscribe/t"
    page = session_words.reminder(Addressee("a@b.c", "Ada", "en"), SYNC, "tomorrow")
    made = laid_out(Addressee("a@b.c", "Ada", "en"), page, stop)
    read = message_of(made, MARK)
    assert read["List-Unsubscribe"] == f"<{stop}>"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in made.text
    assert stop in made.html
    assert made.subject == "Tomorrow: Sync, Sunday, 1 November, 02:00"
    for link in (SYNC.room, SYNC.page):
        assert link in made.text
        assert f'href="{link}"' in made.html
    assert "Open source club has not said yet whether it comes." in made.text


def test_a_letter_for_calendar_programs_offers_them_its_last_form() -> None:
    calendar = "BEGIN:VCALENDAR\r\nSUMMARY:例会\r\nEND:VCALENDAR\r\n"
    read = message_from_bytes(
        message_of(letter(calendar=calendar, method="REQUEST"), MARK).as_bytes(policy=SMTP), policy=default
    )
    assert read.get_content_type() == "multipart/alternative"
    parts = list(read.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert (parts[2]["Content-Type"].params["method"], parts[2].get_content_charset()) == ("REQUEST", "utf-8")
    assert parts[2].get_payload(decode=True) == calendar.encode()


SYNC = SessionFacts(
    title="Sync",
    starts=datetime(2026, 11, 1, 10, tzinfo=UTC),
    zone="America/Los_Angeles",
    city="Los Angeles",
    room="https://meet.example.org/r/abc",
    page="https://meet.example.org/series/ser_a/sessions/20261101T0200",
    waits_for=("Open source club",),
)
HOSTILE = [
    "a\r\nBcc: eve@example.org",
    "a\nBcc: eve@example.org\n\nbody",
    "a\rBcc: eve@example.org",
    "a\u2028Bcc: eve@example.org",
    "a\x0bBcc:\x0cx\x00\x1b[31m",
    "=?utf-8?q?a=0d=0aBcc:_eve=40example.org?=",
    "=?utf-8?b?YQ0KQmNjOiBldmVAZXhhbXBsZS5vcmc=?=",
    '"quoted" <eve@example.org>, mallory@example.org',
    "\u202eevil\u202c",
    "=cmd|' /C calc'!A0",
    "x" * 5000,
    "汉" * 5000,
    "\ud800",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_or_subject_becomes_a_header_or_another_reader(text: str) -> None:
    _is_one_letter_to_one_reader(text)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_nothing_that_people_type_becomes_a_header(text: str) -> None:
    _is_one_letter_to_one_reader(text)
    _is_one_letter_to_one_reader(f"a\r\n{text}=?utf-8?q?{text}?=")


def _is_one_letter_to_one_reader(text: str) -> None:
    made = message_of(letter(name=text, subject=text), MARK)
    for policy in (SMTP, SMTP.clone(utf8=True)):
        read = message_from_bytes(made.as_bytes(policy=policy), policy=default)
        assert (set(read.keys()), len(read.keys())) == (HEADERS, len(HEADERS))
        assert [address.addr_spec for address in read["To"].addresses] == ["li@example.org"]
        assert len(str(read["Subject"]).splitlines()) <= 1


@pytest.mark.parametrize(
    "email",
    [
        "",
        "li",
        "li@",
        "@example.org",
        "li@a\r\nBcc: x@y.z",
        "li@a,eve@b.c",
        "li <eve@b.c>",
        "a b@c.d",
        "li@x\x00y",
        "l\u2028i@b.c",
    ],
)
def test_what_is_no_address_gets_no_letter(email: str) -> None:
    with pytest.raises(ValueError, match="no_email"):
        message_of(letter(to=email), MARK)


def test_a_domain_in_chinese_is_written_in_ascii() -> None:
    assert mail_address("li@例子.中国").addr_spec == "li@xn--fsqu00a.xn--fiqs8s"


class Tags(HTMLParser):
    """Notes tags and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(name for name, _ in attrs)}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_name_with_tags_is_shown_and_not_obeyed_and_nothing_is_fetched(language: str) -> None:
    evil = Addressee("li@example.org", '"><img src=//e.vil onerror=alert(1)>', language)
    link = "https://meet.example.org/r/abc"
    nasty = replace(SYNC, title="<iframe src=x>", city="<b>", waits_for=("<script>",))
    course = CourseFacts("<iframe src=x>", "<i>", "Asia/Shanghai", "<b>", link, starts=SYNC.starts, was=SYNC.starts)
    news = get_args(News)
    for page in (
        words.welcome(evil, "<script>alert(1)</script>", link),
        words.sign_in(evil, link),
        session_words.reminder(evil, nasty, "soon"),
        *(session_words.invitation(evil, course, each) for each in news),
    ):
        tags = Tags()
        tags.feed(laid_out(evil, page, "https://meet.example.org/unsubscribe/x").html)
        assert tags.seen <= {
            "html",
            "lang",
            "head",
            "meta",
            "charset",
            "name",
            "content",
            "title",
            "body",
            "style",
            "div",
            "p",
            "a",
            "href",
        }


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 25, "if offered")),
        ("smtps://mail.example.org", MailServer("mail.example.org", 465, "wrapped")),
        ("smtp+starttls://mail.example.org", MailServer("mail.example.org", 587, "demanded")),
        ("smtp://u:p%40s@mail.example.org:26", MailServer("mail.example.org", 26, "demanded", "u", "p@s")),
        ("smtp://u:p@127.0.0.1:26", MailServer("127.0.0.1", 26, "if offered", "u", "p")),
    ],
)
def test_a_password_never_leaves_the_machine_in_the_clear(url: str, server: MailServer) -> None:
    assert server_at(url) == server
    assert "p@s" not in repr(server_at(url))


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://x", "smtp://", "smtp://u@x", "smtp://x:port", "smtp://x/y"]
)
def test_what_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"must|needs"):
        server_at(url)


def test_a_sender_has_a_name_if_one_was_given() -> None:
    assert str(sender_of("圆桌 <noreply@example.org>")) == "圆桌 <noreply@example.org>"
    assert sender_of("noreply@example.org").addr_spec == "noreply@example.org"
    with pytest.raises(ValueError, match="no_email"):
        sender_of("Roundtable")
