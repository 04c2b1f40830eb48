"""Who gets in, and how: the first start, the lobby, a removal, a ban, somebody without any device."""

from pathlib import Path

from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.acts import admits, come_in, is_at_table, moderate, refuses
from tests.e2e.conftest import EMAIL, PASSWORD, MakeRoom, OpenChromium
from tests.e2e.pages import receives, sees_no_text, sees_text, until
from tests.e2e.server import running_server
from tests.e2e.words import word

UNHURRIED_MICROPHONE_SCRIPT = """
  const native = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = function (wanted) {
    if (!wanted.audio || window.microphoneWasAskedFor) return native.call(this, wanted);
    window.microphoneWasAskedFor = true;
    return new Promise(() => undefined);
  };
"""
"""The first question for a microphone is never answered."""
BOTH_ON = "['camera', 'microphone'].every((source) => window.roundtable.media().own[source].on)"


async def test_first_start_to_open_room(tmp_path: Path, open_chromium: OpenChromium) -> None:
    """The way of the person who typed `make run`: link, account, room, in."""
    server = running_server(tmp_path)
    await server.start()
    try:
        page = await open_chromium("Ada", f"{server.url}/first-start#{server.set_up_token()}")
        await page.fill(word("people.name"), "Ada")
        await page.fill(word("people.email"), EMAIL)
        await page.fill(word("people.password"), PASSWORD)
        await page.click(word("people.first_start.act"))
        await page.fill(word("rooms.create.label"), "Sync of the clubs")
        await page.click(word("rooms.create.act"))
        await page.click(word("rooms.card.enter"))
        await come_in(page, button="open")
        await is_at_table(page)
    finally:
        await server.stop()


async def test_lobby_admits_one_and_refuses_another(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    room = await make_room(lobby=True)
    link = f"{server.url}/r/{room['slug']}"
    ada = await open_chromium("Ada", link, as_visitor=host)
    await come_in(ada, button="open")
    await is_at_table(ada)
    bob, mallory = await open_chromium("Bob", link), await open_chromium("Mallory", link)
    await come_in(bob, "Bob", button="knock")
    await sees_text(bob, word("room.waiting.title"))
    await come_in(mallory, "Mallory", button="knock")

    await admits(ada, "Bob")
    await is_at_table(bob)
    await refuses(ada, "Mallory")
    await sees_text(mallory, word("room.gone.refused.title"))
    await receives(ada, videos=1, voices=1)
    assert await mallory.evaluate("window.roundtableTest.received()") == {"frames": {}, "energy": {}}


async def test_removed_may_knock_again_banned_may_not(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    room = await make_room()
    link = f"{server.url}/r/{room['slug']}"
    ada = await open_chromium("Ada", link, as_visitor=host)
    await come_in(ada, button="open")
    mallory = await open_chromium("Mallory", link)
    await come_in(mallory, "Mallory")
    await is_at_table(mallory)

    await moderate(ada, "Mallory", "remove", confirm=True)
    await sees_text(mallory, word("room.gone.removed.title"))
    await sees_no_text(ada, "Mallory")
    await mallory.page.goto(link)
    await come_in(mallory, "Mallory")
    await sees_text(mallory, word("room.waiting.title"))
    await admits(ada, "Mallory")
    await is_at_table(mallory)

    await moderate(ada, "Mallory", "ban", confirm=True)
    await sees_text(mallory, word("room.gone.banned.title"))
    await mallory.page.goto(link)
    await come_in(mallory, "Mallory")
    await sees_text(mallory, word("room.gone.banned.title"))
    await mallory.page.context.clear_cookies()
    await mallory.page.goto(link)
    await come_in(mallory, "Somebody else")
    await sees_text(mallory, word("room.gone.banned.title"))


async def test_without_devices_one_joins_and_listens(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    room = await make_room()
    link = f"{server.url}/r/{room['slug']}"
    ada = await open_chromium("Ada", link, as_visitor=host)
    await come_in(ada, button="open")
    await is_at_table(ada)
    bob = await open_chromium("Bob", link, no_devices=True)
    await sees_text(bob, word("room.device.both.missing"))
    await come_in(bob, "Bob")
    await is_at_table(bob)
    await receives(bob, videos=1, voices=1)


async def test_whoever_joins_before_the_browser_gave_the_devices_comes_in_with_them(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    room = await make_room()
    link = f"{server.url}/r/{room['slug']}"
    ada = await open_chromium("Ada", link, as_visitor=host, script=UNHURRIED_MICROPHONE_SCRIPT)
    await until(ada, "window.microphoneWasAskedFor", "question for the microphone")
    await come_in(ada, button="open")
    await is_at_table(ada)
    await until(ada, BOTH_ON, "camera and microphone that are on")
