"""The tour of the room: before the door, in the lobby, at a table of one, two, many, and after it."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from roundtable.demo.people import Character, SimulatedPerson
from roundtable.demo.seat import Seat
from roundtable.demo.visitor import Visitor
from tests.e2e.acts import come_in, is_at_table
from tests.e2e.camera import Camera
from tests.e2e.pages import ChromiumPage, sees_text, until
from tests.e2e.words import Language, word

LONG = "关于跨校区的共享镜像站：我们已经测试了三个星期，主要问题是凌晨两点的同步会占满带宽。" * 4
WITH_LINK = "The notes of the last meeting: https://example.org/notes/2026-11?lang=zh#mirrors (please add yours)"
WAITING_NAMES = ("Zoë Müller-Lüdenscheidt", "赵明", "Amaya Fernández de la Vega")
FOCUS_NOWHERE = "document.activeElement?.blur()"


@dataclass(frozen=True)
class Visit:
    """One language's visit to one room."""

    camera: Camera
    language: Language
    address: str
    slug: str
    server: str
    moderator: Seat
    """Somebody inside who opens the door and does what moderators do."""

    def says(self, key: str, **values: str | int) -> str:
        """The sentence of a key, in this visit's language."""
        return word(key, self.language, **values)


async def doors(visit: Visit, listener: ChromiumPage, speaker: ChromiumPage, refused: ChromiumPage) -> None:
    """The door without devices, with them, with a browser that refuses them; a missing name; a locked room."""
    for page, name in ((listener, "door-no-devices"), (speaker, "door"), (refused, "door-refused")):
        await page.page.goto(visit.address)
        await sees_text(page, visit.says("room.entry.club"))
        await page.page.wait_for_timeout(1_500)  # for the camera's first picture
        await visit.camera.take(page.page, name, whole=True)
    await listener.click(visit.says("room.entry.join"))
    await visit.camera.take(listener.page, "door-no-name", whole=True)
    await visit.moderator.command("rooms.lock", locked=True)
    await listener.page.goto(visit.address)
    await come_in(listener, "李静", language=visit.language)
    await listener.page.wait_for_timeout(1_000)
    await visit.camera.take(listener.page, "door-locked", whole=True)
    await visit.moderator.command("rooms.lock", locked=False)


async def lobby(visit: Visit, guest: ChromiumPage, host: ChromiumPage) -> None:
    """A guest waits beside three others, is refused, knocks again, is let in, muted, sent away."""
    moderator = visit.moderator
    await moderator.command("rooms.configure", lobby=True)
    async with AsyncExitStack() as stack:
        for name in WAITING_NAMES:
            person = SimulatedPerson(visit.server, visit.slug, Character(name))
            stack.push_async_callback(person.leave)
            await person.sit()
        await knocks(visit, guest)
        await visit.camera.take(guest.page, "waiting")
        await visit.camera.take(host.page, "lobby")
        await moderator.command("rooms.refuse", participant=await _waiting(moderator, "李静"))
        await sees_text(guest, visit.says("room.gone.refused.text"))
        await visit.camera.take(guest.page, "refused")
    await knocks(visit, guest)
    guests_id = await _waiting(moderator, "李静")
    await moderator.command("rooms.admit", participant=guests_id)
    await is_at_table(guest)
    await moderator.command("rooms.stop", participant=guests_id, source="microphone")
    await guest.page.get_by_label(visit.says("room.close_panel")).click()
    await guest.page.wait_for_timeout(1_000)
    await visit.camera.take(guest.page, "muted-by-moderator")
    await moderator.command("rooms.remove", participant=guests_id)
    await sees_text(guest, visit.says("room.gone.removed.text"))
    await visit.camera.take(guest.page, "removed")
    await moderator.command("rooms.configure", lobby=False)


async def knocks(visit: Visit, guest: ChromiumPage) -> None:
    await guest.page.goto(visit.address)
    await come_in(guest, "李静", button="knock", language=visit.language)
    await sees_text(guest, visit.says("room.waiting.title"))


async def _waiting(moderator: Seat, name: str) -> str:
    await moderator.until(lambda _: any(each["name"] == name for each in _lobby(moderator).values()), name)
    return next(key for key, each in _lobby(moderator).items() if each["name"] == name)


