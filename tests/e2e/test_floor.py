"""The floor between windows: a step lets exactly the next person speak, a question takes and returns the microphone."""

import asyncio
import time

from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.acts import come_in, is_at_table
from tests.e2e.conftest import MakeRoom, OpenChromium, OpenFirefox
from tests.e2e.floor import (
    FLOOR,
    GRANTED,
    SPEAKING,
    Scripted,
    asks,
    everybody,
    has_floor,
    may_speak,
    next_is,
    presses_next,
    sits_down,
    works_keys,
)
from tests.e2e.pages import ChromiumPage, FirefoxPage, Page, receives, receives_nothing_new, sees_text, until
from tests.e2e.words import word

MODERATED = {"mode": "moderated"}
PRESSED_AT = """
  window.pressedAt = new Promise((pressed) => {
    for (const kind of ["click", "keydown"])
      document.addEventListener(kind, () => pressed(Date.now()), { capture: true, once: true });
  });
  0
"""
GRANTED_AT = f"""
  window.grantedAt = new Promise((granted) => {{
    const looking = setInterval(() => {{
      if (!{GRANTED}) return;
      clearInterval(looking);
      granted(Date.now());
    }}, 5);
  }});
  0
"""
WITHIN_MS = 1_000
ROUNDS = 5
HELD_MS = 700
"""After a step the button holds still for a moment, so that a second press is not taken for the next step."""
PRESS_AT = """
  new Promise((pressed) => setTimeout(() => {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "n", bubbles: true, cancelable: true }));
    pressed(Date.now());
  }, %d - Date.now()))
"""


async def takes(moderator: ChromiumPage, person: Page, press: str) -> float:
    """Take a step by a click or by a key; returns the milliseconds until the person may publish a microphone."""
    await moderator.evaluate(PRESSED_AT)
    await person.evaluate(GRANTED_AT)
    if press == "click":
        await presses_next(moderator, "call", person.name)
    else:
        await next_is(moderator, "call", person.name)
        await works_keys(moderator, press)
    granted_at = float(await person.evaluate("window.grantedAt"))
    return granted_at - float(await moderator.evaluate("window.pressedAt"))


async def test_one_step_lets_exactly_the_next_person_speak_within_a_second(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium, open_firefox: OpenFirefox
) -> None:
    link = f"{server.url}/r/{(await make_room(floor=MODERATED))['slug']}"
    ada = await sits_down(open_chromium, link, "Ada", as_visitor=host, no_devices=True)
    bob = await sits_down(open_chromium, link, "Bob")
    fay: FirefoxPage = await open_firefox("Fay", link)
    await come_in(fay, "Fay")
    await is_at_table(fay)
    await asks(bob, text="Our new mirror")
    await works_on_firefox(fay)
    for page in (bob, fay):
        await may_speak(page, False)

    assert await takes(ada, bob, "click") < WITHIN_MS
    assert [await page.evaluate(GRANTED) for page in (ada, bob, fay)] == [True, True, False]
    await sees_text(bob, word("floor.prompt.title.unmute"))
    assert not await bob.evaluate(SPEAKING), "the server opened somebody's microphone"
    await bob.click(word("floor.prompt.unmute"))
    await receives(fay, videos=0, voices=1)

    assert await takes(ada, fay, "n") < WITHIN_MS
    await may_speak(bob, False, seconds=1)
    assert [await page.evaluate(GRANTED) for page in (ada, bob, fay)] == [True, False, True]
    await until(bob, f"!{SPEAKING}", "closed microphone")


async def works_on_firefox(page: FirefoxPage) -> None:
    """Ask for the floor in Firefox, which knows no roles of Playwright's."""
    await page.evaluate("document.querySelector('.my-button').click(), 0")
    await page.fill(word("floor.entry.about"), "And ours")
    await page.click(word("floor.mine.ask"))
    await until(page, f"Object.values({FLOOR}.entries).some((one) => one.name === 'Fay')", "own entry")


