"""What people do at the table, by the words they read on the screen."""

import re

from tests.e2e.pages import ChromiumPage, Page, sees_text, until
from tests.e2e.words import Language, word

HERE = "Boolean(window.roundtable?.participant())"


async def come_in(page: Page, name: str | None = None, *, button: str = "join", language: Language = "en") -> None:
    """Give a name and press the one button before the door."""
    if name is not None:
        await page.fill(word("room.entry.name", language), name)
    await page.click(word(f"room.entry.{button}", language))


async def is_at_table(page: Page, seconds: float = 30) -> None:
    """Wait until the page shows the room, with a media connection."""
    await until(page, f"{HERE} && window.roundtable.media().connection === 'live'", "place at the table", seconds)


async def write(page: ChromiumPage, text: str) -> None:
    """Write to everybody."""
    await open_panel(page, "chat")
    field = page.page.get_by_role("textbox", name=word("room.chat.write"))
    await field.fill(text)
    await field.press("Enter")


async def open_panel(page: ChromiumPage, name: str, language: Language = "en") -> None:
    """Open the panel of this name if it is not open."""
    label = re.compile(f"^{re.escape(word(f'room.panel.{name}', language))}")
    button = page.page.get_by_label(word("room.bar.label", language), exact=True).get_by_role("button", name=label)
    if await button.get_attribute("aria-expanded") != "true":
        await button.click()


async def moderate(page: ChromiumPage, name: str, deed: str, *, confirm: bool = False) -> None:
    """Do something to somebody through the menu beside their name; what cannot be undone is asked once more."""
    await open_panel(page, "people")
    await page.page.get_by_role("button", name=word("room.people.menu", name=name)).click()
    await page.page.get_by_role("menuitem", name=word(f"room.people.{deed}")).click()
    if confirm:
        await page.page.get_by_role("alertdialog").get_by_role("button", name=word(f"room.people.{deed}")).click()


async def admits(page: ChromiumPage, name: str) -> None:
    """Let somebody in from the lobby strip."""
    await sees_text(page, name)
    await page.click(word("room.lobby.admit_name", name=name))


async def refuses(page: ChromiumPage, name: str) -> None:
    """Turn somebody in the lobby away."""
    await sees_text(page, name)
    await page.click(word("room.lobby.refuse_name", name=name))
