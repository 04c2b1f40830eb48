"""Everybody's clock shows the same second, and it stands still while the speaker's line is broken."""

import asyncio

from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.conftest import MakeRoom, OpenChromium
from tests.e2e.floor import FLOOR, Scripted, everybody, has_floor, presses_next, sits_down
from tests.e2e.pages import ChromiumPage, sees_text, until
from tests.e2e.words import word

FIVE_MINUTES_AHEAD = """
  (() => {
    const ahead = 300_000;
    const Real = window.Date;
    class Ahead extends Real {
      constructor(...parts) { parts.length > 0 ? super(...parts) : super(Real.now() + ahead); }
      static now() { return Real.now() + ahead; }
    }
    window.Date = Ahead;
    const origin = performance.timeOrigin;
    Object.defineProperty(Performance.prototype, "timeOrigin", { get: () => origin + ahead });
  })();
"""
"""A machine whose clock is wrong, in every way in which a page can read it."""

FIGURES = (
    "[...document.querySelectorAll('[role=timer]')].map((one) => one.innerText).find((text) => /\\d:\\d\\d/.test(text))"
)
LOOKS = 5


async def shown(page: ChromiumPage) -> int:
    """The remaining seconds that the stage shows, below zero in overtime."""
    text: str = (await page.evaluate(FIGURES)).split()[0]
    minutes, seconds = text.lstrip("+-−").split(":")
    return (-1 if text[0] in "+-−" else 1) * (int(minutes) * 60 + int(seconds))


async def test_two_clocks_five_minutes_apart_show_the_same_remaining_seconds(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    link = f"{server.url}/r/{(await make_room(floor={'mode': 'moderated'}))['slug']}"
    ada = await sits_down(open_chromium, link, "Ada", as_visitor=host, no_devices=True)
    bob = await sits_down(open_chromium, link, "Bob", no_devices=True, script=FIVE_MINUTES_AHEAD)
    apart = await bob.evaluate("Date.now()") - await ada.evaluate("Date.now()")
    assert 290_000 < apart < 310_000
    cleo = await Scripted.comes(server.url, link.rsplit("/", 1)[1], "Cleo")
    try:
        await cleo.does("ask", kind="topic")
        await presses_next(ada, "call", "Cleo")
        await cleo.until_speaks("Cleo")
        assert cleo.sight.turn is not None
        await cleo.does("begin_turn", turn=cleo.sight.turn["id"])
        await everybody(*(until(page, FIGURES, "clock") for page in (ada, bob)))
        limit = cleo.sight.turn["limit"] / 1000
        for _ in range(LOOKS):
            await asyncio.sleep(1)
            one, other = await everybody(shown(ada), shown(bob))
            truth = limit - cleo.elapsed
            assert abs(one - other) <= 1
            assert abs(one - truth) <= 1.5, "both show the same, but not what is left"
        assert await shown(bob) <= limit - LOOKS + 1
    finally:
        await cleo.leaves()


async def test_the_clock_stands_still_while_the_speakers_line_is_broken(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    link = f"{server.url}/r/{(await make_room(floor={'mode': 'moderated'}))['slug']}"
    ada = await sits_down(open_chromium, link, "Ada", as_visitor=host, no_devices=True)
    bob = await sits_down(open_chromium, link, "Bob", no_devices=True)
    await bob.page.locator(".my-button").click()
    await bob.click(word("floor.mine.ask"))
    await presses_next(ada, "call", "Bob")
    await has_floor(bob, "Bob")
    await ada.click(word("floor.chair.more"))
    await ada.click(word("floor.chair.begin"))
    await until(ada, f"{FLOOR}.turn?.state === 'speaking'", "running clock")

    await bob.page.context.set_offline(True)
    await sees_text(ada, word("floor.stage.absent"))
    stood = await shown(ada)
    used = await ada.evaluate(f"{FLOOR}.turn.used")
    await asyncio.sleep(3)
    assert await shown(ada) == stood

    await bob.page.context.set_offline(False)
    await until(ada, f"{FLOOR}.turn?.state === 'speaking'", "clock that runs again")
    assert await ada.evaluate(f"{FLOOR}.turn.used") == used
    assert abs(await shown(ada) - stood) <= 1
    await until(bob, f"{FLOOR}?.turn?.state === 'speaking'", "own turn")
    assert abs(await shown(bob) - await shown(ada)) <= 1
