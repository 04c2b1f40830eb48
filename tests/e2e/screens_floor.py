"""The tour of the floor: a queue of every kind, my button in its states, the moderator's bar, items, statistics."""

from contextlib import AsyncExitStack

from roundtable.demo.house import House
from tests.e2e.acts import come_in, is_at_table
from tests.e2e.floor import FLOOR, Scripted, has_floor, works_keys
from tests.e2e.pages import ChromiumPage, sees_text, until
from tests.e2e.screens_room import Visit

SPEAKERS = (
    ("陈思远", "topic", "镜像站三周试运行的情况，以及夜间同步占满带宽的问题"),
    ("Mia Torres", "topic", "A shared calendar of install parties"),
    ("周雨桐", "topic", "下学期的联合讲座：谁来报名？"),
    ("Jonas Wolff", "clarifying_question", "Which mirror do you mean?"),
    ("王子墨", "topic", ""),
    ("Amaya Fernández de la Vega", "topic", "We would like to host the next roundtable"),
)
"""Each of a club of their own, as far as there are clubs."""
ITEMS = (("镜像站 Mirrors", 600, 120), ("联合讲座 Joint lectures", 900, 0), ("其他 Any other business", 0, 0))


async def tour(visit: Visit, host: ChromiumPage, guest: ChromiumPage, house: House) -> None:
    """Everything on the floor, in a room of its own; the host moderates, the guest represents a club."""
    settings: dict[str, object] = {"lobby": False, "floor": {"mode": "moderated"}}
    room = await house.host.send("POST", "/api/rooms", {"title": "高校开源社团圆桌", "settings": settings})
    address = f"{visit.server}/r/{room['slug']}"
    async with AsyncExitStack() as stack:
        await host.page.goto(address)
        await come_in(host, button="open", language=visit.language)
        await is_at_table(host)
        people = []
        for (name, _, _), club in zip(SPEAKERS, [*house.clubs.values()] * 2, strict=False):
            people.append(await Scripted.comes(visit.server, room["slug"], name, club))
            stack.push_async_callback(people[-1].leaves)
        await guest.page.goto(address)
        await come_in(guest, "李静", language=visit.language)
        await is_at_table(guest)
        await visit.camera.take(host.page, "floor-nobody")
        await items(visit, host)
        await queue(visit, host, guest, people)
        await turns(visit, host, guest, people)
        await closing(visit, host)
    await guest.page.goto("about:blank")


async def items(visit: Visit, host: ChromiumPage) -> None:
    """An agenda typed by the moderator, before it begins and with an item that is on."""
    await works_keys(host, "i")
    for title, budget, club_budget in ITEMS:
        await host.click(visit.says("floor.items.add"))
        dialog = host.page.get_by_role("dialog")
        await dialog.get_by_label(visit.says("floor.items.title"), exact=True).fill(title)
        await dialog.get_by_label(visit.says("floor.items.minutes"), exact=True).fill(str(budget // 60 or ""))
        await dialog.get_by_label(visit.says("floor.items.club_minutes"), exact=True).fill(str(club_budget // 60 or ""))
        if title == ITEMS[0][0]:
            await visit.camera.take(host.page, "floor-item")
        await host.page.keyboard.press("Enter")
        await dialog.wait_for(state="hidden")
    await host.click(visit.says("floor.items.start_named", title=ITEMS[0][0]))
    await until(host, f"{FLOOR}.item", "current item")
    await visit.camera.take(host.page, "floor-items")


async def queue(visit: Visit, host: ChromiumPage, guest: ChromiumPage, people: list[Scripted]) -> None:
    """People ask, one of them is away; the guest's form, place and entry."""
    for person, (_, kind, text) in zip(people, SPEAKERS, strict=True):
        await person.does("ask", kind=kind, text=text)
    await people[-2].seat.drop()
    await works_keys(host, "q")
    await sees_text(host, visit.says("floor.entry.away"))
    await visit.camera.take(host.page, "floor-queue")
    await host.click(visit.says("floor.chair.more"))
    await visit.camera.take(host.page, "floor-chair-menu")
    await host.page.keyboard.press("Escape")
    await works_keys(guest, "h")
    await visit.camera.take(guest.page, "floor-ask")
    await guest.page.keyboard.type("我们的迎新活动 welcome week")
    await guest.page.keyboard.press("Enter")
    await until(guest, f"Object.keys({FLOOR}.entries).length === {len(people) + 1}", "own entry")
    await visit.camera.take(guest.page, "floor-waiting")
    await works_keys(guest, "h")
    await visit.camera.take(guest.page, "floor-my-entry")
    await guest.page.keyboard.press("Escape")


async def turns(visit: Visit, host: ChromiumPage, guest: ChromiumPage, people: list[Scripted]) -> None:
    """Somebody speaks and is interrupted; the guest is next, is called, speaks, is done."""
    first, asker = people[0], people[3]
    await steps(host)
    await has_floor(host, SPEAKERS[3][0])
    await asker.until_speaks(SPEAKERS[3][0])
    await asker.does("end_turn", turn=asker.sight.floor["turn"]["id"])
    await first.seat.until(lambda _: first.sight.turn is None, "the end of the question")
    await steps(host)
    await until(host, f"{FLOOR}.turn", "turn")
    await visit.camera.take(host.page, "floor-called")
    turn = await host.evaluate(f"{FLOOR}.turn")
    speaker = next(person for person in people if person.id == turn["participant"])
    await speaker.does("begin_turn", turn=turn["id"])
    mine = await guest.evaluate(
        f"Object.values({FLOOR}.entries).find((one) => one.participant === window.roundtable.participant()).id"
    )
    await visit.camera.take(host.page, "floor-turn")
    await host.page.locator(f'[data-row="{mine}"] .handle').focus()
    await host.page.keyboard.press("Home")
    await sees_text(guest, visit.says("floor.prompt.title.next"))
    await visit.camera.take(guest.page, "floor-next")
    await steps(host)
    await has_floor(guest, "李静")
    await visit.camera.take(guest.page, "floor-mine")
    await asker.does("ask", kind="clarifying_question", text="For whom?")
    await steps(host)
    await until(guest, f"{FLOOR}.interrupted", "interruption")
    await visit.camera.take(guest.page, "floor-interrupted")
    await visit.camera.take(host.page, "floor-question")


async def steps(host: ChromiumPage) -> None:
    """Press `next`, when the button no longer holds still after the step before."""
    await host.page.wait_for_timeout(1_000)
    await works_keys(host, "n")


async def closing(visit: Visit, host: ChromiumPage) -> None:
    """The numbers that everybody sees, and an item that is closed while people wait."""
    await works_keys(host, "t")
    await visit.camera.take(host.page, "floor-statistics")
    await host.page.keyboard.press("Escape")
    await works_keys(host, "i")
    await host.click(visit.says("floor.items.close"))
    await sees_text(host, visit.says("floor.items.waiting_text"))
    await visit.camera.take(host.page, "floor-closing")
    await host.page.get_by_role("button", name=visit.says("floor.items.way.write")).click()