async def test_a_question_takes_the_microphone_and_returns_it(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    link = f"{server.url}/r/{(await make_room(floor=MODERATED))['slug']}"
    ada = await sits_down(open_chromium, link, "Ada", as_visitor=host, no_devices=True)
    bob = await sits_down(open_chromium, link, "Bob")
    cleo = await sits_down(open_chromium, link, "Cleo")
    await asks(bob)
    await presses_next(ada, "call", "Bob")
    await may_speak(bob)
    await bob.click(word("floor.prompt.unmute"))
    await until(bob, f"{FLOOR}.turn?.state === 'speaking'", "running clock")

    await asks(cleo, "clarifying_question")
    await presses_next(ada, "question", "Cleo")
    await everybody(may_speak(cleo), may_speak(bob, False))
    used = await ada.evaluate(f"{FLOOR}.interrupted.used")
    await receives_nothing_new(cleo)

    await presses_next(ada, "resume", "Bob")
    await everybody(may_speak(bob), may_speak(cleo, False))
    await has_floor(ada, "Bob")
    assert await ada.evaluate(f"{FLOOR}.turn.used") == used
    if not await bob.evaluate(SPEAKING):
        await works_keys(bob, "m")
    await receives(cleo, videos=0, voices=1)


async def test_two_moderators_who_press_at_once_take_one_step(
    server: ServerProcess, host: Visitor, make_room: MakeRoom
) -> None:
    """Twenty rounds over sockets: both commands are under way before either is answered."""
    slug = (await make_room(floor=MODERATED))["slug"]
    await host.enter(slug, "Ada", language="en")
    ada, mia = await Scripted.sits(host, slug), await Scripted.comes(server.url, slug, "Mia")
    noa = await Scripted.comes(server.url, slug, "Noa")
    for one in (mia, noa):
        await ada.seat.command("rooms.set_role", participant=one.id, role="moderator")
    names = [f"Speaker {number}" for number in range(21)]
    for name in names:
        await noa.does("add", kind="topic", name=name)
    await noa.steps()
    for one in (ada, mia):
        await one.until_speaks(names[0])
    for name in names[1:]:
        before = ada.waiting
        assert before == mia.waiting
        outcomes = await asyncio.gather(ada.steps(), mia.steps(), return_exceptions=True)
        assert sorted(getattr(one, "code", "done") for one in outcomes) == ["done", "turn_over"]
        for one in (ada, mia):
            await one.until_speaks(name)
        assert ada.waiting == before[1:]
    for one in (mia, noa):
        await one.leaves()
    await ada.seat.drop()


async def test_two_windows_in_which_the_key_is_pressed_at_once_take_one_step(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    slug = (await make_room(floor=MODERATED))["slug"]
    link = f"{server.url}/r/{slug}"
    await host.enter(slug, "Ada", language="en")
    ada = await Scripted.sits(host, slug)
    pages = [await sits_down(open_chromium, link, name, no_devices=True) for name in ("Mia", "Noa")]
    for page in pages:
        person = await page.evaluate("window.roundtable.participant()")
        await ada.seat.command("rooms.set_role", participant=person, role="moderator")
    for number in range(ROUNDS + 1):
        await ada.does("add", kind="topic", name=f"Speaker {number}")
    await ada.steps()
    for number in range(1, ROUNDS + 1):
        for page in pages:
            await next_is(page, "call", f"Speaker {number}")
            await page.evaluate("document.activeElement?.blur()")
            await page.page.wait_for_timeout(HELD_MS)
        at = int(time.time() * 1000) + 300
        pressed = await asyncio.gather(*(page.evaluate(PRESS_AT % at) for page in pages))
        assert max(pressed) - min(pressed) < 50, "this machine is too busy to press twice at once"
        for page in pages:
            await has_floor(page, f"Speaker {number}")
        assert len(ada.waiting) == ROUNDS - number
    await ada.seat.drop()
