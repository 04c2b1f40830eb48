"""Four people, two kinds of browser, one room: everybody sees and hears everybody."""

import asyncio

from roundtable.demo.people import Character, SimulatedPerson
from roundtable.demo.server_process import ServerProcess
from roundtable.demo.visitor import Visitor
from tests.e2e.acts import come_in, is_at_table
from tests.e2e.conftest import MakeRoom, OpenChromium, OpenFirefox
from tests.e2e.pages import Page, received, receives


async def test_four_people_see_and_hear_each_other(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium, open_firefox: OpenFirefox
) -> None:
    room = await make_room()
    link = f"{server.url}/r/{room['slug']}"
    ada = await open_chromium("Ada", link, as_visitor=host)
    await come_in(ada, button="open")
    await is_at_table(ada)
    guests: list[Page] = []
    for name in ("Bob", "Chen"):
        guest = await open_chromium(name, link)
        await come_in(guest, name)
        guests.append(guest)
    dora = await open_firefox("Dora", link)
    await come_in(dora, "Dora")

    everybody: list[Page] = [ada, *guests, dora]
    await asyncio.gather(*(is_at_table(page) for page in everybody))
    await asyncio.gather(*(receives(page, videos=3, voices=3, seconds=60) for page in everybody))


async def test_a_simulated_person_is_a_person_like_any_other(
    server: ServerProcess, host: Visitor, make_room: MakeRoom, open_chromium: OpenChromium
) -> None:
    room = await make_room()
    ada = await open_chromium("Ada", f"{server.url}/r/{room['slug']}", as_visitor=host)
    await come_in(ada, button="open")
    await is_at_table(ada)

    person = SimulatedPerson(server.url, room["slug"], Character("Li Wei", keeps=("microphone", "camera")))
    try:
        await person.sit()
        await person.admitted()
        await person.join_media()
        speaking = asyncio.create_task(person.speak(6))
        await receives(ada, videos=1, voices=1)
        await speaking
        before = await received(ada)
        assert person.media is not None
        await person.media.unpublish("camera")
        await asyncio.sleep(1)
        silent = await received(ada)
        await asyncio.sleep(1)
        assert (await received(ada)).tracks_since(silent)[0] == 0, f"the picture still moves: {before}"
    finally:
        await person.leave()