def _lobby(moderator: Seat) -> dict[str, dict[str, str]]:
    waiting: dict[str, dict[str, str]] = moderator.rooms.get("waiting", {})
    return waiting


async def table(visit: Visit, host: ChromiumPage) -> None:
    """The full table: chat, each panel, each dialog and menu, and a lost line."""
    camera, page = visit.camera, host.page
    await visit.moderator.command("chat.send", text=WITH_LINK)
    await visit.moderator.command("chat.send", text=LONG)
    await page.wait_for_timeout(4_000)  # for the pictures to be there
    for key, panel in {"c": "chat", "p": "people", "r": "settings"}.items():
        await page.evaluate(FOCUS_NOWHERE)
        if not await page.get_by_role("tab", selected=True, name=visit.says("room.panel.chat")).count() or key != "c":
            await page.keyboard.press(key)
        await camera.take(page, f"table-{panel}")
    await page.get_by_label(visit.says("room.close_panel")).click()
    await camera.take(page, "table")
    for key, dialog in {"?": "help", "l": "leave"}.items():
        await page.evaluate(FOCUS_NOWHERE)
        await page.keyboard.press(key)
        await camera.take(page, dialog)
        await page.keyboard.press("Escape")
    await host.click(visit.says("room.bar.devices"))
    await camera.take(page, "devices")
    await page.keyboard.press("Escape")
    await menus(visit, host)
    await page.context.set_offline(True)
    await sees_text(host, visit.says("room.connection.reconnecting"))
    await camera.take(page, "reconnecting")
    await page.context.set_offline(False)
    await until(host, "window.roundtable.connection() === 'live'", "connection")


async def menus(visit: Visit, host: ChromiumPage) -> None:
    """What a moderator may do with somebody; what a phone's menu holds."""
    page = host.page
    await page.evaluate(FOCUS_NOWHERE)
    await page.keyboard.press("p")
    await page.get_by_role("button", name=visit.says("room.people.menu", name="Mia Torres")).click()
    await visit.camera.take(page, "person-menu")
    await page.keyboard.press("Escape")
    await page.get_by_label(visit.says("room.close_panel")).click()
    before = page.viewport_size
    await page.set_viewport_size({"width": 390, "height": 844})
    await host.click(visit.says("room.bar.more"))
    await visit.camera.take(page, "more-menu", widths=(390,))
    await page.keyboard.press("Escape")
    assert before is not None
    await page.set_viewport_size(before)


async def sharing(visit: Visit, guest: ChromiumPage, host: ChromiumPage) -> None:
    """Somebody shows their screen; both sides of it."""
    await guest.page.goto(visit.address)
    await come_in(guest, "李静", language=visit.language)
    await is_at_table(guest)
    await guest.click(visit.says("room.screen.on"))
    await sees_text(host, visit.says("room.stage.shares", name="李静"))
    await guest.page.get_by_label(visit.says("room.close_panel")).click()
    await host.page.wait_for_timeout(2_000)
    await visit.camera.take(host.page, "sharing")
    await visit.camera.take(guest.page, "sharing-mine")
    await guest.page.goto("about:blank")


async def small_and_large(visit: Visit, host: ChromiumPage, visitor: Visitor) -> None:
    """Alone, two, fifteen; then the host ends it."""
    settings: dict[str, object] = {"lobby": False}
    room = await visitor.send("POST", "/api/rooms", {"title": "镜像站小组 Mirrors", "settings": settings})
    address = f"{visit.server}/r/{room['slug']}"
    await host.page.goto(address)
    await come_in(host, button="open", language=visit.language)
    await is_at_table(host)
    await host.page.get_by_label(visit.says("room.close_panel")).click()
    await visit.camera.take(host.page, "alone")
    async with AsyncExitStack() as stack:
        for number in range(14):
            person = SimulatedPerson(visit.server, room["slug"], Character(f"同学 {number + 1}"))
            stack.push_async_callback(person.leave)
            await person.sit()
            if number == 0:
                await visit.camera.take(host.page, "two")
        await visit.camera.take(host.page, "fifteen")
    await host.page.evaluate(FOCUS_NOWHERE)
    await host.page.keyboard.press("l")
    await host.click(visit.says("room.leave.end"))
    await sees_text(host, visit.says("room.gone.ended.title"))
    await visit.camera.take(host.page, "ended")
