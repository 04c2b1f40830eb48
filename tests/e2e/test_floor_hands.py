"""The floor by hand: by keys alone, for a room full of people behind one microphone, and when an item is closed."""

import re

from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.acts import open_panel
from tests.e2e.conftest import MakeRoom, OpenChromium
from tests.e2e.floor import (
    FLOOR,
    ME,
    SPEAKING,
    Scripted,
    has_floor,
    may_speak,
    presses_next,
    sits_down,
    works_keys,
)
from tests.e2e.pages import ChromiumPage, sees_no_text, sees_text, until
from tests.e2e.words import word

MODERATED: dict[str, object] = {"mode": "moderated", "policy": "fifo"}
MOST_TABS = 80
FOCUSED = "document.activeElement"
ORDER = f"Object.values({FLOOR}.entries).sort((one, other) => one.rank - other.rank).map((one) => one.name).join()"


async def tabs_to(page: ChromiumPage, focused: str, what: str) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        await page.page.keyboard.press("Tab")
        if await page.evaluate(focused):
            return
    raise AssertionError(f"{page.name} came to no {what} in {MOST_TABS} steps")


async def opens_panel(page: ChromiumPage, name: str) -> None:
    """Open a panel by its tab or its button, if it is not in sight."""
    tab = page.page.get_by_role("tab", name=word(f"floor.{name}.tab"))
    await tab.click()


async def test_representative_and_moderator_need_no_mouse(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    slug = (await make_room(floor=MODERATED))["slug"]
    link = f"{server.url}/r/{slug}"
    ada = await sits_down(open_chromium, link, "Ada", as_visitor=host, no_devices=True)
    bob = await sits_down(open_chromium, link, "Bob")
    dan = await Scripted.comes(server.url, slug, "Dan")
    try:
        await works_keys(bob, "h")
        await until(bob, f"{FOCUSED}.matches('input[maxlength]')", "focus in the line")
        await bob.page.keyboard.type("Our mirror")
        await bob.page.keyboard.press("Enter")
        await until(ada, f"{ORDER} === 'Bob'", "Bob's entry")
        await dan.does("ask", kind="topic")
        await until(ada, f"{ORDER} === 'Bob,Dan'", "Dan behind Bob")

        handle = f"{FOCUSED}.getAttribute('aria-label') === {word('floor.entry.handle', name='Dan')!r}"
        await works_keys(ada)
        await tabs_to(ada, handle, "handle of Dan's entry")
        await ada.page.keyboard.press("ArrowUp")
        await until(ada, f"{ORDER} === 'Dan,Bob'", "Dan before Bob")
        await sees_text(ada, word("floor.reason.moved"))
        assert await ada.evaluate(handle), "the focus is lost after a move"
        await ada.page.keyboard.press("End")
        await until(ada, f"{ORDER} === 'Bob,Dan'", "Dan at the end again")

        await works_keys(ada, "n")
        await has_floor(bob, "Bob")
        await speaks_by_keys(ada, bob)
    finally:
        await dan.leaves()


async def speaks_by_keys(ada: ChromiumPage, bob: ChromiumPage) -> None:
    """Bob opens his microphone and ends his turn, Ada gives him time and stops his clock for a moment."""
    await may_speak(bob)
    await works_keys(bob, "m")
    await until(bob, SPEAKING, "open microphone")
    await until(bob, f"{FLOOR}.turn?.state === 'speaking'", "running clock")
    limit = await ada.evaluate(f"{FLOOR}.turn.limit")
    await works_keys(ada, "e")
    await until(ada, f"{FLOOR}.turn.limit > {limit}", "more time")
    await works_keys(ada, "k")
    await until(ada, f"{FLOOR}.turn.state === 'paused'", "clock that stands still")
    await works_keys(ada, "k")
    await until(ada, f"{FLOOR}.turn.state === 'speaking'", "clock that runs")

    await works_keys(bob)
    await tabs_to(bob, f"{FOCUSED}.matches('.my-button')", "own button")
    await until(bob, f"{FOCUSED}.ariaDisabled !== 'true'", "button that has settled")
    await bob.page.keyboard.press("Enter")
    await until(bob, f"{FLOOR}.turn === undefined", "end of the own turn")


async def test_the_host_of_a_sub_venue_asks_for_somebody_in_it(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    link = f"{server.url}/r/{(await make_room(floor=MODERATED))['slug']}"
    ada = await sits_down(open_chromium, link, "Ada", as_visitor=host, no_devices=True)
    shenzhen = await sits_down(open_chromium, link, "Shenzhen")
    await open_panel(ada, "people")
    await ada.page.get_by_role("button", name=word("room.people.menu", name="Shenzhen")).click()
    await ada.page.get_by_role("menuitem", name=word("floor.venue.open")).click()
    await ada.page.get_by_role("dialog").get_by_role("button", name=word("floor.venue.open"), exact=True).click()

    await opens_panel(shenzhen, "venue")
    await shenzhen.fill(word("floor.venue.name"), "Old Wang")
    await shenzhen.click(word("floor.venue.add"))
    await shenzhen.click(word("floor.venue.ask_for", name="Old Wang"))
    dialog = shenzhen.page.get_by_role("dialog")
    await dialog.get_by_label(word("floor.venue.about")).fill("Rooms for workshops")
    await dialog.get_by_role("button", name=word("floor.venue.ask"), exact=True).click()
    await presses_next(ada, "call", "Old Wang")
    await may_speak(shenzhen)
    await sees_text(shenzhen, word("floor.prompt.title.unmute_for", name="Old Wang"))
    assert await shenzhen.evaluate(f"{FLOOR}.turn.venue === {ME}")
    await shenzhen.click(word("floor.prompt.unmute"))
    await until(ada, f"{FLOOR}.turn?.state === 'speaking'", "running clock")
    await presses_next(ada, "end")
    await may_speak(shenzhen, False)
    names = await ada.evaluate(
        f"Object.values({FLOOR}.people).filter((one) => one.turns).map((one) => one.name).join()"
    )
    assert names == "Old Wang"


async def test_closing_an_item_asks_what_becomes_of_those_who_wait(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    slug = (await make_room(floor=MODERATED))["slug"]
    ada = await sits_down(open_chromium, f"{server.url}/r/{slug}", "Ada", as_visitor=host, no_devices=True)
    dan = await Scripted.comes(server.url, slug, "Dan")
    try:
        await opens_panel(ada, "items")
        await ada.click(word("floor.items.add"))
        dialog = ada.page.get_by_role("dialog")
        await dialog.get_by_label(word("floor.items.title")).fill("Mirrors")
        await dialog.get_by_role("button", name=re.compile("^(Save|Add)")).last.click()
        await ada.click(word("floor.items.start_named", title="Mirrors"))
        await until(ada, f"{FLOOR}.item", "current item")
        await dan.does("ask", kind="topic", text="Night syncs")

        await ada.click(word("floor.items.close"))
        await sees_text(ada, word("floor.items.waiting_text"))
        assert await ada.evaluate(f"{FLOOR}.item"), "the item was closed without an answer"
        await ada.page.get_by_role("button", name=word("floor.items.way.write")).click()
        await sees_no_text(ada, word("floor.items.waiting_text"))
        await until(ada, f"{FLOOR}.item === undefined", "end of the item")
        await dan.seat.until(lambda _: dan.waiting == [], "an empty queue")
    finally:
        await dan.leaves()
