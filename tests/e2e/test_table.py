"""What people do at the table: write, share a screen, be muted by a moderator, sit there with a phone."""

from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.acts import come_in, is_at_table, moderate, open_panel, write
from tests.e2e.conftest import MakeRoom, OpenChromium
from tests.e2e.pages import ChromiumPage, receives, receives_nothing_new, sees_no_text, sees_text, until
from tests.e2e.words import word


async def two_people(
    server: ServerProcess, host: Visitor, room: dict[str, str], open_chromium: OpenChromium
) -> tuple[ChromiumPage, ChromiumPage]:
    link = f"{server.url}/r/{room['slug']}"
    ada = await open_chromium("Ada", link, as_visitor=host)
    await come_in(ada, button="open")
    await is_at_table(ada)
    bob = await open_chromium("Bob", link)
    await come_in(bob, "Bob")
    await is_at_table(bob)
    return ada, bob


async def test_a_moderator_mutes_and_only_the_person_unmutes(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    ada, bob = await two_people(server, host, await make_room(), open_chromium)
    await receives(ada, videos=1, voices=1)

    await moderate(ada, "Bob", "stop_microphone")
    await until(bob, "!window.roundtable.media().own.microphone.on", "closed microphone")
    await receives_nothing_new(ada)

    await bob.click(word("room.microphone.stopped"))
    await until(bob, "window.roundtable.media().own.microphone.on", "open microphone")
    await receives(ada, videos=1, voices=1, seconds=10)


async def test_chat_goes_both_ways_and_a_moderator_deletes(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    ada, bob = await two_people(server, host, await make_room(), open_chromium)
    await open_panel(ada, "chat")
    await open_panel(bob, "chat")
    await write(ada, "大家好，链接在这里 https://example.org/notes")
    await write(bob, "收到, thanks")
    await sees_text(bob, "大家好")
    await sees_text(ada, "收到, thanks")
    assert await bob.page.get_by_role("link", name="https://example.org/notes").count() == 1

    message = ada.page.get_by_role("listitem").filter(has_text="收到, thanks")
    await message.hover()
    await message.get_by_role("button", name=word("room.chat.delete")).click()
    await sees_no_text(bob, "收到, thanks")


async def test_a_shared_screen_is_seen(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    ada, bob = await two_people(server, host, await make_room(), open_chromium)
    await bob.click(word("room.screen.on"))
    await until(bob, "window.roundtable.media().own.screen.on", "shared screen")
    await receives(ada, videos=2, voices=1)
    await bob.click(word("room.screen.off"))
    await until(bob, "!window.roundtable.media().own.screen.on", "end of the shared screen")


async def test_a_phone_in_chinese(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    """Everything fits 390 pixels, nothing is left in English, and it works."""
    room = await make_room("高校开源社团圆桌")
    link = f"{server.url}/r/{room['slug']}"
    ada = await open_chromium("Ada", link, as_visitor=host)
    await come_in(ada, button="open")
    await is_at_table(ada)
    phone = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "locale": "zh-CN"}
    lin = await open_chromium("林晓", link, **phone)
    await sees_text(lin, "高校开源社团圆桌")
    assert await lin.evaluate("document.documentElement.lang") == "zh-CN"
    assert await lin.evaluate("document.documentElement.scrollWidth") <= 390
    await come_in(lin, "林晓", language="zh-CN")
    await is_at_table(lin)
    await receives(lin, videos=1, voices=1)
    assert await lin.evaluate("document.documentElement.scrollWidth") <= 390
    await sees_text(ada, "林晓")
