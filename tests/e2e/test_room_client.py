"""The room's page itself: keys, an input method, a lost line, two languages, and what axe finds in each state."""

from pathlib import Path

from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.acts import come_in, is_at_table, open_panel
from tests.e2e.conftest import MakeRoom, OpenChromium
from tests.e2e.pages import ChromiumPage, sees_no_text, sees_text, until
from tests.e2e.server import ROOT
from tests.e2e.words import word

AXE = Path(ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
SERIOUS = """
  axe.run(document, { resultTypes: ["violations"] }).then((found) => found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => [id, nodes[0].html]))
"""
MICROPHONE_ON = "window.roundtable.media().own.microphone.on"


async def finds_nothing_serious(page: ChromiumPage, state: str) -> None:
    if not await page.evaluate("Boolean(window.axe)"):
        await page.evaluate(f"{AXE};0")
    assert await page.evaluate(SERIOUS) == [], state


async def host_alone(
    server: ServerProcess, host: Visitor, room: dict[str, str], open_chromium: OpenChromium
) -> ChromiumPage:
    ada = await open_chromium("Ada", f"{server.url}/r/{room['slug']}", as_visitor=host)
    await come_in(ada, button="open")
    await is_at_table(ada)
    return ada


async def test_keys_work_the_room(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    """Microphone, panels and help by keys alone; keys are text where somebody types; space talks while it is held."""
    ada = await host_alone(server, host, await make_room(), open_chromium)
    keyboard = ada.page.keyboard
    await until(ada, MICROPHONE_ON, "open microphone")
    await ada.evaluate("document.activeElement.blur()")

    await keyboard.press("m")
    await until(ada, f"!{MICROPHONE_ON}", "closed microphone")
    await keyboard.down("Space")
    await until(ada, MICROPHONE_ON, "microphone while the space bar is held")
    await keyboard.up("Space")
    await until(ada, f"!{MICROPHONE_ON}", "closed microphone after the space bar")

    await keyboard.press("p")
    await sees_text(ada, word("room.people.rename"))
    await keyboard.press("Escape")
    await keyboard.press("c")
    await until(ada, "document.activeElement.tagName === 'TEXTAREA'", "focus in the chat")
    await keyboard.type("mmm")
    assert await ada.evaluate("document.activeElement.value") == "mmm"
    await keyboard.press("Escape")
    await keyboard.press("?")
    await sees_text(ada, word("room.help.single_keys"))
    await finds_nothing_serious(ada, "help")


async def test_enter_of_an_input_method_does_not_send(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    ada = await host_alone(server, host, await make_room(), open_chromium)
    await open_panel(ada, "chat")
    field = ada.page.get_by_role("textbox", name=word("room.chat.write"))
    await field.fill("nihao")
    enter = "new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, %s })"
    for sign in ("isComposing: true", "keyCode: 229"):
        await ada.evaluate(f"document.activeElement.dispatchEvent({enter % sign})")
    assert await field.input_value() == "nihao"
    await field.press("Enter")
    await until(ada, "document.activeElement.value === ''", "empty field")
    await sees_text(ada, "nihao")


async def test_what_is_written_without_a_line_is_sent_when_it_is_back(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    ada = await host_alone(server, host, await make_room(), open_chromium)
    await open_panel(ada, "chat")
    await ada.page.context.set_offline(True)
    await sees_text(ada, word("room.connection.reconnecting"))
    field = ada.page.get_by_role("textbox", name=word("room.chat.write"))
    await field.fill("Written on a train")
    await field.press("Enter")
    await sees_text(ada, word("room.chat.waiting_for_connection"))
    await ada.page.context.set_offline(False)
    await sees_no_text(ada, word("room.chat.waiting_for_connection"))
    assert await ada.page.get_by_text("Written on a train", exact=True).count() == 1


async def test_no_state_of_the_room_has_a_serious_finding(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    """Door, waiting, lobby strip, table, each panel, a menu and a question, in both languages and themes."""
    room = await make_room(lobby=True)
    ada = await host_alone(server, host, room, open_chromium)
    link = f"{server.url}/r/{room['slug']}"
    lin = await open_chromium("林", link, locale="zh-CN", color_scheme="dark", viewport={"width": 390, "height": 844})
    await sees_text(lin, word("room.entry.knock", "zh-CN"))
    await finds_nothing_serious(lin, "door")
    await come_in(lin, "林知夏", button="knock", language="zh-CN")
    await sees_text(lin, word("room.waiting.title", "zh-CN"))
    await finds_nothing_serious(lin, "waiting")
    await sees_text(ada, "林知夏")
    await finds_nothing_serious(ada, "lobby")
    await ada.click(word("room.lobby.admit_name", name="林知夏"))
    await is_at_table(lin)
    await finds_nothing_serious(lin, "table on a phone")
    for panel in ("chat", "people", "settings"):
        await open_panel(ada, panel)
        await finds_nothing_serious(ada, panel)
    await ada.click(word("room.bar.leave"))
    await sees_text(ada, word("room.leave.moderator_text"))
    await finds_nothing_serious(ada, "leaving")
